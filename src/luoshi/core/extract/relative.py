"""Targets measured against others: 高于全省平均水平, 位居全省前列, 与经济增长同步."""

import re
from collections.abc import Iterator
from decimal import Decimal

from luoshi.core.extract.clauses import Piece
from luoshi.core.extract.draft import Draft
from luoshi.core.extract.lexicon import ALL_WORDS, RANK_PLACES, REFERENCE_POINTS
from luoshi.core.extract.metrics import (
    figure_before,
    is_indicator,
    name_before,
    shared_names,
    standing_name,
)
from luoshi.core.extract.quantities import han_number

_AREA = (
    r"(?:全国|全省|全市|全区|全州|全县|全球|国家|国际|国内|世界|省|市|周边|同类|省内|中部|西部|东部|沿海"
    r"|同期|全自治区|上年|去年|往年|前三年)"
)
_POINT = "|".join(REFERENCE_POINTS)
_PLACE = "|".join(RANK_PLACES)
_AGAINST = re.compile(
    rf"(?:高于|超过|超出|快于|好于|优于|领先于?|不低于|达到|接近|赶上|力争高于)(?P<area>{_AREA}[^，。；、]{{0,10}}?)(?P<point>{_POINT})"
)
_OTHERS = _AREA.replace("|上年|去年|往年|前三年", "")
_EARLIER = re.compile(
    r"(?:高于|超过|好于|优于|不低于|不少于|达到)(?P<area>(?:上年|去年|往年|20\d\d年|上一年)(?:同期)?)(?P<point>水平|实绩|规模)?$"
)
_MARGIN = re.compile(
    rf"(?P<over>(?:高于|快于|超过|超出|超|好于|优于|领先于?|低于|少于|慢于)(?P<whom>{_OTHERS}[^，。；、\d]{{0,10}}?|[^，。；、\d]{{2,10}}?)"
    rf"|比(?P<than>{_OTHERS}[^，。；、\d]{{0,8}}?)(?:高|快|多|低|少|慢))\d"
)
_RANKED = re.compile(
    rf"(?:进入|位居|稳居|居于?|位列|位于|排名?|跻身|保持在?|力争|挤进|冲进)+(?:在)?(?P<area>{_AREA}[^，。；、\d]{{0,10}}?)?"
    r"(?:排名|位次|综合排名)?(?:第(?P<at>[一二三四五六七八九十]{1,3}|\d{1,3})|前(?P<top>[一二三四五六七八九十]{1,3}|\d{1,3}))(?P<unit>名|位|强)?(?:以内|之内|以上)?$"
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
_APART = re.compile(rf"(?:^|(?<=、))(?:力争|确保|争取|均|都)*{_AGAINST.pattern}(?=$|、(?!{_AREA}))")
_NAMED = 3
_BEFORE_NOW = re.compile("上|去|往|20")
_SAME_SPEED = re.compile("增长$|增速$")
_ALL = re.compile(rf"({'|'.join(ALL_WORDS)})$")
_UNIT = re.compile(r"水平$|增速$|值$|线$")


def relative_targets(masked: str, folded: str, clause: Piece) -> Iterator[Draft]:
    """Relative targets of a clause that holds no number, one for each figure named."""
    text = clause.of(masked)
    ranked = _RANKED.search(text)
    if ranked:
        yield from _ranks(clause, text, ranked)
        return
    for rule in (_AGAINST, _EARLIER, _PLACED, _IN_STEP, _AS_SET):
        found = rule.search(text)
        if found is None:
            continue
        before = text[: found.start()]
        unit = _unit(found, clause.of(folded))
        names = shared_names(before) or [name_before(before)]
        speed = "增速" if before.endswith("增速") else ""
        if is_indicator(names[-1]) or not names[-1]:
            for name in names if all(map(is_indicator, names)) else names[-1:]:
                metric = name + speed if name and not name.endswith(speed or "增速") else name
                yield Draft(clause.start, clause.end, "target", metric, "vs", None, unit, ("vs",))
        return
    yield from _whole_sets(text, clause)


def apart(masked: str, clause: Piece) -> Iterator[Piece]:
    """The clause cut around the comparisons that are all that stands between two of its marks.

    超过全省平均、税收占比67% gives two pieces: the first says more of what was named before.
    """
    text, at = clause.of(masked), 0
    for found in _APART.finditer(text) if "、" in text else ():
        if found.start() > at:
            yield Piece(clause.start + at, clause.start + found.start() - 1)
        yield Piece(clause.start + found.start(), clause.start + found.end())
        at = found.end() + 1
    if at < len(text):
        yield Piece(clause.start + at, clause.end)


def over_another(before: str) -> str:
    """The words of a margin over somebody else that end before its number, or empty.

    超全省平均 of 投资增速超全省平均0.5个百分点, 比全省快 of 增速比全省快1个百分点.
    """
    found = _MARGIN.search(f"{before}0")
    return found["over"] if found and found.end() == len(before) + 1 else ""


def _ranks(clause: Piece, text: str, found: re.Match[str]) -> Iterator[Draft]:
    """进入全省前五: a rank of five or better; 位居全省第一: the first."""
    place = found["at"] or found["top"]
    rank = int(place) if place.isdigit() else han_number(place)
    sign = "rank=" if found["at"] else "rank<="
    name = standing_name(text[: found.start()])
    if rank and len(name) >= _NAMED:
        unit = f"{found['area'] or ''}位次"
        yield Draft(
            clause.start, clause.end, "target", name, sign, Decimal(rank), unit, ("number", "vs")
        )


def _unit(found: re.Match[str], readable: str) -> str:
    groups = found.groupdict()
    if "goal" in groups:
        return groups["goal"]
    if "other" in groups:
        return _SAME_SPEED.sub("增速", readable[slice(*found.span("other"))].strip())
    if not groups.get("point"):
        if _BEFORE_NOW.match(groups["area"]):
            return str(groups["area"])
        return f"{groups['area']}位次"
    whole = groups["area"] + groups["point"]
    return whole if "先进" in whole or "领先" in whole or "一流" in whole else _UNIT.sub("", whole)


def _whole_sets(text: str, clause: Piece) -> Iterator[Draft]:
    found = _ALL.search(text)
    if found:
        name = figure_before(text[: found.start()]).removesuffix("的") or found[0]
        whole = Decimal(100)
        yield Draft(clause.start, clause.end, "target", name, "all", whole, "%", ("all",))
