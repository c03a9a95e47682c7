"""Whom a person may not verify: the own units, those above them and those below."""

from collections.abc import Iterator, Sequence
from datetime import date

from luoshi.web.accounts.models import Appointment
from luoshi.web.accounts.queries import NARROW, in_force
from luoshi.web.units.models import Unit


def barred_units(users: Sequence[int], *, on: date) -> dict[int, frozenset[int]]:
    """For each person the units that are not outside of him or her: two queries."""
    held = Appointment.objects.filter(in_force(on), user__in=users, role__in=NARROW)
    own: dict[int, set[int]] = {user: set() for user in users}
    for user, unit in held.values_list("user_id", "unit_id"):
        own[user].add(unit)
    parents = dict(Unit.objects.without_tree_fields().values_list("pk", "parent_id"))
    return {user: _barred(units, parents) for user, units in own.items()}


def _barred(own: set[int], parents: dict[int, int | None]) -> frozenset[int]:
    above = {unit for start in own for unit in _line(start, parents)}
    below = {unit for unit in parents if own & set(_line(unit, parents))}
    return frozenset(above | below)


def _line(unit: int | None, parents: dict[int, int | None]) -> Iterator[int]:
    """The unit and all above it."""
    while unit is not None:
        yield unit
        unit = parents[unit]
