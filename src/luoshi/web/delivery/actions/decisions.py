"""What the supervision office decides about a report, and corrections of what it accepted."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from luoshi.core.errors import Invalid, Refused
from luoshi.core.workflow import REPORT
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.actions import commitment_advance
from luoshi.web.commitments.models import Commitment
from luoshi.web.delivery.actions.progress import progress_refresh
from luoshi.web.delivery.actions.recalls import claims_taken_back
from luoshi.web.delivery.actions.reports import (
    record_each_round,
    report_locked,
    reports_locked,
    said_then,
)
from luoshi.web.delivery.models import OPEN, EvidenceUse, ProgressReport, ReportState, Return
from luoshi.web.delivery.rules import can_accept, can_fill, can_return
from luoshi.web.delivery.said import FIELDS, Said, facts_of, return_reasons

LONGEST_NOTE = 300


@transaction.atomic
def reports_accept(
    *, reports: Iterable[ProgressReport], by: Actor, at: datetime
) -> list[ProgressReport]:
    """采信: each becomes a fact that never changes; a corrected one is superseded, and stays.

    A claim of being done moves its commitment on, one taken back moves it back. All of them, or
    none.
    """
    rows = reports_locked(reports)
    for report in rows:
        can_accept(by, report).require()
        report.state = REPORT.next(report.state, "accept")
        report.accepted_by_id, report.accepted_at = by.user_id, at
    corrected = [report.supersedes_id for report in rows if report.supersedes_id]
    ProgressReport.objects.filter(pk__in=corrected).update(state=ReportState.SUPERSEDED)
    ProgressReport.objects.filter(pk__in=[report.pk for report in rows]).update(
        state=ReportState.ACCEPTED, accepted_by=by.user_id, accepted_at=at
    )
    record_each_round(rows, verb="report.accept", by=by, at=at)
    _claim_done(rows, by=by, at=at)
    claims_taken_back(rows, by=by, at=at)
    progress_refresh(ids={row.commitment_id for row in rows}, on=timezone.localdate(at))
    return rows


def report_accept(*, report: ProgressReport, by: Actor, at: datetime) -> ProgressReport:
    """采信 one report."""
    return reports_accept(reports=[report], by=by, at=at)[0]


def _claim_done(rows: Sequence[ProgressReport], *, by: Actor, at: datetime) -> None:
    claimed = {row.commitment_id for row in rows if row.claims_done}
    moving = Commitment.objects.select_for_update().filter(pk__in=claimed, state="underway")
    for commitment in moving.order_by("pk"):
        commitment_advance(commitment=commitment, verb="claim_done", by=by, at=at)


@transaction.atomic
def report_return(
    *, report: ProgressReport, reason: str, note: str, by: Actor, at: datetime
) -> Return:
    """退回: with a reason of the list; what was said then stays readable in the Return."""
    fresh = report_locked(report)
    can_return(by, fresh).require()
    state = REPORT.next(fresh.state, "return")
    _check_reason(reason, note)
    before = fresh.state
    back = Return.objects.create(
        report=fresh,
        reason=reason,
        note=note.strip(),
        said=said_then(fresh),
        decided_by_id=by.user_id,
        decided_at=at,
    )
    fresh.state, fresh.signed_by_id, fresh.signed_at = state, None, None
    fresh.save(update_fields=["state", "signed_by", "signed_at"])
    record(
        by=by,
        at=at,
        verb="report.return",
        obj=fresh,
        before={"state": before},
        after={"state": state, "reason": reason, "note": back.note},
    )
    return back


def _check_reason(reason: str, note: str) -> None:
    if reason not in return_reasons():
        raise Invalid("return-reason-unknown", field="reason")
    if return_reasons()[reason]["needs_note"] and not note.strip():
        raise Invalid("return-note-missing", field="note")
    if len(note.strip()) > LONGEST_NOTE:
        raise Invalid("return-note-long", field="note")


@transaction.atomic
def report_correct(
    *, report: ProgressReport, by: Actor, at: datetime, said: Said | None = None
) -> ProgressReport:
    """更正: a new draft beside the accepted report, with its evidence; ``said`` replaces its words.

    The accepted one stays in force until the supervision office accepts the new one.
    """
    fresh = report_locked(report)
    can_fill(by, fresh).require()
    REPORT.next(fresh.state, "supersede")
    if ProgressReport.objects.filter(
        round=fresh.round_id, commitment=fresh.commitment_id, state__in=OPEN
    ).exists():
        raise Refused("correction-open")
    if said:
        said.check(fresh.commitment)
    values = {name: getattr(said or fresh, name) for name in FIELDS}
    correction = ProgressReport.objects.create(
        round=fresh.round,
        commitment=fresh.commitment,
        unit_id=fresh.unit_id,
        supersedes=fresh,
        **values,
    )
    EvidenceUse.objects.bulk_create(
        EvidenceUse(report=correction, evidence_id=use.evidence_id)
        for use in fresh.evidence_uses.all()
    )
    record(
        by=by,
        at=at,
        verb="report.correct",
        obj=correction,
        before=facts_of(fresh),
        after={**facts_of(correction), "supersedes": fresh.pk},
    )
    return correction


def _went_back(report: ProgressReport) -> bool:
    return report.returns.exists() or report.recalls.exists()


@transaction.atomic
def correction_drop(*, report: ProgressReport, by: Actor, at: datetime) -> None:
    """A correction that nobody handed in is given up; the accepted report stays as it is."""
    fresh = report_locked(report)
    can_fill(by, fresh).require()
    if not fresh.supersedes_id or fresh.state != ReportState.DRAFT or _went_back(fresh):
        raise Refused("correction-only")
    record(by=by, at=at, verb="report.drop_correction", obj=fresh, before=facts_of(fresh))
    fresh.evidence_uses.all().delete()
    fresh.delete()
