"""The working calendar: small cases, the published years, and laws."""

import csv
import json
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.calendar import CalendarDay, WorkCalendar
from luoshi.core.errors import Invalid, Refused
from tests.shared_data import shared

# The first week of October 2025 off, the Sunday before and the Saturday after worked.
HOLIDAY = [CalendarDay(date(2025, 10, d), working=False, name="国庆节") for d in range(1, 9)]
MAKE_UP = [
    CalendarDay(date(2025, 9, 28), working=True, name="国庆节"),
    CalendarDay(date(2025, 10, 11), working=True, name="国庆节"),
]
AUTUMN = WorkCalendar.of(HOLIDAY + MAKE_UP, [2025, 2026])


@cache
def published() -> WorkCalendar:
    rows: dict[date, CalendarDay] = {}
    for year in (2023, 2024, 2025, 2026):
        file = shared("admin", "holidays", f"{year}.json")
        for row in json.loads(file.read_text(encoding="utf-8"))["days"]:
            on = date.fromisoformat(row["date"])
            rows[on] = CalendarDay(on, working=not row["isOffDay"], name=row["name"])
    return WorkCalendar.of(rows.values(), (2023, 2024, 2025, 2026))


def table(name: str) -> list[list[str]]:
    with shared("admin", "holidays", name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2025, 9, 27), False),
        (date(2025, 9, 28), True),
        (date(2025, 9, 29), True),
        (date(2025, 10, 1), False),
        (date(2025, 10, 8), False),
        (date(2025, 10, 9), True),
        (date(2025, 10, 11), True),
        (date(2025, 10, 12), False),
        (date(2025, 12, 31), True),
    ],
    ids=str,
)
def test_a_day_is_worked_by_its_row_else_by_its_weekday(day: date, worked: bool) -> None:
    assert AUTUMN.is_working(day) is worked


def test_both_ends_are_counted() -> None:
    assert AUTUMN.working_days_between(date(2025, 9, 30), date(2025, 10, 9)) == 2
    assert AUTUMN.working_days_between(date(2025, 10, 9), date(2025, 10, 9)) == 1
    assert AUTUMN.working_days_between(date(2025, 10, 1), date(2025, 10, 8)) == 0


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        (date(2025, 9, 30), 0, date(2025, 9, 30)),
        (date(2025, 10, 4), 0, date(2025, 10, 4)),
        (date(2025, 9, 30), 1, date(2025, 10, 9)),
        (date(2025, 9, 30), 3, date(2025, 10, 11)),
        (date(2025, 10, 4), 1, date(2025, 10, 9)),
        (date(2025, 10, 4), -1, date(2025, 9, 30)),
        (date(2025, 12, 31), 1, date(2026, 1, 1)),
    ],
    ids=str,
)
def test_adding_working_days_never_counts_the_start(start: date, n: int, expected: date) -> None:
    assert AUTUMN.add_working_days(start, n) == expected


def test_the_next_working_day_may_be_the_day_itself() -> None:
    assert AUTUMN.next_working(date(2025, 10, 9)) == date(2025, 10, 9)
    assert AUTUMN.next_working(date(2025, 10, 1)) == date(2025, 10, 9)


@pytest.mark.parametrize(
    ("today", "late"),
    [
        (date(2025, 9, 29), 0),
        (date(2025, 9, 30), 0),
        (date(2025, 10, 8), 0),
        (date(2025, 10, 9), 1),
        (date(2025, 10, 11), 3),
    ],
    ids=str,
)
def test_lateness_is_in_working_days_after_the_due_day(today: date, late: int) -> None:
    assert AUTUMN.working_days_late(date(2025, 9, 30), today) == late


def test_a_due_day_beyond_the_calendar_is_not_late() -> None:
    assert AUTUMN.working_days_late(date(2027, 3, 1), date(2026, 11, 21)) == 0


def test_a_reversed_range_is_invalid() -> None:
    with pytest.raises(Invalid) as refused:
        AUTUMN.working_days_between(date(2025, 10, 2), date(2025, 10, 1))
    assert refused.value.code == "days-reversed"


def test_two_rows_for_one_day_are_invalid() -> None:
    with pytest.raises(Invalid) as refused:
        WorkCalendar.of([*HOLIDAY, HOLIDAY[3]], [2025])
    assert refused.value.params == {"day": "2025-10-04"}


GAP = WorkCalendar.of([], [2024, 2026])


