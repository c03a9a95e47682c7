"""What must be fixed before publication, and the times."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.calendar import CalendarDay, WorkCalendar
from luoshi.core.challenge import (
    Terms,
    bid_time_is_short,
    missing,
    notice_is_over,
    notice_until,
    seconds_late,
)
from luoshi.core.errors import Refused

OPENING = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)
WHOLE = Terms(
    problem="断头路打通难",
    tests=("双向四车道通车",),
    stop_loss="6 月底前未取得用地批复即终止",
    reward=Decimal(50),
    budget=Decimal(1200),
    starts_on=date(2026, 4, 1),
    due_on=date(2026, 12, 31),
    opens_at=OPENING,
    holders=2,
    evaluators=3,
)
CALENDAR = WorkCalendar.of([CalendarDay(date(2026, 4, 6), working=False, name="清明")], {2026})


def test_whole_terms_lack_nothing() -> None:
    assert missing(WHOLE) == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"problem": "  "}, "problem"),
        ({"tests": ()}, "tests"),
        ({"tests": (" ", "")}, "tests"),
        ({"stop_loss": ""}, "stop-loss"),
        ({"reward": None}, "reward"),
        ({"budget": None}, "budget"),
        ({"due_on": None}, "period"),
        ({"starts_on": None}, "period"),
        ({"opens_at": None}, "opening"),
        ({"holders": 1}, "holders"),
        ({"holders": 3}, "holders"),
        ({"evaluators": 2}, "evaluators"),
    ],
)
def test_each_term_is_asked_for(change: dict[str, object], code: str) -> None:
    assert missing(replace(WHOLE, **change)) == (code,)


def test_a_reward_in_words_is_a_reward() -> None:
    assert missing(replace(WHOLE, reward=None, reward_text="优先安排专项资金")) == ()


def test_a_budget_of_nothing_is_fixed() -> None:
    assert missing(replace(WHOLE, budget=Decimal(0), reward=Decimal(0))) == ()


def test_nothing_fixed_lacks_everything_in_the_order_of_the_form() -> None:
    assert missing(Terms()) == (
        "problem", "tests", "stop-loss", "reward", "budget", "period", "opening", "holders",
        "evaluators",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("after", "late"),
    [
        (timedelta(hours=-2), 0),
        (timedelta(0), 0),
        (timedelta(microseconds=999_999), 0),
        (timedelta(seconds=1), 1),
        (timedelta(seconds=1, microseconds=999_999), 1),
        (timedelta(minutes=2), 120),
    ],
)
def test_late_to_the_second(after: timedelta, late: int) -> None:
    assert seconds_late(OPENING + after, OPENING) == late


def test_zones_do_not_matter() -> None:
    china = timezone(timedelta(hours=8))
    assert seconds_late((OPENING + timedelta(seconds=3)).astimezone(china), OPENING) == 3


@given(st.integers(-10_000_000, 10_000_000))
def test_never_both_in_time_for_a_bid_and_for_a_key(microseconds: int) -> None:
    at = OPENING + timedelta(microseconds=microseconds)
    in_time = at < OPENING + timedelta(seconds=1)
    assert (seconds_late(at, OPENING) == 0) is in_time


def test_notice_counts_working_days_after_its_first() -> None:
    """Thursday 2 April 2026; the Monday after is a holiday."""
    until = notice_until(date(2026, 4, 2), 5, CALENDAR)
    assert until == date(2026, 4, 10)
    assert [notice_is_over(until, date(2026, 4, day)) for day in (9, 10, 11)] == [
        False, False, True,
    ]  # fmt: skip


def test_a_year_without_a_schedule_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        notice_until(date(2026, 12, 29), 5, CALENDAR)
    assert refused.value.code == "calendar-not-covered"


@pytest.mark.parametrize(("opens_on", "short"), [(6, True), (8, True), (9, False), (30, False)])
def test_days_to_bid(opens_on: int, short: bool) -> None:
    published_on = date(2026, 3, 2)
    assert bid_time_is_short(published_on, date(2026, 3, opens_on), 5, CALENDAR) is short
