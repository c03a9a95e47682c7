"""Reports: who sees which, what is due from whom, and the account of one commitment."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404

from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.audience import whole_lists
from luoshi.web.commitments.models import Commitment
from luoshi.web.delivery.models import (
    Evidence,
    EvidenceUse,
    ProgressReport,
    ReportState,
    Round,
    Sample,
    Verification,
)
from luoshi.web.delivery.rules import OWNING
from luoshi.web.prepared import prepared

FILLABLE = (ReportState.DRAFT, ReportState.RETURNED)
FACTS = (ReportState.ACCEPTED, ReportState.SUPERSEDED)
SPOKEN = (
    *("commitment", "value", "said_share", "claims_done", "narrative", "state", "submitted_at"),
    *("blocker_text", "blocker_unit__short_name", "round__title", "round__period_end"),
)
"""What the account of a commitment reads of each report."""


@dataclass(frozen=True, slots=True)
class Due:
    """What waits for one person, the earliest limit first. ``late``: lines past their limit."""

    fill: QuerySet[ProgressReport]
    sign: QuerySet[ProgressReport]
    decide: QuerySet[ProgressReport]
    verify: QuerySet[Sample]
    late: int


@dataclass(frozen=True, slots=True)
class Account:
    """One accepted report of a commitment: what was said, what shows it, what was found.

    ``opens``: whether the person may open the report and its evidence.
    """

    round: Round
    report: ProgressReport
    evidence: Sequence[Evidence]
    verification: Verification | None
    opens: bool


def visible_to(actor: Actor) -> QuerySet[ProgressReport]:
    """All of the lists overseen, those of the own units, those drawn for the person; else none."""
    return ProgressReport.objects.filter(seen_by(actor))


def seen_by(actor: Actor, path: str = "") -> Q:
    """Which reports the person sees; ``path`` leads to the report: ``sample__report__``.

    A path lets the database begin with the few rows at its other end.
    """
    claims = whole_lists(actor, f"{path}round__list__")
    claims |= Q(**{f"{path}unit__in": actor.units(*OWNING)})
    if actor.holds("verifier"):
        drawn = Sample.objects.filter(verifier=actor.user_id).values("report")
        claims |= Q(**{f"{path}pk__in": drawn})
    return claims


def shown(reports: QuerySet[ProgressReport]) -> QuerySet[ProgressReport]:
    """With everything a line of a table needs."""
    return (
        reports.select_related(
            "round__list", "commitment__progress", "unit", "blocker_unit", "supersedes"
        )
        .annotate(evidence_count=Count("evidence_uses"))
        .order_by("round__due_on", "unit__position", "commitment_id")
    )


def report_for(actor: Actor, pk: int) -> ProgressReport:
    """One report with its people. Raises Http404."""
    found = shown(visible_to(actor)).select_related("submitted_by", "signed_by", "accepted_by")
    if report := found.filter(pk=pk).first():
        return report
    raise Http404


def due_for(actor: Actor, on: date) -> Due:
    """What a contact fills, a leader signs, the supervision office decides, a verifier checks."""
    fill = fillable(actor)
    sign = ProgressReport.objects.filter(
        unit__in=actor.units("unit_leader"), state=ReportState.SUBMITTED
    )
    decide = ProgressReport.objects.filter(
        round__list__jurisdiction__in=actor.jurisdictions("supervisor"), state=ReportState.SIGNED
    )
    verify = Sample.objects.filter(verifier=actor.user_id, verifications=None)
    return Due(
        fill=shown(fill),
        sign=shown(sign),
        decide=shown(decide),
        verify=verify.select_related("report__commitment", "report__unit", "draw__round"),
        late=fill.filter(round__due_on__lt=on).count(),
    )


def fillable(actor: Actor) -> QuerySet[ProgressReport]:
    """What the person's units may still say: in open rounds, or handed in or accepted before."""
    going = Q(round__closed_at=None) | Q(submitted_at__isnull=False) | Q(supersedes__isnull=False)
    return ProgressReport.objects.filter(going, unit__in=actor.units("contact"), state__in=FILLABLE)


def account_of(actor: Actor, commitment: Commitment) -> list[Account]:
    """Every report that is or was a fact, the latest round first: three queries.

    The caller has shown that the commitment may be seen.
    """
    reports = _facts(actor, commitment.pk)
    shown: defaultdict[int, list[Evidence]] = defaultdict(list)
    for use in _uses(commitment.pk) if reports else ():
        shown[use.report_id].append(use.evidence)
    found = {entry.drawn_id: entry for entry in _found(commitment.pk)} if reports else {}
    return [
        Account(report.round, report, shown[report.pk], found.get(report.pk), report.opens)
        for report in reports
    ]


@prepared
def _facts(actor: Actor, commitment: int) -> QuerySet[Any]:
    return (
        ProgressReport.objects.filter(commitment=commitment, state__in=FACTS)
        .select_related("round", "blocker_unit")
        .annotate(opens=seen_by(actor))
        .only(*SPOKEN)
        .order_by("-round__period_end", "-round_id", "-pk")
    )


@prepared
def _uses(commitment: int) -> QuerySet[EvidenceUse]:
    uses = EvidenceUse.objects.filter(
        report__commitment=commitment, report__state__in=FACTS
    ).order_by("id")
    return uses.select_related("evidence").only("report", "evidence__name", "evidence__source")


@prepared
def _found(commitment: int) -> QuerySet[Any]:
    """The finding in force of each report that was drawn."""
    found = Verification.objects.filter(
        superseded_by=None,
        sample__report__commitment=commitment,
        sample__report__state__in=FACTS,
    )
    return found.annotate(drawn_id=F("sample__report"))


def evidence_of_units(units: frozenset[int]) -> QuerySet[Evidence]:
    """What these units have shown before, the newest first: to be offered again."""
    return Evidence.objects.filter(unit__in=units)


def evidence_for(actor: Actor, pk: int) -> Evidence:
    """A file of a report the person sees, or of an own unit. Raises Http404."""
    uses = EvidenceUse.objects.filter(report__in=visible_to(actor)).values("evidence")
    own = Q(unit__in=actor.units(*OWNING))
    if evidence := Evidence.objects.filter(own | Q(pk__in=uses), pk=pk).first():
        return evidence
    raise Http404
