"""Everything the page of one round shows to one person."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.wording import amount, percent, target_text
from luoshi.web.delivery.filling import Filling
from luoshi.web.delivery.forms import LineForm
from luoshi.web.delivery.models import ProgressReport, Round
from luoshi.web.delivery.queries import round_rows, visible_to
from luoshi.web.delivery.queries.reports import fillable, shown
from luoshi.web.delivery.rules import OWNING, WHOLE, can_run_rounds
from luoshi.web.delivery.wording import blocker_text, reason_text, said_text, typed_number


def fillable_in(actor: Actor, round_: Round) -> QuerySet[ProgressReport]:
    """The lines of the round that the person's units may still fill."""
    due = shown(fillable(actor).filter(round=round_))
    return due.select_related("commitment__progress__report").prefetch_related(
        "evidence_uses__evidence", "returns"
    )


def waiting_in(actor: Actor, round_: Round, state: str) -> QuerySet[ProgressReport]:
    """Submitted: for the leader's signature. Signed: for the supervision office."""
    reports = ProgressReport.objects.filter(round=round_, state=state)
    if state == "submitted":
        return shown(reports.filter(unit__in=actor.units("unit_leader")))
    decides = actor.jurisdictions("supervisor")
    return shown(reports.filter(round__list__jurisdiction__in=decides))


def round_page(actor: Actor, round_: Round, filling: Filling, at: datetime) -> dict[str, object]:
    """The page's context: a constant number of queries."""
    jurisdiction = round_.list.jurisdiction_id
    whole = actor.holds(*WHOLE, jurisdiction_id=jurisdiction)
    runs = can_run_rounds(actor, jurisdiction)
    return {
        "round": round_,
        "draw": next(iter(round_.draws.all()), None),
        "filling": filling,
        "lines": [(form, line_of(form)) for form in filling.lines],
        "to_sign": rows_of(waiting_in(actor, round_, "submitted")),
        "to_decide": rows_of(waiting_in(actor, round_, "signed")) if runs else [],
        "units": round_rows(actor, round_) if whole else [],
        "others": [] if whole else rows_of(_gone(actor, round_)),
        "whole": whole,
        "closes": runs and not round_.closed_at,
        "late": not round_.closed_at and round_.due_on < timezone.localdate(at),
    }


def _gone(actor: Actor, round_: Round) -> QuerySet[ProgressReport]:
    """The own units' reports that are out of the contact's hands."""
    own = visible_to(actor).filter(round=round_, unit__in=actor.units(*OWNING))
    return shown(own.exclude(pk__in=fillable(actor)))


def line_of(form: LineForm) -> dict[str, object]:
    """Beside the fields: the target, what was last accepted, why it came back, the evidence."""
    report = form.report
    progress = getattr(report.commitment, "progress", None)
    value = progress.said_value if progress else None
    returns = list(report.returns.all())
    return {
        "target": target_text(report.commitment),
        "last": _last_dated(report),
        "last_value": "" if value is None else typed_number(value),
        "returned": returns[-1] if returns else None,
        "reason": reason_text(returns[-1].reason) if returns else "",
        "evidence": [use.evidence for use in report.evidence_uses.all()],
    }


def _last_dated(report: ProgressReport) -> str:
    """The same with the day on which it was accepted: what may be used again."""
    text, progress = last_text(report), getattr(report.commitment, "progress", None)
    told = progress.report if text and progress else None
    if told is None or told.accepted_at is None:
        return text
    day = timezone.localdate(told.accepted_at)
    return gettext("%(value)s（%(day)s 采信）") % {"value": text, "day": day}


def last_text(report: ProgressReport) -> str:
    """What was last accepted of this commitment; empty when nothing was."""
    progress = getattr(report.commitment, "progress", None)
    if progress is None:
        return ""
    value = amount(progress.said_value, report.commitment.unit_of_measure)
    return value or percent(progress.said_share)


def rows_of(reports: QuerySet[ProgressReport]) -> list[dict[str, object]]:
    """Lines of a table, with figures and blockers in words."""
    return [
        {
            "report": report,
            "target": target_text(report.commitment),
            "last": last_text(report),
            "said": said_text(report),
            "blocker": blocker_text(report),
        }
        for report in reports
    ]
