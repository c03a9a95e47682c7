"""Targets measured against others: 高于全省平均水平, 位居全省前列, 与经济增长同步."""

import re
from collections.abc import Iterator
from decimal import Decimal

from luoshi.core.extract.clauses import Piece
from luoshi.core.extract.draft import Draft
from luoshi.core.extract.lexicon import ALL_WORDS, RANK_PLACES, REFERENCE_POINTS
from luoshi.core.extract.metrics import is_indicator, name_before, shared_names

_AREA = (
    r"(?:全国|全省|全市|全区|全州|全县|全球|国家|国际|国内|世界|省|市|周边|同类|省内|中部|西部|东部|沿海"
    r"|同期|全自治区)"
)
_POINT = "|".join(REFERENCE_POINTS)
_PLACE = "|".join(RANK_PLACES)
_AGAINST = re.compile(
    rf"(?:高于|超过|超出|快于|好于|优于|领先于?|不低于|达到|接近|赶上|力争高于)(?P<area>{_AREA}[^，。；、]{{0,10}}?)(?P<point>{_POINT})"
)
_PLACED = re.compile(
    rf"(?:位居|稳居|居于?|位列|位于|排名|进入|保持在?)(?P<area>{_AREA}[^，。；、]{{0,6}}?)(?:{_PLACE})"
)
_IN_STEP = re.compile(
    r"(?:与|同|和(?=(?:经济|国民经济|生产总值)))(?P<other>[^，。；、]{2,14}?)(?:基本)?(?:同步|统筹衔接|相衔接|相适应|相匹配|保持一致)(?:增长)?$"
)
_AS_SET = re.compile(
    r"(?:完成|控制在|达到|优于|好于)(?P<goal>(?:省|国家|上级|市)(?:定|下达|核定|规定|要求)[^，。；、]{0,6}?(?:目标|任务|指标|范围|标准|要求))(?:任务)?(?:内|以内|之内)?$"
)
_SAME_SPEED = re.compile("增长$|增速$")
_ALL = re.compile(rf"({'|'.join(ALL_WORDS)})$")
_UNIT = re.compile(r"水平$|增速$|值$|线$")


def relative_targets(masked: str, folded: str, clause: Piece) -> Iterator[Draft]:
    """Relative targets of a clause that holds no number, one for each figure named."""
    text = clause.of(masked)
    for rule in (_AGAINST, _PLACED, _IN_STEP, _AS_SET):
        found = rule.search(text)
        if found is None:
            continue
        before = text[: found.start()]
        unit = _unit(found, clause.of(folded))
        names = shared_names(before) or [name_before(before)]
        if is_indicator(names[-1]) or not names[-1]:
            for name in names if all(map(is_indicator, names)) else names[-1:]:
                yield Draft(clause.start, clause.end, "target", name, "vs", None, unit, ("vs",))
        return
    yield from _whole_sets(text, clause)


def _unit(found: re.Match[str], readable: str) -> str:
    groups = found.groupdict()
    if "goal" in groups:
        return groups["goal"]
    if "other" in groups:
        return _SAME_SPEED.sub("增速", readable[slice(*found.span("other"))].strip())
    if "point" not in groups:
        return f"{groups['area']}位次"
    whole = groups["area"] + groups["point"]
    return whole if "先进" in whole or "领先" in whole or "一流" in whole else _UNIT.sub("", whole)


def _whole_sets(text: str, clause: Piece) -> Iterator[Draft]:
    found = _ALL.search(text)
    if found:
        name = name_before(text[: found.start()]) or found[0]
        whole = Decimal(100)
        yield Draft(clause.start, clause.end, "target", name, "all", whole, "%", ("all",))
