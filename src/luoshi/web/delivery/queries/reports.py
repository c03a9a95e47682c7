"""Reports: who sees which, what is due from whom, and the account of one commitment."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from luoshi.web.accounts.actor import Actor
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
from luoshi.web.delivery.rules import OWNING, WHOLE

FILLABLE = (ReportState.DRAFT, ReportState.RETURNED)
FACTS = (ReportState.ACCEPTED, ReportState.SUPERSEDED)


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
    """One accepted report of a commitment: what was said, what shows it, what was found."""

    round: Round
    report: ProgressReport
    evidence: list[Evidence]
    verification: Verification | None


def visible_to(actor: Actor) -> QuerySet[ProgressReport]:
    """All of the jurisdiction, those of the own units, those drawn for the person; else none."""
    claims = Q(round__list__jurisdiction__in=actor.jurisdictions(*WHOLE))
    claims |= Q(unit__in=actor.units(*OWNING))
    if actor.holds("verifier"):
        claims |= Q(pk__in=Sample.objects.filter(verifier=actor.user_id).values("report"))
    return ProgressReport.objects.filter(claims)


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


def account_of(commitment: Commitment) -> list[Account]:
    """Every report that is or was a fact, the latest round first: a constant number of queries.

    The caller has shown that the commitment may be seen.
    """
    current = Verification.objects.filter(superseded_by=None).select_related("decided_by")
    reports = (
        ProgressReport.objects.filter(commitment=commitment, state__in=FACTS)
        .select_related("round", "unit", "blocker_unit", "superseded_by")
        .prefetch_related(
            Prefetch("evidence_uses", EvidenceUse.objects.select_related("evidence")),
            Prefetch("samples__verifications", current, to_attr="current"),
        )
        .order_by("-round__period_end", "-round_id", "-pk")
    )
    return [_account(report) for report in reports]


def _account(report: ProgressReport) -> Account:
    found = [entry for sample in report.samples.all() for entry in sample.current]  # type: ignore[attr-defined]
    return Account(
        round=report.round,
        report=report,
        evidence=[use.evidence for use in report.evidence_uses.all()],
        verification=found[0] if found else None,
    )


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
