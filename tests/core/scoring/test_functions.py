from dataclasses import fields
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from luoshi.core.scoring import FUNCTIONS, Column, Step
from luoshi.core.scoring.arithmetic import UndefinedError, shown

D = Decimal
TABLE = (Step(D(90), D(200)), Step(D(80), D(190)), Step(D(70), D(180)))
PLACES = (Step(D(1), D(60)), Step(D(2), D(57)), Step(D(3), D(54)))


def build(name: str, **params: Any) -> Any:
    kinds: Any = FUNCTIONS[name]
    words = {"count", "below", "to", "ties", "end", "kind", "deviation"}
    return kinds(
        **{k: D(v) if isinstance(v, str) and k not in words else v for k, v in params.items()}
    )


def apply(name: str, x: str, group: str = "", direction: Any = "higher", **params: Any) -> Any:
    function = build(name, **params)
    assert function.fault(direction) is None
    values = tuple(D(text) for text in group.split()) or (D(x),)
    return function.apply(D(x), Column(direction, values))


CASES: list[tuple[str, dict[str, Any], str, str]] = [
    ("identity", {"x": "87.5"}, "87.5", "87.5"),
    ("linear", {"x": "30", "worst": "20", "best": "40"}, "50", "100 × (30 − 20) ÷ (40 − 20) = 50"),
    (
        "linear",
        {"x": "15", "worst": "20", "best": "10", "points": "8", "direction": "lower"},
        "4",
        "8 × (15 − 20) ÷ (10 − 20) = 4",
    ),
    (
        "linear",
        {"x": "50", "worst": "20", "best": "40"},
        "150",
        "100 × (50 − 20) ÷ (40 − 20) = 150",
    ),
    (
        "linear",
        {"x": "1000", "worst": "100", "best": "10000", "log": True},
        "50",
        "100 × (ln 1000 − ln 100) ÷ (ln 10000 − ln 100) = 50",
    ),
    (
        "efficacy",
        {"x": "0.8", "unacceptable": "0.5", "satisfactory": "0.9"},
        "90",
        "60 + 40 × (0.8 − 0.5) ÷ (0.9 − 0.5) = 90",
    ),
    (
        "efficacy",
        {
            "x": "6",
            "unacceptable": "10",
            "satisfactory": "2",
            "base": "50",
            "span": "50",
            "direction": "lower",
        },
        "75",
        "50 + 50 × (6 − 10) ÷ (2 − 10) = 75",
    ),
    ("completion", {"x": "45", "target": "50"}, "90", "100 × min(45 ÷ 50, 1) = 90"),
    (
        "completion",
        {"x": "80", "target": "50", "limit": "1.2"},
        "120",
        "100 × min(80 ÷ 50, 1.2) = 120",
    ),
    ("completion", {"x": "49", "target": "50", "below": "zero"}, "0", "49 ÷ 50 < 1 → 0"),
    (
        "completion",
        {"x": "50", "target": "50", "below": "zero"},
        "100",
        "100 × min(50 ÷ 50, 1) = 100",
    ),
    ("ratio_to_best", {"x": "6", "group": "3 6 8", "points": "6"}, "4.5", "6 × 6 ÷ 8 = 4.5"),
    (
        "ratio_to_best",
        {"x": "6", "group": "3 6 8", "direction": "lower"},
        "50",
        "100 × 3 ÷ 6 = 50",
    ),
    ("steps", {"x": "90", "table": TABLE}, "200", "90 ≥ 90 → 200"),
    ("steps", {"x": "89.9", "table": TABLE}, "190", "89.9 ≥ 80 → 190"),
    ("steps", {"x": "69", "table": TABLE, "otherwise": "160"}, "160", "69 < 70 → 160"),
    ("steps", {"x": "2", "table": PLACES, "direction": "lower"}, "57", "2 ≤ 2 → 57"),
    ("steps", {"x": "4", "table": PLACES, "direction": "lower"}, "0", "4 > 3 → 0"),
    (
        "deduction",
        {"x": "17.7", "threshold": "20", "each": "0.1", "points": "2"},
        "1.77",
        "2 − 0.1 × (20 − 17.7) ÷ 1 = 1.77",
    ),
    (
        "deduction",
        {"x": "17.7", "threshold": "20", "each": "0.1", "points": "2", "count": "started"},
        "1.7",
        "2 − 0.1 × ⌈(20 − 17.7) ÷ 1⌉ = 1.7",
    ),
    (
        "deduction",
        {"x": "17.7", "threshold": "20", "each": "0.1", "points": "2", "count": "whole"},
        "1.8",
        "2 − 0.1 × ⌊(20 − 17.7) ÷ 1⌋ = 1.8",
    ),
    ("deduction", {"x": "20", "threshold": "20", "each": "1"}, "100", "20 ≥ 20 → 100"),
    (
        "deduction",
        {"x": "25", "threshold": "20", "each": "1", "unit": "2", "direction": "lower"},
        "97.5",
        "100 − 1 × (25 − 20) ÷ 2 = 97.5",
    ),
    (
        "deduction",
        {"x": "19", "threshold": "20", "each": "1", "direction": "lower"},
        "100",
        "19 ≤ 20 → 100",
    ),
]


