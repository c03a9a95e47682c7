"""Whom a person may not verify: the own units, those above them and those below."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import QuerySet

from luoshi.web.accounts.models import Appointment
from luoshi.web.accounts.queries import NARROW, in_force
from luoshi.web.prepared import few_shapes, prepared
from luoshi.web.units.models import Unit


def barred_units(users: Sequence[int], *, on: date) -> dict[int, frozenset[int]]:
    """For each person the units that are not outside of him or her: two queries."""
    own: dict[int, set[int]] = {user: set() for user in users}
    for user, unit in _held(few_shapes(users), on):
        own[user].add(unit)
    parents = dict(_parents())
    return {user: _barred(units, parents) for user, units in own.items()}


@prepared
def _held(users: tuple[int, ...], on: date) -> QuerySet[Appointment, tuple[int, int]]:
    held = Appointment.objects.filter(in_force(on), user__in=users, role__in=NARROW)
    return held.values_list("user_id", "unit_id")


@prepared
def _parents() -> QuerySet[Unit, tuple[int, int | None]]:
    rows: QuerySet[Unit] = Unit.objects.without_tree_fields()
    return rows.values_list("pk", "parent_id")


def _barred(own: set[int], parents: dict[int, int | None]) -> frozenset[int]:
    above = {unit for start in own for unit in _line(start, parents)}
    below = {unit for unit in parents if own & set(_line(unit, parents))}
    return frozenset(above | below)


def _line(unit: int | None, parents: dict[int, int | None]) -> Iterator[int]:
    """The unit and all above it."""
    while unit is not None:
        yield unit
        unit = parents[unit]
