"""How a jurisdiction comes to be, with the administrator who looks after it."""

from datetime import date, datetime

from django.db import transaction

from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor, Held
from luoshi.web.accounts.models import Appointment, Role, User
from luoshi.web.accounts.rules import can_appoint
from luoshi.web.audit.actions import record
from luoshi.web.units.actions import jurisdiction_found
from luoshi.web.units.models import Unit


@transaction.atomic
def installation_begin(
    *,
    code: str,
    kind: str,
    name: str,
    short_name: str,
    username: str,
    person: str,
    password: str,
    on: date,
    at: datetime,
) -> tuple[Unit, Actor]:
    """The first unit and its administrator. Raises Refused ``already-founded`` afterwards."""
    if User.objects.exists() or Unit.objects.exists():
        raise Refused("already-founded")
    user = User(username=username, name=person)
    user.set_password(password)
    user.save()
    by = Actor(user.pk, person)
    unit = jurisdiction_found(
        code=code, kind=kind, name=name, short_name=short_name, on=on, by=by, at=at
    )
    Appointment.objects.create(user=user, role=Role.ADMIN, unit=unit, jurisdiction=unit, from_on=on)
    record(by=by, at=at, verb="user.create", obj=user, after={"username": username, "first": True})
    return unit, Actor(user.pk, person, (Held(Role.ADMIN, unit.pk, unit.pk, frozenset({unit.pk})),))


@transaction.atomic
def jurisdiction_open(
    *, unit: Unit, username: str, person: str, password: str, on: date, by: Actor, at: datetime
) -> User:
    """A unit of the jurisdiction begins to run its own lists, with its first administrator.

    It stays a unit of the jurisdiction above, which goes on giving it commitments; the units
    below become units of the new one. Raises Refused ``runs-lists-already``.
    """
    fresh = Unit.objects.without_tree_fields().select_for_update().get(pk=unit.pk)
    if fresh.runs_lists or fresh.jurisdiction is None:
        raise Refused("runs-lists-already")
    can_appoint(by, fresh.jurisdiction).require()
    if User.objects.filter(username=username).exists():
        raise Invalid("username-taken", field="username")
    fresh.runs_lists = True
    fresh.save(update_fields=["runs_lists"])
    below = Unit.objects.descendants(fresh).filter(jurisdiction=fresh.jurisdiction_id)
    ids = list(below.values_list("pk", flat=True))
    Unit.objects.filter(pk__in=ids).update(jurisdiction=fresh)
    user = User(username=username, name=person)
    user.set_password(password)
    user.save()
    Appointment.objects.create(
        user=user, role=Role.ADMIN, unit=fresh, jurisdiction=fresh, from_on=on
    )
    after = {"admin": user.pk, "units": ids, "on": on}
    record(by=by, at=at, verb="jurisdiction.open", obj=fresh, after=after)
    return user
