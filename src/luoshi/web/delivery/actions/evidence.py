"""Files that show something was done."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import PurePath

from django.db import transaction

from luoshi import presets
from luoshi.core.errors import Invalid, Refused
from luoshi.intake import Limits, sniff_evidence
from luoshi.web import blobs
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.delivery.actions.reports import reports_locked
from luoshi.web.delivery.models import Evidence, EvidenceUse, ProgressReport
from luoshi.web.delivery.rules import can_fill
from luoshi.web.units.models import Unit

LONGEST_NAME = 200
LONGEST_SOURCE = 120


@transaction.atomic
def evidence_add(
    *,
    unit: Unit,
    name: str,
    data: bytes,
    reports: Sequence[ProgressReport],
    by: Actor,
    at: datetime,
    source: str = "",
    dated_on: date | None = None,
) -> Evidence:
    """Keep the file and offer it for those reports of the unit. The same bytes are kept once.

    Nothing is stored before type and size are known to be good. Raises Invalid as
    ``luoshi.intake.sniff_evidence`` does, with ``field`` "file".
    """
    rows = _fillable(reports, by)
    _check_unit(rows, unit.pk)
    evidence, is_new = evidence_kept(
        unit_id=unit.pk,
        jurisdiction_id=rows[0].commitment.jurisdiction_id,
        name=name,
        data=data,
        by=by,
        at=at,
        source=source.strip()[:LONGEST_SOURCE],
        dated_on=dated_on,
    )
    _use(evidence, rows)
    after = {"sha256": evidence.sha256, "reports": [report.pk for report in rows]}
    verb = "evidence.add" if is_new else "evidence.attach"
    record(by=by, at=at, verb=verb, obj=evidence, after=after)
    return evidence


def evidence_kept(
    *,
    unit_id: int,
    jurisdiction_id: int,
    name: str,
    data: bytes,
    by: Actor,
    at: datetime,
    **known: object,
) -> tuple[Evidence, bool]:
    """The file as evidence of the unit, and whether it is new: inside the caller's transaction.

    Nothing is stored before type and size are known to be good.
    """
    shown = shown_name(name)
    media_type = checked_type(shown, data)
    fresh: dict[str, object] = {
        "jurisdiction_id": jurisdiction_id,
        "name": shown,
        "media_type": media_type,
        "size": len(data),
        "added_by_id": by.user_id,
        "added_at": at,
    }
    return Evidence.objects.get_or_create(
        unit_id=unit_id, sha256=blobs.put(data), defaults=fresh | known
    )


def _check_unit(rows: Sequence[ProgressReport], unit_id: int) -> None:
    if not rows:
        raise Invalid("evidence-unused", field="reports")
    if any(report.unit_id != unit_id for report in rows):
        raise Invalid("evidence-other-unit", field="reports")


def checked_type(name: str, data: bytes) -> str:
    """The media type by content. Raises Invalid with ``field`` "file"."""
    try:
        return sniff_evidence(name, data, Limits(file_bytes=evidence_limit()))
    except Invalid as error:
        raise Invalid(error.code, **error.params, field="file") from error


def evidence_limit() -> int:
    """How many bytes one piece of evidence may have."""
    return presets.limit("evidence_bytes")


def shown_name(name: str) -> str:
    """The file's own name without folders, its end kept when it is too long."""
    shown = PurePath(name.replace("\\", "/")).name.strip()
    if not shown:
        raise Invalid("evidence-unnamed", field="file")
    return shown[-LONGEST_NAME:]


@transaction.atomic
def evidence_attach(
    *, evidence: Evidence, reports: Sequence[ProgressReport], by: Actor, at: datetime
) -> None:
    """Offer evidence of the unit for more of its reports; what has it already keeps it."""
    rows = _fillable(reports, by)
    _check_unit(rows, evidence.unit_id)
    _use(evidence, rows)
    record(
        by=by,
        at=at,
        verb="evidence.attach",
        obj=evidence,
        after={"reports": [report.pk for report in rows]},
    )


@transaction.atomic
def evidence_detach(*, evidence: Evidence, report: ProgressReport, by: Actor, at: datetime) -> None:
    """Take evidence back from a report that has not been handed in; the file stays."""
    rows = _fillable([report], by)
    gone, _kinds = EvidenceUse.objects.filter(evidence=evidence, report=rows[0]).delete()
    if gone:
        record(by=by, at=at, verb="evidence.detach", obj=evidence, before={"reports": [report.pk]})


def _fillable(reports: Sequence[ProgressReport], by: Actor) -> list[ProgressReport]:
    rows = reports_locked(reports)
    for report in rows:
        can_fill(by, report).require()
        if not report.is_fillable:
            raise Refused("report-not-fillable")
    return rows


def _use(evidence: Evidence, rows: Sequence[ProgressReport]) -> None:
    EvidenceUse.objects.bulk_create(
        [EvidenceUse(report=report, evidence=evidence) for report in rows], ignore_conflicts=True
    )
