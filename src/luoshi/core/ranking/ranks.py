"""Ranks with their ties: who stands where, computed on the published number."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from luoshi.core.errors import Invalid
from luoshi.core.ranking.rounding import published

Merit = tuple[Decimal, tuple[tuple[bool, Decimal], ...]]


@dataclass(frozen=True, slots=True)
class Place:
    """One contender: the published ``points``, its ``rank``, and how many share that rank."""

    key: str
    points: Decimal
    rank: Decimal
    shared_by: int


@dataclass(frozen=True, slots=True)
class Band:
    """Contenders that share one rank (two or more), keys ascending."""

    rank: Decimal
    points: Decimal
    keys: tuple[str, ...]


class Spot(NamedTuple):
    """Where a tie of ``size`` stands: behind ``before`` contenders in ``bands`` ties or singles."""

    before: int
    bands: int
    size: int


METHODS: Mapping[str, Callable[[Spot], Decimal]] = MappingProxyType(
    {
        "competition": lambda spot: Decimal(spot.before + 1),
        "dense": lambda spot: Decimal(spot.bands + 1),
        "fractional": lambda spot: spot.before + (Decimal(spot.size) + 1) / 2,
    }
)


def rank(
    scores: Mapping[str, Decimal],
    *,
    method: str = "competition",
    places: int = 2,
    mode: str = "half_up",
    tie_break: Mapping[str, Sequence[Decimal | None]] | None = None,
) -> tuple[Place, ...]:
    """The contenders from first to last; more points are better.

    Ties are seen on the number as published (``places`` decimals, ``mode``). ``tie_break`` gives
    each key further numbers, compared in turn after the same rounding; one that is absent stands
    behind every number. What is still equal shares its rank, keys ascending. ``competition``
    counts 1 2 2 4, ``dense`` 1 2 2 3, ``fractional`` 1 2.5 2.5 4 (the ranks then add up to
    n(n+1)/2).

    Raises: Invalid("ranking-unknown") for another method; as :func:`published`.
    Source: the customary 并列排名 of 考核办法 (competition); Kendall & Gibbons, Rank Correlation
    Methods (fractional).
    """
    if method not in METHODS:
        raise Invalid("ranking-unknown", method=method)
    chains = tie_break or {}
    merits = {key: _merit(scores[key], chains.get(key, ()), places, mode) for key in scores}
    order = sorted(sorted(merits), key=merits.__getitem__, reverse=True)
    return tuple(_places(order, merits, METHODS[method]))


def tie_bands(places: Sequence[Place]) -> tuple[Band, ...]:
    """The ties among ``places`` ("these four are level"), best first; () when nobody ties."""
    bands = []
    for number, members in groupby(places, key=lambda place: place.rank):
        tied = tuple(members)
        if len(tied) > 1:
            bands.append(Band(number, tied[0].points, tuple(place.key for place in tied)))
    return tuple(bands)


def _merit(points: Decimal, chain: Sequence[Decimal | None], places: int, mode: str) -> Merit:
    further = tuple(
        (False, Decimal(0)) if number is None else (True, published(number, places, mode))
        for number in chain
    )
    return published(points, places, mode), further


def _places(
    order: Sequence[str], merits: Mapping[str, Merit], number: Callable[[Spot], Decimal]
) -> Iterator[Place]:
    before = 0
    for bands, (merit, members) in enumerate(groupby(order, key=merits.__getitem__)):
        keys = tuple(members)
        place = number(Spot(before, bands, len(keys)))
        for key in keys:
            yield Place(key, merit[0], place, len(keys))
        before += len(keys)
