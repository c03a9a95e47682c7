"""The schedules that the State Council has published, as the chinesecalendar package has them."""

from datetime import date
from importlib.metadata import version

from chinese_calendar import constants

from luoshi.core.calendar import CalendarDay

SATURDAY = 5
NAMES: dict[str, str] = {
    holiday.value: holiday.chinese  # type: ignore[attr-defined]  # set in its __new__
    for holiday in constants.Holiday
}
"""The package's English names → Chinese."""


def published_years() -> list[int]:
    """The years whose schedule is known, ascending: those with a National Day in it."""
    return sorted({day.year for day in constants.holidays if day.month == 10})


def source_of(year: int) -> str:
    """Where the schedule was published, and by whose copy we have it."""
    copy = f"chinesecalendar {version('chinesecalendar')}"
    return f"国务院办公厅关于{year}年部分节假日安排的通知（{copy}）"


def exceptions_of(year: int) -> list[CalendarDay]:
    """The weekdays off and the weekend days worked in that year, in order."""
    off = [
        CalendarDay(day, working=False, name=NAMES[name])
        for day, name in constants.holidays.items()
        if day.year == year and is_ordinary(day, working=True)
    ]
    worked = [
        CalendarDay(day, working=True, name=f"{NAMES[name]}调休上班")
        for day, name in constants.workdays.items()
        if day.year == year and is_ordinary(day, working=False)
    ]
    return sorted([*off, *worked], key=lambda day: day.on)


def is_ordinary(day: date, *, working: bool) -> bool:
    """Whether the weekday alone says that the day is worked (or not)."""
    return (day.weekday() < SATURDAY) == working
