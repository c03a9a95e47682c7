"""Words of the form of a kind of list, and of what changes in it."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from luoshi.core.listtype import CADENCES, READERS, CellType, Column, Difference, Effect, ListType
from luoshi.web.commitments.columns import Titled, title
from luoshi.web.commitments.lights import rule_name
from luoshi.web.commitments.models import CommitmentState
from luoshi.web.translated import Translated

Label = str | Promise
HEAD: dict[str, Label] = {
    "key": _("代码"),
    "zh": _("名称"),
    "en": _("英文名称"),
    "source": _("依据"),
    "tag": _("依据的可靠程度"),
    "cadence": _("调度周期"),
    "light": _("亮灯规则"),
}
TAGS: dict[str, Label] = {
    "": _("未写明"),
    "S": _("法规原文"),
    "L": _("地方做法"),
    "M": _("凭记忆，待核"),
    "O": _("本系统自定"),
}
RHYTHMS: dict[str, Label] = {
    "weekly": _("每周"),
    "monthly": _("每月"),
    "quarterly": _("每季度"),
    "half_yearly": _("每半年"),
    "yearly": _("每年"),
}
WHO: dict[str, Label] = {
    "assessor": _("考核办"),
    "principal": _("市领导"),
    "contact": _("各单位联络员"),
    "unit_leader": _("各单位负责人"),
    "assisting": _("配合单位（只看自己配合的）"),
}
TYPES: dict[str, Label] = {
    "text": _("文本"),
    "number": _("数字"),
    "date": _("日期"),
    "choice": _("选项"),
    "yes_no": _("是否"),
}
COLUMN: dict[str, Label] = {
    "key": _("代码"),
    "zh": _("栏目名称"),
    "en": _("英文名称"),
    "type": _("类型"),
    "required": _("必填"),
    "unit": _("计量单位"),
    "min": _("下限"),
    "max": _("上限（文本为最多字数）"),
    "choices": _("选项"),
}
STEP: dict[str, Label] = {
    "key": _("代码"),
    "zh": _("步骤名称"),
    "en": _("英文名称"),
    "working_days": _("须满的工作日"),
}
THRESHOLDS: dict[str, Label] = {
    "measure": _("按什么比"),
    "yellow": _("黄灯界限"),
    "red": _("红灯界限"),
    "late_yellow": _("逾期超过几个工作日黄灯"),
    "late_red": _("逾期超过几个工作日红灯"),
    "report_late_yellow": _("报告逾期超过几个工作日黄灯"),
    "report_late_red": _("报告逾期超过几个工作日红灯"),
    "partly": _("核验部分属实"),
    "refuted": _("核验不属实"),
    "soon": _("时限前几天提示"),
}
MEASURES: dict[str, Label] = {"points": _("滞后百分点（0–100）"), "ratio": _("与计划之比（0–1）")}
COLOURS: dict[str, Label] = {"yellow": _("黄灯"), "red": _("红灯"), "none": _("不变")}
PARTS: dict[str, Label] = {
    "columns": _("栏目"),
    "states": _("状态"),
    "steps": _("销号前步骤"),
    "questions": _("自查问题"),
    "choices": _("选项"),
    "ask": _("问题"),
    "see": _("谁能看"),
    "light_rule": _("亮灯规则"),
    "schema": _("格式"),
    "order": _("顺序"),
}
VALUES: dict[str, Label] = {
    **RHYTHMS, **TYPES, **TAGS, "true": _("是"), "false": _("否"), "unused": _("不用"),
}  # fmt: skip
EFFECTS: dict[str, Label] = {
    "hidden": _("栏目去掉，原值留存但不再显示"),
    "unfit": _("原值与新栏目不符，照原样显示，下次修改时更正"),
    "missing": _("新设为必填而空着，冻结前要填"),
}
STATES = Translated(dict(CommitmentState.choices))


def state_word(kind: ListType, state: str) -> str:
    """What a state is called in this kind of list."""
    label = kind.labels.get(state)
    return title(label) if label else STATES[state]


def readers_words(kind: ListType) -> str:
    """Who is let in beside the office, the owners and the drawn verifiers."""
    if not kind.readers:
        return gettext("只有牵头单位、督查室和抽到的核验员")
    return gettext("、").join(str(WHO[reader]) for reader in kind.readers)


def bounds_words(column: Column) -> str:
    """The limits of a column; empty where it has none."""
    low, high = ("" if each is None else str(each) for each in (column.low, column.high))
    if column.kind is CellType.TEXT:
        return gettext("至多 %(n)s 字") % {"n": high} if high else ""
    if low and high:
        return f"{low} – {high}"
    return f"≥ {low}" if low else f"≤ {high}" if high else ""


def effect_words(effect: Effect) -> str:
    """What a change does to rows, with column and count."""
    return gettext("“%(column)s”：%(what)s（%(n)s 行）") % {
        "column": title(effect.column), "what": EFFECTS[effect.code], "n": effect.rows,
    }  # fmt: skip


def where_words(difference: Difference, *kinds: ListType) -> str:
    """The place of a difference in words, keys told by the names they have."""
    names: dict[str, str] = {}
    for kind in kinds:
        things: list[Titled] = [*kind.columns, *kind.steps, *kind.areas]
        things += [choice for column in kind.columns for choice in column.choices]
        things += [question for _area, question in kind.questions()]
        names |= {thing.key: title(thing) for thing in things}
    labels: dict[str, Label] = {**names, **STATES.now(), **STEP, **COLUMN, **HEAD, **PARTS}
    return " · ".join(_part(part, labels, names) for part in difference.path.split("."))


def value_words(difference: Difference, value: str | None) -> str:
    """An old or new value in words; empty for none."""
    if value is None:
        return ""
    if difference.path == "light_rule":
        return rule_name(value)
    if difference.path == "see":
        readers = [WHO.get(each, each) for each in value.split(", ")]
        return (
            gettext("只有牵头单位") if value == "owners" else gettext("、").join(map(str, readers))
        )
    return str(VALUES.get(value, value)) if value else ""


def _part(part: str, labels: dict[str, Label], names: dict[str, str]) -> str:
    return str(names.get(part) or labels.get(part, part))


assert set(RHYTHMS) == set(CADENCES)
assert set(WHO) == set(READERS)
