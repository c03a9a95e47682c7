"""A report on its way: filled, submitted, signed."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from luoshi.core.errors import Invalid, Refused
from luoshi.core.workflow import REPORT
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import Told, plain, record, record_all
from luoshi.web.delivery.models import ProgressReport, ReportState, Round
from luoshi.web.delivery.rules import can_fill, can_sign
from luoshi.web.delivery.said import FIELDS, Said, facts_of, said_of
from luoshi.web.prepared import few_shapes, prepared

Line = tuple[ProgressReport, Said]


@transaction.atomic
def reports_save(
    *, lines: Sequence[Line], by: Actor, at: datetime, submit: bool = False
) -> list[ProgressReport]:
    """Keep what is said so far; a returned report becomes a draft again.

    With ``submit`` they are handed in as well, all or none. Raises Invalid with the ``field``
    and the ``report`` at fault.
    """
    fresh = {report.pk: report for report in reports_locked(report for report, _ in lines)}
    saved = (_save(fresh[report.pk], said, by) for report, said in lines)
    if told := [each for each in saved if each]:
        record_all(by=by, at=at, told=told)
    rows = list(fresh.values())
    return _submit(rows, by, at) if submit else rows


def report_save(*, report: ProgressReport, said: Said, by: Actor, at: datetime) -> ProgressReport:
    """Keep what is said so far of one commitment."""
    return reports_save(lines=[(report, said)], by=by, at=at)[0]


def _save(report: ProgressReport, said: Said, by: Actor) -> Told | None:
    """What the record is to tell of it; None where nothing is new."""
    can_fill(by, report).require()
    _check_open(report)
    said.check(report.commitment)
    before = {**facts_of(report), "state": report.state}
    if report.state == ReportState.RETURNED:
        report.state = REPORT.next(report.state, "revise")
    elif report.state != ReportState.DRAFT:
        raise Refused("wrong-state", state=report.state)
    for name in FIELDS:
        setattr(report, name, getattr(said, name))
    after = {**facts_of(report), "state": report.state}
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return None
    report.save(update_fields=["state", *FIELDS])
    return Told(
        verb="report.save",
        obj=report,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


def _check_open(report: ProgressReport) -> None:
    """After the round is closed only what was handed in before, or corrects a fact, goes on."""
    begun = report.submitted_at or report.supersedes_id
    if report.round.closed_at and not begun:
        raise Refused("round-closed")


@transaction.atomic
def reports_submit(
    *, reports: Iterable[ProgressReport], by: Actor, at: datetime
) -> list[ProgressReport]:
    """报送: all of them go to the unit's leader, or none."""
    return _submit(reports_locked(reports), by, at)


def _submit(rows: list[ProgressReport], by: Actor, at: datetime) -> list[ProgressReport]:
    """Of reports locked in this transaction."""
    for report in rows:
        can_fill(by, report).require()
        _check_open(report)
        report.state = REPORT.next(report.state, "submit")
        _check_complete(report)
    _stamp(rows, state="submitted", submitted_by_id=by.user_id, submitted_at=at)
    record_each_round(rows, verb="report.submit", by=by, at=at)
    return rows


def report_submit(*, report: ProgressReport, by: Actor, at: datetime) -> ProgressReport:
    """报送 one report."""
    return reports_submit(reports=[report], by=by, at=at)[0]


def _check_complete(report: ProgressReport) -> None:
    try:
        said_of(report).check_complete(report.commitment)
    except Invalid as error:
        raise Invalid(error.code, **error.params, report=report.pk) from error


@transaction.atomic
def reports_sign(
    *, reports: Iterable[ProgressReport], by: Actor, at: datetime
) -> list[ProgressReport]:
    """签发: the leader of the unit stands for every one of them, or for none."""
    rows = reports_locked(reports)
    for report in rows:
        can_sign(by, report).require()
        report.state = REPORT.next(report.state, "sign")
    _stamp(rows, state="signed", signed_by_id=by.user_id, signed_at=at)
    record_each_round(rows, verb="report.sign", by=by, at=at)
    return rows


def report_sign(*, report: ProgressReport, by: Actor, at: datetime) -> ProgressReport:
    """签发 one report."""
    return reports_sign(reports=[report], by=by, at=at)[0]


def reports_locked(reports: Iterable[ProgressReport]) -> list[ProgressReport]:
    """The reports as they stand now, by id, locked until the transaction ends."""
    return _locked(few_shapes([report.pk for report in reports]))


@prepared
def _locked(ids: tuple[int, ...]) -> QuerySet[ProgressReport]:
    rows = ProgressReport.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    return rows.select_related("round__list", "commitment", "blocker_unit")


def report_locked(report: ProgressReport) -> ProgressReport:
    """One report as it stands now, locked."""
    return reports_locked([report])[0]


def said_then(report: ProgressReport) -> dict[str, object]:
    """What a report that goes back says, and who stood for it: to be kept beside it."""
    kept = [name for name in FIELDS if name != "blocker_unit"]
    people = ("blocker_unit_id", "submitted_by_id", "signed_by_id")
    said = {name: getattr(report, name) for name in (*kept, "submitted_at", "signed_at")}
    said |= {name.removesuffix("_id"): getattr(report, name) for name in people}
    return {name: plain(value) for name, value in said.items()}


def _stamp(rows: Sequence[ProgressReport], **values: object) -> None:
    """The same new state, person and time on every row."""
    ProgressReport.objects.filter(pk__in=[row.pk for row in rows]).update(**values)
    for row in rows:
        for name, value in values.items():
            setattr(row, name, value)


def record_each_round(
    rows: Sequence[ProgressReport], *, verb: str, by: Actor, at: datetime
) -> None:
    """One entry for a single report; for many, one for each round, naming them."""
    if len(rows) == 1:
        record(by=by, at=at, verb=verb, obj=rows[0], after={"state": rows[0].state})
        return
    rounds: dict[int, list[int]] = {}
    for row in rows:
        rounds.setdefault(row.round_id, []).append(row.pk)
    for round_id, ids in sorted(rounds.items()):
        record(by=by, at=at, verb=verb, obj=Round(pk=round_id), after={"reports": ids})
