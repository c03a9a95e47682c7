"""Whether points go with something the rules should not reward: size, or where one started."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from math import atanh, sqrt, tanh
from statistics import NormalDist

LEAST = 4
"""Below this many pairs there is no interval."""


@dataclass(frozen=True, slots=True)
class Correlation:
    """Spearman's rank correlation of ``n`` pairs, from -1 to 1, with its interval.

    ``rho`` is None where a side does not vary; ``low`` and ``high`` too where there are too few
    pairs or the correlation is perfect.
    """

    n: int
    rho: float | None
    low: float | None
    high: float | None

    @property
    def tells(self) -> bool:
        """Whether the interval leaves 0 out."""
        return self.low is not None and self.high is not None and self.low * self.high > 0


def correlation(
    first: Sequence[Decimal], second: Sequence[Decimal], *, level: float = 0.95
) -> Correlation:
    """The rank correlation of two columns of numbers of the same length; ties get their mean rank.

    Source: Spearman 1904; the interval by Fisher's z with the variance of Bonett and Wright,
    Sample size requirements for estimating correlations, Psychometrika 65 (2000).
    Raises ValueError for columns of different lengths.
    """
    n = len(first)
    if n != len(second):
        raise ValueError("columns of different lengths")
    rho = _pearson(_ranks(first), _ranks(second))
    if rho is None or n < LEAST or abs(rho) >= 1:
        return Correlation(n, rho, None, None)
    half = NormalDist().inv_cdf((1 + level) / 2) * sqrt((1 + rho * rho / 2) / (n - 3))
    return Correlation(n, rho, tanh(atanh(rho) - half), tanh(atanh(rho) + half))


def _ranks(column: Sequence[Decimal]) -> list[float]:
    order = sorted(range(len(column)), key=lambda i: column[i])
    ranks = [0.0] * len(column)
    before = 0
    for _value, group in groupby(order, key=lambda i: column[i]):
        same = list(group)
        for i in same:
            ranks[i] = before + (len(same) + 1) / 2
        before += len(same)
    return ranks


def _pearson(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    if not xs:
        return None
    mean = (len(xs) + 1) / 2
    across = sum((x - mean) * (y - mean) for x, y in zip(xs, ys, strict=True))
    spread = sum((x - mean) ** 2 for x in xs) * sum((y - mean) ** 2 for y in ys)
    return max(-1.0, min(1.0, across / sqrt(spread))) if spread else None
