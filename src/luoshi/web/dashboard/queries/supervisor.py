"""What the supervision office has to move: papers, disputes, rounds, reports, draws."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from luoshi.core.calendar import WorkCalendar
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.models import Entry
from luoshi.web.commitments.models import Commitment, ListItem
from luoshi.web.commitments.queries import visible_to
from luoshi.web.dashboard.queries.clocks import Clock, clock_of, waited
from luoshi.web.dashboard.queries.disputes import Dispute, open_disputes
from luoshi.web.dashboard.queries.lights import UnitLights, warned_units
from luoshi.web.delivery.models import Round
from luoshi.web.delivery.queries import (
    RoundCounts,
    counts_of,
    rounds_to_draw,
    rounds_visible_to,
)
from luoshi.web.documents.models import SourceDocument
from luoshi.web.documents.queries import documents_with_counts

ANSWER_DAYS = 3
"""Working days after which a commitment that nobody took on is chased."""
SENT = ("commitment.dispatch", "commitment.reassign")
COMMITMENT, LIST = "commitments.commitment", "commitments.commitmentlist"
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
    documents = [each for each in documents_with_counts(actor) if each.open_count]  # type: ignore[attr-defined]
    undrawn = [each for each in rounds_to_draw(actor) if each.closed_at or not each.pending]  # type: ignore[attr-defined]
    draws = [each for each in undrawn if on - each.due_on <= FRESH]
    mine = [each for each in disputes if each.decides]
    return SupervisorHome(
        rounds=[each for each in rounds if each.round.closed_at is None],
        decide=decide,
        disputes=disputes,
        unanswered=unanswered,
        documents=documents,
        draws=draws,
        older_draws=len(undrawn) - len(draws),
        units=warned_units(actor)[:UNITS],
        waiting=sum((len(decide), len(mine), len(unanswered), len(documents), len(draws))),
        late=len(unanswered) + sum(each.clock.late for each in decide),
    )


def _running(actor: Actor, calendar: WorkCalendar, on: date) -> list[Running]:
    """The open rounds, and closed ones where a signed report still waits; by limit."""
    owned = rounds_visible_to(actor).filter(
        list__jurisdiction__in=actor.jurisdictions("supervisor")
    )
    signed = Q(reports__state="signed")
    rounds = list(owned.filter(Q(closed_at=None) | signed).distinct().order_by("due_on", "pk"))
    counts = counts_of(actor, rounds)
    return [Running(each, clock_of(calendar, each.due_on, on), counts[each.pk]) for each in rounds]


def _unanswered(actor: Actor, calendar: WorkCalendar, on: date) -> list[Unanswered]:
    """Those sent longer ago than the days for an answer, the longest first."""
    rows = list(
        visible_to(actor)
        .filter(jurisdiction__in=actor.jurisdictions("supervisor"), state="assigned")
        .select_related("lead_unit")
    )
    sent = sent_at({row.pk for row in rows})
    found = [
        Unanswered(row, days)
        for row in rows
        if row.pk in sent
        and (days := waited(calendar, timezone.localdate(sent[row.pk]), on)) is not None
        and days > ANSWER_DAYS
    ]
    return sorted(found, key=lambda each: (-each.days, each.commitment.pk))


def sent_at(ids: Collection[int]) -> Mapping[int, datetime]:
    """When each commitment was last sent to a unit, by the record: two queries."""
    lists = set(
        ListItem.objects.filter(commitment__in=ids).order_by().values_list("list_id", flat=True)
    )
    single = Q(object_type=COMMITMENT, object_id__in=[str(pk) for pk in ids])
    whole = Q(object_type=LIST, object_id__in=[str(pk) for pk in lists])
    entries = Entry.objects.filter(single | whole, verb__in=SENT).order_by("seq")
    found: dict[int, datetime] = {}
    for kind, pk, at, after in entries.values_list("object_type", "object_id", "at", "after"):
        named = [int(pk)] if kind == COMMITMENT else after["commitments"]
        found.update((one, at) for one in named if one in ids)
    return found
