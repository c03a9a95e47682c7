"""What the facts say about some commitments: said, did, achieved, planned, and the light.

The facts of a chunk are read in a fixed number of queries, whatever its size.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import groupby
from operator import itemgetter

from django.db.models import Case, Count, Min, QuerySet, SmallIntegerField, Value, When
from django.db.models.functions import Coalesce, NullIf

from luoshi import presets
from luoshi.core.calendar import WorkCalendar
from luoshi.core.decompose import DEEPEST
from luoshi.core.errors import Refused
from luoshi.core.pace import (
    Colour,
    Facts,
    Light,
    LightRule,
    Thresholds,
    is_own,
    light,
    light_rule_from,
)
from luoshi.core.sampling import Finding
from luoshi.web.commitments.models import Commitment, ListItem, Milestone
from luoshi.web.commitments.terms import as_frozen, is_amended
from luoshi.web.commitments.trajectory import trajectory_of
from luoshi.web.delivery.elsewhere import Standing, told_elsewhere
from luoshi.web.delivery.figures import (
    NOTHING,
    achieved_of,
    said_share_of,
    seen_on,
    spoken_on,
)
from luoshi.web.delivery.models import (
    EvidenceUse,
    Progress,
    ProgressReport,
    ReportState,
    Round,
    Verification,
)
from luoshi.web.prepared import few_shapes, prepared
from luoshi.web.reasons.queries import Accepted, accepted_on

COMMITMENT_FACTS = (
    *("comparator", "baseline", "target", "starts_on", "due_on", "state", "original"),
    *("curve", "light_rule"),
)
REPORT_FACTS = ("value", "said_share", "claims_done", "submitted_at", "round_id")
"""The columns that count: the texts of a hundred thousand rows stay where they are."""

SHARES = ("planned_share", "said_share", "achieved_share")
"""What the target and the dates measure."""
OWED = (ReportState.DRAFT, ReportState.SUBMITTED, ReportState.RETURNED)
"""States in which the unit, contact or leader, still owes the report."""
CLAIM = Case(
    When(state=ReportState.ACCEPTED, claims_done=True, then=1),
    When(state=ReportState.ACCEPTED, then=0),
    output_field=SmallIntegerField(null=True),
)
"""Of an accepted report: 1 where it claims to be done, else 0. A number, read as it lies."""
SETTLED = ("verified", "signed_off")
BEHIND = (Colour.YELLOW, Colour.RED)
NOT_COVERED = "calendar-not-covered"


@dataclass(frozen=True, slots=True)
class Known:
    """The facts about a chunk of commitments, by commitment (evidence: by report)."""

    steps: dict[int, list[Milestone]]
    rules: dict[int, str]
    reports: dict[int, ProgressReport]
    claimed_on: dict[int, date]
    evidence: dict[int, int]
    verifications: dict[int, Verification]
    found: dict[int, Verification]
    owed_since: dict[int, date]
    reasons: dict[int, Accepted]
    elsewhere: Mapping[int, Standing]


def known_of(ids: Collection[int], states: dict[int, str], on: date) -> Known:
    """The facts about these commitments. ``states`` are their states now; a reason counts that
    stands ``on`` the day."""
    found = _verifications(ids)
    denied = {pk for pk, each in found.items() if each.finding != Finding.CONFIRMED}
    latest, first_claims = _reports(ids, denied)
    reports = _with_rounds({*latest.values(), *first_claims.values()})
    claimed = {pk: spoken_on(reports[first]) for pk, first in first_claims.items()}
    return Known(
        steps=_steps(ids),
        rules=_rules(ids),
        reports={pk: reports[report] for pk, report in latest.items()},
        claimed_on={pk: day for pk, day in claimed.items() if day},
        evidence=_evidence(latest.values()),
        verifications=dict(_in_force(found, latest, states)),
        found=_last_found(found),
        owed_since=_owed(ids),
        reasons=accepted_on(ids, on),
        elsewhere=told_elsewhere(ids, on),
    )


def progress_of(commitment: Commitment, known: Known, calendar: WorkCalendar, on: date) -> Progress:
    """Where the commitment stands at the end of a day; where it was amended, also against what
    was frozen."""
    progress = _progress(commitment, known, calendar, on)
    if is_amended(commitment):
        frozen = _progress(as_frozen(commitment), known, calendar, on)
        progress.original_light = frozen.light
        progress.original = {
            "light_code": frozen.light_code,
            "light_params": frozen.light_params,
            **{name: _text(getattr(frozen, name)) for name in SHARES},
        }
    return progress


def _text(share: Decimal | None) -> str | None:
    return None if share is None else str(share)


def _progress(commitment: Commitment, known: Known, calendar: WorkCalendar, on: date) -> Progress:
    told = known.elsewhere.get(commitment.pk)
    if told and told.in_rounds and commitment.pk in known.reports:
        told = None
    progress, facts = _told(commitment, told, on) if told else _reported(commitment, known, on)
    if commitment.pk in known.reasons:
        facts = replace(facts, reason_accepted_by=known.reasons[commitment.pk].by)
    rule = commitment.light_rule or known.rules.get(commitment.pk, "default")
    show(progress, lit(light_rule(rule), facts, calendar))
    if progress.reason_by:
        progress.reason_until = known.reasons[commitment.pk].until
    return progress


def _told(commitment: Commitment, told: Standing, on: date) -> tuple[Progress, Facts]:
    """By an account that is given elsewhere than in a round."""
    facts = Facts(
        today=on,
        due_on=commitment.due_on,
        planned=told.planned or NOTHING,
        actual=told.said_share if told.finding is None else told.achieved_share,
        said_done_on=told.said_done_on,
        finding=told.finding,
        expected_on=told.expected_on,
    )
    progress = Progress(
        commitment=commitment,
        said_share=told.said_share,
        evidence_count=told.evidence,
        finding=told.last_found or "",
        achieved_on=told.last_found_on,
        achieved_share=told.achieved_share,
        planned_share=told.planned,
        as_of=on,
    )
    return progress, facts


def _reported(commitment: Commitment, known: Known, on: date) -> tuple[Progress, Facts]:
    """By the accounts of its rounds."""
    pk = commitment.pk
    report = known.reports.get(pk)
    verification, found = known.verifications.get(pk), known.found.get(pk)
    said_share = said_share_of(commitment, report)
    checked = found.sample.report if found else None
    achieved_value, achieved_share = achieved_of(commitment, checked, found)
    planned = trajectory_of(commitment, known.steps.get(pk, [])).planned(
        _compared_on(commitment, report, on)
    )
    facts = Facts(
        today=on,
        due_on=commitment.due_on,
        planned=planned,
        actual=said_share if verification is None or achieved_share is None else achieved_share,
        said_done_on=known.claimed_on.get(pk),
        finding=Finding(verification.finding) if verification else None,
        report_due_on=known.owed_since.get(pk),
    )
    progress = Progress(
        commitment=commitment,
        report=report,
        said_value=report.value if report else None,
        said_share=said_share,
        evidence_count=known.evidence.get(report.pk, 0) if report else 0,
        verification=found,
        finding=found.finding if found else "",
        achieved_on=seen_on(found, checked) if found and checked else None,
        achieved_value=achieved_value,
        achieved_share=achieved_share,
        planned_share=planned,
        as_of=on,
    )
    return progress, facts


def _compared_on(commitment: Commitment, report: ProgressReport | None, on: date) -> date:
    """The day whose plan the last account is held against: the end of its own period.

    A report of September is not behind because October has begun; that the next one is owed is
    a cause of its own. Without an account, or once it is due, the plan of today counts.
    """
    if report is None or on > commitment.due_on:
        return on
    return min(on, report.round.period_end)


def show(progress: Progress, shown: Light) -> None:
    """The light with its rule and numbers."""
    progress.light = shown.colour.value
    progress.light_code = shown.code
    progress.light_params = dict(shown.params)
    progress.light_rule = shown.rule
    progress.reason_by = shown.reason_accepted_by if shown.colour in BEHIND else ""


def lit(rule: LightRule, facts: Facts, calendar: WorkCalendar) -> Light:
    """The light; grey, and saying why, where the calendar does not reach."""
    try:
        return light(rule, facts, calendar)
    except Refused as refusal:
        if refusal.code != NOT_COVERED:
            raise
        params = {name: str(value) for name, value in refusal.params.items()}
        return Light(Colour.GREY, NOT_COVERED, rule.key, facts.points, 0, params=params)


@cache
def light_rule(key: str) -> LightRule:
    """The rule of that key in the presets, or of a list's own thresholds; else the default one."""
    if is_own(key):
        return Thresholds.from_code(key).rule()
    rules = presets.load("lights")
    known = key if key in rules else "default"
    return light_rule_from(known, rules[known], f"lights.{known}")


