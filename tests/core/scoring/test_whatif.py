"""What would change a total: agreement with scoring the changed inputs anew."""

from decimal import Decimal
from typing import Any

import pytest

from luoshi.core.scoring import (
    Change,
    Inputs,
    Known,
    NodeResult,
    Scheme,
    changes,
    evaluate,
    full_marks,
)
from tests.core.scoring.documents import branch, leaf, numbers, scheme

D = Decimal
FULL: dict[str, Any] = {"name": "completion", "target": 50}
RULES = scheme(
    branch("b", 60, leaf("x", 75, function=FULL), leaf("y", 25, cap=100)),
    leaf("z", 40, function={"name": "deduction", "threshold": 0, "each": 10}, direction="lower"),
)
INPUTS = numbers(
    a={"x": "50", "y": "90", "z": "1"}, b={"x": "30", "y": "80", "z": "3"}, c={"x": "20", "z": "0"}
)


def known(node: NodeResult) -> Known:
    own = {p.name: p.value for p in node.parameters if p.value is not None}
    return Known(node.points, node.weight, node.value, own)


def of(rules: Scheme, inputs: Inputs, unit: str, target: Decimal | None = None) -> list[Change]:
    found = evaluate(rules, "counties", inputs).unit(unit)
    nodes = {node.path: known(node) for node in found.total.walk()}
    return list(changes(rules, nodes, target))


def total(**values: str | None) -> Decimal | None:
    return evaluate(RULES, "counties", numbers(b=values)).unit("b").points


def test_gain_is_what_full_marks_would_really_bring() -> None:
    before = total(x="30", y="80", z="3")
    assert before is not None
    anew = {
        "b.x": total(x="50", y="80", z="3"),
        "z": total(x="30", y="80", z="0"),
        "b.y": total(x="30", y="100", z="3"),
    }
    found = of(RULES, INPUTS, "b")
    assert {one.path: one.gain + before for one in found} == anew
    assert [one.path for one in found] == ["b.x", "z", "b.y"]


def test_full_marks_are_those_of_facts_at_their_cap() -> None:
    """120 % counts, but no fact counts beyond 100 %: the leaf ends at 100."""
    target: dict[str, Any] = {"source": "value:goal"}
    for goal in (D(1), target):
        call = {"name": "completion", "target": goal, "limit": D("1.2")}
        rules = scheme(leaf("x", 100, cap_each=1, function=call))
        (found,) = of(rules, numbers(b={"x": "0.8", "goal": "1"}), "b")
        assert (found.points, found.full, found.gain) == (80, 100, 20)


def test_needed_number_reaches_the_target_and_a_little_less_does_not() -> None:
    target = D(78)
    needed = {one.path: one for one in of(RULES, INPUTS, "b", target)}
    assert needed["b.y"].needed is None
    at = needed["b.x"]
    assert at.value is not None
    assert total(x=str(at.value), y="80", z="3") == target
    short = total(x=str(at.value - D("0.02")), y="80", z="3")
    assert short is not None
    assert short < target
    lower = needed["z"].value
    assert lower is not None
    assert lower < 3
    assert total(x="30", y="80", z=str(lower)) == target


def test_missing_leaf_leaves_its_weight_to_the_others() -> None:
    """c has no y: x carries all of b, so full marks there bring 60 × 60 ÷ 100."""
    assert [(one.path, one.gain) for one in of(RULES, INPUTS, "c")] == [("b.x", D(36))]


def test_unit_without_a_total_has_nothing_to_gain() -> None:
    assert of(RULES, numbers(a={"x": None}), "a") == []


def test_total_that_looks_at_others_is_left_out() -> None:
    rules = scheme(branch("b", 100, leaf("x", 100, function=FULL), function="place"))
    assert of(rules, numbers(a={"x": "30"}, b={"x": "40"}), "a") == []


@pytest.mark.parametrize(
    ("function", "full"),
    [
        ("identity", None),
        ({"name": "efficacy", "unacceptable": 1, "satisfactory": 2}, 100),
        ({"name": "completion", "target": 1, "points": 50, "limit": D("1.2")}, 60),
        ({"name": "steps", "table": [{"at": 3, "points": 9}, {"at": 1, "points": 4}]}, 9),
        ({"name": "min_max", "highest": 40}, 40),
        ({"name": "growth", "against": 5}, None),
        ({"name": "rank_deduction", "each": 2}, 100),
    ],
)
def test_full_marks(function: Any, full: int | None) -> None:
    rules = scheme(leaf("x", 100, function=function))
    assert full_marks(rules.root.children[0]) == full
    capped = scheme(leaf("x", 100, function=function, cap=30))
    assert full_marks(capped.root.children[0]) == min(30, full or 30)
