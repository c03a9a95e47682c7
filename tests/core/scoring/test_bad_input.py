"""Hostile and huge input: refused with node and reason, or computed in time."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.core.errors import Invalid
from luoshi.core.ranking import rank, tie_bands
from luoshi.core.scoring import (
    FUNCTIONS,
    REASONS,
    Fact,
    Inputs,
    Scheme,
    digest,
    evaluate,
    inputs_bytes,
    parse_scheme,
    result_bytes,
    scheme_digest,
)
from tests.shared_data import ROOT

from .documents import branch, leaf, numbers, scheme

D = Decimal
PARAMS: dict[str, dict[str, Any]] = {
    "deduction": {"threshold": 5, "each": 1},
    "efficacy": {"unacceptable": 1, "satisfactory": 2},
    "growth": {"against": {"source": "value:own"}},
    "interval": {"least": 1, "low": 2, "high": 3, "most": 4},
    "linear": {"worst": 0, "best": 1},
    "power": {"start": 0, "exponent": D("9.5")},
    "rank_deduction": {"each": 1},
    "rank_table": {"table": [{"at": 1, "points": 1}]},
    "ratio": {"against": {"source": "value:own"}},
    "shrunk_rate": {"n": {"source": "value:own"}},
    "steps": {"table": [{"at": 1, "points": 1}]},
}
wild = st.none() | st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=D("-9E17"), max_value=D("9E17")),
    st.sampled_from([D(0), D(1), D("0.5"), D("1E-39"), D("-9E17"), D("9E17")]),
)


@pytest.mark.parametrize("name", list(FUNCTIONS))
@settings(max_examples=40, deadline=None)
@given(values=st.lists(st.tuples(wild, wild), max_size=5))
def test_any_numbers_give_points_or_a_named_reason(name: str, values: Any) -> None:
    rules = scheme(leaf("x", 100, function={"name": name, **PARAMS.get(name, {})}))
    inputs = {
        f"u{i}": {"value:x": [Fact("x", x)], "value:own": [Fact("own", own)]}
        for i, (x, own) in enumerate(values)
    }
    told, points = outcome(rules, inputs)
    assert all(number is None or number.is_finite() for number in points)
    assert told is None or (
        told.code == "score-undefined"
        and told.params["node"] in {"x", "total"}
        and told.params["unit"] in inputs
        and told.params["reason"] in REASONS
    )


def outcome(rules: Scheme, inputs: Inputs) -> tuple[Invalid | None, list[Decimal | None]]:
    """The refusal, or the points."""
    try:
        return None, [unit.points for unit in evaluate(rules, "counties", inputs).units]
    except Invalid as error:
        return error, []


@pytest.mark.parametrize("name", ["min_max", "z_score", "percentile"])
def test_one_unit_in_a_group_has_nothing_to_be_compared_with(name: str) -> None:
    with pytest.raises(Invalid) as caught:
        evaluate(scheme(leaf("x", 100, function=name)), "counties", numbers(a={"x": "5"}))
    assert caught.value.params == {"node": "x", "unit": "a", "reason": "no-spread"}


@pytest.mark.parametrize("name", ["place", "rank_deduction", "ratio_to_best"])
def test_one_unit_in_a_group_is_the_first(name: str) -> None:
    rules = scheme(leaf("x", 100, function={"name": name, **PARAMS.get(name, {})}))
    assert evaluate(rules, "counties", numbers(a={"x": "5"})).unit("a").rank == 1


@pytest.mark.parametrize("name", ["min_max", "z_score", "percentile", "place", "ratio_to_best"])
def test_all_units_missing_is_no_error(name: str) -> None:
    rules = scheme(leaf("x", 100, function=name))
    result = evaluate(rules, "counties", numbers(a={"x": None}, b={}))
    assert [(unit.points, unit.rank) for unit in result.units] == [(None, None)] * 2


def test_a_power_too_large_is_refused_and_not_an_overflow() -> None:
    rules = scheme(leaf("x", 100, function={"name": "power", "start": 0, "exponent": 10}))
    with pytest.raises(Invalid) as caught:
        evaluate(rules, "counties", numbers(a={"x": "9" * 18}))
    assert caught.value.params["reason"] == "number-out-of-range"


def test_a_hundred_thousand_ties() -> None:
    places = rank({f"u{i}": D(90 - i % 2) for i in range(100_000)})
    assert [(band.rank, len(band.keys)) for band in tie_bands(places)] == [
        (1, 50_000),
        (50_001, 50_000),
    ]


def test_a_large_group_is_placed_in_time() -> None:
    rules = scheme(leaf("x", 100, function={"name": "rank_deduction", "each": D("0.01")}))
    inputs = numbers(**{f"u{i}": {"x": str(i % 7)} for i in range(5_000)})
    result = evaluate(rules, "counties", inputs)
    assert sum(len(band.keys) for band in result.ties) == 5_000


def test_a_scheme_of_five_thousand_nodes_is_computed() -> None:
    leaves = [leaf(f"n{i}", 1, function="min_max") for i in range(4_999)]
    rules = scheme(branch("a", 100, *leaves, normalise=True))
    sources = {f"n{i}": "1" for i in range(4_999)}
    inputs = numbers(a=sources, b=dict.fromkeys(sources, "3"))
    assert [u.points for u in evaluate(rules, "counties", inputs).units] == [D(0), D(100)]


HERE = Path(__file__).parent
PRESET = ROOT / "src/luoshi/presets/schemes/yunchuan.yaml"
BEFORE = {
    PRESET: "bc70b9dd1f5d84319ecd195c650aee869621120cab1313d60b6bf440ad8b9dd5",
    HERE / "schemes/hdi.yaml": "52d2fd93e46d9e3e3081c6ea0439da3f57e5c10c484aae8b48275064c1c12629",
    HERE / "schemes/arwu.yaml": "c6efd4c8a7b85abc8b49f757dd53ec581bd7426096c95da0b4536c00c60b8604",
}


def test_digests_of_before_still_hold() -> None:
    """Taken before fields were added: versions and runs stored then must verify for ever."""
    found = {path: scheme_digest(parse_scheme(path.read_text("utf-8"))) for path in BEFORE}
    assert found == BEFORE


def test_result_of_before_is_the_same_to_the_byte() -> None:
    rules = parse_scheme(PRESET.read_text("utf-8"))
    inputs: Any = {
        unit: {
            source: [
                Fact(f"c{i}", None if (i + j) % 5 == 0 else D(i + j) / 7, D(i), ("r",))
                for i in range(1, 4)
            ]
            for j, source in enumerate(rules.sources())
        }
        for unit in ("a", "b")
    } | {"c": {}}
    found = digest(result_bytes(evaluate(rules, "counties", inputs)))
    assert found == "57d73f4565bb9b23af931408ab7942265bb7dd4549023a66738f99de4df0e3d3"
    assert digest(inputs_bytes(inputs)).startswith("dbe1c7566fba3c49")


def test_a_tree_that_contains_itself_is_named() -> None:
    node: dict[str, Any] = {"key": "a", "title": "甲", "weight": 100}
    node["children"] = [node]
    with pytest.raises(Invalid) as caught:
        scheme(node)
    assert caught.value.params["reason"] in {"too-deep", "too-large"}
