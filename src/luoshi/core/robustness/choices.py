"""Other ways to bring indicators to one scale, and how far an error of a number carries."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

import numpy as np

from luoshi.core.robustness.spreads import Numbers
from luoshi.core.scoring import Curve, NodeResult, Scheme, UnitResult, curves_of

LEAST, MOST = 1.0, 100.0
"""The ends of a scale. It does not begin at 0: a geometric mean would then put everyone who is
last in anything level at 0. Source: OECD/JRC (2008), step 6; COINr normalises to 1-100 for it."""


def _as_written(column: Numbers) -> Numbers:
    return column


def _min_max(column: Numbers) -> Numbers:
    """1 for the least of the group, 100 for the greatest."""
    low, high = column.min(), column.max()
    return column if high <= low else _spread((column - low) / (high - low))


def _z_score(column: Numbers) -> Numbers:
    """Mean 50, one standard deviation 10."""
    spread = column.std()
    return column if spread <= 0 else 50 + 10 * (column - column.mean()) / spread


def _places(column: Numbers) -> Numbers:
    """1 for the last, 100 for the first, by the share of the others behind, level ones half."""
    if len(column) < 2:
        return column
    behind = (column[:, None] > column[None, :]).sum(axis=1)
    level = (column[:, None] == column[None, :]).sum(axis=1) - 1
    return _spread((behind + level / 2) / (len(column) - 1))


def _spread(shares: Numbers) -> Numbers:
    return LEAST + (MOST - LEAST) * shares


SCALES: Mapping[str, Callable[[Numbers], Numbers]] = MappingProxyType(
    {"written": _as_written, "min_max": _min_max, "z_score": _z_score, "places": _places}
)
"""The scale of the scheme, and those of OECD/JRC (2008), Handbook on Constructing Composite
Indicators, step 5, over the points of the group."""


def rescaled(points: Numbers, columns: Sequence[int], scale: str) -> Numbers:
    """``points`` (leaves × units) with the ``columns`` on another scale; NaN stays."""
    found = points.copy()
    for column in columns:
        there = ~np.isnan(points[column])
        if there.any():
            found[column, there] = SCALES[scale](points[column, there])
    return found


def reach_of(
    scheme: Scheme, units: Sequence[UnitResult], leaves: Sequence[str], error: Decimal
) -> tuple[Numbers, Numbers]:
    """Leaves × units twice: how far points go down and up (≥ 0) when the number behind them is off
    by ``error`` (0-1) of itself either way. Nothing for a leaf that is a branch or has no number.
    """
    nodes = dict(scheme.root.walk())
    wanted = set(leaves)
    found: dict[str, dict[str, NodeResult]] = {path: {} for path in leaves}
    for unit in units:
        for result in unit.total.walk():
            if result.path in wanted:
                found[result.path][unit.unit] = result
    down, up = np.zeros((2, len(leaves), len(units)))
    for row, path in enumerate(leaves):
        curves = curves_of(nodes[path], found[path]) if nodes[path].source else {}
        for column, unit in enumerate(units):
            curve = curves.get(unit.unit)
            if curve is not None:
                down[row, column], up[row, column] = _reach(curve, found[path][unit.unit], error)
    return down, up


def _reach(curve: Curve, result: NodeResult, error: Decimal) -> tuple[float, float]:
    value, points = result.value, result.points
    if value is None or points is None:
        return 0.0, 0.0
    moved = (curve.points(value * (1 - error)), curve.points(value * (1 + error)))
    steps = [float(one - points) for one in moved if one is not None]
    return max(0.0, *(-step for step in steps), 0.0), max(0.0, *steps, 0.0)
