"""What is read of a sealed session: who sees its result, who releases it, what became of it."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import QuerySet
from django.http import Http404

from luoshi.web.accounts.actor import Actor
from luoshi.web.appraisal.models import (
    Comment,
    Releaser,
    Result,
    SealedList,
    Session,
    SessionStep,
    TokenDestruction,
)
from luoshi.web.appraisal.queries import visible_to
from luoshi.web.appraisal.rules import can_see_result

SEALED = ("sealed", "computed", "released", "accepted")
"""States in which there is a sealed list."""


def sealed_for(actor: Actor, pk: int) -> Session:
    """A session the person sees whose ballots are under seal, without them. Raises Http404."""
    rows = visible_to(actor).filter(state__in=SEALED).select_related("sealed", "sealed__sealed_by")
    found = rows.defer("sealed__document").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def result_for(actor: Actor, session: Session) -> Result | None:
    """The result, where the person may see it; the session's ``result`` is there then."""
    if not can_see_result(actor, session):
        return None
    session.result = Result.objects.select_related("computed_by").get(session=session)
    return session.result


def released_by(
    areas: Collection[int], start: date, end: date, known_at: datetime
) -> QuerySet[Result]:
    """The results of sessions held on the days ``start`` … ``end`` that were released by then."""
    rows = Result.objects.filter(
        session__jurisdiction__in=areas,
        session__held_on__range=(start, end),
        session__steps__verb="release",
        session__steps__decided_at__lte=known_at,
    )
    return rows.select_related("session").defer("advice").order_by("session__held_on", "pk")


def releasers_of(session: Session) -> list[Releaser]:
    """The two who release, in turn."""
    return list(session.releasers.select_related("person"))


def refusals_of(session: Session) -> list[SessionStep]:
    """Why a releaser did not let the result out, the last first."""
    rows = session.steps.filter(verb="refuse").select_related("decided_by")
    return list(rows.order_by("-pk"))


def comments_said(session: Session) -> list[Comment]:
    """What was said in the room, of all first, then of each contender in turn."""
    rows = session.comments.select_related("contender__unit")
    return sorted(rows, key=lambda each: each.contender.position or 0 if each.contender else 0)


def repeat_of(session: Session) -> Session | None:
    """The session that votes again in its place."""
    return Session.objects.filter(repeats=session).first()


def destruction_of(session: Session) -> TokenDestruction | None:
    """That the registry of tokens was destroyed."""
    rows = TokenDestruction.objects.filter(session=session)
    return rows.select_related("destroyed_by").first()


def document_of(session: Session) -> bytes:
    """The bytes of the sealed list."""
    return bytes(SealedList.objects.values_list("document", flat=True).get(session=session))
