"""Who sees which session, and what of it."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import Appointment, User
from luoshi.web.accounts.queries import in_force
from luoshi.web.appraisal.models import (
    Contender,
    Item,
    ItemState,
    ItemVoid,
    PaperBallot,
    Releaser,
    Session,
    SessionStep,
    Slides,
    TokenSheet,
)
from luoshi.web.appraisal.rules import OWNING, RELEASING, WHOLE
from luoshi.web.units.models import Unit
from luoshi.web.units.queries import units_of

UNSEEN = ("preparing", "cancelled")
"""States in which units see nothing of a session."""
LATER = (*OWNING, "verifier")
"""Roles that see sessions from when their rules are frozen."""


def visible_to(actor: Actor) -> QuerySet[Session]:
    """All for who runs the city, frozen ones for its units and for who enters ballots from paper,
    and those one is to release."""
    claims = Q(jurisdiction__in=actor.jurisdictions(*WHOLE))
    if actor.holds(*LATER):
        claims |= Q(jurisdiction__in=actor.jurisdictions(*LATER)) & ~Q(state__in=UNSEEN)
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
    return visible_to(actor).annotate(total=Count("contenders")).order_by("-held_on", "-pk")


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


def steps_of(session: Session) -> QuerySet[SessionStep]:
    """The decisions on its way, the first one first."""
    return session.steps.select_related("decided_by")


def frozen_by(session: Session) -> SessionStep | None:
    """The decision that fixed its rules; None where they are open, or never were fixed."""
    return steps_of(session).filter(verb="freeze").last() if session.digest else None


def voids_of(session: Session) -> QuerySet[ItemVoid]:
    """What was made void and why, the first one first: for everybody who sees the session."""
    rows = ItemVoid.objects.filter(item__session=session)
    return rows.select_related("item", "voided_by")


def token_counts(session: Session) -> dict[str, int]:
    """How many tokens each class has."""
    rows = session.tokens.order_by().values_list("voter_class").annotate(n=Count("pk"))
    return dict(rows)


def last_slides(contenders: Sequence[Contender]) -> dict[int, Slides]:
    """By contender, the slides that are shown: one query."""
    rows = Slides.objects.filter(contender__in=[each.pk for each in contenders]).order_by("pk")
    return {each.contender_id: each for each in rows}


def slides_for(actor: Actor, session_pk: int, pk: int) -> Slides:
    """The slides that are shown of a contender: to who runs the session, and to its own unit.

    Raises Http404.
    """
    session = session_for(actor, session_pk)
    rows = Slides.objects.filter(contender__session=session, pk=pk)
    if not actor.holds(*WHOLE, jurisdiction_id=session.jurisdiction_id):
        rows = rows.filter(contender__unit__in=actor.units(*OWNING))
    found = rows.select_related("contender").first()
    if found is None:
        raise Http404
    return found


def sheets_of(session: Session) -> QuerySet[TokenSheet]:
    """When how many tokens were made."""
    return session.sheets.select_related("made_by")


def papers_of(session: Session) -> QuerySet[PaperBallot]:
    """The paper ballots of a session by class and number, with who entered them."""
    return session.paper_ballots.select_related("first_by", "second_by", "settled_by")


def paper_for(session: Session, pk: int) -> PaperBallot:
    """One paper ballot of the session. Raises Http404."""
    found = papers_of(session).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def unheard(item: Item) -> list[Contender]:
    """Of an item those who were not called to speak yet, as they are to speak: one query."""
    return list(item.contenders.filter(on_stage_at=None).select_related("unit"))


def is_last(session: Session, item: Item) -> bool:
    """Whether every other item is closed: one query."""
    return not session.items.exclude(pk=item.pk).exclude(state=ItemState.CLOSED).exists()


def is_voted(session: Session) -> bool:
    """Whether every item was voted on and is closed: one query."""
    return not session.items.exclude(state=ItemState.CLOSED).exists()