def _steps(ids: Collection[int]) -> dict[int, list[Milestone]]:
    steps: dict[int, list[Milestone]] = {}
    for step in _steps_of(few_shapes(ids)):
        steps.setdefault(step.commitment_id, []).append(step)
    return steps


@prepared
def _steps_of(ids: tuple[int, ...]) -> QuerySet[Milestone]:
    return Milestone.objects.filter(commitment__in=ids).defer("title")


def _rules(ids: Collection[int]) -> dict[int, str]:
    """By the list that has held the commitment longest: its own rule, or that of its kind.

    A part that stands in no list is lit by the rule of its whole: two queries more for a level.
    """
    rules = dict(_rules_of(few_shapes(ids)))
    above = {pk: pk for pk in ids if pk not in rules}
    for _ in range(DEEPEST):
        wholes = dict(_wholes_of(few_shapes(set(above.values())))) if above else {}
        above = {pk: whole for pk, up in above.items() if (whole := wholes.get(up))}
        if not above:
            break
        known = dict(_rules_of(few_shapes(set(above.values()))))
        rules |= {pk: known[up] for pk, up in above.items() if up in known}
        above = {pk: up for pk, up in above.items() if up not in known}
    return rules


@prepared
def _wholes_of(ids: tuple[int, ...]) -> QuerySet[Commitment, tuple[int, int | None]]:
    rows = Commitment.objects.filter(pk__in=ids, parent__isnull=False).order_by()
    return rows.values_list("pk", "parent_id")


