"""How firm the places are: ballots drawn again within their class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from luoshi.core.errors import Invalid
from luoshi.core.raters.marks import Numbers
from luoshi.core.robustness.trials import ranks_of, rng_of

LEVEL = 0.9
BLOCK = 200


@dataclass(frozen=True, slots=True)
class Interval:
    """The places (1 is first) a contender took in the middle 90 % of the draws, and the shares
    (0-1) of draws in which it was first and last, ties included."""

    low: int
    high: int
    first: float
    last: float


def rank_intervals(
    classes: Mapping[str, Numbers], weights: Mapping[str, float], *, draws: int, seed: str
) -> tuple[Interval, ...]:
    """Of each contender, from the points of each class (ballots × contenders, NaN: no mark).

    In each draw every class draws as many of its ballots as it has, with replacement, and means
    are weighted as in the tally, without trimming. A class without a ballot is left out. The same
    seed gives the same numbers. Raises: Invalid("no-ballots").
    Source: Efron & Tibshirani, An Introduction to the Bootstrap (1993), strata resampled apart;
    Goldstein & Spiegelhalter, League tables, JRSS A 159 (1996), for intervals of ranks.
    """
    cast = [(points, weights[key]) for key, points in classes.items() if len(points)]
    if not cast:
        raise Invalid("no-ballots")
    rng = rng_of(seed)
    blocks = [
        ranks_of(_scores(cast, min(BLOCK, draws - start), rng)) for start in range(0, draws, BLOCK)
    ]
    ranks = np.concatenate(blocks)
    edge = (1 - LEVEL) / 2
    low, high = np.quantile(ranks, [edge, 1 - edge], axis=0, method="inverted_cdf")
    first, last = (
        (ranks == 1).mean(axis=0),
        (ranks == ranks.max(axis=1, keepdims=True)).mean(axis=0),
    )
    return tuple(
        Interval(int(a), int(b), float(c), float(d))
        for a, b, c, d in zip(low, high, first, last, strict=True)
    )


def _scores(cast: Sequence[tuple[Numbers, float]], draws: int, rng: np.random.Generator) -> Numbers:
    total = whole = np.zeros((draws, cast[0][0].shape[1]))
    for points, weight in cast:
        ballots = len(points)
        times = rng.multinomial(ballots, np.full(ballots, 1 / ballots), size=draws)
        there = ~np.isnan(points)
        marks = times @ there.astype(np.float64)
        sums = times @ np.where(there, points, 0.0)
        total = total + np.where(marks > 0, weight * sums / np.maximum(marks, 1), 0.0)
        whole = whole + np.where(marks > 0, weight, 0.0)
    found: Numbers = np.where(whole > 0, total / np.maximum(whole, 1e-300), np.nan)
    return found
