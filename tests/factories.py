"""People and units for tests, made through the product's own actions where there are any."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import Appointment, User
from luoshi.web.accounts.queries import actor_at
from luoshi.web.commitments.models import Commitment, CommitmentList, ListItem, ListType
from luoshi.web.units.models import Unit, UnitVersion

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
START = date(2025, 1, 1)
PASSWORD = "a-long-enough-password"
numbers = count(1)


@dataclass
class City:
    """A small city: two counties, two departments, a park and a town of the first county."""

    unit: Unit
    east: Unit
    west: Unit
    transport: Unit
    health: Unit
    park: Unit
    town: Unit
    people: dict[str, User] = field(default_factory=dict)
    told: list[Any] = field(default_factory=list)
    """A story laid once for a module, to be handed out once."""

    def person(self, role: str, unit: Unit | None = None, username: str = "") -> User:
        """A person with one role; the same one for the same role and unit."""
        where = unit or self.unit
        key = username or f"{role}-{where.code}"
        if key not in self.people:
            user = User(username=key, name=key)
            user.set_password(PASSWORD)
            user.save()
            Appointment.objects.create(
                user=user, role=role, unit=where, jurisdiction=self.unit, from_on=START
            )
            self.people[key] = user
        return self.people[key]

    def actor(self, role: str, unit: Unit | None = None, username: str = "") -> Actor:
        """The same person as actions know it."""
        return actor_at(self.person(role, unit, username), TODAY)


def make_city(code: str = "YC") -> City:
    """A city with units in place but nobody appointed and nothing promised."""
    city = Unit.objects.create(
        code=code, kind="city", name=f"{code}市", short_name=code, runs_lists=True, opened_on=START
    )
    city.jurisdiction = city
    city.save()
    remember(city)

    def below(parent: Unit, kind: str, name: str) -> Unit:
        number = next(numbers)
        unit = Unit.objects.create(
            parent=parent,
            code=f"{code}-{number}",
            kind=kind,
            name=f"{name}{code}",
            short_name=f"{name}{code}",
            jurisdiction=city,
            position=number,
            opened_on=START,
        )
        remember(unit)
        return unit

    east = below(city, "county", "东区")
    return City(
        unit=city,
        east=east,
        west=below(city, "county", "西县"),
        transport=below(city, "department", "交通局"),
        health=below(city, "department", "卫健委"),
        park=below(city, "park", "高新区"),
        town=below(east, "town", "东镇"),
    )


def remember(unit: Unit) -> None:
    """What the unit is called since the beginning."""
    UnitVersion.objects.create(
        unit=unit,
        name=unit.name,
        short_name=unit.short_name,
        parent=unit.parent,
        valid_from=START,
    )


def make_list(city: City, *, title: str = "年度清单", **fields: object) -> CommitmentList:
    """A list for 2026 in the city, of a plain type."""
    kind, _ = ListType.objects.get_or_create(
        jurisdiction=city.unit,
        key="plain",
        defaults={"title": "一般清单", "definition": {"light_rule": "default"}},
    )
    values: dict[str, object] = {
        "jurisdiction": city.unit,
        "list_type": kind,
        "title": title,
        "period_start": date(2026, 1, 1),
        "period_end": date(2026, 12, 31),
        "created_by": city.person("supervisor"),
        "created_at": NOW,
    }
    return CommitmentList.objects.create(**(values | fields))


def make_commitment(
    city: City,
    lead: Unit,
    *,
    within: CommitmentList | None = None,
    weight: str = "1",
    **fields: object,
) -> Commitment:
    """A quantified commitment of 2026 that its lead unit has accepted (state ``underway``)."""
    number = next(numbers)
    values: dict[str, object] = {
        "jurisdiction": city.unit,
        "text": f"新建道路{number}公里",
        "kind": "target",
        "modality": "确保",
        "metric": "新建道路",
        "comparator": ">=",
        "baseline": Decimal(0),
        "target": Decimal(100),
        "unit_of_measure": "公里",
        "starts_on": date(2026, 1, 1),
        "due_on": date(2026, 12, 31),
        "lead_unit": lead,
        "state": "underway",
        "created_by": city.person("supervisor"),
        "created_at": NOW,
    }
    commitment = Commitment.objects.create(**(values | fields))
    if within:
        ListItem.objects.create(
            list=within, commitment=commitment, number=number, weight=Decimal(weight)
        )
    return commitment
