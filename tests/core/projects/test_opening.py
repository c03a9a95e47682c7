"""The start rate by quarter: a programme, two denominators, three claims, targets as data."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from luoshi.core.errors import Invalid
from luoshi.core.projects import Change, Opening, Stage, quarters, targets_from
from luoshi.core.sampling import Finding

TARGETS = {1: Decimal("0.90"), 2: Decimal(1)}
YEAR_END = date(2026, 12, 31)


def opening(started: date | None, **more: Any) -> Opening:
    changes = [] if started is None else [Change(Stage.STARTED, started, **more)]
    return Opening(date(2026, 3, 31), changes)


PROGRAMME = [
    opening(date(2026, 2, 10), shown=True, finding=Finding.CONFIRMED),
    opening(date(2026, 3, 31), shown=True),
    opening(date(2026, 4, 1)),
    Opening(date(2026, 6, 30), (), dropped=True),
]


def test_a_start_counts_on_the_last_day_of_its_quarter() -> None:
    first, second, *_ = quarters(PROGRAMME, 2026, TARGETS, YEAR_END)
    assert (first.on, second.on) == (date(2026, 3, 31), date(2026, 6, 30))
    assert (first.whole.said, first.whole.did, first.whole.achieved) == (2, 2, 1)
    assert (second.whole.said, second.whole.did, second.whole.achieved) == (3, 2, 1)


def test_both_denominators_and_the_target() -> None:
    second = quarters(PROGRAMME, 2026, TARGETS, YEAR_END)[1]
    assert (second.of_whole, second.of_kept) == (4, 3)
    assert (second.rate("said"), second.rate_kept("said")) == (Decimal("0.75"), Decimal(1))
    assert (second.target, second.met("said")) == (Decimal(1), False)


def test_a_target_is_met_by_equality() -> None:
    first = quarters(PROGRAMME, 2026, {1: Decimal("0.5")}, YEAR_END)[0]
    assert (first.met("said"), first.met("achieved")) == (True, False)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2025, 12, 31), []),
        (date(2026, 1, 1), [(date(2026, 1, 1), True)]),
        (date(2026, 3, 31), [(date(2026, 3, 31), False)]),
        (date(2026, 4, 1), [(date(2026, 3, 31), False), (date(2026, 4, 1), True)]),
    ],
)
def test_only_quarters_that_have_begun(today: date, expected: list[tuple[date, bool]]) -> None:
    found = quarters(PROGRAMME, 2026, TARGETS, today)
    assert [(quarter.on, quarter.running) for quarter in found] == expected


def test_without_a_planned_day_a_project_is_in_no_programme() -> None:
    found = quarters([Opening(None), *PROGRAMME], 2026, TARGETS, YEAR_END)
    assert found[0].of_whole == 4
    nothing = quarters(PROGRAMME, 2027, TARGETS, date(2027, 2, 1))[0]
    assert (nothing.rate("said"), nothing.rate_kept("said"), nothing.met("said")) == (None,) * 3


def test_a_quarter_without_target_is_neither_met_nor_missed() -> None:
    third = quarters(PROGRAMME, 2026, TARGETS, YEAR_END)[2]
    assert (third.target, third.met("said")) == (None, None)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"quarters": {"5": "0.9"}}, "rule-unknown-key"),
        ({"quarters": {"1": "1.1"}}, "rule-range"),
        ({"quarters": {"1": 0.9}}, "rule-number"),
        ([], "rule-mapping"),
    ],
)
def test_targets_that_are_no_rule(data: object, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        targets_from(data, "projects.start_rate")
    assert refused.value.code == code
    assert str(refused.value.params["path"]).startswith("projects.start_rate")