@prepared
def _rules_of(ids: tuple[int, ...]) -> QuerySet[ListItem, tuple[int, str]]:
    places = ListItem.objects.filter(commitment__in=ids).order_by("-list_id")
    own = NullIf("list__light_rule", Value(""))
    rule = Coalesce(own, "list__frozen_version__light_rule", "list__list_type__light_rule")
    return places.values_list("commitment_id", rule)


def _verifications(ids: Collection[int]) -> dict[int, Verification]:
    """By report: what was found of it, after corrections; oldest first."""
    return {row.sample.report_id: row for row in _verified(few_shapes(ids))}


@prepared
def _verified(ids: tuple[int, ...]) -> QuerySet[Verification]:
    rows = Verification.objects.filter(sample__report__commitment__in=ids, superseded_by=None)
    return rows.select_related("sample__report__round")


def _last_found(found: Mapping[int, Verification]) -> dict[int, Verification]:
    """By commitment: what was found last, of whichever report; it stays until the next finding."""
    ordered = sorted(
        found.values(), key=lambda row: (row.sample.report.round.period_end, row.sample.report_id)
    )
    return {row.sample.report.commitment_id: row for row in ordered}


def _reports(
    ids: Collection[int], denied: Collection[int]
) -> tuple[dict[int, int], dict[int, int]]:
    """By commitment: its last accepted report, and the first of the claims that stand since."""
    latest: dict[int, int] = {}
    first_claims: dict[int, int] = {}
    for commitment_id, group in groupby(_accepted(few_shapes(ids)), key=itemgetter(0)):
        for _, pk, claims_done in group:
            latest[commitment_id] = pk
            if not claims_done or pk in denied:
                first_claims.pop(commitment_id, None)
            else:
                first_claims.setdefault(commitment_id, pk)
    return latest, first_claims


@prepared
def _accepted(ids: tuple[int, ...]) -> QuerySet[ProgressReport, tuple[int, int, int]]:
    """A condition on the state alone would lead SQLite through every accepted report there is."""
    return (
        ProgressReport.objects.annotate(claim=CLAIM)
        .filter(commitment__in=ids, claim__gte=0)
        .order_by("commitment_id", "round__period_end", "pk")
        .values_list("commitment_id", "pk", "claim")
    )


def _with_rounds(ids: Collection[int]) -> dict[int, ProgressReport]:
    """The rounds are few: each is read once and shared by its reports."""
    reports = _reports_of(few_shapes(ids))
    rounds = {each.pk: each for each in _rounds_of(few_shapes({row.round_id for row in reports}))}
    for report in reports:
        report.round = rounds[report.round_id]
    return {report.pk: report for report in reports}


@prepared
def _reports_of(ids: tuple[int, ...]) -> QuerySet[ProgressReport]:
    return ProgressReport.objects.only(*REPORT_FACTS).filter(pk__in=ids)


@prepared
def _rounds_of(ids: tuple[int, ...]) -> QuerySet[Round]:
    return Round.objects.filter(pk__in=ids)


def _evidence(reports: Collection[int]) -> dict[int, int]:
    return dict(_uses_of(few_shapes(reports)))


@prepared
def _uses_of(reports: tuple[int, ...]) -> QuerySet[EvidenceUse, tuple[int, int]]:
    uses = EvidenceUse.objects.filter(report__in=reports).order_by()
    return uses.values_list("report_id").annotate(Count("pk"))


def _in_force(
    found: dict[int, Verification], latest: dict[int, int], states: dict[int, str]
) -> Iterator[tuple[int, Verification]]:
    """Of the present report; for what is verified, also of the earlier report that closed it."""
    for report_id, verification in found.items():
        commitment_id = verification.sample.report.commitment_id
        settles = states[commitment_id] in SETTLED and verification.finding == Finding.CONFIRMED
        if settles or latest.get(commitment_id) == report_id:
            yield commitment_id, verification


def _owed(ids: Collection[int]) -> dict[int, date]:
    return dict(_owed_by(few_shapes(ids)))


@prepared
def _owed_by(ids: tuple[int, ...]) -> QuerySet[ProgressReport, tuple[int, date]]:
    owed = ProgressReport.objects.filter(
        commitment__in=ids, state__in=OWED, supersedes=None, round__closed_at=None
    )
    return owed.order_by().values_list("commitment_id").annotate(Min("round__due_on"))
