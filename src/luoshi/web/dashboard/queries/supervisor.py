"""What the supervision office has to move: papers, disputes, rounds, reports, draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from luoshi.core.calendar import WorkCalendar
from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.queries import visible_to
from luoshi.web.commitments.sent import answer_days, sent_at
from luoshi.web.dashboard.queries.clocks import Clock, clock_of, waited
from luoshi.web.dashboard.queries.disputes import Dispute, open_disputes
from luoshi.web.dashboard.queries.lights import UnitLights, warned_units
from luoshi.web.delivery.models import ProgressReport, ReportState, Round
from luoshi.web.delivery.queries import (
    RoundCounts,
    counts_of,
    rounds_to_draw,
    rounds_visible_to,
)
from luoshi.web.documents.models import SourceDocument
from luoshi.web.documents.queries import documents_with_counts
from luoshi.web.prepared import prepared

FRESH = timedelta(days=31)
"""How long after its limit a round that was never drawn from still waits for a draw."""
UNITS = 10


@dataclass(frozen=True, slots=True)
class Running:
    """An open round with its limit and how far it is."""

    round: Round
    clock: Clock
    counts: RoundCounts


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A commitment sent to its unit and not taken on, and for how many working days."""

    commitment: Commitment
    days: int


@dataclass(frozen=True, slots=True)
class SupervisorHome:
    """Everything that waits for the office. ``late`` counts what is over its limit."""

    rounds: Sequence[Running]
    decide: Sequence[Running]
    disputes: Sequence[Dispute]
    unanswered: Sequence[Unanswered]
    documents: Sequence[SourceDocument]
    draws: Sequence[Round]
    older_draws: int
    units: Sequence[UnitLights]
    waiting: int
    late: int


def supervisor_home(actor: Actor, calendar: WorkCalendar, on: date) -> SupervisorHome:
    """Eleven queries, whatever waits."""
    rounds = _running(actor, calendar, on)
    decide = [each for each in rounds if each.counts.signed]
    disputes = open_disputes(actor, calendar, on)
    unanswered = _unanswered(actor, calendar, on)
    documents = [each for each in _documents(actor) if each.open_count]  # type: ignore[attr-defined]
    draws = _undrawn(actor, on - FRESH)
    mine = [each for each in disputes if each.decides]
    return SupervisorHome(
        rounds=[each for each in rounds if each.round.closed_at is None],
        decide=decide,
        disputes=disputes,
        unanswered=unanswered,
        documents=documents,
        draws=draws,
        older_draws=len(_undrawn_before(actor, on - FRESH)),
        units=warned_units(actor)[:UNITS],
        waiting=sum((len(decide), len(mine), len(unanswered), len(documents), len(draws))),
        late=len(unanswered) + sum(each.clock.late for each in decide),
    )


def _running(actor: Actor, calendar: WorkCalendar, on: date) -> list[Running]:
    """The open rounds, and closed ones where a signed report still waits; by limit."""
    rounds = _going(actor)
    counts = counts_of(actor, rounds)
    return [Running(each, clock_of(calendar, each.due_on, on), counts[each.pk]) for each in rounds]


@prepared
def _going(actor: Actor) -> QuerySet[Round]:
    owned = rounds_visible_to(actor).filter(
        list__jurisdiction__in=actor.jurisdictions("supervisor")
    )
    signed = ProgressReport.objects.filter(state=ReportState.SIGNED).order_by().values("round")
    going = Q(closed_at=None) | Q(pk__in=signed)
    return owned.filter(going).order_by("due_on", "pk")


@prepared
def _documents(actor: Actor) -> QuerySet[SourceDocument]:
    return documents_with_counts(actor)


@prepared
def _undrawn(actor: Actor, since: date) -> QuerySet[Round]:
    return rounds_to_draw(actor).filter(due_on__gte=since)


@prepared
def _undrawn_before(actor: Actor, since: date) -> QuerySet[Round, int]:
    older = rounds_to_draw(actor).filter(due_on__lt=since).order_by()
    return older.values_list("pk", flat=True)


@prepared
def _assigned(actor: Actor) -> QuerySet[Commitment]:
    own = visible_to(actor).filter(jurisdiction__in=actor.jurisdictions("supervisor"))
    return own.filter(state="assigned").select_related("lead_unit")


def _unanswered(actor: Actor, calendar: WorkCalendar, on: date) -> list[Unanswered]:
    """Those sent longer ago than the days for an answer, the longest first."""
    rows = _assigned(actor)
    sent = sent_at({row.pk for row in rows})
    found = [
        Unanswered(row, days)
        for row in rows
        if row.pk in sent
        and (days := waited(calendar, timezone.localdate(sent[row.pk]), on)) is not None
        and days > answer_days()
    ]
    return sorted(found, key=lambda each: (-each.days, each.commitment.pk))
