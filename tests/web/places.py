"""Where a thing is and who asks: what the rows of the table of rights are made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from luoshi.web.accounts.actor import Actor
from luoshi.web.units.models import Unit
from tests.factories import City

RELATIONS = ("own", "below", "other", "city")
ALL, JURISDICTION, REACH, NONE = "YYYY", "YYY-", "YY--", "----"
SOMEBODY_ELSE = -1


@dataclass(frozen=True)
class Place:
    """Where the thing is, and who asks."""

    city: City
    unit: Unit
    actor: Actor

    @property
    def area(self) -> int:
        return self.city.unit.pk

    @property
    def asker(self) -> int:
        return self.actor.user_id or SOMEBODY_ELSE


Thing = Callable[[Place], object]


@dataclass(frozen=True)
class Row:
    """What the rule is asked about, and for which roles it says yes where."""

    thing: Thing | None = None
    may: Mapping[str, str] = field(default_factory=dict)
    more: Callable[[Place], dict[str, Any]] = lambda place: {}

    def ask(self, rule: Callable[..., object], place: Place) -> bool:
        things = (self.thing(place),) if self.thing else ()
        return bool(rule(place.actor, *things, **self.more(place)))


def area(place: Place) -> int:
    return place.area


def near(place: Place) -> dict[str, Any]:
    """The asker's own unit with those above and below it."""
    units = {unit for held in place.actor.held for unit in (held.unit_id, *held.reach)}
    return {"barred": frozenset(units)}


def parties(one: str, other: str) -> Callable[[Place], dict[str, Any]]:
    """The asker's own line under one name, the thing's unit under the other."""
    return lambda place: {one: near(place)["barred"], other: frozenset({place.unit.pk})}
