"""Legal clocks: where a period ends, and what a clock in rule data must say."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.calendar import Clock, Span, clock_from, due
from luoshi.core.errors import Invalid, Refused
from tests.core.calendar.test_workdays import AUTUMN


def of(span: Span, length: int, *, rolls: bool = False) -> Clock:
    return Clock("reply", "答复", span, length, rolls, "自拟")


@pytest.mark.parametrize(
    ("start", "period", "expected"),
    [
        (date(2025, 9, 16), of(Span.DAY, 15), date(2025, 10, 1)),
        (date(2025, 9, 16), of(Span.DAY, 15, rolls=True), date(2025, 10, 9)),
        (date(2025, 9, 1), of(Span.DAY, 29, rolls=True), date(2025, 9, 30)),
        (date(2025, 9, 30), of(Span.WORKING_DAY, 5), date(2025, 10, 14)),
        (date(2025, 10, 3), of(Span.WORKING_DAY, 1), date(2025, 10, 9)),
        (date(2025, 1, 31), of(Span.MONTH, 1), date(2025, 2, 28)),
        (date(2025, 1, 31), of(Span.MONTH, 2), date(2025, 3, 31)),
        (date(2025, 11, 30), of(Span.MONTH, 3), date(2026, 2, 28)),
        (date(2025, 7, 4), of(Span.MONTH, 3), date(2025, 10, 4)),
        (date(2025, 7, 4), of(Span.MONTH, 3, rolls=True), date(2025, 10, 9)),
        (date(2024, 2, 29), of(Span.MONTH, 12), date(2025, 2, 28)),
        (date(2025, 12, 15), of(Span.MONTH, 12), date(2026, 12, 15)),
    ],
    ids=str,
)
def test_the_last_day_of_a_period(start: date, period: Clock, expected: date) -> None:
    assert due(start, period, AUTUMN) == expected


def test_natural_days_that_do_not_roll_need_no_calendar() -> None:
    assert due(date(2026, 12, 20), of(Span.DAY, 30), AUTUMN) == date(2027, 1, 19)


@pytest.mark.parametrize("period", [of(Span.DAY, 30, rolls=True), of(Span.WORKING_DAY, 10)])
def test_a_period_that_needs_the_calendar_is_refused_beyond_it(period: Clock) -> None:
    with pytest.raises(Refused) as refused:
        due(date(2026, 12, 20), period, AUTUMN)
    assert refused.value.params == {"year": 2027}


starts = st.dates(date(2025, 1, 1), date(2025, 12, 31))


@given(starts, starts, st.sampled_from(Span), st.integers(1, 7))
def test_a_later_event_never_ends_earlier(a: date, b: date, span: Span, length: int) -> None:
    early, late = sorted((a, b))
    period = of(span, length)
    assert due(early, period, AUTUMN) <= due(late, period, AUTUMN)


@given(starts, st.integers(1, 60))
def test_working_days_are_never_shorter_than_natural_days(start: date, length: int) -> None:
    natural = due(start, of(Span.DAY, length), AUTUMN)
    assert due(start, of(Span.WORKING_DAY, length), AUTUMN) >= natural


ROW = {"zh": "答复", "span": "day", "length": 15, "rolls": True, "source": "自拟"}


def test_a_row_of_rule_data_becomes_a_clock() -> None:
    assert clock_from("reply", ROW, "clocks.reply") == of(Span.DAY, 15, rolls=True)


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"span": "week"}, "rule-choice", "clocks.reply.span"),
        ({"length": 0}, "rule-range", "clocks.reply.length"),
        ({"length": "15"}, "rule-whole", "clocks.reply.length"),
        ({"length": True}, "rule-whole", "clocks.reply.length"),
        ({"rolls": "yes"}, "rule-flag", "clocks.reply.rolls"),
        ({"span": "working-day"}, "clock-cannot-roll", "clocks.reply.rolls"),
        ({"source": " "}, "rule-text", "clocks.reply.source"),
        ({"zh": None}, "rule-text", "clocks.reply.zh"),
        ({"lenght": 3}, "rule-unknown-key", "clocks.reply.lenght"),
    ],
)
def test_a_wrong_row_names_its_place(change: dict[str, Any], code: str, path: str) -> None:
    with pytest.raises(Invalid) as refused:
        clock_from("reply", ROW | change, "clocks.reply")
    assert (refused.value.code, refused.value.params["path"]) == (code, path)


def test_a_row_that_is_no_mapping_names_its_place() -> None:
    with pytest.raises(Invalid) as refused:
        clock_from("reply", 15, "clocks.reply")
    assert (refused.value.code, refused.value.params) == ("rule-mapping", {"path": "clocks.reply"})
