"""Who sees which session, and what of it."""

from datetime import date

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import Appointment, User
from luoshi.web.accounts.queries import in_force
from luoshi.web.appraisal.models import Contender, Releaser, Session
from luoshi.web.appraisal.rules import OWNING, RELEASING, WHOLE
from luoshi.web.units.models import Unit
from luoshi.web.units.queries import units_of

UNSEEN = ("preparing", "cancelled")
"""States in which units see nothing of a session."""


def visible_to(actor: Actor) -> QuerySet[Session]:
    """All for who runs the city, frozen ones for its units, and those one is to release."""
    claims = Q(jurisdiction__in=actor.jurisdictions(*WHOLE))
    if actor.holds(*OWNING):
        claims |= Q(jurisdiction__in=actor.jurisdictions(*OWNING)) & ~Q(state__in=UNSEEN)
    named = Releaser.objects.filter(person=actor.user_id)
    claims |= Q(pk__in=named.values("session"))
    return Session.objects.filter(claims).select_related("jurisdiction")


def session_for(actor: Actor, pk: int) -> Session:
    """One session. Raises Http404."""
    found = visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def listed(actor: Actor) -> QuerySet[Session]:
    """Every session the person sees with ``total``, the number of its contenders."""
    return visible_to(actor).annotate(total=Count("contenders"))


def run_areas(actor: Actor) -> QuerySet[Unit]:
    """The jurisdictions whose sessions the person runs."""
    areas: QuerySet[Unit] = Unit.objects.filter(pk__in=actor.jurisdictions("supervisor"))
    return areas.without_tree_fields()  # type: ignore[attr-defined, no-any-return]


def contenders_of(session: Session) -> list[Contender]:
    """Who speaks, in the order drawn, before that as they were added."""
    return list(session.contenders.select_related("unit"))


def contender_for(actor: Actor, session_pk: int, pk: int) -> Contender:
    """One contender of a session the person sees. Raises Http404."""
    rows = Contender.objects.filter(session=session_for(actor, session_pk))
    found = rows.select_related("unit", "session__jurisdiction").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def may_contend(session: Session) -> QuerySet[Unit]:
    """The jurisdiction's standing units that do not speak at the session yet."""
    rows = units_of(session.jurisdiction_id).exclude(pk=session.jurisdiction_id)
    return rows.exclude(pk__in=session.contenders.values("unit"))


def releasing_people(jurisdiction_id: int, on: date) -> QuerySet[User]:
    """From whom the two releasers are named, by login name."""
    held = Appointment.objects.filter(
        in_force(on), role__in=RELEASING, jurisdiction_id=jurisdiction_id
    )
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("username")
