"""Rankings under drawn weights: laws, hand-made cases, and agreement with the official scores."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.core.errors import Invalid
from luoshi.core.robustness import Band, Branch, Dirichlet, points_of, robustness, tree_of, trials
from luoshi.core.scoring import evaluate
from tests.core.scoring.documents import branch, leaf, numbers, scheme

RULES = scheme(
    branch("b", 60, leaf("x", 3), leaf("y", 1), normalise=True),
    leaf("z", 40),
    total={"cap": 95},
)
INPUTS = numbers(
    a={"x": "90", "y": "80", "z": "70"},
    b={"x": "60", "y": "70", "z": "65"},
    c={"x": "70", "y": "95", "z": "90"},
    d={"x": "50", "z": "90"},
)
RESULT = evaluate(RULES, "counties", INPUTS)
FLAT = Branch((0, 1), (0.5, 0.5))


def run(**options: Any) -> Any:
    return robustness(RULES, RESULT, Dirichlet(), **{"seed": "s", "draws": 2_000} | options)


@pytest.mark.parametrize("spread", [Band(0), Band(1e-6), Dirichlet(1e8)])
def test_weights_that_hardly_move_give_the_official_ranking(spread: Any) -> None:
    found = robustness(RULES, RESULT, spread, seed="s", draws=200)
    assert [unit.unit for unit in found.units] == [unit.unit for unit in RESULT.standing()]
    for unit in found.units:
        assert (unit.low, unit.median, unit.high) == (unit.rank,) * 3


def test_scores_of_the_stated_weights_are_the_official_ones() -> None:
    tree = tree_of(RULES, RESULT.units)
    points = points_of(RESULT.units, tree.leaves)
    scores = tree.root.scores(points, 1, Band(0), np.random.default_rng(0))[0]
    assert tree.leaves == ("b.x", "b.y", "z")
    assert np.isnan(points).sum() == 1
    assert np.allclose(scores, [float(u.points or 0) for u in RESULT.units], atol=0.005)


def test_one_that_is_better_at_everything_is_always_ahead() -> None:
    found = run()
    assert found.surely_ahead("c", "b", 1.0)
    assert not found.surely_ahead("b", "c", 0.01)
    assert found.units[0].top == 1.0 or found.units[0].high > 3


def test_two_units_that_cross_are_ahead_by_the_share_of_weights() -> None:
    """x: 1 and 0, y: 0 and 1 under a flat draw: each leads where its weight is above a half."""
    found = trials(FLAT, np.array([[1.0, 0.0], [0.0, 1.0]]), Dirichlet(), draws=40_000, seed="s")
    assert abs(found.ahead()[0, 1] - 0.5) < 0.01
    tilted = np.array([[0.9, 0.0], [0.0, 0.1]])
    firm = trials(FLAT, tilted, Dirichlet(), draws=40_000, seed="s").ahead()[0, 1]
    assert abs(firm - 0.9) < 0.01


def test_twins_are_level_in_every_draw() -> None:
    points = np.array([[1.0, 1.0, 0.3], [0.2, 0.2, 0.9]])
    found = trials(FLAT, points, Dirichlet(), draws=999, seed="s")
    assert (found.ranks[0] == found.ranks[1]).all()
    assert found.ahead()[0, 1] == 0.5
    assert set(np.unique(found.ranks)) == {1, 2, 3}


@settings(max_examples=30, deadline=None)
@given(
    st.integers(1, 7),
    st.integers(1, 5),
    st.integers(0, 2**31),
    st.sampled_from([Dirichlet(), Dirichlet(20.0), Band(0.1)]),
)
def test_laws_of_counts(units: int, leaves: int, seed: int, spread: Any) -> None:
    points = np.random.default_rng(seed).integers(0, 4, (leaves, units)).astype(float)
    tree = Branch(tuple(range(leaves)), (1 / leaves,) * leaves)
    found = trials(tree, points, spread, draws=250, seed=str(seed))
    acceptance, ahead = found.acceptance(), found.ahead()
    assert (acceptance.sum(axis=1) == 250).all()
    assert acceptance[:, 0].sum() >= 250
    assert np.allclose(ahead + ahead.T, 1)
    slow = [[np.mean((a < b) + 0.5 * (a == b)) for b in found.ranks] for a in found.ranks]
    assert np.allclose(ahead, slow)


@given(st.permutations(range(5)))
@settings(max_examples=20, deadline=None)
def test_order_of_units_changes_nothing(order: list[int]) -> None:
    points = np.random.default_rng(5).random((3, 5))
    tree = Branch((0, 1, 2), (0.5, 0.3, 0.2))
    straight = trials(tree, points, Dirichlet(), draws=300, seed="s").ranks
    shuffled = trials(tree, points[:, order], Dirichlet(), draws=300, seed="s").ranks
    assert (straight[order] == shuffled).all()


def test_both_ways_of_adding_up_agree() -> None:
    """One product where nothing is cut, branch by branch where a cap stands that cuts nothing."""
    points = np.random.default_rng(7).random((4, 6))
    inner, shares = Branch((0, 1), (0.7, 0.3)), (0.6, 0.2, 0.2)
    plain, capped = Branch((inner, 2, 3), shares), Branch((inner, 2, 3), shares, cap=9)
    one, other = (trials(t, points, Band(0.3), draws=400, seed="s").ranks for t in (plain, capped))
    assert (plain.is_linear, capped.is_linear) == (True, False)
    assert (one == other).all()


def test_same_seed_same_draws_and_another_another() -> None:
    assert (run().acceptance == run().acceptance).all()
    assert (run().acceptance != run(seed="t").acceptance).any()


def test_band_stays_in_its_band() -> None:
    shares = np.array([0.5, 0.3, 0.2])
    drawn = Band(0.1).draw(shares, 5_000, np.random.default_rng(1))
    assert np.allclose(drawn.sum(axis=1), 1)
    assert (np.abs(drawn / shares - 1) < 0.23).all()
    assert np.abs(drawn / shares - 1).max() > 0.1


def test_dirichlet_keeps_the_stated_mean_and_its_noughts() -> None:
    shares = np.array([0.5, 0.3, 0.2, 0.0])
    drawn = Dirichlet(30.0).draw(shares, 20_000, np.random.default_rng(1))
    assert np.allclose(drawn.mean(axis=0), shares, atol=0.01)
    assert (drawn[:, 3] == 0).all()
    flat = Dirichlet().draw(shares, 20_000, np.random.default_rng(1))
    assert np.allclose(flat.mean(axis=0), [1 / 3, 1 / 3, 1 / 3, 0], atol=0.01)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: Band(1.0), "spread-unusable"),
        (lambda: Dirichlet(0.0), "spread-unusable"),
        (lambda: Dirichlet(float("nan")), "spread-unusable"),
        (lambda: run(draws=0), "draws-unusable"),
        (lambda: trials(FLAT, np.zeros((2, 0)), Band(), seed="s"), "units-unusable"),
        (lambda: trials(FLAT, np.full((2, 1), np.inf), Band(), seed="s"), "number-out-of-range"),
        (lambda: trials(FLAT, np.full((2, 1), np.nan), Band(), seed="s"), "number-out-of-range"),
    ],
)
def test_what_cannot_be_drawn(call: Any, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        call()
    assert caught.value.code == code


@pytest.mark.parametrize("fields", [{"aggregate": "harmonic"}, {"function": "place"}])
def test_branch_that_is_no_plain_mean_is_taken_as_it_is(fields: dict[str, Any]) -> None:
    """Named where it is the total itself."""
    rules = scheme(branch("b", 60, leaf("x", 50), leaf("y", 50), **fields), leaf("z", 40))
    result = evaluate(rules, "counties", INPUTS)
    tree = tree_of(rules, result.units)
    assert (tree.leaves, tree.kept, tree.scaled) == (("b", "z"), ("b",), (0, 1))
    above = scheme(leaf("x", 50), leaf("y", 50), total=fields)
    with pytest.raises(Invalid, match=r"^robustness-node: node=total$"):
        tree_of(above, evaluate(above, "counties", INPUTS).units)
