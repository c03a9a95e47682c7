"""The histories a forecast rests on, read from accepted reports and findings in few queries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import groupby

from luoshi import presets
from luoshi.core.forecast import ForecastRule, Past, Point, forecast_rule_from
from luoshi.web.commitments.models import Commitment, Milestone
from luoshi.web.commitments.trajectory import trajectory_of
from luoshi.web.delivery.figures import achieved_of, said_share_of
from luoshi.web.delivery.models import ProgressReport, ReportState, Verification

WHOLE = Decimal(1)
TOLD = ("comparator", "baseline", "target", "starts_on", "due_on", "state", "curve")
REPORT = ("commitment_id", "value", "said_share", "claims_done", "round__period_end")
UNTOLD = ("draft", "assigned", "disputed", "withdrawn")
OPEN = ("accepted", "underway")
CHUNK = 2000


@cache
def forecast_rule() -> ForecastRule:
    """The rule of the presets."""
    return forecast_rule_from(presets.load("forecast")["default"], "forecast.default")


@dataclass(frozen=True, slots=True)
class History:
    """One commitment with its reports, oldest first, and the share of the last one."""

    commitment: Commitment
    points: tuple[Point, ...]
    ended: date | None

    def past(self, rule: ForecastRule, on: date) -> Past | None:
        """As finished: due before ``on``, and its last report in or given up. None else.

        On time: the last report up to the due day says the whole, and nobody found otherwise.
        """
        due_on = self.commitment.due_on
        settled = due_on + timedelta(days=rule.settle_days) < on
        told = self.ended is not None and self.ended >= due_on
        if due_on >= on or not self.points or not (settled or told):
            return None
        within = [point for point in self.points if point.on <= due_on]
        done = bool(within) and within[-1].actual == WHOLE
        starts_on = self.commitment.starts_on
        return Past(self.commitment.pk, starts_on, due_on, done, self.points)

    def is_open(self, on: date) -> bool:
        """Whether somebody still works on it and its day has not come."""
        return self.commitment.state in OPEN and self.commitment.due_on >= on


def histories(jurisdiction_id: int) -> Iterator[History]:
    """Every commitment that was taken on, in chunks of four queries."""
    taken = Commitment.objects.filter(jurisdiction=jurisdiction_id).exclude(state__in=UNTOLD)
    keys = list(taken.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        yield from _chunk(keys[start : start + CHUNK])


def _chunk(keys: Sequence[int]) -> Iterator[History]:
    found = Commitment.objects.only(*TOLD).in_bulk(keys)
    steps: dict[int, list[Milestone]] = {}
    for step in Milestone.objects.filter(commitment__in=keys).defer("title"):
        steps.setdefault(step.commitment_id, []).append(step)
    findings = _findings(keys)
    reports = _reports(keys)
    for pk in keys:
        yield _history(found[pk], reports.get(pk, ()), findings, steps.get(pk, ()))


def _history(
    commitment: Commitment,
    reports: Sequence[ProgressReport],
    findings: Mapping[int, Verification],
    steps: Sequence[Milestone],
) -> History:
    plan = trajectory_of(commitment, steps)
    points = []
    for report in reports:
        found = findings.get(report.pk)
        share = said_share_of(commitment, report)
        if found:
            share = achieved_of(commitment, report, found)[1]
        if share is not None:
            on = report.round.period_end
            points.append(Point(on, plan.planned(on), share))
    ended = reports[-1].round.period_end if reports else None
    return History(commitment, tuple(points), ended)


def _findings(keys: Iterable[int]) -> dict[int, Verification]:
    rows = Verification.objects.filter(
        sample__report__commitment__in=keys, superseded_by=None
    ).select_related("sample")
    return {row.sample.report_id: row for row in rows.order_by("pk")}


def _reports(keys: Iterable[int]) -> dict[int, list[ProgressReport]]:
    rows = (
        ProgressReport.objects.filter(commitment__in=keys, state=ReportState.ACCEPTED)
        .select_related("round")
        .only(*REPORT)
        .order_by("commitment_id", "round__period_end", "pk")
    )
    return {pk: list(group) for pk, group in groupby(rows, key=lambda row: row.commitment_id)}
