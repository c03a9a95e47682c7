"""Places under ballots drawn again: firm where all agree, wide where they do not."""

import numpy as np
import pytest

from luoshi.core.errors import Invalid
from luoshi.core.raters import Interval, rank_intervals

WEIGHTS = {"A": 60.0, "B": 40.0}


def test_where_all_agree_the_place_is_one() -> None:
    points = np.tile([90.0, 80, 70], (10, 1))
    found = rank_intervals({"A": points, "B": points[:3]}, WEIGHTS, draws=100, seed="s")
    assert found == (Interval(1, 1, 1, 0), Interval(2, 2, 0, 0), Interval(3, 3, 0, 1))


def test_level_ones_are_wide_and_alike() -> None:
    points = np.random.default_rng(4).normal([80.0, 80, 60], 5, (30, 3))
    found = rank_intervals({"A": points}, WEIGHTS, draws=2000, seed="s")
    assert [(each.low, each.high) for each in found] == [(1, 2), (1, 2), (3, 3)]
    assert abs(found[0].first + found[1].first - 1) < 0.01
    assert rank_intervals({"A": points}, WEIGHTS, draws=2000, seed="s") == found
    assert rank_intervals({"A": points}, WEIGHTS, draws=2000, seed="t") != found


def test_classes_are_drawn_apart_and_weighed() -> None:
    """A large class of less weight cannot outvote a small one that agrees."""
    a, b = np.tile([90.0, 80], (5, 1)), np.tile([80.0, 90], (500, 1))
    found = rank_intervals({"A": a, "B": b}, WEIGHTS, draws=50, seed="s")
    assert [each.first for each in found] == [1, 0]


def test_spread_is_that_of_the_mean() -> None:
    """Two contenders one standard error apart: the better is first in about 84 of 100 draws."""
    rng = np.random.default_rng(8)
    gaps = rng.normal(0, 1, 400)
    gaps += 1 / 20 * gaps.std() - gaps.mean()
    points = np.column_stack([80 + gaps, np.full(400, 80.0)])
    found = rank_intervals({"A": points}, WEIGHTS, draws=4000, seed="s")
    assert abs(found[0].first - 0.841) < 0.03


def test_absent_marks_and_classes_are_left_out() -> None:
    points = np.array([[90.0, np.nan], [90, 80], [90, 80], [90, 80], [90, 80], [90, 80]])
    empty = np.empty((0, 2))
    found = rank_intervals({"A": points, "B": empty}, WEIGHTS, draws=200, seed="s")
    assert found[0] == Interval(1, 1, 1, 0)
    with pytest.raises(Invalid):
        rank_intervals({"A": empty}, WEIGHTS, draws=1, seed="s")