@pytest.mark.parametrize(
    ("ask", "year"),
    [
        (lambda: AUTUMN.is_working(date(2027, 1, 1)), 2027),
        (lambda: AUTUMN.working_days_between(date(2026, 12, 31), date(2027, 1, 4)), 2027),
        (lambda: AUTUMN.add_working_days(date(2026, 12, 31), 1), 2027),
        (lambda: AUTUMN.add_working_days(date(2025, 1, 1), -1), 2024),
        (lambda: AUTUMN.add_working_days(date(2027, 1, 4), -1), 2027),
        (lambda: AUTUMN.next_working(date(2027, 1, 1)), 2027),
        (lambda: GAP.add_working_days(date(2024, 12, 31), 1), 2025),
        (lambda: GAP.working_days_between(date(2024, 12, 31), date(2026, 1, 4)), 2025),
    ],
)
def test_beyond_coverage_is_refused_with_the_year(ask: Callable[[], object], year: int) -> None:
    with pytest.raises(Refused) as refused:
        ask()
    assert (refused.value.code, refused.value.params) == ("calendar-not-covered", {"year": year})


def test_a_row_does_not_cover_its_year() -> None:
    new_year = WorkCalendar.of(
        [CalendarDay(date(2022, 12, 31), working=False, name="元旦")], [2023]
    )
    with pytest.raises(Refused):
        new_year.is_working(date(2022, 12, 31))


def test_equal_calendars_are_one_value() -> None:
    again = WorkCalendar.of(reversed(HOLIDAY + MAKE_UP), [2026, 2025])
    assert again == AUTUMN
    assert hash(again) == hash(AUTUMN)


@pytest.mark.data
@pytest.mark.parametrize(("year", "expected"), [(2024, 251), (2025, 248)])
def test_working_days_of_the_published_years(year: int, expected: int) -> None:
    first, last = date(year, 1, 1), date(year, 12, 31)
    assert published().working_days_between(first, last) == expected


@pytest.mark.data
def test_an_unpublished_year_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        published().working_days_between(date(2026, 12, 1), date(2027, 1, 31))
    assert refused.value.params == {"year": 2027}


@pytest.mark.data
def test_published_months() -> None:
    for year, month, length, worked, *_ in table("workdays_per_month_2024_2025.csv"):
        first = date(int(year), int(month), 1)
        last = date(int(year), int(month), int(length))
        assert published().working_days_between(first, last) == int(worked), (year, month)


@pytest.mark.data
def test_published_cases_of_adding() -> None:
    rows = table("add_workdays_cases.csv")
    assert len(rows) == 128
    for start, n, expected, worked in rows:
        day = date.fromisoformat(start)
        assert published().add_working_days(day, int(n)) == date.fromisoformat(expected), (start, n)
        assert published().is_working(day) is (worked == "1"), start


@pytest.mark.data
def test_published_cases_of_counting() -> None:
    rows = table("workdays_between_cases.csv")
    assert len(rows) == 30
    for start, end, expected in rows:
        ends = date.fromisoformat(start), date.fromisoformat(end)
        assert published().working_days_between(*ends) == int(expected), (start, end)


days_of_2025 = st.dates(date(2025, 1, 1), date(2025, 12, 31))


@given(days_of_2025, st.integers(1, 200))
def test_adding_lands_on_a_working_day_with_n_of_them_behind(start: date, n: int) -> None:
    end = AUTUMN.add_working_days(start, n)
    assert AUTUMN.is_working(end)
    assert AUTUMN.working_days_late(start, end) == n


@given(days_of_2025, days_of_2025, days_of_2025)
def test_counting_is_additive(a: date, b: date, c: date) -> None:
    first, middle, last = sorted((a, b, c))
    parts = AUTUMN.working_days_between(first, middle) + AUTUMN.working_days_late(middle, last)
    assert AUTUMN.working_days_between(first, last) == parts


@given(days_of_2025, st.integers(1, 60))
def test_forward_and_back_is_the_start_where_it_is_worked(start: date, n: int) -> None:
    worked = AUTUMN.next_working(start)
    assert AUTUMN.add_working_days(AUTUMN.add_working_days(worked, n), -n) == worked


@given(days_of_2025)
def test_counting_is_the_sum_of_single_days(day: date) -> None:
    span = [day + timedelta(days=n) for n in range(30)]
    assert AUTUMN.working_days_between(span[0], span[-1]) == sum(map(AUTUMN.is_working, span))
