from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.scoring import AGGREGATES, Trim
from luoshi.core.scoring.aggregates import Member, cut
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
        ("max", [("1", "3"), ("1", "2")], "3", "max(3, 2) = 3"),
        ("harmonic", [("1", "2"), ("3", "6")], "4", "4 ÷ (1 ÷ 2 + 3 ÷ 6) = 4"),
        ("harmonic", [("1", "0"), ("1", "6")], "0", "2 ÷ (1 ÷ 0 + 1 ÷ 6) = 0"),
        ("distance", [("1", "3"), ("1", "4")], "2.5", "√((1 × 3)² + (1 × 4)²) ÷ 2 = 2.5"),
        ("trimmed_mean", [("5", "1"), ("1", "4")], "2.5", "(1 + 4) ÷ 2 = 2.5"),
        ("share", [("1", "3"), ("1", "5")], "0.375", "3 ÷ (3 + 5) = 0.375"),
    ],
)
def test_aggregate(name: str, pairs: list[tuple[str, str]], value: str, formula: str) -> None:
    found = AGGREGATES[name].combine(members(*pairs))
    assert found.value == D(value)
    assert found.formula == formula


def test_geometric_mean_of_two() -> None:
    found = AGGREGATES["geometric"].combine(members(("1", "4"), ("3", "64")))
    assert abs(found.value - 32) < D("1E-24")


@pytest.mark.parametrize(
    ("name", "pairs", "reason"),
    [
        ("geometric", [("1", "-1"), ("1", "2")], "root-of-negative"),
        ("harmonic", [("1", "-1"), ("1", "2")], "harmonic-of-negative"),
        ("share", [("1", "-2"), ("1", "2")], "share-of-nothing"),
    ],
)
def test_members_without_an_aggregate(name: str, pairs: list[tuple[str, str]], reason: str) -> None:
    with pytest.raises(UndefinedError) as caught:
        AGGREGATES[name].combine(members(*pairs))
    assert caught.value.reason == reason


def test_trimming_drops_at_both_ends_and_shows_whom() -> None:
    seven = members(*(("1", str(n)) for n in (9, 1, 5, 4, 6, 2, 8)))
    middle, line = cut(seven, Trim(2, 6))
    assert ([m.value for m in middle], line) == ([4, 5, 6], "[1 2] 4 5 6 [8 9]")
    assert cut(seven[:5], Trim(2, 6)) == (tuple(seven[:5]), "")


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
    harmonic = AGGREGATES["harmonic"].combine(found).value
    assert low - dust <= harmonic <= geometric + dust
    assert geometric <= arithmetic + dust <= high + dust * 2
    assert AGGREGATES["min"].combine(found).value == low
