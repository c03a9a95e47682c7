from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.scoring import AGGREGATES
from luoshi.core.scoring.aggregates import Member
from luoshi.core.scoring.arithmetic import UndefinedError

D = Decimal


def members(*pairs: tuple[str, str]) -> list[Member]:
    return [Member(f"m{i}", D(weight), D(value)) for i, (weight, value) in enumerate(pairs)]


@pytest.mark.parametrize(
    ("name", "pairs", "value", "formula"),
    [
        (
            "weighted_mean",
            [("40", "90"), ("60", "70")],
            "78",
            "(40 × 90 + 60 × 70) ÷ 100 = 78",
        ),
        (
            "weighted_mean",
            [("1", "1"), ("2", "0")],
            "0.3333333333333333333333333333",
            "(1 × 1 + 2 × 0) ÷ 3 ≈ 0.333333",
        ),
        ("weighted_mean", [("1", "5")] * 13, "5", "Σ w·x 65 ÷ 13 = 5"),
        ("geometric", [("1", "0"), ("1", "9")], "0", "(0^1 × 9^1)^(1 ÷ 2) = 0"),
        ("geometric", [("0", "-3"), ("1", "1")], "1", "(1^1)^(1 ÷ 1) = 1"),
        ("sum", [("1", "2.5"), ("1", "-0.5")], "2", "2.5 + -0.5 = 2"),
        ("sum", [("1", "2")] * 13, "26", "Σ x, n = 13 = 26"),
        ("min", [("1", "3"), ("1", "2")], "2", "min(3, 2) = 2"),
    ],
)
def test_aggregate(name: str, pairs: list[tuple[str, str]], value: str, formula: str) -> None:
    found = AGGREGATES[name].combine(members(*pairs))
    assert found.value == D(value)
    assert found.formula == formula


def test_geometric_mean_of_two() -> None:
    found = AGGREGATES["geometric"].combine(members(("1", "4"), ("3", "64")))
    assert abs(found.value - 32) < D("1E-24")


def test_geometric_mean_of_a_negative_number() -> None:
    with pytest.raises(UndefinedError) as caught:
        AGGREGATES["geometric"].combine(members(("1", "-1"), ("1", "2")))
    assert caught.value.reason == "root-of-negative"


points = st.lists(
    st.tuples(st.integers(1, 9), st.decimals(min_value="0.5", max_value=100, places=1)),
    min_size=1,
    max_size=8,
)


@given(points)
def test_means_lie_between_the_smallest_and_the_largest(pairs: list[tuple[int, D]]) -> None:
    found = [Member(str(i), D(weight), value) for i, (weight, value) in enumerate(pairs)]
    low, high = min(m.value for m in found), max(m.value for m in found)
    dust = D("1E-20")
    arithmetic = AGGREGATES["weighted_mean"].combine(found).value
    geometric = AGGREGATES["geometric"].combine(found).value
    assert low - dust <= geometric <= arithmetic + dust <= high + dust * 2
    assert AGGREGATES["min"].combine(found).value == low
