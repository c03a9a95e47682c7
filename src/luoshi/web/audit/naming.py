"""What the record calls a changed value and what it says: words instead of columns and ids."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from luoshi.web.accounts.models import Role, User
from luoshi.web.audit.models import Entry
from luoshi.web.audit.queries import changes

UNIT, PERSON = "units.unit", "accounts.user"
LONGEST = 400
MOST = 40
"""Things of a list that are named; how many more there are is said."""

FIELDS: dict[str, Promise] = {
    "acceptors": _("验收人"),
    "alias": _("别名"),
    "amounts": _("金额"),
    "answer": _("答复"),
    "answers": _("自查答复"),
    "assist_units": _("配合单位"),
    "awards": _("奖励"),
    "behind_reason": _("滞后理由"),
    "bids": _("揭榜申请"),
    "candidates": _("候选承诺"),
    "cause": _("原因"),
    "challenge": _("原榜单"),
    "choice": _("处理"),
    "commitment": _("事项"),
    "commitments": _("事项"),
    "damaged": _("无法解密的申请"),
    "days": _("天数"),
    "digest": _("摘要"),
    "document": _("文件"),
    "dropped": _("撤去的分解"),
    "entries": _("条目数"),
    "evaluator": _("评委"),
    "evaluators": _("评委"),
    "explanation": _("说明"),
    "export": _("导出"),
    "extra": _("其他栏目"),
    "finding": _("结论"),
    "first": _("第一个账号"),
    "follows": _("接替"),
    "for_unit": _("采纳单位意见"),
    "frame": _("抽样框摘要"),
    "from": _("自"),
    "from_on": _("自"),
    "holders": _("密钥保管人"),
    "how": _("方式"),
    "inputs": _("输入摘要"),
    "interest": _("利害关系"),
    "items": _("事项"),
    "judge": _("评委"),
    "judges": _("评委"),
    "key": _("代码"),
    "kind": _("种类"),
    "lead_unit": _("牵头单位"),
    "left_open": _("未答问题数"),
    "lines": _("行数"),
    "list": _("清单"),
    "marks": _("打分"),
    "month": _("月份"),
    "note": _("说明"),
    "number": _("序号"),
    "numbers": _("数字"),
    "on_spot": _("当场答复"),
    "params": _("参数"),
    "parent": _("上级单位"),
    "parts": _("分解事项"),
    "passed": _("通过的申请"),
    "place": pgettext_lazy("record", "第几位"),
    "plan_year": _("年度"),
    "pledge": _("军令状"),
    "pledge_state": _("军令状状态"),
    "projects": _("项目"),
    "proposed": _("建议单位"),
    "public_key": _("公钥"),
    "public_keys": _("公钥"),
    "raised": _("问题"),
    "reason": _("原因"),
    "remark": _("讲评"),
    "repeats": _("重复的数据数"),
    "reports": _("交账"),
    "reserve": _("备选"),
    "result": _("结果摘要"),
    "reused": _("沿用的数据数"),
    "role": _("身份"),
    "rows": _("行数"),
    "rule": _("规则"),
    "sample": _("样本"),
    "samples": _("样本"),
    "seats": _("任职"),
    "session": _("验收场次"),
    "sha256": _("摘要"),
    "signed": _("签字条目数"),
    "source": _("来源"),
    "standings": _("评榜结果"),
    "state": _("状态"),
    "steps": _("节点"),
    "supersedes": _("取代"),
    "terms": _("榜单内容"),
    "title": _("标题"),
    "to": _("至"),
    "to_on": _("至"),
    "unit": _("单位"),
    "units": _("单位"),
    "until": _("至"),
    "upheld": _("维持"),
    "user": _("人员"),
    "verdict": _("结论"),
    "verdicts": _("结论"),
    "version": _("版本"),
    "weight": _("权重"),
    "winners": _("中榜者"),
    "words": _("说明"),
    "year": _("年度"),
    "year_plan": _("年度计划"),
}
"""Values that are no column of the thing, or whose column has no name of its own."""

UNITS = frozenset({"unit", "proposed", "lead_unit", "owner_unit"})
PEOPLE = frozenset({"user", "evaluator", "evaluators", "holders", "acceptors"})
"""Values that hold the keys of units or people without being a column."""

CODES: dict[str, dict[str, Promise]] = {
    "state": {"open": pgettext_lazy("round", "进行中"), "closed": _("已截止")},
    "how": {
        "link": _("本人用评价链接"),
        "phone": _("电话询问"),
        "visit": _("当面询问"),
        "letter": _("书面询问"),
    },
    "finding": {"confirmed": _("属实"), "partly": _("部分属实"), "refuted": _("不属实")},
    "role": {code: label for code, label in Role.choices if isinstance(label, Promise)},
}
ROLES: dict[str, object] = dict(Role.choices)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the units and people that some entries speak of, by key."""

    units: Mapping[int, str] = field(default_factory=dict)
    people: Mapping[int, str] = field(default_factory=dict)

    def of(self, kind: str) -> Mapping[int, str]:
        """By the kind of thing; empty for all others."""
        return {UNIT: self.units, PERSON: self.people}.get(kind, {})


