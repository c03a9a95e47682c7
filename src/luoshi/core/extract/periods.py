"""When a promise is due: the years, quarters, dates and rhythms a clause names."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from luoshi.core.extract.quantities import han_number


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, both days inclusive; without a year it has a name only."""

    label: str
    start: date | None = None
    end: date | None = None


_PLAN = {"二": 2011, "三": 2016, "四": 2021, "五": 2026}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "首": 1, "1": 1, "2": 2, "3": 3, "4": 4}
_YEARS = r"([一二三四五六七八九十两]|\d{1,2})"
_RHYTHMS = (
    (r"每[天日]|按日|日清日[高毕结]|日事日毕", "P1D"),
    (r"每周|每星期|按周|周(?=[交点调通会评])", "P1W"),
    (r"每(?:半个?月)", "P15D"),
    (r"每个?月|按月|逐月|月(?=[打调通评报]擂?)", "P1M"),
    (r"每个?季度?|按季|逐季|季(?=[观调评])", "P3M"),
    (r"每半年", "P6M"),
    (r"每年|年均|逐年", "P1Y"),
)
_RHYTHM = re.compile("|".join(f"({words})" for words, _ in _RHYTHMS))


def whole_year(year: int) -> Period:
    return Period(str(year), date(year, 1, 1), date(year, 12, 31))


def years(first: int, last: int) -> Period:
    return Period(f"{first}-{last}", date(first, 1, 1), date(last, 12, 31))


def read_period(folded: str, year: int | None) -> Period | None:
    """The period named first in order of precision, or None where none is named.

    ``year`` is the year the document plans for; a quarter or month of an unknown year
    gives a period that has only a label.
    """
    for pattern, build in _READERS:
        found = pattern.search(folded)
        period = build(found, year) if found else None
        if period and not (year and period.end and period.end.year < year):
            return period
    return None


def read_due(words: str, year: int | None) -> Period | None:
    """The period a deadline names by itself: 2027年10月底, 9月底前, 11月, 12月5日, 全年."""
    named = _DUE_MONTH.match(words)
    if named:
        return _day(named, year)
    return read_period(words, year)


def is_bare_period(text: str) -> bool:
    """Whether a clause is nothing but a date or a stretch of time: 2026年6月底前, 到2027年."""
    return _BARE.fullmatch(text) is not None


def year_named(title: str, year: int | None) -> Period | None:
    """The year in a heading such as 2024年工作安排, unless it lies before the plan's."""
    found = re.search(_Y, title)
    if found is None or (year and int(found[1]) < year):
        return None
    return whole_year(int(found[1]))


def plan_named(title: str, year: int | None) -> Period | None:
    """The five years of the plan a heading names (“十五五”主要目标), unless they are over."""
    found = _PLAN_NAME.search(title)
    if found is None or (year and _PLAN[found[1]] + 4 < year):
        return None
    return _plan(found, year)


def recurrence(folded: str) -> str | None:
    """ISO 8601 durations of the rhythms named, in the order of the text, joined by ``;``."""
    named = (
        _RHYTHMS[found.lastindex - 1][1] for found in _RHYTHM.finditer(folded) if found.lastindex
    )
    return ";".join(dict.fromkeys(named)) or None


