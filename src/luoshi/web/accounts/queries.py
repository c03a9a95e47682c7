"""Who acts: appointments in force, with the units they reach."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter

from django.db import connection
from django.db.models import Q, QuerySet
from django.http import Http404

from luoshi.web.accounts.actor import Actor, Held
from luoshi.web.accounts.models import Appointment, User

NARROW = ("contact", "unit_leader", "verifier")
"""Roles bound to a unit and the units below it; the others see a whole jurisdiction."""

HELD = f"""
WITH RECURSIVE held AS (
  SELECT id, role, unit_id, jurisdiction_id FROM accounts_appointment
  WHERE user_id = %s AND from_on <= %s AND (to_on IS NULL OR to_on >= %s)
), below(top, id) AS (
  SELECT DISTINCT unit_id, unit_id FROM held WHERE role IN ({", ".join(map(repr, NARROW))})
  UNION ALL SELECT below.top, u.id FROM units_unit u JOIN below ON u.parent_id = below.id
) SELECT held.id, role, unit_id, jurisdiction_id, below.id
FROM held LEFT JOIN below ON below.top = unit_id ORDER BY held.id
"""
"""Each appointment in force once for every unit it reaches: asked at every request."""


def in_force(on: date) -> Q:
    """The appointments that hold on a day."""
    return Q(from_on__lte=on) & (Q(to_on__isnull=True) | Q(to_on__gte=on))


def actor_at(user: User, on: date) -> Actor:
    """The person with every appointment in force on that day: one query."""
    day = connection.ops.adapt_datefield_value(on)
    with connection.cursor() as cursor:
        cursor.execute(HELD, [user.pk, day, day])
        rows = cursor.fetchall()
    held = [_held([*found]) for _, found in groupby(rows, key=itemgetter(0))]
    return Actor(user.pk, user.name, tuple(held))


def _held(rows: Sequence[tuple[int, str, int, int, int | None]]) -> Held:
    _, role, unit, area, _ = rows[0]
    reach = frozenset(below for *_, below in rows if below is not None)
    return Held(role, unit, area, reach or frozenset({unit}))


def people_with(role: str, *, jurisdiction_id: int, on: date) -> QuerySet[User]:
    """The people who hold a role in a jurisdiction on a day, by login name."""
    held = Appointment.objects.filter(in_force(on), role=role, jurisdiction_id=jurisdiction_id)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("username")


def people_visible_to(actor: Actor) -> QuerySet[User]:
    """The people appointed where the person administers; nobody for anyone else."""
    held = Appointment.objects.filter(jurisdiction_id__in=actor.jurisdictions("admin"))
    return User.objects.filter(pk__in=held.values("user")).prefetch_related("appointments__unit")


def people_named(actor: Actor, text: str) -> QuerySet[User]:
    """Those of them whose login or name holds the text, or whose unit's name does."""
    people = people_visible_to(actor)
    if not text:
        return people
    at_unit = Appointment.objects.filter(unit__name__contains=text).values("user")
    return people.filter(Q(username__contains=text) | Q(name__contains=text) | Q(pk__in=at_unit))


def person_for(actor: Actor, pk: int) -> User:
    """One of the people an administrator looks after. Raises Http404 for anybody else."""
    person = people_visible_to(actor).filter(pk=pk).first()
    if person is None:
        raise Http404
    return person


def appointment_for(actor: Actor, pk: int) -> Appointment:
    """One appointment in a jurisdiction that the person administers. Raises Http404."""
    areas = actor.jurisdictions("admin")
    held = Appointment.objects.select_related("jurisdiction", "user", "unit")
    found = held.filter(pk=pk, jurisdiction_id__in=areas).first()
    if found is None:
        raise Http404
    return found


def appointments_held(user_id: int, *, on: date) -> QuerySet[Appointment]:
    """What a person holds on a day or is to hold after it, with unit and jurisdiction."""
    lasting = Appointment.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=on), user=user_id)
    return lasting.select_related("unit", "jurisdiction", "user").order_by("pk")


def people_of(jurisdictions: frozenset[int], on: date) -> QuerySet[User]:
    """The people in office in any of these jurisdictions on a day, by name."""
    held = Appointment.objects.filter(in_force(on), jurisdiction_id__in=jurisdictions)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name", "pk")
