"""The first act on an empty database: a jurisdiction and the administrator who looks after it."""

from datetime import date, datetime

from django.db import transaction

from luoshi.core.errors import Refused
from luoshi.web.accounts.actor import Actor, Held
from luoshi.web.accounts.models import Appointment, Role, User
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
