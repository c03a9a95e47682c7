"""A robust two-way fit: what contenders got, were every rater equally strict."""

from dataclasses import dataclass

import numpy as np

from luoshi.core.raters.marks import Numbers, need_connected

HUBER = 1.345
"""From how many standard deviations on a mark counts less: 95 % efficiency for normal errors."""
MAD_TO_SD = 1.4826
ROUNDS, SETTLED, EXACT = 50, 1e-5, 1e-9


@dataclass(frozen=True, slots=True)
class TwoWay:
    """points ≈ contender − severity. ``severity`` is in points, above 0 for a strict rater, 0 on
    average; ``residual`` is raters × contenders, NaN where there is no mark; ``spread`` is the
    robust standard deviation of the residuals."""

    contender: Numbers
    severity: Numbers
    residual: Numbers
    spread: float


def two_way(points: Numbers, *, robust: bool = True) -> TwoWay:
    """The fit to raters × contenders (NaN: no mark) by least squares; ``robust`` gives marks far
    off less weight (Huber), so that one rogue mark moves nobody.

    Raises: Invalid("raters-disconnected") where severities cannot be compared.
    Source: Huber & Ronchetti, Robust Statistics (2009), ch. 7.
    """
    there = ~np.isnan(points)
    need_connected(there)
    marks = np.where(there, points, 0.0)
    weights = there.astype(np.float64)
    contender, severity = _solved(marks, weights)
    spread = 0.0
    for _ in range(ROUNDS if robust else 1):
        residual = marks - contender + severity[:, None]
        spread = MAD_TO_SD * float(np.median(np.abs(residual[there])))
        if not robust or spread < EXACT:
            break
        far = np.maximum(np.abs(residual) / (HUBER * spread), 1.0)
        before = contender
        contender, severity = _solved(marks, np.where(there, 1 / far, 0.0))
        if np.abs(contender - before).max() < SETTLED * spread:
            break
    residual = np.where(there, points - contender + severity[:, None], np.nan)
    return TwoWay(contender, severity, residual, spread)


def _solved(marks: Numbers, weights: Numbers) -> tuple[Numbers, Numbers]:
    """Weighted least squares: the raters are eliminated, the contenders solved for."""
    by_rater, by_contender = weights.sum(axis=1), weights.sum(axis=0)
    total = weights * marks
    scaled = weights / by_rater[:, None]
    # einsum, as a matrix product this small is slowed down by the threads that share it
    normal = np.diag(by_contender) - np.einsum("ri,rj->ij", weights, scaled)
    right = total.sum(axis=0) - scaled.T @ total.sum(axis=1)
    # only differences are determined: the constant fixes the level, and cancels below
    contender = np.linalg.solve(normal + by_contender.mean() / len(normal), right)
    severity = scaled @ contender - total.sum(axis=1) / by_rater
    level = severity.mean()
    return contender - level, severity - level
