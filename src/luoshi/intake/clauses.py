"""A table row as one clause a person would write, from the roles its column labels name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Role = Literal[
    "number", "assist", "leader", "owner", "unit", "due", "result", "value", "subject", "other"
]

# Asked in this order of a label without its parentheses: 责任单位 is an owner, 单位 alone a unit.
ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("number", re.compile(r"^(?:序号|编号|项次|序|No\.?)$", re.IGNORECASE)),
    ("assist", re.compile("(?:配合|协办|协助|参与|协同)")),
    ("leader", re.compile("领导|责任人|负责人|联系人")),
    (
        "owner",
        re.compile("(?:责任|牵头|主办|承办|主责|实施|落实|主管|组织)(?:单位|部门|主体|地区)"),
    ),
    ("unit", re.compile("^(?:计量|计算|数量|指标)?单位$")),
    ("due", re.compile("时限|完成时间|截止|期限|时间节点")),
    ("result", re.compile("完成(?:值|数|情况|率)?$|实绩|实际|上年|去年|基数|基准")),
    (
        "value",
        re.compile(
            "目标值|目标数|(?:年度?|全年|季度|上半年)(?:目标|计划|任务)|计划数|任务数"
            "|任务量|数量|指标值|增速|季度|半年|全年|目标$|目标要求"
            "|^(?:工作|考核|建设|完成|具体|年度)?(?:标准|要求)$"
        ),
    ),
    (
        "subject",
        re.compile("任务|事项|项目|指标|内容|工作|名称|举措|目标|类别|分类|领域|板块|问题"),
    ),
)
YEAR = re.compile(r"20\d\d年")
# What a value column's label says: of which period, and of what beyond being a goal.
LABEL = re.compile(
    r"(?:目标|计划)?(?P<year>20\d\d年)?度?(?P<part>(?:第?[一二三四1-4]|前三)季度|[上下]半年|全年|1?\d月[底末]?)?"
    "(?P<what>.*?)(?:年度|全年)?(?:(?:目标|计划|任务|指标)?(?:值|数|量|数量)?"
    "|(?:目标|工作|考核|建设|完成|具体)?(?:标准|要求))"
)
DEADLINE = re.compile(
    r"(?P<year>20\d\d年)?(?:1?\d月|[一二三四]季度|[上下]半年|年)?(?:\d\d?日|[上中下]旬|[底末])?前?"
)
PARENTHESIS = re.compile(r"[（(]([^（）()]*)[)）]")
MEASURE = re.compile("^(?:单位[:：])?([^\\d\\s]{1,8})$")
NUMBER = re.compile(r"[\d,]+(?:\.\d+)?")
STARTS_AS_NUMBER = re.compile(r"[≥≤><≧≦＞＜=约±+\-]*\d(?!\d?[月日]|\d{3}年)")
# What says how far the thing goes, and so reads on behind it: 增长8%以上, 不低于95%.
SAYS_HOW_FAR = re.compile(
    "(?:同比|均|再|总量|力争)*(?:增长|增加|增至|下降|降至|降低|提高|提升|压减|减少|达到?|不低于|不少于|不高于|不超过|"
    "控制|突破|超过?|保持|稳定|高于|低于|大于|小于|翻|位居|进入)"
)
HAS_NUMBER = re.compile(r"\d(?!\d?[月日]|\d{3}年)")
NUMBERED = re.compile(
    r"\d+[.．、)）](?!\d)|[（(][\d一二三四五六七八九十]+[)）]|[①-⑳]|[一二三四五六七八九十]+、"
)
NOTHING = frozenset({"", "-", "—", "——", "/", "／", "－", "无"})
CUT = "。；;，,、 "
GOAL_WORDS = ("目标", "计划", "任务")
OPEN_END = re.compile(r"[\w.)%]$", re.ASCII)
OWNERS: tuple[Role, ...] = ("owner", "assist", "leader")


@dataclass(frozen=True)
class Header:
    """The labels of the columns, left to right; empty where a column has none."""

    labels: tuple[str, ...]

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """What each column is for."""
        return tuple(role_of(label) for label in self.labels)


def bare(label: str) -> str:
    return PARENTHESIS.sub("", label)


def role_of(label: str) -> Role:
    name = bare(label)
    return next((role for role, pattern in ROLES if pattern.search(name)), "other")


def measure_of(label: str) -> str:
    """The unit a label carries in parentheses, as in 增速（%）; empty without one."""
    inner = (MEASURE.match(text.strip()) for text in PARENTHESIS.findall(label))
    return next((found.group(1) for found in inner if found), "")


def clause(header: Header, texts: Sequence[str]) -> str:
    """The row as a work report would say it, then what is left with its labels, owners last.

    As in 经济发展：2026年目标：固定资产投资860亿元（责任单位：市发改委）。Blank cells and dashes
    are left out. A cell gains nothing but its unit, its label, and 前 behind a deadline.
    """
    cells = tuple(
        join_lines(text, role in OWNERS) for role, text in zip(header.roles, texts, strict=True)
    )
    return Row(header, tuple("" if cell in NOTHING else cell for cell in cells)).clause()


@dataclass(frozen=True)
class Row:
    """The cells of one row, each a single line, under their header."""

    header: Header
    cells: tuple[str, ...]

    def under(self, *roles: Role) -> Iterator[tuple[str, str]]:
        """Label and text of the filled cells whose columns have these roles, left to right."""
        columns = zip(self.header.labels, self.header.roles, self.cells, strict=True)
        return (
            (label, cell.rstrip(CUT)) for label, role, cell in columns if cell and role in roles
        )

    def clause(self) -> str:
        """See the function of this name."""
        *classes, thing = dict.fromkeys(text for _, text in self.under("subject")) or [""]
        due, year = self.deadline()
        pieces = [*self.goals(thing, due, year), *self.labelled(has_deadline=bool(due))]
        owners = "；".join(f"{bare(label)}：{text}" for label, text in self.under(*OWNERS))
        end = f"（{owners}）。" if owners else "。"
        return "：".join([*classes, "，".join(pieces)]) + end

    def deadline(self) -> tuple[str, str]:
        """The due date as an adverbial, and its year; both empty for 长期 and other words.

        A date without a year takes the year that the first value column names.
        """
        text = next((text for _, text in self.under("due")), "")
        found = DEADLINE.fullmatch(text)
        if not text or found is None:
            return "", ""
        labels = (YEAR.search(label) for label, _ in self.under("value"))
        year = found["year"] or next((label.group() for label in labels if label), "")
        whole = text if found["year"] else year + text
        return (whole if whole.endswith("前") else f"{whole}前"), year

    def goals(self, thing: str, due: str, year: str) -> Iterator[str]:
        """The thing with each value, the deadline before the first; alone without a value."""
        unit = next((text for _, text in self.under("unit")), "")
        values = list(self.under("value"))
        if not values:
            yield from filter(None, (due, thing))
        for at, (label, text) in enumerate(values):
            before = due if at == 0 else ""
            if STARTS_AS_NUMBER.match(text) or (thing and SAYS_HOW_FAR.match(text)):
                measure = measure_of(label) or unit if NUMBER.fullmatch(text) else ""
                yield goal(label, thing, text + measure, before, year)
            else:
                yield from filter(None, (before, told(label, thing if at == 0 else "", text)))

    def labelled(self, *, has_deadline: bool) -> Iterator[str]:
        """The cells of the other columns behind their labels."""
        unit = next((text for _, text in self.under("unit")), "")
        rest: tuple[Role, ...] = ("result", "other") if has_deadline else ("due", "result", "other")
        for label, text in self.under(*rest):
            row_unit = unit if role_of(label) == "result" else ""
            measure = measure_of(label) or row_unit if NUMBER.fullmatch(text) else ""
            yield f"{bare(label)}：{text}{measure}" if bare(label) else text


def goal(label: str, thing: str, text: str, due: str, year: str) -> str:
    """When, the label's own word for a goal, the thing and the value: 2026年目标：投资860亿元.

    The label's year is not said again where it is ``year``, that of the deadline.
    """
    found = LABEL.fullmatch(bare(label))
    said, part, what = (found["year"], found["part"], found["what"]) if found else ("", "", label)
    period = ("" if said == year else said or "") + ("" if part == "全年" and said else part or "")
    name = thing if what and thing.endswith(what) else thing + (what or "")
    word = next((word for word in GOAL_WORDS if word in bare(label)), "")
    when = f"{due}，{period}" if due and (period or not word) else due + period
    return f"{when}{word}{'：' if word else ''}{name}{'：' if OPEN_END.search(name) else ''}{text}"


def told(label: str, thing: str, text: str) -> str:
    """A value in words: behind its thing, under the quarter or half year that its label names.

    One that holds a number is told of the thing: 老旧小区：改造45个以上.
    """
    found = LABEL.fullmatch(bare(label))
    part = found["part"] if found and found["part"] not in (None, "全年") else ""
    words = text if text.startswith(part) else part + text
    if not thing:
        return words
    return f"{thing}{'：' if HAS_NUMBER.search(text) else '，'}{words}"


def join_lines(text: str, listing: bool) -> str:
    """The lines of a cell in one: a list of units by 、, numbered points by ；, else as wrapped."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if listing:
        return "、".join(line.rstrip(CUT) for line in lines)
    joined = ""
    for line in lines:
        point = joined and NUMBERED.match(line) and joined[-1] not in "。；;，,：:、"
        joined += ("；" if point else "") + line
    return joined
