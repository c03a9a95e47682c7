"""What a leaf would give for another number: the same as the run gives for it."""

from typing import Any

import pytest

from luoshi.core.scoring import Curve, Fact, NodeResult, Scheme, curves_of, evaluate

from .documents import D, leaf, numbers, scheme

UNITS = numbers(a={"x": "10"}, b={"x": "20"}, c={"x": "40"}, d={"x": None})


def curves(rules: Scheme, inputs: Any = UNITS) -> dict[str, Curve]:
    result = evaluate(rules, "counties", inputs)
    leaves: dict[str, NodeResult] = {
        unit.unit: next(node for node in unit.total.walk() if node.path == "x")
        for unit in result.units
    }
    node = next(node for path, node in rules.root.walk() if path == "x")
    return curves_of(node, leaves)


@pytest.mark.parametrize(
    ("function", "told"),
    [
        ({"name": "linear", "worst": 0, "best": 50}, {0: 0, 25: 50, 60: 120}),
        ({"name": "completion", "target": 40}, {20: 50, 40: 100, 80: 100}),
        ({"name": "ratio_to_best"}, {20: 50, 40: 100}),
        ({"name": "steps", "table": [{"at": 30, "points": 9}]}, {30: 9, 29: 0}),
    ],
)
def test_a_curve_gives_what_the_run_would_give(
    function: dict[str, Any], told: dict[int, int]
) -> None:
    found = curves(scheme(leaf("x", 100, function=function)))
    assert sorted(found) == ["a", "b", "c"]
    assert {x: found["b"].points(D(x)) for x in told} == {x: D(y) for x, y in told.items()}


def test_cap_and_floor_hold_and_rounding_does_not() -> None:
    rules = scheme(
        leaf("x", 100, function={"name": "linear", "worst": 0, "best": 30}, cap=90, floor=5)
    )
    curve = curves(rules)["a"]
    assert [curve.points(D(x)) for x in (30, 27, 0, -9)] == [90, 90, 5, 5]
    assert str(curve.points(D(10)))[:8] == "33.33333"


def test_where_a_function_has_no_value_there_is_none() -> None:
    curve = curves(scheme(leaf("x", 100, function={"name": "logarithm"})))
    assert curve["a"].points(D(-5)) is None


def test_a_unit_without_its_own_parameter_has_no_curve() -> None:
    function = {"name": "completion", "target": {"source": "value:t"}}
    rules = scheme(leaf("x", 100, function=function))
    told = {
        "a": {"value:x": [Fact("x", D(10))], "value:t": [Fact("t", D(20))]},
        "b": {"value:x": [Fact("x", D(10))], "value:t": [Fact("t", None)]},
        "c": {"value:x": [Fact("x", D(10))], "value:t": [Fact("t", D(40))]},
    }
    found = curves(rules, told)
    assert {unit: curve.points(D(20)) for unit, curve in found.items()} == {"a": 100, "c": 50}
