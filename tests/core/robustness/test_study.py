"""Studies of a ranking: hand-made cases whose answer is known, and laws."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from luoshi import presets
from luoshi.core.errors import Invalid
from luoshi.core.robustness import Band, Study, plan_from, points_of, study, tree_of
from luoshi.core.scoring import Inputs, Scheme, canonical_json, evaluate
from tests.core.scoring.documents import branch, leaf, numbers, scheme

D = Decimal
ROW = presets.load("robustness")["default"]
PLAN = replace(plan_from(ROW, "robustness.default"), draws=2_000, scenarios=100)
STILL = replace(PLAN, band=D(0), strength=D("1E8"), error=D(0))
TWO = scheme(leaf("x", 60), leaf("y", 40))
CROSSED = numbers(
    a={"x": "90", "y": "80"}, b={"x": "88", "y": "82"}, c={"x": "40", "y": "90"},
    d={"x": "30", "y": "10"},
)  # fmt: skip


def made(rules: Scheme, inputs: Inputs, **options: Any) -> Study:
    plan = options.pop("plan", PLAN)
    return study(rules, evaluate(rules, "counties", inputs), plan, seed="s", **options)


def test_nothing_moved_moves_nobody() -> None:
    found = made(TWO, CROSSED, plan=STILL)
    shifts = dict(found.shifts)
    assert [shifts[cause] for cause in ("band", "weights", "error")] == [0, 0, 0]
    for unit in found.units:
        assert unit.band_low == unit.band_high == unit.rank


def test_who_is_behind_in_everything_stays_behind() -> None:
    found = made(TWO, CROSSED)
    last = found.units[-1]
    assert (last.unit, last.low, last.high, last.last, last.first) == ("d", 4, 4, 1, 0)
    assert [row[3] for row in found.ahead] == [1000, 1000, 1000, 500]
    assert found.tiers[-1] == ("d",)


def test_last_in_one_thing_is_not_level_with_last_in_all() -> None:
    """a is last in y alone, d far behind in x: no other scale and mean makes them level at 0."""
    inputs = numbers(
        a={"x": "99", "y": "63"}, b={"x": "95", "y": "72"}, d={"x": "20", "y": "64"},
    )  # fmt: skip
    found = made(scheme(leaf("x", 80), leaf("y", 20)), inputs)
    assert sum(unit.last for unit in found.units) < D("1.001")


def test_two_that_hardly_differ_share_a_tier() -> None:
    found = made(TWO, CROSSED)
    assert found.tiers == (("a", "b"), ("c",), ("d",))
    assert 0 < found.units[1].first < D("0.6")


def test_shares_of_first_places_cover_every_draw() -> None:
    found = made(TWO, CROSSED)
    assert sum(unit.first for unit in found.units) >= D("0.9999")
    for unit in found.units:
        assert unit.low <= unit.median <= unit.high
        assert unit.first <= unit.top <= 1


def test_same_seed_same_bytes_and_another_another() -> None:
    result = evaluate(TWO, "counties", CROSSED)
    once, again, other = (study(TWO, result, PLAN, seed=seed) for seed in ("s", "s", "t"))
    assert canonical_json(once) == canonical_json(again)
    assert canonical_json(once) != canonical_json(other)


def test_what_decides_first_and_last_place() -> None:
    """a leads b by 6 − 1 points: 60 × (90 − 80) ÷ 100 at x, − 1 at y."""
    inputs = numbers(
        a={"x": "90", "y": "80"}, b={"x": "80", "y": "82.5"}, c={"x": "70", "y": "10"}
    )  # fmt: skip
    found = made(TWO, inputs)
    assert found.first is not None
    assert found.last is not None
    assert (found.first.path, found.first.gap, found.first.part) == ("x", 5, 6)
    assert (found.last.path, found.last.gap, found.last.part) == ("y", 35, 29)


def test_nobody_is_first_where_all_are_level() -> None:
    found = made(TWO, numbers(a={"x": "5", "y": "5"}, b={"x": "5", "y": "5"}))
    assert (found.first, found.last, len(found.tiers)) == (None, None, 1)
    assert all(lever.crowded for lever in found.levers)


def test_indicator_that_ranks_nobody_is_named() -> None:
    inputs = {u: s | numbers(u={"z": "100"})["u"] for u, s in CROSSED.items()}
    found = made(scheme(leaf("x", 50), leaf("y", 30), leaf("z", 20)), inputs)
    levers = {lever.path: lever for lever in found.levers}
    assert [path for path, lever in levers.items() if lever.crowded] == ["z"]
    assert (levers["z"].level, levers["z"].moved, levers["z"].weight) == (1, 0, D("0.2"))


def test_leaving_one_out_names_whose_place_hangs_on_it() -> None:
    levers = {lever.path: lever for lever in made(TWO, CROSSED).levers}
    assert (levers["x"].new_first, levers["x"].new_last) == (True, False)
    assert (levers["y"].new_first, levers["y"].new_last) == (False, False)
    assert levers["x"].moved == 1


def test_index_of_two_weights_is_whole() -> None:
    """With two weights that add up to one, each alone explains all there is."""
    assert all(lever.index > D("0.8") for lever in made(TWO, CROSSED).levers)


def test_numbers_that_are_capped_do_not_err_downwards_from_far_above() -> None:
    full: dict[str, Any] = {"function": {"name": "completion", "target": 50}}
    inputs = numbers(a={"x": "80"}, b={"x": "30"}, c={"x": "29"})
    found = made(scheme(leaf("x", 100, **full)), inputs, plan=replace(STILL, error=D("0.1")))
    assert dict(found.shifts)["error"] > 0
    assert found.units[0].low == found.units[0].high == 1


def test_missing_counts_as_the_scheme_says() -> None:
    """Zero where it is to be zero: nothing moved gives the official points."""
    inputs = numbers(a={"x": "90"}, b={"x": "60", "y": "50"}, c={"y": "70"})
    for policy in ("zero", "skip_and_reweight"):
        rules = scheme(leaf("x", 60), leaf("y", 40), total={"missing": policy})
        result = evaluate(rules, "counties", inputs)
        tree = tree_of(rules, result.units)
        points = points_of(result.units, tree.leaves)
        scores = tree.root.scores(points, 1, Band(0), np.random.default_rng(0))[0]
        assert np.allclose(scores, [float(u.points or 0) for u in result.units])


def test_weights_out_of_the_data_are_those_of_the_result() -> None:
    rules = scheme(
        branch("b", 100, leaf("x", None), leaf("y", None), weighting="entropy"),
    )
    result = evaluate(rules, "counties", CROSSED)
    stated = [node.weight for node in result.units[0].total.walk() if node.path in ("b.x", "b.y")]
    found = {lever.path: lever.weight for lever in study(rules, result, PLAN, seed="s").levers}
    assert [found["b.x"], found["b.y"]] == [round((w or D(0)) / 100, 4) for w in stated]


def test_additions_keep_their_scale() -> None:
    base = branch("base", None, leaf("x", 60), leaf("y", 40))
    bonus = leaf("bonus", kind="addition", cap=5, source="manual:bonus")
    rules = scheme(base, bonus, total={"aggregate": "sum"})
    tree = tree_of(rules, evaluate(rules, "counties", CROSSED).units)
    assert tree.leaves == ("base.x", "base.y", "bonus")
    assert tree.scaled == (0, 1)


def test_one_unit_alone_is_first_and_last() -> None:
    found = made(TWO, numbers(a={"x": "1", "y": "2"}))
    assert [(u.low, u.high, u.first, u.last) for u in found.units] == [(1, 1, 1, 1)]


def test_no_ranked_unit_is_refused() -> None:
    with pytest.raises(Invalid, match=r"^units-unusable$"):
        made(TWO, numbers(a={}))


@pytest.mark.parametrize(
    ("name", "value"),
    [("draws", 0), ("scenarios", 20_000), ("band", "1"), ("strength", "0"), ("strength", "1E9"),
     ("firm", "0"), ("error", "x"), ("top", None)],
)  # fmt: skip
def test_plan_that_cannot_be_followed(name: str, value: object) -> None:
    with pytest.raises(Invalid, match=r"^robustness-plan: path=here$"):
        plan_from(ROW | {name: value}, "here")
