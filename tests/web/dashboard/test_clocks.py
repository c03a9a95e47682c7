"""How long there is left, in working days."""

from datetime import date

import pytest

from luoshi.core.calendar import CalendarDay, WorkCalendar
from luoshi.web.dashboard.queries.clocks import clock_of, waited

CALENDAR = WorkCalendar.of([CalendarDay(date(2026, 4, 6), working=False, name="清明节")], [2026])
FRIDAY, SATURDAY = date(2026, 4, 3), date(2026, 4, 4)


@pytest.mark.parametrize(
    ("today", "due_on", "days", "words", "tone"),
    [
        (FRIDAY, date(2026, 4, 10), 4, "还剩 4 个工作日", "calm"),
        (FRIDAY, date(2026, 4, 9), 3, "还剩 3 个工作日", "soon"),
        (FRIDAY, date(2026, 4, 6), 0, "还剩 0 个工作日", "soon"),
        (FRIDAY, FRIDAY, 0, "今天截止", "soon"),
        (SATURDAY, FRIDAY, 0, "已过截止日", "late"),
        (date(2026, 4, 8), FRIDAY, 2, "逾期 2 个工作日", "late"),
        (FRIDAY, date(2027, 1, 5), None, "", "calm"),
        (date(2027, 1, 5), FRIDAY, None, "已过截止日", "late"),
    ],
)
def test_a_limit_in_words(
    today: date, due_on: date, days: int | None, words: str, tone: str
) -> None:
    clock = clock_of(CALENDAR, due_on, today)
    assert (clock.days, clock.words, clock.tone) == (days, words, tone)


def test_days_off_are_not_waited() -> None:
    assert waited(CALENDAR, FRIDAY, date(2026, 4, 8)) == 2
    assert waited(CALENDAR, FRIDAY, SATURDAY) == 0
    assert waited(CALENDAR, FRIDAY, date(2027, 1, 4)) is None