def names_of(entries: Iterable[Entry]) -> Names:
    """Two queries, however many entries."""
    wanted: dict[str, set[int]] = {UNIT: set(), PERSON: set()}
    for entry in entries:
        if entry.object_type in wanted and entry.object_id.isdecimal():
            wanted[entry.object_type].add(int(entry.object_id))
        for name, before, after in changes(entry):
            if kind := _kind(entry, name):
                wanted[kind].update(key for value in (before, after) for key in _keys(value))
    units = apps.get_model(UNIT)._default_manager.filter(pk__in=wanted[UNIT])
    people = User.objects.filter(pk__in=wanted[PERSON])
    return Names(
        dict(units.order_by().values_list("pk", "short_name")),
        dict(people.order_by().values_list("pk", "name")),
    )


def _kind(entry: Entry, name: str) -> str:
    column = column_of(entry, name)
    related = column.related_model if column is not None else None
    if isinstance(related, type) and issubclass(related, Model):
        return related._meta.label_lower if related._meta.label_lower in (UNIT, PERSON) else ""
    return UNIT if name in UNITS else PERSON if name in PEOPLE else ""


def _keys(value: object) -> list[int]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, int) and not isinstance(one, bool)]


def column_of(entry: Entry, name: str) -> "Field[object, object] | None":
    """The column that the value is of; None where it is no column."""
    try:
        found = apps.get_model(entry.object_type)._meta.get_field(name)
    except (LookupError, FieldDoesNotExist):
        return None
    return found if isinstance(found, Field) else None


def label_of(entry: Entry, name: str) -> str:
    """What the value is called: by its column, by the thing it points to, by our own list."""
    column = column_of(entry, name)
    if column is not None:
        if isinstance(column.verbose_name, Promise) and str(column.verbose_name) != name:
            return str(column.verbose_name)
        related = column.related_model
        if isinstance(related, type) and isinstance(related._meta.verbose_name, Promise):
            return str(FIELDS.get(name, related._meta.verbose_name))
    return str(FIELDS.get(name, name))


def said(entry: Entry, name: str, value: object, names: Names) -> str:
    """The value in words: names of units and people, choices, yes and no."""
    if value is None or value in ("", []):
        return "—"
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if found := _keys(value) if (kind := _kind(entry, name)) else []:
        return "、".join(names.of(kind).get(key, str(key)) for key in found)
    if isinstance(value, str):
        column = column_of(entry, name)
        choices = dict(column.flatchoices) if column is not None else {}
        return str(choices.get(value) or CODES.get(name, {}).get(value, value))
    if isinstance(value, list) and all(isinstance(one, int | str) for one in value):
        more = gettext(" 等 %(n)s 项") % {"n": len(value)} if len(value) > MOST else ""
        return ", ".join(map(str, value[:MOST])) + more
    return json.dumps(value, ensure_ascii=False)
