"""What a contact has to fill in, in the order of its limits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from luoshi.core.calendar import WorkCalendar
from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.rows import Claims, Shown, claims_of, shown_of
from luoshi.web.commitments.wording import target_text
from luoshi.web.dashboard.queries.clocks import Clock, clock_of
from luoshi.web.delivery.models import ProgressReport, ReportState, Return, Round
from luoshi.web.delivery.queries import RoundCounts, counts_of, due_for, rounds_visible_to
from luoshi.web.delivery.said import said_of
from luoshi.web.delivery.wording import reason_text
from luoshi.web.units.models import Unit


@dataclass(frozen=True, slots=True)
class Line:
    """One report to fill. ``begun``: something is typed already; ``back``: why it came back."""

    report: ProgressReport
    unit: Unit
    text: str
    target: str
    claims: Claims
    shown: Shown
    begun: bool
    back: Return | None

    @property
    def reason(self) -> str:
        """Why it came back, in words; empty where it did not."""
        return reason_text(self.back.reason) if self.back else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of one round, with its limit and how far the units are (corrections apart)."""

    round: Round
    clock: Clock
    lines: Sequence[Line]
    counts: RoundCounts


@dataclass(frozen=True, slots=True)
class ContactHome:
    """Reports sent back, then the sheets of open rounds; ``passed_on`` wait for others."""

    returned: Sequence[tuple[Line, Clock]]
    sheets: Sequence[Sheet]
    waiting: int
    late: int
    passed_on: int


def contact_home(actor: Actor, calendar: WorkCalendar, on: date) -> ContactHome:
    """Five queries, whatever is due."""
    due = due_for(actor, on)
    reports = list(due.fill)
    back = _returns(reports)
    running = list(rounds_visible_to(actor).filter(closed_at=None))
    counts = counts_of(actor, running)
    sheets = _sheets(reports, back, counts, calendar, on)
    returned = [
        (line, sheet.clock) for sheet in sheets for line in sheet.lines if line.back is not None
    ]
    return ContactHome(
        returned=returned,
        sheets=[sheet for sheet in sheets if any(line.back is None for line in sheet.lines)],
        waiting=len(reports),
        late=sum(len(sheet.lines) for sheet in sheets if sheet.clock.late),
        passed_on=sum(each.submitted + each.signed for each in counts.values()),
    )


def _returns(reports: Iterable[ProgressReport]) -> dict[int, Return]:
    """By report that is back: the last reason given."""
    back = [report.pk for report in reports if report.state == ReportState.RETURNED]
    return {row.report_id: row for row in Return.objects.filter(report__in=back).order_by("id")}


def _sheets(
    reports: Sequence[ProgressReport],
    back: Mapping[int, Return],
    counts: Mapping[int, RoundCounts],
    calendar: WorkCalendar,
    on: date,
) -> list[Sheet]:
    ordered = sorted(reports, key=lambda report: (report.round.due_on, report.round_id))
    return [
        Sheet(
            round=lines[0].report.round,
            clock=clock_of(calendar, lines[0].report.round.due_on, on),
            lines=lines,
            counts=counts.get(pk, RoundCounts()),
        )
        for pk, group in groupby(ordered, key=lambda report: report.round_id)
        if (lines := [_line(report, back.get(report.pk)) for report in group])
    ]


def _line(report: ProgressReport, back: Return | None) -> Line:
    commitment = report.commitment
    return Line(
        report=report,
        unit=report.unit,
        text=commitment.text,
        target=target_text(commitment),
        claims=claims_of(commitment),
        shown=shown_of(commitment),
        begun=back is None and not said_of(report).is_empty,
        back=back,
    )
