"""Ways to draw weights around those that a scheme states."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luoshi.core.errors import Invalid

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Dirichlet:
    """Weights from a Dirichlet distribution.

    ``strength`` says how close they stay to the stated ones (α = strength × share, the mean is
    the stated share); None draws every division of the whole alike, whatever is stated.

    Raises: Invalid("spread-unusable") when not above 0.
    Source: Tervonen & Lahdelma (2007), EJOR 178 (SMAA: uniform weights).
    """

    strength: float | None = None

    def __post_init__(self) -> None:
        if self.strength is not None and not 0 < self.strength < 1e9:
            raise Invalid("spread-unusable")

    def draw(self, shares: Numbers, draws: int, rng: np.random.Generator) -> Numbers:
        """``draws`` × weights, each row adding up to 1; a share of 0 stays 0."""
        counted = shares > 0
        if self.strength is None:
            raw = rng.standard_exponential((draws, len(shares))) * counted
        else:
            shape = np.where(counted, shares * self.strength, 1.0)
            raw = rng.standard_gamma(shape, (draws, len(shares))) * counted
        return _normalised(raw, shares)


@dataclass(frozen=True, slots=True)
class Band:
    """Every weight moves by up to ± ``width`` (0-1) of itself, evenly, then all are rescaled.

    Raises: Invalid("spread-unusable") outside 0-1.
    Source: Saisana, Saltelli & Tarantola (2005), JRSS A 168 (uncertainty of weights).
    """

    width: float = 0.1

    def __post_init__(self) -> None:
        if not 0 <= self.width < 1:
            raise Invalid("spread-unusable")

    def draw(self, shares: Numbers, draws: int, rng: np.random.Generator) -> Numbers:
        """``draws`` × weights, each row adding up to 1."""
        moved = rng.uniform(1 - self.width, 1 + self.width, (draws, len(shares)))
        return _normalised(shares * moved, shares)


Spread = Dirichlet | Band


def _normalised(raw: Numbers, shares: Numbers) -> Numbers:
    """Rows that add up to 1; a row that is all but 0 becomes the stated shares."""
    totals = raw.sum(axis=1, keepdims=True)
    alive = totals > 1e-300
    normal: Numbers
    if alive.all():
        normal = raw / totals
    else:
        normal = np.where(alive, raw / np.where(alive, totals, 1.0), shares)
    return normal
