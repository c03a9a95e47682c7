"""The days between the steps before sign-off."""

from datetime import date

import pytest

from luoshi.core.calendar import CalendarDay, WorkCalendar
from luoshi.core.errors import Refused
from luoshi.core.listtype import Step, stages

HOLIDAY = CalendarDay(date(2026, 3, 4), working=False, name="放假")
CALENDAR = WorkCalendar.of([HOLIDAY], years=[2026])
NOTICE, FILED = Step("notice", "公示", "Notice", 5), Step("filed", "备案", "Filed")


def test_nothing_taken_yet() -> None:
    found = stages([NOTICE, FILED], {}, CALENDAR)
    assert found.next == found.stages[0]
    assert [(stage.taken_on, stage.opens_on) for stage in found.stages] == [(None, None)] * 2
    assert found.ends_on is None


def test_working_days_pass_after_the_day_of_the_step() -> None:
    """Monday 2 March: Tuesday, Thursday, Friday, Monday, Tuesday are five; Wednesday is off."""
    found = stages([NOTICE, FILED], {"notice": date(2026, 3, 2)}, CALENDAR)
    assert found.next
    assert (found.next.step, found.next.opens_on) == (FILED, date(2026, 3, 11))


def test_all_taken() -> None:
    taken = {"notice": date(2026, 3, 2), "filed": date(2026, 3, 12)}
    found = stages([NOTICE, FILED], taken, CALENDAR)
    assert (found.next, found.ends_on) == (None, date(2026, 3, 12))
    last = stages(
        [FILED, NOTICE], {"filed": date(2026, 3, 2), "notice": date(2026, 3, 2)}, CALENDAR
    )
    assert last.ends_on == date(2026, 3, 11)


def test_no_steps_wait_for_nothing() -> None:
    assert (stages([], {}, CALENDAR).next, stages([], {}, CALENDAR).ends_on) == (None, None)


def test_days_beyond_the_calendar_are_refused() -> None:
    with pytest.raises(Refused) as refusal:
        stages([NOTICE, FILED], {"notice": date(2026, 12, 30)}, CALENDAR)
    assert refusal.value.code == "calendar-not-covered"
