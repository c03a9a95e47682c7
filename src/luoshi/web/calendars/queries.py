"""The working calendar, as a value and as a year to look at."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import QuerySet

from luoshi.core.calendar import CalendarDay, WorkCalendar
from luoshi.web.calendars.models import SpecialDay, Year
from luoshi.web.calendars.published import is_ordinary, published_years
from luoshi.web.prepared import prepared

Row = tuple[int, date | None, bool | None, str | None]


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of a month: ``mark`` is off, worked (against its weekday) or empty."""

    on: date
    working: bool
    mark: str
    name: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its weeks from Monday; None where a day belongs to another month."""

    first: date
    weeks: list[list[DayCell | None]]
    working_days: int


def work_calendar() -> WorkCalendar:
    """The calendar of all years that are known: one query.

    The value is built once per process for the same rows, so an edit, a roll-back or another
    process's edit is seen at once.
    """
    return _built(tuple(_rows()))


@prepared
def _rows() -> QuerySet[Year, Row]:
    rows = Year.objects.order_by("year", "days__on")
    return rows.values_list("year", "days__on", "days__is_working", "days__name")


@lru_cache(maxsize=4)
def _built(rows: tuple[Row, ...]) -> WorkCalendar:
    days = [CalendarDay(on, bool(working), name or "") for _, on, working, name in rows if on]
    return WorkCalendar.of(days, {row[0] for row in rows})


def years() -> QuerySet[Year]:
    """The years that are known, the latest first."""
    return Year.objects.order_by("-year")


def years_to_seed() -> list[int]:
    """The published years that are not known yet, the latest first."""
    known = set(Year.objects.values_list("year", flat=True))
    return [year for year in reversed(published_years()) if year not in known]


def special_days(year: int) -> dict[date, SpecialDay]:
    """The exceptions of a year by day, in order."""
    return {day.on: day for day in SpecialDay.objects.filter(year_id=year)}


def months_of(year: int, special: dict[date, SpecialDay]) -> list[Month]:
    """The twelve months with every day marked."""
    months = []
    for number in range(1, 13):
        weeks = [
            [_cell(day, special.get(day)) if day.month == number else None for day in week]
            for week in Calendar().monthdatescalendar(year, number)
        ]
        worked = sum(1 for week in weeks for cell in week if cell and cell.working)
        months.append(Month(date(year, number, 1), weeks, worked))
    return months


def _cell(day: date, special: SpecialDay | None) -> DayCell:
    if special is None:
        return DayCell(day, is_ordinary(day, working=True), "", "")
    mark = "worked" if special.is_working else "off"
    return DayCell(day, special.is_working, mark, special.name)
