"""Quotas on the top of a ranking, whose edge ties go to a person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from luoshi.core.errors import Invalid
from luoshi.core.ranking.ranks import Place
from luoshi.core.ranking.rounding import published


@dataclass(frozen=True, slots=True)
class Filled:
    """``seats`` of the quota, who is ``inside`` by rank, and the tie at the ``edge``.

    The edge is a tie that the remaining seats cannot hold: a named person decides who of it
    takes them. ``inside`` and ``edge`` never overlap.
    """

    seats: int
    inside: tuple[str, ...]
    edge: tuple[str, ...]


def fill_quota(
    places: Sequence[Place], share: Decimal, mode: str = "down", barred: Collection[str] = ()
) -> Filled:
    """The quota of ``share`` (0-1) of the ranked contenders, best first.

    The number of seats is share × contenders, rounded as ``mode`` says (``down`` keeps 不超过);
    those ``barred`` count as contenders and take no seat.

    Raises: Invalid("quota-share") when the share is outside 0-1; as :func:`published`.
    Source: domain.md §1.5: the cap belongs to a group, ties at the cap go to a human.
    """
    if not 0 <= share <= 1:
        raise Invalid("quota-share", share=str(share))
    seats = int(published(share * len(places), 0, mode))
    inside: list[str] = []
    for _, members in groupby(places, key=lambda place: place.rank):
        keys = tuple(place.key for place in members if place.key not in barred)
        if len(inside) + len(keys) > seats:
            edge = keys if len(inside) < seats else ()
            return Filled(seats, tuple(inside), edge)
        inside.extend(keys)
    return Filled(seats, tuple(inside), ())
