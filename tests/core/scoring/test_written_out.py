"""Formulas name up to twelve members one by one, and count the rest."""

from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from luoshi.core.scoring.aggregates import AGGREGATES, Member, cut
from luoshi.core.scoring.functions.deduction import Deduction
from luoshi.core.scoring.functions.places import RankDeduction
from luoshi.core.scoring.scheme import Trim

D = Decimal
TERM = {
    "weighted_mean": "1 × 2", "geometric": "2^1", "harmonic": "1 ÷ 2", "distance": "(1 × 2)²",
}  # fmt: skip
COUNTED = {
    "weighted_mean": "Σ w·x 26 ÷ 13 = 2",
    "geometric": "(Π x^w, n = 13)^(1 ÷ 13)",
    "harmonic": "13 ÷ Σ w ÷ x, n = 13 = 2",
    "distance": "√Σ (w·x)², n = 13 ÷ 13",
    "sum": "Σ x, n = 13 = 26",
    "trimmed_mean": "(Σ x, n = 13) ÷ 13 = 2",
    "min": "min(x, n = 13) = 2",
    "max": "max(x, n = 13) = 2",
}


def members(n: int) -> list[Member]:
    return [Member(f"m{i:02}", D(1), D(2)) for i in range(n)]


@pytest.mark.parametrize("name", COUNTED)
def test_twelve_are_written_out_and_thirteen_are_counted(name: str) -> None:
    combine = AGGREGATES[name].combine
    twelve, thirteen = combine(members(12)).formula, combine(members(13)).formula
    assert twelve.count(TERM.get(name, "2")) >= 12
    assert "n = " not in twelve
    assert thirteen.startswith(COUNTED[name].removesuffix(" = 2"))


def test_a_trim_says_who_went() -> None:
    rows = [Member(f"m{i}", D(1), D(i)) for i in range(6)]
    kept, line = cut(rows, Trim())
    assert [member.value for member in kept] == [1, 2, 3, 4]
    assert line == "[0] 1 2 3 4 [5]"
    assert cut(rows[:5], Trim()) == (tuple(rows[:5]), "")


def test_a_share_counts_what_it_is_a_share_of() -> None:
    combine = AGGREGATES["share"].combine
    assert combine(members(2)).formula == "2 ÷ (2 + 2) = 0.5"
    assert "÷ (Σ x, n = 13)" in combine(members(13)).formula


@pytest.mark.parametrize(
    "kind", [partial(Deduction, threshold=D(1)), RankDeduction], ids=["deduction", "rank"]
)
def test_a_deduction_of_nothing_is_allowed_and_a_negative_one_is_not(kind: Any) -> None:
    assert kind(each=D(0)).fault("higher") is None
    assert kind(each=D(-1)).fault("higher") == "deduction-negative"
