"""What the leader of a unit accepts, signs and should know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Max

from luoshi.core.calendar import WorkCalendar
from luoshi.web.accounts.actor import Actor
from luoshi.web.assessment.models import UnitScore
from luoshi.web.assessment.queries import own_scores
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.queries import visible_to
from luoshi.web.commitments.rules import can_answer
from luoshi.web.dashboard.queries.clocks import Clock, clock_of
from luoshi.web.delivery.models import ProgressReport, Verification
from luoshi.web.delivery.queries import due_for
from luoshi.web.succession.queries.transfers import transfers_to_accept
from luoshi.web.units.models import Unit

FINDINGS = 5


@dataclass(frozen=True, slots=True)
class ToSign:
    """The reports of one unit in one round that wait for the signature."""

    report: ProgressReport
    unit: Unit
    clock: Clock
    count: int


@dataclass(frozen=True, slots=True)
class LeaderHome:
    """What waits, then findings on the own units and their latest scores, newest first."""

    accept: Sequence[Commitment]
    sign: Sequence[ToSign]
    disputed: Sequence[Commitment]
    findings: Sequence[Verification]
    scores: Sequence[tuple[UnitScore, UnitScore | None]]
    passed: int
    waiting: int
    late: int


def leader_home(actor: Actor, calendar: WorkCalendar, on: date) -> LeaderHome:
    """Five queries, whatever waits."""
    due = due_for(actor, on)
    sign = _to_sign(due.sign, calendar, on)
    asked = _asked(actor)
    accept = [row for row in asked if row.state == "assigned" and can_answer(actor, row)]
    passed = transfers_to_accept(actor).count()
    return LeaderHome(
        accept=accept,
        sign=sign,
        disputed=[row for row in asked if row.state == "disputed"],
        findings=_findings(actor),
        scores=_scores(actor),
        passed=passed,
        waiting=len(accept) + passed + sum(each.count for each in sign),
        late=sum(each.count for each in sign if each.clock.late),
    )


def _asked(actor: Actor) -> list[Commitment]:
    """What the units have been given and not yet taken on, and when they were last reminded."""
    rows = visible_to(actor).filter(
        lead_unit__in=actor.units("unit_leader"), state__in=("assigned", "disputed")
    )
    asked = rows.select_related("lead_unit", "parent").annotate(reminded_on=Max("reminders__on"))
    return list(asked.order_by("due_on", "pk"))


def _to_sign(reports: Iterable[ProgressReport], calendar: WorkCalendar, on: date) -> list[ToSign]:
    def key(report: ProgressReport) -> tuple[date, int, int]:
        return report.round.due_on, report.round_id, report.unit_id

    groups = [list(group) for _, group in groupby(sorted(reports, key=key), key=key)]
    return [
        ToSign(rows[0], rows[0].unit, clock_of(calendar, rows[0].round.due_on, on), len(rows))
        for rows in groups
    ]


def _findings(actor: Actor) -> list[Verification]:
    rows = Verification.objects.filter(
        superseded_by=None, sample__report__unit__in=actor.units("unit_leader")
    ).select_related("sample__report__commitment", "sample__report__unit", "sample__report__round")
    return list(rows.order_by("-decided_at", "-pk")[:FINDINGS])


def _scores(actor: Actor) -> list[tuple[UnitScore, UnitScore | None]]:
    """The latest score of each unit at which the person leads, with the one before it."""
    units = actor.own_units("unit_leader")
    rows = (
        own_scores(actor)
        .filter(unit__in=units)
        .select_related("run", "unit")
        .defer("run__inputs", "run__result")
        .order_by("unit__position", "unit_id", "-run__period_end", "-run_id")
    )
    found: list[tuple[UnitScore, UnitScore | None]] = []
    for _, group in groupby(rows, key=lambda row: row.unit_id):
        latest, *before = group
        found.append((latest, before[0] if before else None))
    return found