def _months(label: str, year: int | None, first: int, last: int) -> Period:
    if year is None:
        return Period(label)
    return Period(label, date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _day(found: re.Match[str], year: int | None) -> Period:
    own = int(found[1]) if found[1] else year
    month, day = int(found[2]), int(found[3] or 0)
    if own is None or not 1 <= month <= 12:
        return Period(found[0])
    days = monthrange(own, month)[1]
    due = date(own, month, min(day or days, days))
    return Period(due.isoformat(), None, due)


def _year(found: re.Match[str], _: int | None) -> Period:
    return whole_year(int(found[1]))


def _year_range(found: re.Match[str], _: int | None) -> Period:
    first, last = int(found[1]), int(found[2])
    return years(first, last) if first <= last else whole_year(last)


def _plan_end(found: re.Match[str], _: int | None) -> Period:
    return whole_year(_PLAN[found[1]] + 4)


def _plan(found: re.Match[str], _: int | None) -> Period:
    return years(_PLAN[found[1]], _PLAN[found[1]] + 4)


def _coming(found: re.Match[str], year: int | None) -> Period:
    count = _count(found[1])
    if year is None or not 0 < count <= 50:
        return Period(found[0])
    return years(year, year + count - 1) if count > 1 else whole_year(year)


def _count(words: str) -> int:
    return int(words) if words.isdigit() else han_number(words) or 0


def _quarters(found: re.Match[str], year: int | None) -> Period:
    first, last = _QUARTERS[found[1]], _QUARTERS[found[2] or found[1]]
    if first > last:
        first, last = last, first
    name = f"Q{first}" if first == last else f"Q{first}-Q{last}"
    return _months(f"{year or ''}{name}", year, 3 * first - 2, 3 * last)


def _half(found: re.Match[str], year: int | None) -> Period:
    first = 1 if found[1] == "上" else 7
    return _months(f"{year or ''}{found[0]}", year, first, first + 5)


def _part_of_year(found: re.Match[str], _: int | None) -> Period:
    year = int(found[1])
    if found[2]:
        first = 3 * _QUARTERS[found[2]] - 2
        return _months(f"{year}Q{_QUARTERS[found[2]]}", year, first, first + 2)
    first = 1 if found[3] == "上" else 7
    return _months(f"{year}{found[3]}半年", year, first, first + 5)


def _month(found: re.Match[str], year: int | None) -> Period | None:
    month = int(found[1])
    return _months(found[0], year, month, month) if 1 <= month <= 12 else None


def _this_year(found: re.Match[str], year: int | None) -> Period:
    return whole_year(year) if year else Period(found[0])


def _next_year(found: re.Match[str], year: int | None) -> Period:
    return whole_year(year + 1) if year else Period(found[0])


_BARE = re.compile(
    r"(?:其中|力争|争取|确保|计划|到|至|在|从|于|截至)*(?:(?:20\d\d|今|明|本|当|每)?年)?"
    r"(?:[上下]半年|第?[一二三四首]季度|春节|国庆节?|“?十[二三四五]五”?(?:时期|期间|期?末)?|(?:今后|未来)?[一二三四五两]年(?:内|左右)?)?"
    r"(?:\d{1,2}月份?)?(?:\d{1,2}日)?(?:[上中下]旬)?(?:年?[底末])?(?:之?[前内]|期间)?(?:目标|任务|计划)?"
)
_DUE_MONTH = re.compile(
    r"(?:到|于|在)?(?:(20[0-4]\d)年)?(?<!\d)(\d{1,2})月(?:(\d{1,2})日|份|[底末])?(?:之?前|以前|内)?$"
)
_PLAN_NAME = re.compile("十([二三四五])五")
_Reader = Callable[[re.Match[str], int | None], Period | None]
_Y = r"(20[0-4]\d|19[5-9]\d)"
_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (re.compile(rf"(?:{_Y}年)?(?<!\d)(\d{{1,2}})月(?:(\d{{1,2}})日|底|末|份)?(?:之?前|底)"), _day),
    (re.compile(rf"(?:{_Y}年)?(?<!\d)(\d{{1,2}})月()[底末]"), _day),
    (re.compile(rf"{_Y}年?[-—至到]{_Y}年"), _year_range),
    (re.compile(r"“?十([二三四五])五”?(?:期?末|收官)"), _plan_end),
    (re.compile(rf"{_Y}年(?:第?([一二三四])季度?|([上下])半年)"), _part_of_year),
    (re.compile(rf"(?<![比较]){_Y}年(?!以来|代|版|度?工作)"), _year),
    (re.compile(r"(?<!\d)(\d{1,2})月份"), _month),
    (re.compile(r"“?十([二三四五])五”?(?:时期|期间|规划期)"), _plan),
    (re.compile(rf"(?:今后|未来|接下来)(?:的)?{_YEARS}年"), _coming),
    (re.compile(rf"(?:力争)?(?:用|通过)?{_YEARS}年(?:之内|内|左右时间|时间)"), _coming),
    (re.compile(r"([一二三四首])季度?(?:乃至|至|和|、|-)([二三四])季度"), _quarters),
    (re.compile(r"第?([一二三四首1-4])季(?:度|(?=“))()"), _quarters),
    (re.compile(r"([上下])半年"), _half),
    (re.compile(r"明年"), _next_year),
    (re.compile(r"年内|年底|全年|今年|本年|年度|当年|年末|岁末"), _this_year),
)
