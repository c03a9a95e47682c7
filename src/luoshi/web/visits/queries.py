"""Which visits and problems a person sees, and how they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import pairwise

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.commitments.rows import Claims, Shown, claims_of, shown_of
from luoshi.web.units.models import Unit
from luoshi.web.visits.models import Answer, Link, Raised, Rating, State, Verdict, Visit

WHOLE = ("supervisor", "principal")
OWNING = ("contact", "unit_leader")


@dataclass(frozen=True, slots=True)
class RaisedRow:
    """A problem with its commitment, its answers, how often it was sent back, and how often the day
    named for its solution was put another one."""

    raised: Raised
    claims: Claims
    shown: Shown | None
    answers: list[Answer]
    sent_back: int
    redated: int

    @property
    def last(self) -> Answer | None:
        """The answer in force."""
        return self.answers[-1] if self.answers else None

    @property
    def rating(self) -> Rating | None:
        """How it was rated; None before."""
        return rating_of(self.last) if self.last else None


def rating_of(answer: Answer) -> Rating | None:
    """How an answer was rated; None before."""
    return getattr(answer, "rating", None)


def raised_visible_to(actor: Actor) -> QuerySet[Raised]:
    """All of the jurisdictions overseen; of others those that the own units lead."""
    claims = Q(visit__jurisdiction__in=actor.jurisdictions(*WHOLE))
    claims |= Q(commitment__lead_unit__in=actor.units(*OWNING))
    return Raised.objects.filter(claims)


def visits_visible_to(actor: Actor) -> QuerySet[Visit]:
    """Those of the jurisdictions overseen, and those where something was given to the own units."""
    claims = Q(jurisdiction__in=actor.jurisdictions(*WHOLE))
    mine = raised_visible_to(actor).order_by().values("visit")
    return Visit.objects.filter(claims | Q(pk__in=mine)).select_related("jurisdiction", "host")


def visit_rows(actor: Actor) -> QuerySet[Visit]:
    """The visits with how many problems were raised and how many are open, as the person sees."""
    seen = Q(raised__in=raised_visible_to(actor).order_by().values("pk"))
    open_ = seen & ~Q(raised__state=State.CLOSED)
    rows = visits_visible_to(actor)
    return rows.annotate(
        total=Count("raised", filter=seen), open=Count("raised", filter=open_)
    ).order_by("-on", "-pk")


def visit_for(actor: Actor, pk: int) -> Visit:
    """One visit. Raises Http404."""
    if found := visits_visible_to(actor).filter(pk=pk).first():
        return found
    raise Http404


def raised_for(actor: Actor, pk: int) -> Raised:
    """One problem with its visit and commitment. Raises Http404."""
    related = ("visit__jurisdiction", "commitment__lead_unit")
    found = raised_visible_to(actor).select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def raised_on(actor: Actor, visit: Visit) -> list[RaisedRow]:
    """The problems of a visit that the person sees: two queries."""
    return rows_of(raised_visible_to(actor).filter(visit=visit).order_by("number"))


def following(actor: Actor) -> QuerySet[Raised]:
    """Everything that is not closed, what was sent back or is oldest first."""
    open_ = raised_visible_to(actor).exclude(state=State.CLOSED)
    return open_.order_by("visit__on", "pk")


def rows_of(raised: QuerySet[Raised]) -> list[RaisedRow]:
    """With everything that a line of a table needs: two queries."""
    answers = Answer.objects.select_related("rating", "given_by").order_by("pk")
    related = ("visit__host", "commitment__lead_unit", "commitment__progress")
    rows = raised.select_related(*related).prefetch_related(Prefetch("answers", answers))
    return [_row(each) for each in rows]


def _row(raised: Raised) -> RaisedRow:
    answers = list(raised.answers.all())
    given = [rating for each in answers if (rating := rating_of(each))]
    back = sum(rating.verdict == Verdict.UNSATISFIED for rating in given)
    commitment = raised.commitment
    return RaisedRow(
        raised,
        claims_of(commitment) if commitment else Claims(),
        shown_of(commitment) if commitment else None,
        answers,
        back,
        redatings([each.until for each in answers]),
    )


def redatings(days: Iterable[date | None]) -> int:
    """How often another day was named than the one before; an answer that names none is left out,
    so that a day named after it counts against the last one named."""
    named = [day for day in days if day]
    return sum(later != day for day, later in pairwise(named))


def raised_of(actor: Actor, commitment: Commitment) -> RaisedRow | None:
    """The problem that a commitment answers to; None where it was not raised on site, or the person
    does not see it. Two queries for one that was."""
    if getattr(commitment, "raised", None) is None:
        return None
    rows = rows_of(raised_visible_to(actor).filter(commitment=commitment.pk))
    return rows[0] if rows else None


def unsettled(visit: Visit) -> list[int]:
    """The numbers of the problems that have neither an owner nor an answer that solved them."""
    solved = Answer.objects.filter(until=None).values("raised")
    rows = visit.raised.filter(commitment=None).exclude(pk__in=solved).order_by("number")
    return list(rows.values_list("number", flat=True))


def digest_of(secret: str) -> str:
    """What is kept of the secret of a link."""
    return sha256(secret.encode()).hexdigest()


def link_by(secret: str, on: date) -> Link:
    """The link of that secret, as long as it holds. Raises Http404."""
    related = ("answer__raised__visit__jurisdiction", "answer__rating")
    rows = Link.objects.select_related(*related)
    found = rows.filter(digest=digest_of(secret), expires_on__gte=on).first()
    if found is None:
        raise Http404
    return found


def kept_areas(actor: Actor) -> QuerySet[Unit]:
    """The jurisdictions whose visits the person keeps."""
    areas: QuerySet[Unit] = Unit.objects.filter(
        pk__in=actor.jurisdictions("supervisor")
    ).without_tree_fields()
    return areas


def lists_for(visit: Visit) -> QuerySet[CommitmentList]:
    """The lists of the jurisdiction that still take commitments; a batch takes projects alone."""
    return CommitmentList.objects.filter(
        jurisdiction=visit.jurisdiction_id, frozen_at=None, cohort=None
    )


def numbers_of(rows: Iterable[RaisedRow]) -> dict[str, int]:
    """How many are in each state: of problems, never of people or visits."""
    counts = dict.fromkeys(State.values, 0)
    for row in rows:
        counts[row.raised.state] += 1
    return counts
