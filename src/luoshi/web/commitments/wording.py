"""Targets, amounts, shares and the record in words for the screen."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, override, pgettext_lazy

from luoshi.web.commitments.lines import Line
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.terms import typed
from luoshi.web.translated import Translated
from luoshi.web.units.models import Unit

Label = str | Promise

KINDS: dict[str, Label] = {
    "target": _("指标"),
    "project": pgettext_lazy("kind", "项目"),
    "qualitative-task": _("定性任务"),
}
PREFIXES: dict[str, Label] = {
    "growth": pgettext_lazy("comparator", "增长"),
    "share": pgettext_lazy("comparator", "占比"),
    "reduce": pgettext_lazy("comparator", "下降"),
    "rank": pgettext_lazy("comparator", "位次"),
    "times": pgettext_lazy("comparator", "倍数"),
}
SIGNS: dict[str, Label] = {
    ">=": "≥",
    ">": ">",
    "<=": "≤",
    "<": "<",
    "=": "=",
    "~": "≈",
    "vs": pgettext_lazy("comparator", "高于"),
    "all": pgettext_lazy("comparator", "全部"),
    "by": pgettext_lazy("comparator", "完成"),
}
FINDINGS: dict[str, Label] = {
    "confirmed": _("属实"),
    "partly": _("部分属实"),
    "refuted": _("不属实"),
}
FORMATS = Translated(
    {
        "as_of": _("截至 %(day)s"),
        "labelled": _("%(label)s：%(value)s"),
        "was": _("原 %(value)s"),
    }
)
COMPARATOR = re.compile(rf"({'|'.join(PREFIXES)})?(.*)")
VERBS: dict[str, Label] = {
    "view.save": pgettext_lazy("act", "保存视图"),
    "view.rename": pgettext_lazy("act", "修改视图"),
    "view.delete": pgettext_lazy("act", "删除视图"),
    "commitment.create": _("列入清单"),
    "commitment.edit": _("修改"),
    "commitment.import": _("Excel 导入"),
    "commitment.list_in": _("列入另一清单"),
    "commitment.unlist": _("移出清单"),
    "commitment.step": _("记录销号步骤"),
    "commitment.item": _("调整权重或清单栏目"),
    "commitment.milestones": _("设定节点"),
    "commitment.withdraw": _("撤销"),
    "commitment.dispatch": _("交办"),
    "amendment.propose": _("提出调整"),
    "amendment.approve": _("批准调整"),
    "amendment.refuse": _("不批准调整"),
    "commitment.accept": _("签收"),
    "commitment.dispute": _("提出异议"),
    "commitment.uphold": _("裁定维持"),
    "commitment.reassign": _("裁定改派"),
    "commitment.start": _("开始推进"),
    "commitment.divide": _("分解"),
    "commitment.parent": _("挂到上级事项"),
    "commitment.claim_done": pgettext_lazy("act", "自报完成"),
    "commitment.verify": _("核验属实"),
    "commitment.refute": _("核验未认定完成"),
    "commitment.take_back": _("单位撤回报称"),
    "commitment.sign_off": _("销号"),
    "commitment.reopen": _("重新打开"),
    "commitment.fail": _("到期未完成"),
    "commitment.pace": _("选定计划曲线和亮灯规则"),
    "commitment.reason_give": _("说明滞后理由"),
    "commitment.reason_accept": _("认可滞后理由"),
    "commitment.reason_reject": _("不认可滞后理由"),
    "list.light": _("选定清单亮灯规则"),
    "commitment.pass_on": _("划转"),
    "commitment.take_over": _("签收划转"),
}
FOUND: dict[str, Label] = {
    "partly": _("核验部分属实"),
    "refuted": _("核验不属实"),
    "unsatisfied": _("提出人不满意"),
    "declined": _("提出人不评价，转为按轮次交账"),
}
"""What moved a commitment, where a finding did."""
LONGEST = 60
"""Characters of an old or new value that the record shows."""


def percent(share: Decimal | None) -> str:
    """A share as a percentage without trailing zeros; empty when unknown."""
    return "" if share is None else f"{plain(share * 100)}%"


def plain(number: Decimal) -> str:
    """The number with thousands apart and without trailing zeros."""
    whole, _dot, fraction = f"{number:,f}".partition(".")
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole


def amount(value: Decimal | None, unit: str) -> str:
    """A value with its unit; empty when unknown."""
    if value is None:
        return ""
    return f"{plain(value)}{unit}" if unit in ("%", "") else f"{plain(value)} {unit}"


def as_of(day: date) -> str:
    """Of which day something tells."""
    return FORMATS["as_of"] % {"day": day.isoformat()}


def pieces(count: int) -> str:
    """So many pieces of evidence."""
    return ngettext("%(n)s 份材料", "%(n)s 份材料", count) % {"n": count}


def comparator_text(comparator: str) -> str:
    """A comparator in words and signs."""
    found = COMPARATOR.fullmatch(comparator)
    prefix, sign = found.groups() if found else (None, comparator)
    return f"{PREFIXES[prefix] if prefix else ''}{SIGNS.get(sign, sign)}"


def target_text(commitment: Commitment | Line) -> str:
    """What is to be reached: comparator, value and unit; empty for a task without a number."""
    if commitment.target is None:
        return ""
    value = amount(commitment.target, commitment.unit_of_measure)
    return f"{comparator_text(commitment.comparator)} {value}".strip()


def part_text(part: Commitment, unit: Unit | None) -> str:
    """What a part is called until somebody words it: metric and figure, else the whole's text
    with the unit. In the language in which commitments are written."""
    if part.metric and part.target is not None:
        sign = "" if part.comparator in (">=", "=") else comparator_chinese(part.comparator)
        return f"{part.metric}{sign}{plain(part.target)}{part.unit_of_measure}"
    whole = part.parent.text if part.parent else part.text
    return f"{whole}（{unit.short_name}）" if unit else whole


def comparator_chinese(comparator: str) -> str:
    """A comparator in Chinese words and signs, whoever reads."""
    with override("zh-hans"):
        return comparator_text(comparator)


def original_words(commitment: Commitment | Line) -> dict[str, str]:
    """What an amended commitment was when it was frozen: field → words; empty where it is not."""
    original = commitment.original
    found = {}
    if "target" in original:
        found["target"] = amount(typed("target", original["target"]), commitment.unit_of_measure)
    for field in ("starts_on", "due_on"):
        if field in original:
            found[field] = str(original[field])
    if "lead_unit" in original:
        found["lead_unit"] = str(original.get("lead_unit_name", ""))
    return {field: FORMATS["was"] % {"value": words} for field, words in found.items()}


def labelled(label: str, value: str) -> str:
    """A label with its value, with the colon of the reader's language."""
    return FORMATS["labelled"] % {"label": label, "value": value}


def verb_text(verb: str) -> str:
    """What was done; the bare verb where it has no words."""
    return str(VERBS.get(verb, verb))


def changes_text(before: Mapping[str, object] | None, after: Mapping[str, object]) -> list[str]:
    """The fields that an edit changed, with their old and new values where these are no keys."""
    lines = []
    for name, new in after.items():
        field = Commitment._meta.get_field(name)
        label = str(getattr(field, "verbose_name", name))
        if field.is_relation:
            lines.append(label)
        else:
            change = f"{_short((before or {}).get(name))} → {_short(new)}"
            lines.append(labelled(label, change))
    return lines


def _short(value: object) -> str:
    text = "—" if value in (None, "") else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
