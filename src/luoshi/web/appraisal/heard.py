"""What was said and asked at sessions, for whom, and where the questions stand by now."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from luoshi.web.accounts.actor import Actor
from luoshi.web.appraisal.models import Asked, Comment, Contender, Session
from luoshi.web.appraisal.queries import visible_to
from luoshi.web.appraisal.rules import OWNING, WHOLE
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.commitments.queries import visible_to as commitments_visible_to
from luoshi.web.commitments.rows import Claims, Shown, claims_of, shown_of

DONE = ("claimed_done", "verified", "signed_off")
"""States of a commitment in which its owner has answered."""
NOT_HELD = ("preparing", "cancelled")
EVERYTHING = Q(pk__isnull=False)


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A question with what became of it: said, did and achieved apart."""

    asked: Asked
    claims: Claims
    shown: Shown | None
    opens: bool
    """Whether the person may open the commitment: an auditor sees the question, not that."""

    @property
    def answered(self) -> bool:
        """Whether its owner has given the account of it: said, which is not yet achieved."""
        return self.asked.commitment is not None and self.asked.commitment.state in DONE


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment as a bulletin takes it. ``unit`` is empty where it was said of all."""

    unit: str
    text: str
    said_by: str


def comments_of(actor: Actor, session: Session) -> QuerySet[Comment]:
    """All for who runs the city; for units what was said of them and of all."""
    rows = session.comments.select_related("contender__unit")
    return _in_order(rows.filter(_of_whom(actor, session)))


def asked_of(actor: Actor, session: Session) -> list[AskedRow]:
    """The questions of a session that the person sees, in the order of the contenders."""
    return asked_rows(actor, _in_order(_asked_by(actor, session)))


def _asked_by(actor: Actor, session: Session) -> QuerySet[Asked]:
    owned = Q(commitment__lead_unit__in=actor.units(*OWNING))
    return Asked.objects.filter(_of_whom(actor, session) | owned, session=session)


def _of_whom(actor: Actor, session: Session) -> Q:
    if actor.holds(*WHOLE, jurisdiction_id=session.jurisdiction_id):
        return EVERYTHING
    return Q(contender=None) | Q(contender__unit__in=actor.units(*OWNING))


def _in_order(rows: QuerySet) -> QuerySet:  # type: ignore[type-arg]  # of comments or questions
    return rows.order_by("contender__position", "contender", "pk")


def asked_rows(actor: Actor, asked: QuerySet[Asked]) -> list[AskedRow]:
    """With everything that a line of a table needs: one query."""
    related = ("session", "contender__unit", "commitment__lead_unit", "commitment__progress")
    seen = commitments_visible_to(actor).filter(pk=OuterRef("commitment"))
    return [
        AskedRow(
            each,
            claims_of(each.commitment) if each.commitment else Claims(),
            shown_of(each.commitment) if each.commitment else None,
            each.opens,
        )
        for each in asked.select_related(*related).annotate(opens=Exists(seen))
    ]


def asked_before(actor: Actor, session: Session) -> list[AskedRow]:
    """With what this session opens: the questions of the one before it in the jurisdiction, and
    of earlier ones what is still not answered; the latest session first. Two queries.
    """
    earlier = (
        visible_to(actor)
        .filter(jurisdiction=session.jurisdiction_id)
        .filter(Q(held_on__lt=session.held_on) | Q(held_on=session.held_on, pk__lt=session.pk))
        .exclude(pk=session.pk)
        .exclude(state__in=NOT_HELD)
    )
    last = earlier.order_by("-held_on", "-pk").values_list("pk", flat=True).first()
    rows = Asked.objects.filter(session__in=earlier.order_by().values("pk"))
    rows = rows.filter(_of_whom(actor, session) | Q(commitment__lead_unit__in=actor.units(*OWNING)))
    waiting = Q(commitment=None) | ~Q(commitment__state__in=[*DONE, "withdrawn"])
    kept = rows.filter(Q(session=last) | waiting)
    return asked_rows(
        actor, kept.order_by("-session__held_on", "-session", "contender__position", "pk")
    )


def unowned(session: Session) -> list[Asked]:
    """The questions that nobody was given yet: named before the session is sealed or ends."""
    rows = session.asked.filter(commitment=None).select_related("contender__unit")
    return list(rows.order_by("pk"))


def asked_for(actor: Actor, pk: int) -> Asked:
    """One question, for who sees it. Raises Http404."""
    related = ("session__jurisdiction", "contender__unit", "commitment")
    found = Asked.objects.select_related(*related).filter(pk=pk).first()
    if found is None or not visible_to(actor).filter(pk=found.session_id).exists():
        raise Http404
    if not _asked_by(actor, found.session).filter(pk=pk).exists():
        raise Http404
    return found


def comment_for(actor: Actor, pk: int) -> Comment:
    """One comment, for who sees it. Raises Http404."""
    found = Comment.objects.select_related("session__jurisdiction").filter(pk=pk).first()
    if found is None or not visible_to(actor).filter(pk=found.session_id).exists():
        raise Http404
    if not comments_of(actor, found.session).filter(pk=pk).exists():
        raise Http404
    return found


def lists_for(session: Session) -> QuerySet[CommitmentList]:
    """The lists of the jurisdiction that still take commitments; a batch takes projects alone."""
    rows = CommitmentList.objects.filter(
        jurisdiction=session.jurisdiction_id, frozen_at=None, cohort=None
    )
    return rows.order_by("-period_end", "-pk")


def on_stage(session: Session) -> Contender | None:
    """Who was called last, to be commented on: while it speaks and until the next one does."""
    there = session.contenders.filter(on_stage_at__isnull=False)
    return there.order_by("-on_stage_at").first()


def comment_lines(session: Session) -> list[CommentLine]:
    """The comment section of a bulletin: by contender in the order of speaking, of all first."""
    rows: Iterable[Comment] = session.comments.select_related("contender__unit").order_by("pk")
    kept = sorted(rows, key=lambda each: _turn(each.contender))
    return [
        CommentLine(
            each.contender.unit.short_name if each.contender else "", each.text, each.said_by
        )
        for each in kept
    ]


def _turn(contender: Contender | None) -> tuple[int, int]:
    return (contender.position or 0, contender.pk) if contender else (-1, 0)
