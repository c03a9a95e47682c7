"""What was promised, said, done and achieved, as known at a time: a fixed number of queries."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count

from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.terms import approved, as_frozen, as_known, is_amended
from luoshi.web.commitments.wording import FINDINGS, amount, as_of, percent, target_text
from luoshi.web.delivery.figures import achieved_of, said_share_of, seen_on
from luoshi.web.delivery.models import EvidenceUse, ProgressReport, Verification


@dataclass(frozen=True, slots=True)
class Facts:
    """One commitment on a day, as known at a time. ``frozen`` is the target before amendments,
    empty where it is the same. Values are None where nothing was told or found."""

    commitment: Commitment
    target: str
    frozen: str
    due_on: date
    frozen_due: str
    said: str
    said_value: Decimal | None
    told_by: int | None
    evidence: int
    achieved: str
    achieved_value: Decimal | None
    finding: str
    found_as_of: str


def facts_of(ids: Collection[int], up_to: date, known_at: datetime) -> dict[int, Facts]:
    """By commitment: five queries."""
    found = {
        each.pk: each for each in Commitment.objects.filter(pk__in=ids).select_related("lead_unit")
    }
    amended = approved(pk for pk, each in found.items() if each.original)
    for pk, rows in amended.items():
        found[pk] = as_known(found[pk], rows, known_at)
    reports = _reports(ids, up_to, known_at)
    evidence = _evidence(report.pk for report in reports.values())
    findings = _findings(ids, up_to, known_at)
    return {
        pk: _facts(each, reports.get(pk), evidence, findings.get(pk)) for pk, each in found.items()
    }


def _facts(
    commitment: Commitment,
    report: ProgressReport | None,
    evidence: dict[int, int],
    found: Verification | None,
) -> Facts:
    checked = found.sample.report if found else None
    value, share = achieved_of(commitment, checked, found)
    before = as_frozen(commitment) if is_amended(commitment) else commitment
    measure = commitment.unit_of_measure
    frozen = target_text(before)
    said = report.value if report else None
    return Facts(
        commitment=commitment,
        target=target_text(commitment),
        frozen=frozen if frozen != target_text(commitment) else "",
        due_on=commitment.due_on,
        frozen_due=str(before.due_on) if before.due_on != commitment.due_on else "",
        said=_figure(amount(said, measure), percent(said_share_of(commitment, report))),
        said_value=said,
        told_by=report.unit_id if report else None,
        evidence=evidence.get(report.pk, 0) if report else 0,
        achieved=_figure(amount(value, measure), percent(share)),
        achieved_value=value,
        finding=str(FINDINGS[found.finding]) if found else "",
        found_as_of=as_of(seen_on(found, checked)) if found and checked else "",
    )


def _figure(value: str, share: str) -> str:
    return " · ".join(part for part in (value, share) if part)


def _reports(ids: Collection[int], up_to: date, known_at: datetime) -> dict[int, ProgressReport]:
    """By commitment, the last that was accepted by then, of a period that had ended."""
    rows = ProgressReport.objects.filter(
        commitment__in=ids, accepted_at__lte=known_at, round__period_end__lte=up_to
    )
    return {row.commitment_id: row for row in rows.order_by("round__period_end", "pk")}


def _evidence(reports: Iterable[int]) -> dict[int, int]:
    uses = EvidenceUse.objects.filter(report__in=list(reports)).order_by()
    return dict(uses.values_list("report_id").annotate(Count("pk")))


def _findings(ids: Collection[int], up_to: date, known_at: datetime) -> dict[int, Verification]:
    """By commitment, the last finding by then on a report of those periods."""
    rows = Verification.objects.filter(
        sample__report__commitment__in=ids,
        sample__report__round__period_end__lte=up_to,
        decided_at__lte=known_at,
    ).select_related("sample__report__round")
    ordered = rows.order_by("sample__report__round__period_end", "pk")
    return {row.sample.report.commitment_id: row for row in ordered}
