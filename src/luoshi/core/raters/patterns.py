"""What the residuals of a fit show: single marks far off, blocs against rivals, order."""

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from luoshi.core.errors import Invalid
from luoshi.core.raters.marks import Flags, Numbers
from luoshi.core.raters.twoway import TwoWay
from luoshi.core.robustness.trials import rng_of

FAR, LOW = 3.5, 2.0
"""Standard deviations from which a mark is far off, and from which it is low beside the others.
Source of 3.5: Iglewicz & Hoaglin, How to Detect and Handle Outliers (1993)."""
CHANCE = 0.001
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Far:
    """How many marks of a contender are far above and below what fits."""

    contender: int
    above: int
    below: int


@dataclass(frozen=True, slots=True)
class Bloc:
    """So many ``ballots`` mark all of ``contenders`` low at once, where chance would give
    ``expected`` for a pair. It names no ballot."""

    contenders: tuple[int, ...]
    ballots: int
    expected: float


@dataclass(frozen=True, slots=True)
class Order:
    """``slope`` in points from one speaker to the next; ``chance`` (0-1) is the share of random
    orders that give one as steep. Quality and order cannot be told apart within one session."""

    slope: float
    chance: float


def far_marks(fit: TwoWay) -> tuple[Far, ...]:
    """The contenders with marks far off, in their order; () where everybody agrees."""
    if not fit.spread:
        return ()
    with np.errstate(invalid="ignore"):
        above = (fit.residual > FAR * fit.spread).sum(axis=0)
        below = (fit.residual < -FAR * fit.spread).sum(axis=0)
    return tuple(
        Far(at, int(high), int(low))
        for at, (high, low) in enumerate(zip(above, below, strict=True))
        if high or low
    )


def blocs(fit: TwoWay) -> tuple[Bloc, ...]:
    """Contenders that the same ballots mark low, more often than chance has it; most ballots first.

    Two contenders belong together when as many ballots mark both low has a chance under 0.001 for
    all pairs together, were low marks spread at random over ballots; at least five ballots must
    agree, so that nothing points at a person. A shared view does this as well as an agreement.
    Source: Fisher's exact test with Bonferroni's correction.
    """
    if not fit.spread:
        return ()
    low: Flags = np.asarray(np.less(fit.residual, -LOW * fit.spread))
    ballots, contenders = low.shape
    counts = low.sum(axis=0)
    bound = CHANCE / max(1, comb(contenders, 2))
    groups: list[set[int]] = []
    for one, other in combinations(range(contenders), 2):
        both = int((low[:, one] & low[:, other]).sum())
        if both >= FEWEST and _tail(both, int(counts[one]), int(counts[other]), ballots) < bound:
            joined = [group for group in groups if one in group or other in group]
            groups = [group for group in groups if group not in joined]
            groups.append({one, other}.union(*joined))
    found = [_bloc(low, sorted(group)) for group in groups]
    return tuple(sorted((b for b in found if b.ballots >= FEWEST), key=lambda b: -b.ballots))


def order_effect(points: Numbers, *, draws: int, seed: str) -> Order:
    """The slope over ``points`` of contenders in the order in which they spoke, against ``draws``
    random orders; the same seed gives the same numbers.

    Raises: Invalid("too-few-contenders") under three.
    """
    number = len(points)
    if number < 3:
        raise Invalid("too-few-contenders")
    places = np.arange(number) - (number - 1) / 2
    per_place = float(places @ places)
    slope = float(places @ points) / per_place
    rng = rng_of(seed)
    others = rng.permuted(np.tile(points, (draws, 1)), axis=1) @ places / per_place
    level = abs(slope) * (1 - 1e-9)
    return Order(slope, float((np.abs(others) >= level).mean()))


def _bloc(low: Flags, group: list[int]) -> Bloc:
    ballots, rates = low.shape[0], low.mean(axis=0)
    pairs = [float(rates[a] * rates[b]) for a, b in combinations(group, 2)]
    return Bloc(tuple(group), int(low[:, group].all(axis=1).sum()), round(ballots * max(pairs), 2))


def _tail(both: int, one: int, other: int, ballots: int) -> float:
    """The hypergeometric chance of ``both`` or more."""
    ways = sum(
        comb(one, at) * comb(ballots - one, other - at) for at in range(both, min(one, other) + 1)
    )
    return ways / comb(ballots, other)
