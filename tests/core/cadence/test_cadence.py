"""Days of meetings, steps of reminders, questions worth asking: tables and laws."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.cadence import (
    Rhythm,
    Standing,
    Step,
    occurrences,
    reached,
    sends_at,
    worth_asking,
)
from luoshi.core.calendar import CalendarDay, WorkCalendar
from luoshi.core.errors import Invalid, Refused

OCTOBER = [
    *(CalendarDay(date(2026, 10, day), working=False, name="国庆节") for day in (1, 2, 5, 6, 7)),
    CalendarDay(date(2026, 9, 20), working=True, name="调休上班"),
    CalendarDay(date(2026, 10, 10), working=True, name="调休上班"),
]
CALENDAR = WorkCalendar.of(OCTOBER, [2026])


@pytest.mark.parametrize(
    ("rhythm", "day", "on", "start", "end"),
    [
        (Rhythm("week", "TH"), "2026-11-16", "2026-11-19", "2026-11-16", "2026-11-22"),
        (Rhythm("week", "TH"), "2026-09-28", "2026-09-30", "2026-09-28", "2026-10-04"),
        (Rhythm("week", "TU"), "2026-10-06", "2026-10-08", "2026-10-05", "2026-10-11"),
        (Rhythm("week", "MO", 1, "before"), "2026-11-16", "2026-11-16", "2026-11-09", "2026-11-15"),
        (Rhythm("month", nth=1), "2026-10-20", "2026-10-08", "2026-10-01", "2026-10-31"),
        (Rhythm("month", nth=3), "2026-10-20", "2026-10-10", "2026-10-01", "2026-10-31"),
        (Rhythm("month", nth=-1), "2026-10-01", "2026-10-30", "2026-10-01", "2026-10-31"),
        (Rhythm("month", nth=8, about="before"), "2026-11-01", "2026-11-11", "2026-10-01",
         "2026-10-31"),
        (Rhythm("quarter", nth=-8), "2026-11-22", "2026-12-22", "2026-10-01", "2026-12-31"),
        (Rhythm("quarter", nth=2), "2026-12-31", "2026-10-09", "2026-10-01", "2026-12-31"),
    ],
)  # fmt: skip
def test_day_of_a_meeting(rhythm: Rhythm, day: str, on: str, start: str, end: str) -> None:
    at = date.fromisoformat(day)
    found = next(occurrences(rhythm, at, at, CALENDAR))
    assert found.on == date.fromisoformat(on)
    assert (found.start, found.end) == (date.fromisoformat(start), date.fromisoformat(end))


def test_a_week_without_a_working_day_has_none() -> None:
    week = [
        CalendarDay(date(2026, 10, day), working=False, name="放假") for day in (12, 13, 14, 15, 16)
    ]
    calendar = WorkCalendar.of(week, [2026])
    days = [each.on for each in occurrences(
        Rhythm("week", "TH"), date(2026, 10, 5), date(2026, 10, 25), calendar)]  # fmt: skip
    assert days == [date(2026, 10, 8), None, date(2026, 10, 22)]


RHYTHMS = st.one_of(
    st.builds(Rhythm, st.just("week"), st.sampled_from(["MO", "TH", "FR"])),
    st.builds(Rhythm, st.just("month"), st.just("MO"), st.sampled_from([1, 8, 15, -1, -3])),
    st.builds(Rhythm, st.just("quarter"), st.just("MO"), st.sampled_from([1, 30, -8])),
)


@given(RHYTHMS, st.dates(date(2026, 1, 5), date(2026, 11, 1)), st.integers(0, 50))
def test_each_span_has_one_working_day_inside_it(rhythm: Rhythm, first: date, days: int) -> None:
    found = list(occurrences(rhythm, first, first + timedelta(days=days), CALENDAR))
    assert found[0].start <= first <= found[0].end
    assert found[-1].start <= first + timedelta(days=days) <= found[-1].end
    for before, after in pairwise(found):
        assert after.start == before.end + timedelta(days=1)
    assert all(each.on and each.start <= each.on <= each.end for each in found)
    assert all(each.on and CALENDAR.is_working(each.on) for each in found)


def test_rhythm_refuses_what_no_calendar_has() -> None:
    for bad, code in (
        ({"every": "day"}, "rhythm-every"),
        ({"every": "week", "weekday": "XX"}, "rhythm-weekday"),
        ({"every": "month", "nth": 0}, "rhythm-nth"),
        ({"every": "month", "nth": 16}, "rhythm-nth"),
        ({"every": "month", "about": "after"}, "rhythm-about"),
    ):
        with pytest.raises(Invalid, match=code):
            Rhythm(**bad)
    with pytest.raises(Refused, match="calendar-not-covered"):
        list(occurrences(Rhythm("week"), date(2026, 12, 1), date(2027, 1, 31), CALENDAR))


STEPS = [Step("late", 1, "leader"), Step("ahead", -3, "owner"), Step("due", 0, "owner")]


@pytest.mark.parametrize(
    ("today", "key"),
    [
        ("2026-11-10", None),
        ("2026-11-11", "ahead"),
        ("2026-11-14", "ahead"),
        ("2026-11-16", "due"),
        ("2026-11-17", "late"),
        ("2026-12-01", "late"),
    ],
)
def test_step_reached(today: str, key: str | None) -> None:
    found = reached(STEPS, date(2026, 11, 16), date.fromisoformat(today), CALENDAR)
    assert (found and found.key) == key


@pytest.mark.parametrize(
    ("at", "sends"),
    [
        ("2026-11-20T09:00", True),
        ("2026-11-20T08:59", False),
        ("2026-11-20T17:29", True),
        ("2026-11-20T17:30", False),
        ("2026-11-21T10:00", False),
        ("2026-10-01T10:00", False),
        ("2026-10-10T10:00", True),
        ("2027-01-04T10:00", False),
    ],
)
def test_reminders_go_out_in_working_hours_only(at: str, sends: bool) -> None:
    local = datetime.fromisoformat(at)
    assert sends_at(local, time(9), time(17, 30), CALENDAR) is sends


@pytest.mark.parametrize(
    ("standing", "code"),
    [
        (Standing("red", silent=True, blocked=True), "silent"),
        (Standing("yellow", blocked=True, waits_for_other=True), "waits-for-other"),
        (Standing("red"), "red-without-reason"),
        (Standing("red", blocked=True), "blocked"),
        (Standing("green", said_done=True), "done-without-evidence"),
        (Standing("green", said_done=True, evidence=1), "done-unjudged"),
        (Standing("green", said_done=True, evidence=1, judged=True), ""),
        (Standing("yellow"), ""),
        (Standing("green", blocked=True, waits_for_other=True), ""),
    ],
)
def test_question_worth_asking(standing: Standing, code: str) -> None:
    assert worth_asking(standing) == code
