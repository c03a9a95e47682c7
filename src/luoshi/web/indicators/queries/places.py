"""Who is compared at a level: the units of the jurisdiction and the peers beside them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from luoshi.web.indicators.models import Peer
from luoshi.web.units.models import Kind, Unit
from luoshi.web.units.queries import units_of

LEVELS = tuple(Kind.values)


@dataclass(frozen=True, slots=True)
class Place:
    """One row: a unit of our own or a peer. A benchmark has no rank."""

    key: str
    name: str
    level: str
    own: bool = True
    benchmark: bool = False
    unit_id: int | None = None


def places_of(jurisdiction: Unit) -> list[Place]:
    """Every place that may have numbers, units in tree order, then peers: two queries."""
    units = [
        Place(f"unit:{unit.pk}", unit.short_name, unit.kind, unit_id=unit.pk)
        for unit in units_of(jurisdiction.pk)
    ]
    peers = [
        Place(f"peer:{peer.pk}", peer.name, peer.level, own=False, benchmark=peer.is_benchmark)
        for peer in Peer.objects.filter(jurisdiction=jurisdiction.pk)
    ]
    return units + peers


def levels_of(places: Sequence[Place], keys: Collection[str]) -> list[tuple[str, str]]:
    """The kinds of which any own unit has a number, with their names."""
    present = {place.level for place in places if place.own and place.key in keys}
    return [(str(kind), str(label)) for kind, label in Kind.choices if kind in present]


def at_level(places: Sequence[Place], level: str, keys: Collection[str]) -> list[Place]:
    """The places of a kind that have any number, our own first."""
    return [place for place in places if place.level == level and place.key in keys]


def names_of(places: Sequence[Place]) -> Mapping[str, str]:
    """Key → name."""
    return {place.key: place.name for place in places}
