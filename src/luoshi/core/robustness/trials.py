"""Many draws of weights, and where every unit came to stand in each."""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luoshi.core.errors import Invalid
from luoshi.core.robustness.spreads import Numbers, Spread
from luoshi.core.robustness.trees import Branch

BLOCK = 1_000
MOST_DRAWS = 1_000_000
MOST_UNITS = 10_000
LEVEL = 1e-9
"""Scores nearer to each other than this share of the largest are level."""


@dataclass(frozen=True, slots=True)
class Trials:
    """``ranks`` is units × draws: the competition rank (1 is best) in each draw."""

    ranks: NDArray[np.int16]

    def acceptance(self) -> NDArray[np.int64]:
        """Units × places: in how many draws each unit stood at each place, 1 first."""
        units = self.ranks.shape[0]
        return np.stack([np.bincount(row, minlength=units + 1)[1:] for row in self.ranks])

    def ahead(self) -> Numbers:
        """Units × units: the share of draws (0-1) in which one stood before another; a draw in
        which they were level counts half. The diagonal is a half."""
        units, draws = self.ranks.shape
        width = -(-draws // 8) * 8
        rows = np.zeros((units, width), np.int16)
        rows[:, :draws] = self.ranks
        found = np.full((units, units), 0.5)
        for at in range(units - 1):
            before = _counted(rows[at] < rows[at + 1 :])
            behind = _counted(rows[at] > rows[at + 1 :])
            share = 0.5 + (before - behind) / (2 * draws)
            found[at, at + 1 :] = share
            found[at + 1 :, at] = 1 - share
        return found


def trials(
    tree: Branch, points: Numbers, spread: Spread, *, draws: int = 10_000, seed: str
) -> Trials:
    """``draws`` rankings of the units of ``points`` (leaves × units) under drawn weights.

    ``seed`` is any text; the same seed gives the same draws. Every unit needs a number somewhere.

    Raises: Invalid("draws-unusable") outside 1 … 1,000,000, Invalid("units-unusable") for none or
    more than 10,000, Invalid("number-out-of-range") for infinite points or a unit with none.
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise Invalid("draws-unusable")
    units = points.shape[1]
    if not 1 <= units <= MOST_UNITS:
        raise Invalid("units-unusable")
    if np.isinf(points).any():
        raise Invalid("number-out-of-range")
    rng = rng_of(seed)
    ranks = np.empty((units, draws), np.int16)
    for start in range(0, draws, BLOCK):
        count = min(BLOCK, draws - start)
        scores = tree.scores(points, count, spread, rng)
        if np.isnan(scores[0]).any():
            raise Invalid("number-out-of-range")
        ranks[:, start : start + count] = ranks_of(scores).T
    return Trials(ranks)


def rng_of(seed: str) -> np.random.Generator:
    """The generator that any text stands for."""
    return np.random.default_rng(int.from_bytes(hashlib.sha256(seed.encode()).digest()))


def ranks_of(scores: Numbers) -> NDArray[np.int16]:
    """Competition ranks of each row, 1 for the largest; neighbours that are level share one, and
    those without a number the last."""
    absent = np.isnan(scores)
    if absent.any():
        least = np.where(absent, np.inf, scores).min()
        least = least if np.isfinite(least) else 0.0
        scores = np.where(absent, least - abs(least) - 1, scores)
    order = np.argsort(-scores, axis=1)
    ordered = np.take_along_axis(scores, order, axis=1)
    gap = LEVEL * np.maximum(np.abs(ordered[:, :1]), np.abs(ordered[:, -1:]))
    apart = np.ones(scores.shape, np.bool_)
    apart[:, 1:] = ordered[:, :-1] - ordered[:, 1:] > gap
    places = np.where(apart, np.arange(1, scores.shape[1] + 1, dtype=np.int16), np.int16(0))
    places = np.maximum.accumulate(places, axis=1)
    ranks = np.empty(scores.shape, np.int16)
    np.put_along_axis(ranks, order, places, axis=1)
    return ranks


def _counted(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many are true in each row; eight at a time, since a true byte is one bit."""
    words = np.bitwise_count(flags.view(np.uint64))
    found: NDArray[np.int64] = words.sum(axis=1, dtype=np.int64)
    return found
