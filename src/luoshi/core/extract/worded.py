"""Values that are no digits: 翻一番, 千亿级产业集群, 保持平稳增长, 零发生, 双下降."""

import re
from collections.abc import Iterator
from decimal import Decimal

from luoshi.core.extract.clauses import Item
from luoshi.core.extract.draft import Draft
from luoshi.core.extract.metrics import figure_before, is_indicator, name_before, shared_names
from luoshi.core.extract.quantities import han_number

_TIMES = re.compile(r"翻(?:了|上)?([一两二三四])番")
_LEVEL = re.compile(
    r"([一二两三四五六七八九十百千]+|\d{1,6})亿级([^，、。；]{0,12}?(?:产业集群|产业链|集群|产业|企业|园区))"
)
_STEADY_GROWTH = re.compile(r"(?:保持)?(?:平稳|稳定|稳步|合理|较快|持续|正)增长$")
_NONE_AT_ALL = re.compile(
    r"(?:实现|保持|确保|全年|全部)*(?:“?零(?:发生|新增|死亡|伤亡|复发|欠薪)”?|不再?发生)$"
)
_NONE_OF = re.compile(
    r"^(?:确保|坚决|务必|力争|全年|全市)*不再?发生(?P<what>[^，。；]{2,30}(?:事故|事件|案件|返贫|火灾))$"
)
_EVENTS = ("事故", "事件", "案件", "火灾")
_NO_GROWTH = re.compile(r"(?:实现|保持|力争|趋于?)*“?[零负]增长”?$")
_BOTH_FALL = re.compile(r"(?:实现|保持|均|持续)*“?(?:双|三)下降”?$")


def worded(item: Item, verb: str, named: bool) -> Iterator[Draft]:
    """The targets of an item without a number; ``named``: the clause before it has the name."""
    times = _TIMES.search(item.text)
    name = name_before(item.text[: times.start()]) if times else ""
    if times and (name or named):
        value = Decimal(2 ** (han_number(times[1]) or 1))
        yield _draft(item, figure_before(name), "times>=", value, "倍")
    level = _LEVEL.search(item.text)
    if level and verb:
        size = int(level[1]) if level[1].isdigit() else han_number(level[1])
        yield _draft(item, f"{level[2]}规模", ">=", Decimal(size or 0), "亿元")
    yield from _steady(item)
    yield from _none(item)


def _steady(item: Item) -> Iterator[Draft]:
    """保持平稳增长 is growth of nothing or more, 零增长 of nothing or less; 双下降 reduces each."""
    steady = _STEADY_GROWTH.search(item.text)
    if steady and is_indicator(name_before(item.text[: steady.start()])):
        metric = figure_before(item.text[: steady.start()])
        yield _draft(item, metric, "growth>=", Decimal(0), "%")
    still = _NO_GROWTH.search(item.text)
    for name in shared_names(item.text[: still.start()]) if still else ():
        yield _draft(item, name, "growth<=", Decimal(0), "%")
    both = _BOTH_FALL.search(item.text)
    for name in shared_names(item.text[: both.start()]) if both else ():
        yield _draft(item, name, "reduce>", Decimal(0), "%")


def _none(item: Item) -> Iterator[Draft]:
    """重特大事故零发生 and 不发生重特大事故: none of them."""
    ends = _NONE_AT_ALL.search(item.text)
    begins = _NONE_OF.match(item.text)
    name = name_before(item.text[: ends.start()]) if ends else (begins["what"] if begins else "")
    if name:
        yield _draft(item, name, "=", Decimal(0), "起" if name.endswith(_EVENTS) else None)


def _draft(item: Item, metric: str, sign: str, value: Decimal, unit: str | None) -> Draft:
    piece = item.piece
    return Draft(piece.start, piece.end, "target", metric, sign, value, unit, ("words",))
