"""Targets: absolute ones, and those against others once these are known."""

from decimal import Decimal

import pytest

from luoshi.core.errors import Invalid
from luoshi.core.indicators import Direction, Goal, GoalKind, Measure, resolve

VALUES = {"云川": Decimal("7.2"), "青江": Decimal("7.9"), "南屏": Decimal("6.5")}


def goal(kind: str, sign: str, number: str) -> Goal:
    return Goal(GoalKind(kind), sign, Decimal(number))


@pytest.mark.parametrize(
    ("told", "base", "bound", "gap", "met"),
    [
        (goal("value", ">=", "7.5"), None, "7.5", "-0.3", False),
        (goal("value", "<=", "7.5"), None, "7.5", "-0.3", True),
        (goal("value", "=", "7.2"), None, "7.2", "0", True),
        (goal("margin", ">=", "1"), "6.1", "7.1", "0.1", True),
        (goal("margin", ">", "0"), "7.2", "7.2", "0", False),
        (goal("margin", "<", "-0.5"), "8", "7.5", "-0.3", True),
        (goal("own", ">=", "0.5"), "6.9", "7.4", "-0.2", False),
        (goal("growth", ">=", "8"), "6", "6.48", "0.72", True),
        (goal("growth", ">=", "8"), "-10", "-9.2", "16.4", True),
        (goal("rank", "<=", "1"), None, "7.9", "-1", False),
        (goal("rank", "<=", "2"), None, "7.2", "0", True),
        (goal("rank", "<=", "9"), None, "6.5", "7", True),
    ],
)
def test_targets_are_resolved(
    told: Goal, base: str | None, bound: str, gap: str, met: bool
) -> None:
    given = None if base is None else Decimal(base)
    found = resolve(told, "云川", VALUES, Measure(), base=given)
    assert (found.bound, found.gap, found.met) == (Decimal(bound), Decimal(gap), met)
    assert found.lacks == ""


@pytest.mark.parametrize(
    ("told", "place", "base", "bound", "lacks"),
    [
        (goal("margin", ">=", "1"), "云川", None, None, "comparator"),
        (goal("own", ">=", "1"), "云川", None, None, "year-before"),
        (goal("growth", ">=", "1"), "云川", None, None, "year-before"),
        (goal("margin", ">=", "1"), "北岭", "6", "7", "value"),
        (goal("rank", "<=", "2"), "北岭", None, "7.2", "value"),
    ],
)
def test_what_is_not_known_yet_is_named(
    told: Goal, place: str, base: str | None, bound: str | None, lacks: str
) -> None:
    given = None if base is None else Decimal(base)
    found = resolve(told, place, VALUES, Measure(), base=given)
    assert (found.bound, found.met, found.lacks) == (bound and Decimal(bound), None, lacks)


def test_nobody_is_first_alone() -> None:
    found = resolve(goal("rank", "<=", "1"), "云川", {"云川": Decimal(7)}, Measure())
    assert (found.met, found.lacks) == (None, "comparator")


@pytest.mark.parametrize(
    "measure",
    [
        Measure(Direction.INTERVAL),
        Measure(Direction.INTERVAL, low=Decimal(2), high=Decimal(1)),
        Measure(Direction.HIGHER, low=Decimal(1)),
    ],
)
def test_only_a_moderate_indicator_has_a_range(measure: Measure) -> None:
    with pytest.raises(Invalid) as refused:
        measure.check()
    assert refused.value.code == "indicator-range"