@pytest.mark.parametrize(("name", "call", "points", "formula"), CASES)
def test_points_and_formula(name: str, call: dict[str, Any], points: str, formula: str) -> None:
    found = apply(name, **call)
    assert shown(found.value) == points
    assert found.formula == formula


@pytest.mark.parametrize(
    ("name", "params", "direction", "reason"),
    [
        ("identity", {}, "lower", "direction-unused"),
        ("linear", {"worst": "3", "best": "3"}, "higher", "goalposts-equal"),
        ("linear", {"worst": "3", "best": "2"}, "higher", "goalposts-against-direction"),
        ("linear", {"worst": "2", "best": "3"}, "lower", "goalposts-against-direction"),
        ("linear", {"worst": "0", "best": "3", "log": True}, "higher", "log-of-nothing"),
        ("efficacy", {"unacceptable": "1", "satisfactory": "1"}, "higher", "goalposts-equal"),
        (
            "efficacy",
            {"unacceptable": "1", "satisfactory": "2"},
            "lower",
            "goalposts-against-direction",
        ),
        ("completion", {"target": "0"}, "higher", "target-not-positive"),
        ("completion", {"limit": "0"}, "higher", "limit-not-positive"),
        ("completion", {}, "lower", "direction-unused"),
        ("steps", {"table": ()}, "higher", "table-empty"),
        ("steps", {"table": TABLE}, "lower", "table-not-ordered"),
        ("steps", {"table": (TABLE[0], TABLE[0])}, "higher", "table-not-ordered"),
        ("deduction", {"threshold": "1", "each": "1", "unit": "0"}, "higher", "unit-not-positive"),
        ("deduction", {"threshold": "1", "each": "-1"}, "higher", "deduction-negative"),
    ],
)
def test_parameters_that_cannot_be_used(
    name: str, params: dict[str, Any], direction: Any, reason: str
) -> None:
    assert build(name, **params).fault(direction) == reason


@pytest.mark.parametrize(
    ("name", "call", "reason"),
    [
        ("linear", {"x": "0", "worst": "1", "best": "2", "log": True}, "log-of-nothing"),
        ("ratio_to_best", {"x": "0", "group": "0 0"}, "best-not-positive"),
        ("ratio_to_best", {"x": "-1", "group": "-1 -2"}, "best-not-positive"),
        ("ratio_to_best", {"x": "5", "group": "-1 5", "direction": "lower"}, "best-not-positive"),
    ],
)
def test_numbers_without_a_score(name: str, call: dict[str, Any], reason: str) -> None:
    with pytest.raises(UndefinedError) as caught:
        apply(name, **call)
    assert caught.value.reason == reason


def test_every_function_is_found_by_its_own_name_and_says_where_it_is_from() -> None:
    for name, kind in FUNCTIONS.items():
        assert kind.name == name
        assert kind.title
        assert kind.norm
        assert not {"name", "title", "norm"} & {field.name for field in fields(kind)}  # type: ignore[arg-type]


values = st.decimals(min_value=1, max_value=1000, places=2)
RISING: list[tuple[str, dict[str, Any]]] = [
    ("identity", {}),
    ("linear", {"worst": "10", "best": "20"}),
    ("linear", {"worst": "10", "best": "20", "log": True}),
    ("efficacy", {"unacceptable": "10", "satisfactory": "20"}),
    ("completion", {"target": "300", "limit": "1.1"}),
    ("ratio_to_best", {}),
    ("steps", {"table": TABLE}),
    ("deduction", {"threshold": "500", "each": "0.3", "count": "started"}),
]


@pytest.mark.parametrize(("name", "params"), RISING)
@given(one=values, other=values)
def test_better_never_earns_less(name: str, params: dict[str, Any], one: D, other: D) -> None:
    assume(one < other)
    function, column = build(name, **params), Column("higher", (one, other))
    assert function.apply(one, column).value <= function.apply(other, column).value


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("linear", {"worst": "20", "best": "10"}),
        ("efficacy", {"unacceptable": "20", "satisfactory": "10"}),
        ("ratio_to_best", {}),
        ("steps", {"table": PLACES}),
        ("deduction", {"threshold": "500", "each": "0.3", "count": "whole"}),
    ],
)
@given(one=values, other=values)
def test_where_lower_is_better_less_never_earns_less(
    name: str, params: dict[str, Any], one: D, other: D
) -> None:
    assume(one < other)
    function, column = build(name, **params), Column("lower", (one, other))
    assert function.apply(one, column).value >= function.apply(other, column).value


@given(values, values, values)
def test_efficacy_is_sixty_and_a_hundred_at_its_anchors(low: D, high: D, x: D) -> None:
    assume(low < high)
    function = build("efficacy", unacceptable=low, satisfactory=high)
    column = Column("higher", (x,))
    assert function.apply(low, column).value == 60
    assert function.apply(high, column).value == 100
