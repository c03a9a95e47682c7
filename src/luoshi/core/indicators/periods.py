"""Periods of statistics: how sheets write them, and which day each ends on."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from luoshi.core.exchange.guess import plain

HAN = {"一": 1, "二": 2, "三": 3, "四": 4}
YEAR = r"(?:(?P<year>(?:19|20)\d\d)(?:年度?|[-/.])?)?"
SPAN = r"(?P<from>1[-－—–~至])?"
MONTH = re.compile(rf"{YEAR}{SPAN}(?P<month>1[0-2]|0?[1-9])月?(?:份|末|底)?")
DAY = re.compile(
    r"(?P<year>(?:19|20)\d\d)[-/.年](?P<month>1[0-2]|0?[1-9])[-/.月](?P<day>[0-3]?\d)日?(?:\s*00:00:00)?"
)
QUARTER = re.compile(rf"{YEAR}(?P<from>前)?第?(?P<quarter>[一二三四1-4])季度?(?:末)?")
Q = re.compile(r"(?P<year>(?:19|20)\d\d)[-年]?[Qq](?P<quarter>[1-4])")
HALF = re.compile(rf"{YEAR}上半年")
WHOLE = re.compile(r"(?P<year>(?:19|20)\d\d)(?:年度?|年末|年底|全年)?|(?P<bare>全年)")


class Frequency(StrEnum):
    """How often an indicator is published: 月、季、年."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Told:
    """A period as written: its last day, and how many months it has as it is written."""

    end: date
    months: int

    def fits(self, frequency: Frequency, *, cumulative: bool) -> bool:
        """Whether it is one of that frequency; one counted from January may be longer."""
        if not is_end(self.end, frequency):
            return False
        return self.months == MONTHS[frequency] or (cumulative and self.months == self.end.month)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def is_end(day: date, frequency: Frequency) -> bool:
    """Whether a period of that frequency ends on the day."""
    return day.month % MONTHS[frequency] == 0 and day == month_end(day.year, day.month)


def before(end: date, frequency: Frequency) -> date:
    """The last day of the period before."""
    months = end.year * 12 + end.month - 1 - MONTHS[frequency]
    return month_end(months // 12, months % 12 + 1)


def year_before(end: date) -> date:
    """The last day of the same period a year earlier (上年同期)."""
    return month_end(end.year - 1, end.month)


def read_period(text: str, published_on: date) -> Told | None:
    """The period a cell or head means; None where it means none.

    2026年3月, 2026-03, 2026.3, 3月, 1-3月, 2026年1-3月 (from January), 一季度, 前三季度, 2026Q1,
    上半年, 2026年, 全年, a day of a month (that month). Without a year it is the last such period
    that had ended on ``published_on``.
    """
    told = plain(text)
    if found := DAY.fullmatch(told):
        return _dated(int(found["year"]), int(found["month"]), 1)
    if found := MONTH.fullmatch(told):
        month = int(found["month"])
        return _ended(found["year"], month, month if found["from"] else 1, published_on)
    if found := QUARTER.fullmatch(told) or Q.fullmatch(told):
        quarter = HAN.get(found["quarter"]) or int(found["quarter"])
        whole = bool(found.groupdict().get("from"))
        return _ended(found["year"], quarter * 3, quarter * 3 if whole else 3, published_on)
    if found := HALF.fullmatch(told):
        return _ended(found["year"], 6, 6, published_on)
    if found := WHOLE.fullmatch(told):
        return _ended(found["year"], 12, 12, published_on)
    return None


def _ended(year: str | None, month: int, months: int, published_on: date) -> Told:
    if year:
        return _dated(int(year), month, months)
    this = _dated(published_on.year, month, months)
    return this if this.end <= published_on else _dated(published_on.year - 1, month, months)


def _dated(year: int, month: int, months: int) -> Told:
    return Told(month_end(year, month), months)
