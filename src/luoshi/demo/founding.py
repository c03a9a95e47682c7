"""The city itself: units, people, calendar."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.resources import files
from typing import Any

import yaml

from luoshi.core.document import LOADER
from luoshi.demo.logins import PASSWORD
from luoshi.web.accounts.actions import user_appoint, user_create
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.installation import installation_begin
from luoshi.web.accounts.models import User
from luoshi.web.accounts.queries import actor_at
from luoshi.web.units.actions import alias_add, unit_create
from luoshi.web.units.models import Unit
from luoshi.web.units.queries import units_of


@dataclass
class City:
    """The demo city while it is being made: its units by code and its people by part."""

    unit: Unit
    admin: Actor
    today: date
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    parts: dict[tuple[str, int], str] = field(default_factory=dict)
    logins: set[str] = field(default_factory=set)
    """Who may sign in; the others of the city have no password."""
    merged: set[str] = field(default_factory=set)
    """Codes of the departments that are merged this year."""

    def actor(self, username: str, on: date) -> Actor:
        """That person as of a day."""
        return actor_at(self.people[username], on)

    def contact(self, unit: Unit, on: date) -> Actor:
        """The contact of a unit."""
        return self.actor(f"contact-{unit.code}", on)

    def leader(self, unit: Unit, on: date) -> Actor:
        """The leader of a unit."""
        return self.actor(f"leader-{unit.code}", on)

    def of_kind(self, *kinds: str, year: int | None = None) -> list[Unit]:
        """The city's units of those kinds, in the order of the tree; of an earlier ``year`` also
        those that are merged since."""
        past = year is not None and year < self.today.year
        units = [unit for unit in self.units.values() if unit.kind in kinds]
        return [unit for unit in units if past or unit.code not in self.merged]


def read(name: str) -> Any:
    """One of the demo's data files."""
    return yaml.load(files("luoshi.demo").joinpath(name).read_text(encoding="utf-8"), LOADER)


def found(*, on: date, today: date, at: datetime) -> City:
    """The units and people of 云川市, in office since ``on``."""
    data = read("city.yaml")
    first = next(entry for entry in data["logins"] if entry["role"] == "admin")
    top, admin = installation_begin(
        **data["city"],
        kind="city",
        username=first["username"],
        person=first["name"],
        password=PASSWORD,
        on=on,
        at=at,
    )
    city = City(top, admin, today)
    city.merged = {entry["code"] for entry in data["merged"]}
    city.logins = {entry["username"] for entry in data["logins"]}
    city.people["admin"] = User.objects.get(pk=admin.user_id)
    for position, (kind, entry) in enumerate(_bodies(data)):
        _add_unit(city, kind, entry, position, on, at)
    _appoint_all(city, data, on, at)
    return city


def _bodies(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    kinds = ("county", "counties"), ("park", "parks"), ("department", "departments")
    for kind, key in (*kinds, ("department", "merged")):
        for entry in data[key]:
            yield kind, entry


def _add_unit(
    city: City, kind: str, entry: dict[str, Any], position: int, on: date, at: datetime
) -> None:
    name = entry["name"]
    unit = unit_create(
        parent=city.unit,
        code=entry["code"],
        kind=kind,
        name=name,
        short_name=entry.get("short_name", name),
        position=position,
        on=on,
        by=city.admin,
        at=at,
    )
    city.units[unit.code] = unit
    for text in entry.get("aliases", ()):
        alias_add(unit=unit, text=text, by=city.admin, at=at)
    for number, town in enumerate(entry.get("towns", ()), 1):
        unit_create(
            parent=unit,
            code=f"{unit.code}-{number:02}",
            kind="town",
            name=town,
            short_name=town,
            position=number,
            on=on,
            by=city.admin,
            at=at,
        )


def _appoint_all(city: City, data: dict[str, Any], on: date, at: datetime) -> None:
    for entry in data["logins"]:
        if entry["role"] != "admin":
            unit = city.units.get(entry.get("unit", ""), city.unit)
            _person(city, entry["username"], entry["name"], entry["role"], unit, on, at)
    for entry in data["second_holders"]:
        city.parts.pop((entry["role"], city.unit.pk))
        _person(city, entry["username"], entry["name"], entry["role"], city.unit, on, at)
    for code in data["more_verifiers"]:
        unit = city.units[code]
        name = f"{unit.short_name}核验员"
        _person(city, f"verifier-{code}", name, "verifier", unit, on, at)
    counties = [city.units[code].pk for code in data["staffed_towns"]]
    towns = units_of(city.unit.pk).filter(parent__in=counties)
    for unit in [*city.units.values(), *towns]:
        _person(city, f"contact-{unit.code}", f"{unit.short_name}联络员", "contact", unit, on, at)
        _person(
            city, f"leader-{unit.code}", f"{unit.short_name}负责人", "unit_leader", unit, on, at
        )


def _person(
    city: City, username: str, name: str, role: str, unit: Unit, on: date, at: datetime
) -> None:
    user = _known(city, role, unit)
    if user is None:
        user = user_create(
            username=username,
            name=name,
            password=None,
            jurisdiction=city.unit,
            by=city.admin,
            at=at,
        )
        if username in city.logins:
            _let_in(city, user)
        user_appoint(
            user=user,
            role=role,
            unit=unit,
            jurisdiction=city.unit,
            from_on=on,
            by=city.admin,
            at=at,
        )
        city.parts[(role, unit.pk)] = username
    city.people[username] = user


def _let_in(city: City, user: User) -> None:
    """By the one published password, hashed once for all: hashing is slow by intent."""
    user.password = city.people["admin"].password
    user.save(update_fields=["password"])


def _known(city: City, role: str, unit: Unit) -> User | None:
    """The demo login that already holds this part, so that no unit has two of it."""
    held = city.parts.get((role, unit.pk))
    return city.people[held] if held else None
