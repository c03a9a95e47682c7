"""Who acts: appointments in force, with the units they reach."""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet
from django.http import Http404

from luoshi.web.accounts.actor import Actor, Held
from luoshi.web.accounts.models import Appointment, User

NARROW = ("contact", "unit_leader", "verifier")
"""Roles bound to a unit and the units below it; the others see a whole jurisdiction."""

BELOW = """
WITH RECURSIVE below(top, id) AS (
  SELECT id, id FROM units_unit WHERE id IN ({})
  UNION ALL SELECT below.top, u.id FROM units_unit u JOIN below ON u.parent_id = below.id
) SELECT top, id FROM below
"""


def in_force(on: date) -> Q:
    """The appointments that hold on a day."""
    return Q(from_on__lte=on) & (Q(to_on__isnull=True) | Q(to_on__gte=on))


def actor_at(user: User, on: date) -> Actor:
    """The person with every appointment in force on that day: two queries."""
    rows = list(
        Appointment.objects.filter(in_force(on), user=user)
        .order_by("id")
        .values_list("role", "unit_id", "jurisdiction_id")
    )
    reach = _reach({unit for role, unit, _ in rows if role in NARROW})
    return Actor(
        user.pk,
        user.name,
        tuple(
            Held(role, unit, area, reach.get(unit, frozenset({unit}))) for role, unit, area in rows
        ),
    )


def _reach(units: Iterable[int]) -> dict[int, frozenset[int]]:
    tops = sorted(units)
    if not tops:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(BELOW.format(", ".join(["%s"] * len(tops))), tops)
        found: dict[int, set[int]] = {top: set() for top in tops}
        for top, unit in cursor.fetchall():
            found[top].add(unit)
    return {top: frozenset(below) for top, below in found.items()}


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
