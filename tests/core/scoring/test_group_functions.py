"""Functions that look at the group: places, spread, and rates of few cases."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from luoshi.core.ranking import METHODS, rank
from luoshi.core.scoring import Column, Step
from luoshi.core.scoring.arithmetic import UndefinedError, WithheldError
from luoshi.core.scoring.functions.pool import pooled

from .test_functions import apply, build

D = Decimal
DUST = D("1E-20")
numbers = st.decimals(min_value=-500, max_value=500, places=2)
groups = st.lists(numbers, min_size=2, max_size=9)
SHAPES: list[tuple[str, dict[str, Any]]] = [
    ("min_max", {"level": "50"}),
    ("z_score", {"level": "0"}),
    ("z_score", {"level": "0", "deviation": "population"}),
    ("percentile", {}),
    ("place", {"end": "worst"}),
    ("rank_deduction", {"each": "2"}),
]


def column(values: list[D], direction: Any = "higher") -> Column:
    return Column(direction, tuple(values))


@pytest.mark.parametrize(
    ("name", "call", "points", "formula"),
    [
        (
            "min_max",
            {"x": "7", "group": "3 7 11", "lowest": "1"},
            "50.5",
            "1 + 99 × (7 − 3) ÷ (11 − 3) = 50.5",
        ),
        ("min_max", {"x": "7", "level": "50"}, "50", "max = min = 7 → 50"),
        (
            "z_score",
            {"x": "9", "group": "5 9 1", "direction": "lower"},
            "-1",
            "0 + 1 × (5 − 9) ÷ 4 = -1",
        ),
        (
            "vector",
            {"x": "3", "group": "3 4", "direction": "lower"},
            "-0.6",
            "1 × (0 − 3) ÷ 5 = -0.6",
        ),
        ("vector", {"x": "3", "group": "3 4", "to": "best"}, "0.2", "1 × (4 − 3) ÷ 5 = 0.2"),
        ("vector", {"x": "3", "group": "3 4", "to": "worst"}, "0", "1 × (3 − 3) ÷ 5 = 0"),
        ("place", {"x": "5", "group": "9 5 5 1", "ties": "fractional"}, "2.5", "5: 2.5 / 4"),
        ("place", {"x": "1", "group": "9 5 5 1", "ties": "dense"}, "3", "1: 3 / 4"),
        ("place", {"x": "9", "group": "9 5 5 1", "ties": "dense", "end": "worst"}, "3", "9: 3 / 4"),
        ("place", {"x": "1", "group": "9 5 5 1", "direction": "lower"}, "1", "1: 1 / 4"),
        (
            "rank_table",
            {"x": "5", "group": "9 5 5 1", "table": (Step(D(1), D(6)), Step(D(2), D(4)))},
            "4",
            "5: 2 / 4 → 4",
        ),
        (
            "rank_table",
            {"x": "1", "group": "9 1", "table": (Step(D(1), D(6)),), "otherwise": "3"},
            "3",
            "1: 2 / 2 → 3",
        ),
        (
            "rank_deduction",
            {"x": "1", "group": "9 5 1", "each": "2"},
            "96",
            "100 − 2 × (3 − 1) = 96",
        ),
        ("percentile", {"x": "5", "group": "1 5 5 9"}, "50", "100 × 1.5 ÷ 3 = 50"),
        ("percentile", {"x": "5", "level": "80"}, "80", "max = min = 5 → 80"),
        ("growth", {"x": "-3", "against": "-4"}, "25", "100 × (-3 − -4) ÷ 4 = 25"),
        ("logarithm", {"x": "100", "kind": "ten", "points": "3"}, "6", "3 × lg 100 = 6"),
        (
            "power",
            {"x": "18", "start": "18", "exponent": "1.81", "direction": "lower"},
            "0",
            "18 ≤ 18 → 0",
        ),
        (
            "power",
            {"x": "5", "start": "2", "exponent": "2", "factor": "3"},
            "27",
            "3 × (5 − 2)^2 = 27",
        ),
        (
            "interval",
            {"x": "65", "least": "20", "low": "40", "high": "60", "most": "70"},
            "50",
            "100 × (65 − 70) ÷ (60 − 70) = 50",
        ),
        (
            "interval",
            {"x": "39", "least": "40", "low": "40", "high": "60", "most": "70"},
            "0",
            "39 ≤ 40 → 0",
        ),
    ],
)
def test_points_and_formula(name: str, call: dict[str, Any], points: str, formula: str) -> None:
    found = apply(name, **call)
    assert (found.value, found.formula) == (D(points), formula)


@pytest.mark.parametrize(
    ("name", "params", "direction", "reason"),
    [
        ("min_max", {"lowest": "100"}, "higher", "goalposts-equal"),
        ("z_score", {"spread": "0"}, "higher", "spread-not-positive"),
        ("rank_table", {"table": ()}, "higher", "table-empty"),
        (
            "rank_table",
            {"table": (Step(D(2), D(1)), Step(D(1), D(2)))},
            "higher",
            "table-not-ordered",
        ),
        ("rank_deduction", {"each": "-1"}, "higher", "deduction-negative"),
        ("growth", {"against": "0"}, "higher", "base-zero"),
        ("ratio", {"against": "0"}, "higher", "base-zero"),
        ("ratio", {"against": "1"}, "lower", "direction-unused"),
        ("logarithm", {}, "lower", "direction-unused"),
        ("power", {"start": "0", "exponent": "0"}, "higher", "exponent-unusable"),
        ("power", {"start": "0", "exponent": "10.1"}, "higher", "exponent-unusable"),
        (
            "interval",
            {"least": "2", "low": "1", "high": "3", "most": "4"},
            "higher",
            "interval-not-ordered",
        ),
        (
            "interval",
            {"least": "1", "low": "1", "high": "3", "most": "4"},
            "lower",
            "direction-unused",
        ),
        ("shrunk_rate", {"n": "-1"}, "higher", "count-negative"),
        ("shrunk_rate", {"n": "1", "mean": "1.1"}, "higher", "share-unusable"),
        ("shrunk_rate", {"n": "1"}, "lower", "direction-unused"),
    ],
)
def test_parameters_that_cannot_be_used(
    name: str, params: dict[str, Any], direction: Any, reason: str
) -> None:
    assert build(name, **params).fault(direction) == reason


@pytest.mark.parametrize(
    ("name", "call", "reason"),
    [
        ("min_max", {"x": "3"}, "no-spread"),
        ("z_score", {"x": "3", "group": "3 3"}, "no-spread"),
        ("percentile", {"x": "3"}, "no-spread"),
        ("vector", {"x": "0", "group": "0 0"}, "no-spread"),
        ("logarithm", {"x": "0"}, "log-of-nothing"),
        ("shrunk_rate", {"x": "1.01", "n": "50"}, "rate-unusable"),
    ],
)
def test_numbers_without_a_score(name: str, call: dict[str, Any], reason: str) -> None:
    with pytest.raises(UndefinedError) as caught:
        apply(name, **call)
    assert caught.value.reason == reason


@pytest.mark.parametrize(("name", "params"), SHAPES)
@given(groups, st.decimals(min_value=1, max_value=9, places=1), numbers)
def test_a_change_of_unit_changes_nothing(
    name: str, params: dict[str, Any], values: list[D], factor: D, shift: D
) -> None:
    function, moved = build(name, **params), [value * factor + shift for value in values]
    before = [function.apply(x, column(values)).value for x in values]
    after = [function.apply(x, column(moved)).value for x in moved]
    assert all(abs(x - y) < DUST for x, y in zip(before, after, strict=True))


@pytest.mark.parametrize(("name", "params"), SHAPES)
@given(values=groups)
def test_lower_is_better_is_the_mirror(name: str, params: dict[str, Any], values: list[D]) -> None:
    function, mirrored = build(name, **params), [-value for value in values]
    for x in values:
        found = function.apply(x, column(values)).value
        assert abs(function.apply(-x, column(mirrored, "lower")).value - found) < DUST


@pytest.mark.parametrize("method", list(METHODS))
@given(values=groups)
def test_places_are_those_of_the_ranking(method: str, values: list[D]) -> None:
    scores = {str(i): value for i, value in enumerate(values)}
    placed = {place.key: place.rank for place in rank(scores, method=method)}
    function = build("place", ties=method)
    assert placed == {key: function.apply(x, column(values)).value for key, x in scores.items()}


def test_noise_of_the_arithmetic_does_not_break_a_tie() -> None:
    third = D(1) / D(3)
    values = (third * 3, D(1))
    assert values[0] != values[1]
    assert build("place").apply(values[0], Column("higher", values)).value == 1


RATE = {"n": "20", "minimum": "0", "mean": "0.9", "strength": "30"}


@given(st.integers(1, 10_000), st.integers(0, 100), st.integers(0, 100))
def test_a_shrunk_rate_lies_between_its_own_and_the_groups(n: int, own: int, mean: int) -> None:
    function = build("shrunk_rate", **RATE | {"n": str(n), "mean": D(mean) / 100, "points": "1"})
    found = function.apply(D(own) / 100, column([D(1)])).value
    assert min(own, mean) / D(100) - DUST <= found <= max(own, mean) / D(100) + DUST


@given(st.integers(1, 500), st.integers(1, 500))
def test_more_cases_shrink_less(few: int, more: int) -> None:
    assume(few < more)
    found = [
        build("shrunk_rate", **RATE | {"n": str(n)}).apply(D(1), column([D(1)])).value
        for n in (few, more)
    ]
    assert found[0] < found[1] < 100


def test_few_cases_have_no_number() -> None:
    with pytest.raises(WithheldError) as caught:
        apply("shrunk_rate", x="1", n="29")
    assert caught.value.effect == "few"
    with pytest.raises(WithheldError):
        apply("shrunk_rate", x="1", n="0", minimum="0")


def test_strength_of_a_group_by_moments() -> None:
    """By hand: μ = 0.7, Σn(p−μ)² = 18, chance 0.21, ρ = (18 − 0.21×2) ÷ (0.21×(300 − 100 − 2))."""
    rates = [(D("0.4"), D(100)), (D("0.7"), D(100)), (D(1), D(100))]
    pool = pooled(rates)
    alike = (18 - D("0.42")) / (D("0.21") * 198)
    assert pool.mean == D("0.7")
    assert pool.strength is not None
    assert abs(pool.strength - (1 - alike) / alike) < D("1E-20")


@pytest.mark.parametrize("rates", [[], [("0.5", "0")], [("0.5", "9"), ("0.5", "7")], [("1", "5")]])
def test_a_group_whose_units_differ_by_chance_only_has_no_strength(rates: Any) -> None:
    assert pooled([(D(p), D(n)) for p, n in rates]).strength is None


def test_unit_with_few_cases_is_no_longer_first_by_luck() -> None:
    rates = {
        "small": ("1", "20"), "large": ("0.97", "400"), "middle": ("0.90", "300"),
        "low": ("0.80", "350"),
    }  # fmt: skip
    values = tuple(D(rate) for rate, _ in rates.values())
    own = tuple({"n": D(n)} for _, n in rates.values())
    found = {
        unit: build("shrunk_rate", n=n, minimum="10").apply(D(rate), Column("higher", values, own))
        for unit, (rate, n) in rates.items()
    }
    assert sorted(found, key=lambda unit: -found[unit].value)[0] == "large"
    assert found["small"].value < 100
