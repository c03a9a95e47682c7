"""Severities by the two-way fit, what the residuals show, and when nothing is said."""

import numpy as np
import pytest

from luoshi import presets
from luoshi.core.errors import Invalid
from luoshi.core.raters import (
    Far,
    Floor,
    blocs,
    class_marks,
    connected,
    far_marks,
    floor_from,
    not_enough,
    order_effect,
    two_way,
)
from luoshi.core.raters.marks import Numbers
from tests.core.tally.build import ballot, sealed

QUALITY = np.array([90.0, 85, 80, 75, 70, 65])


def hall(raters: int = 40, noise: float = 1.0) -> tuple[Numbers, Numbers]:
    """Marks and the severities behind them."""
    rng = np.random.default_rng(2)
    severity = rng.normal(0, 4, raters)
    severity -= severity.mean()
    errors = rng.normal(0, noise, (raters, len(QUALITY)))
    return QUALITY - severity[:, None] + errors, severity


def test_severities_are_found_although_marks_are_absent() -> None:
    points, severity = hall(noise=0)
    points[:20, 0] = np.nan
    points[20:, 5] = np.nan
    fit = two_way(points)
    assert np.allclose(fit.contender, QUALITY)
    assert np.allclose(fit.severity, severity)
    assert np.allclose(np.nan_to_num(fit.residual), 0)


def test_the_lenient_half_helps_nobody() -> None:
    """Raw means put the second first, since only lenient raters marked it."""
    points, severity = hall(noise=0)
    points[severity > 0, 1] = np.nan
    raw = np.nanmean(points, axis=0)
    points[severity <= 0, 0] = np.nan
    raw = np.nanmean(points, axis=0)
    fit = two_way(points)
    assert (raw.argmax(), fit.contender.argmax()) == (1, 0)


def test_least_squares_is_what_numpy_solves() -> None:
    points, _ = hall(raters=9)
    points[3, 2] = points[7, 5] = np.nan
    there = np.argwhere(~np.isnan(points))
    design = np.zeros((len(there), 9 + 6))
    for row, (rater, contender) in enumerate(there):
        design[row, rater], design[row, 9 + contender] = -1, 1
    solved = np.linalg.lstsq(design, points[~np.isnan(points)], rcond=None)[0]
    fit = two_way(points, robust=False)
    assert np.allclose(fit.severity, solved[:9] - solved[:9].mean())
    assert np.allclose(fit.contender, solved[9:] - solved[:9].mean())


def test_one_rogue_mark_moves_nobody_and_is_counted() -> None:
    points, _ = hall()
    honest = two_way(points)
    points[7, 0] -= 60
    plain, robust = two_way(points, robust=False), two_way(points)
    assert np.abs(robust.contender - honest.contender).max() < 0.15
    assert np.abs(plain.contender - honest.contender).max() > 1
    assert Far(0, 0, 1) in far_marks(robust)
    assert far_marks(two_way(hall(noise=0)[0])) == ()


def test_a_bloc_against_two_rivals_is_found() -> None:
    points, _ = hall(raters=60)
    assert blocs(two_way(points)) == ()
    points[:8, [0, 1]] -= 12
    found = blocs(two_way(points))
    assert [(each.contenders, each.ballots >= 8) for each in found] == [((0, 1), True)]
    points, _ = hall(raters=60)
    points[:4, [0, 1]] -= 12
    assert blocs(two_way(points)) == ()


def test_order() -> None:
    rising = order_effect(QUALITY[::-1], draws=2000, seed="lot")
    assert (rising.slope, rising.chance < 0.02) == (5.0, True)
    assert order_effect(QUALITY[::-1], draws=2000, seed="lot") == rising
    assert order_effect(QUALITY[[0, 5, 2, 3, 4, 1]], draws=2000, seed="lot").chance > 0.1
    assert order_effect(np.zeros(4), draws=100, seed="lot").chance == 1
    with pytest.raises(Invalid):
        order_effect(QUALITY[:2], draws=10, seed="lot")


def test_below_the_floor_nothing_is_corrected() -> None:
    floor = Floor(raters=10, contenders=5, marks=8, draws=1)

    def lacks(points: Numbers) -> tuple[object, ...]:
        return tuple((not_enough(points, floor) or {}).values())

    points, _ = hall(raters=12)
    assert lacks(points) == ()
    assert lacks(points[:9]) == ("too-few-raters", 9, 10)
    assert lacks(points[:, :4]) == ("too-few-contenders", 4, 5)
    few = points.copy()
    few[:5, 3] = np.nan
    assert lacks(few) == ("too-few-marks", 7, 8)
    only = np.full((24, 6), np.nan)
    only[:12, :3], only[12:, 3:] = points[:, :3], points[:, 3:]
    assert lacks(only) == ("disconnected", 2, 1)
    with pytest.raises(Invalid) as refused:
        two_way(only)
    assert refused.value.code == "raters-disconnected"
    only[0, 3] = 70
    assert (lacks(only), two_way(only).contender.shape) == ((), (6,))


def test_who_marked_nothing_is_not_connected() -> None:
    there = np.ones((3, 2), bool)
    assert connected(there)
    there[2] = False
    assert not connected(there)


def test_the_floor_of_the_presets() -> None:
    row = presets.load("ballots")["advice"]
    assert floor_from(row, "ballots.advice") == Floor(10, 5, 8, 2000)


def test_marks_of_a_sealed_list() -> None:
    rows = ((60, 40), (30, "abstain"), (48, 32))
    found = class_marks(sealed([ballot("A", *rows), ballot("B", (61, 0), *rows[1:])]))
    assert np.array_equal(found["A"], [[[60, 40], [30, np.nan], [48, 32]]], equal_nan=True)
    assert {key: len(each) for key, each in found.items()} == {"A": 1, "B": 0, "C": 0}
