"""Moves between two schemes: parts that add up to the points, whatever the rules."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.rulelab import Part, moves, shown_parts
from luoshi.core.rulelab.moves import Ruled, contributions
from luoshi.core.scoring import Inputs, Scheme, evaluate
from tests.core.scoring.documents import D, branch, leaf, numbers, scheme

UNITS = numbers(a={"x": "90", "y": "40"}, b={"x": "60", "y": "80"}, c={"x": "70", "y": "71"})


def ruled(rules: Scheme, inputs: Inputs) -> Ruled:
    return rules, {"counties": evaluate(rules, "counties", inputs)}


def plain(weight: int, **fields: Any) -> Scheme:
    return scheme(leaf("x", weight), leaf("y", 100 - weight), **fields)


def test_a_change_of_weights_moves_those_it_favours_and_says_where() -> None:
    _first, second, _third = found = moves(ruled(plain(60), UNITS), ruled(plain(40), UNITS))
    assert [(m.unit, m.points, m.places) for m in found] == [
        ("b", D(4), D(2)), ("a", D(-10), D(-1)), ("c", D("0.20"), D(-1)),
    ]  # fmt: skip
    assert [(part.path, part.points) for part in second.parts] == [("x", -18), ("y", 8)]


def test_a_node_that_goes_and_one_that_comes_are_parts_of_their_own() -> None:
    old = scheme(branch("work", 100, leaf("x", 50), leaf("y", 50)))
    new = scheme(leaf("x", 100))
    (move,) = moves(
        ruled(old, numbers(a={"x": "80", "y": "60"})), ruled(new, numbers(a={"x": "80"}))
    )
    assert [(p.path, p.points) for p in move.parts] == [("x", 80), ("work.x", -40), ("work.y", -30)]
    assert (move.before, move.after) == (D(70), D(80))


def test_what_a_node_makes_of_its_own_stays_there() -> None:
    old = scheme(branch("work", 100, leaf("x", 50), leaf("y", 50), cap=60))
    parts = contributions(*_only(old))
    assert parts == {"work.x": 45, "work.y": 20, "work": -5}
    least = scheme(branch("work", 100, leaf("x"), leaf("y"), aggregate="min"))
    assert contributions(*_only(least)) == {"work": 40}


def _only(rules: Scheme) -> tuple[Scheme, Any]:
    return rules, evaluate(rules, "counties", UNITS).unit("a")


def test_rounding_is_a_part_of_the_total() -> None:
    rules = scheme(leaf("x", 30), leaf("y", 70), rounding={"places": 0})
    unit = evaluate(rules, "counties", numbers(a={"x": "1", "y": "0"})).unit("a")
    assert contributions(rules, unit) == {"x": Fraction(3, 10), "total": Fraction(-3, 10)}


def test_a_unit_without_a_total_has_no_points_and_no_place() -> None:
    other = numbers(a={"x": None, "y": None})
    (move,) = moves(ruled(plain(50), numbers(a={"x": "80", "y": "60"})), ruled(plain(50), other))
    assert (move.points, move.places, move.after) == (None, None, None)
    assert sum(part.points for part in move.parts) == -70


NUMBER = st.decimals(-50, 150, places=3)
FIELDS = st.sampled_from([
    {}, {"missing": "zero"}, {"aggregate": "geometric"}, {"cap": 60}, {"rounding": {"places": 1}},
    {"function": {"name": "linear", "worst": 0, "best": 120}},
])  # fmt: skip


@given(
    st.lists(st.tuples(NUMBER | st.none(), NUMBER.map(abs)), min_size=1, max_size=4),
    FIELDS, FIELDS, st.integers(1, 99),
)  # fmt: skip
def test_parts_always_add_up(
    rows: list[tuple[Decimal | None, Decimal]],
    one: dict[str, Any],
    other: dict[str, Any],
    weight: int,
) -> None:
    units = {
        f"u{i}": {"x": str(abs(x)) if x is not None else None, "y": str(y)}
        for i, (x, y) in enumerate(rows)
    }
    old = scheme(branch("work", 100, leaf("x", weight), leaf("y", 100 - weight), **one))
    new = scheme(branch("work", 30, leaf("x", 50), leaf("y", 50), **other), leaf("y", 70))
    inputs = numbers(**units)
    for move in moves(ruled(old, inputs), ruled(new, inputs)):
        gained = Fraction(move.after or 0) - Fraction(move.before or 0)
        assert sum((part.points for part in move.parts), Fraction(0)) == gained


@given(st.lists(st.fractions(-20, 20), max_size=6), st.integers(0, 3))
def test_shown_parts_add_up_to_their_rounded_sum(parts: list[Fraction], places: int) -> None:
    named = [Part(str(i), str(i), points) for i, points in enumerate(parts)]
    shown = shown_parts(named, places)
    assert sum((points for _part, points in shown), D(0)) * 10**places == round(
        sum(parts) * 10**places
    )
    assert all(
        abs(Fraction(points) - part.points) < Fraction(1, 10**places) for part, points in shown
    )


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        (["1/3", "1/3", "1/3"], ["0.34", "0.33", "0.33"]),
        (["-1/3", "1/3"], ["-0.33", "0.33"]),
        (["0", "1/1000", "1"], ["1.00"]),
    ],
)
def test_the_largest_remainder_gets_the_last_digit(parts: list[str], shown: list[str]) -> None:
    named = [Part(str(i), str(i), Fraction(each)) for i, each in enumerate(parts)]
    assert [str(points) for _part, points in shown_parts(named)] == shown
