"""What the delivery facts of a run were when it was computed: lights, accounts, claims.

Everything is read as of ``known_at`` of the run, for the commitments that its frozen inputs
name; what was accepted or found later does not count.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone

from luoshi.core.pace import SENTENCES_ZH
from luoshi.core.sampling import DENIED, Finding, each_claim
from luoshi.render.paper import written
from luoshi.web.calendars.queries import work_calendar
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.terms import approved, as_measured
from luoshi.web.delivery.models import Progress, ProgressReport, Verification
from luoshi.web.delivery.projection import Known, known_of, progress_of

CAUSES_ZH = {**SENTENCES_ZH, "calendar-not-covered": "{year}年节假日安排尚未公布，不能判定逾期"}


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a run looks at, when it looked, and whether at the targets as frozen."""

    start: date
    end: date
    known_at: datetime
    original: bool = False

    @property
    def as_of(self) -> date:
        """Its last day, or the day of looking where it was not over yet."""
        return min(self.end, timezone.localdate(self.known_at))

    def knows(self, moment: datetime | None) -> bool:
        """Whether it had happened by then."""
        return moment is not None and moment <= self.known_at


@dataclass(frozen=True, slots=True)
class Standing:
    """One commitment at the end of the period: its light, and why it has it; where the reason for
    being behind was accepted, by whom and until when."""

    pk: int
    text: str
    light: str
    reason: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """What was known, by commitment.

    ``came``: for each account owed in the period, whether it was accepted and whether in
    time. ``claims``: for each claim of being done what was found of it, None where nobody
    looked; one that was corrected before anybody looked is no claim, one that was denied
    counts even when it was put right later.
    """

    standings: Mapping[int, Standing]
    came: Mapping[int, list[tuple[bool, bool]]]
    claims: Mapping[int, list[Finding | None]]


@dataclass(frozen=True, slots=True)
class _Account:
    """One commitment in one round: what was first asked for, and every accepted version."""

    asked: ProgressReport
    accepted: list[ProgressReport]

    def is_owed(self, period: Period) -> bool:
        due = self.asked.round.due_on < timezone.localdate(period.known_at)
        return self.asked.round.period_end >= period.start and (due or bool(self.accepted))

    def is_in_time(self) -> bool:
        """By the first version: a later correction is not late."""
        return bool(self.accepted) and _day(self.accepted[0].signed_at) <= self.asked.round.due_on

    def is_missing(self, period: Period) -> bool:
        return not self.accepted and not period.knows(self.asked.signed_at)


def delivered(commitments: Collection[int], period: Period) -> Delivered:
    """The facts of these commitments at the end of the period, as known then."""
    found = _commitments(commitments, period)
    accounts = _accounts(found, period)
    findings = _findings(found, period)
    known = _known(found, accounts, findings, period)
    calendar = work_calendar()
    return Delivered(
        standings={
            pk: _standing(commitment, progress_of(commitment, known, calendar, period.as_of))
            for pk, commitment in found.items()
        },
        came={
            pk: [(bool(a.accepted), a.is_in_time()) for a in rows if a.is_owed(period)]
            for pk, rows in accounts.items()
        },
        claims={
            pk: list(each_claim(_steps(rows, findings, period))) for pk, rows in accounts.items()
        },
    )


def _commitments(ids: Collection[int], period: Period) -> dict[int, Commitment]:
    """With the targets, dates and owners that counted then."""
    found = {each.pk: each for each in Commitment.objects.filter(pk__in=ids)}
    amended = approved(pk for pk, each in found.items() if each.original)
    return found | {
        pk: as_measured(found[pk], rows, period.known_at, original=period.original)
        for pk, rows in amended.items()
    }


def _standing(commitment: Commitment, progress: Progress) -> Standing:
    reason = CAUSES_ZH[progress.light_code].format(**progress.light_params)
    told = reason.replace(" ", "")
    if progress.reason_by and progress.reason_until:
        told += f"（滞后理由已由{progress.reason_by}认可，至{written(progress.reason_until)}）"
    return Standing(commitment.pk, commitment.text, progress.light, told)


def _accounts(commitments: Collection[int], period: Period) -> dict[int, list[_Account]]:
    """Each commitment's accounts up to the end of the period, oldest round first."""
    rows = (
        ProgressReport.objects.filter(
            commitment__in=commitments,
            round__period_end__lte=period.end,
            round__opened_at__lte=period.known_at,
        )
        .select_related("round")
        .order_by("commitment_id", "round__period_end", "round_id", "pk")
    )
    found: dict[int, list[_Account]] = {}
    for (commitment, _), group in groupby(rows, key=lambda row: (row.commitment_id, row.round_id)):
        versions = list(group)
        accepted = [row for row in versions if period.knows(row.accepted_at)]
        found.setdefault(commitment, []).append(_Account(versions[0], accepted))
    return found


def _findings(commitments: Collection[int], period: Period) -> dict[int, Verification]:
    """By report: the last finding of it by then."""
    rows = Verification.objects.filter(
        sample__report__commitment__in=commitments, decided_at__lte=period.known_at
    ).select_related("sample")
    return {row.sample.report_id: row for row in rows.order_by("pk")}


def _known(
    commitments: Mapping[int, Commitment],
    accounts: Mapping[int, Sequence[_Account]],
    findings: Mapping[int, Verification],
    period: Period,
) -> Known:
    """The facts for the light: those of today, with all that moves put back to that time."""
    reports: dict[int, ProgressReport] = {}
    claimed_on: dict[int, date] = {}
    verifications: dict[int, Verification] = {}
    owed_since: dict[int, date] = {}
    for pk, rows in accounts.items():
        missing = [each.asked.round.due_on for each in rows if each.is_missing(period)]
        if missing:
            owed_since[pk] = min(missing)
        told = [each.accepted[-1] for each in rows if each.accepted]
        if not told:
            continue
        reports[pk] = told[-1]
        standing = _claims_standing(told, findings)
        if standing:
            claimed_on[pk] = _day(standing[0].submitted_at)
        looked_at = [row.pk for row in standing or told[-1:] if row.pk in findings]
        if looked_at:
            verifications[pk] = findings[looked_at[-1]]
    return replace(
        known_of(
            list(commitments),
            {pk: each.state for pk, each in commitments.items()},
            period.as_of,
        ),
        reports=reports,
        claimed_on=claimed_on,
        evidence={},
        verifications=verifications,
        owed_since=owed_since,
    )


def _claims_standing(
    told: Sequence[ProgressReport], findings: Mapping[int, Verification]
) -> list[ProgressReport]:
    """The claims of being done at the end of the row that nothing has taken back."""
    standing: list[ProgressReport] = []
    for row in told:
        found = findings.get(row.pk)
        denied = found is not None and found.finding in DENIED
        standing = [] if denied or not row.claims_done else [*standing, row]
    return standing


def _steps(
    accounts: Sequence[_Account], findings: Mapping[int, Verification], period: Period
) -> Iterator[tuple[bool, Finding | None]]:
    """In order, whether each version in force claimed to be done and what was found of it; a
    version corrected since only where somebody had looked at it."""
    for account in accounts:
        if account.asked.round.period_end < period.start:
            continue
        for row in account.accepted:
            if row.pk in findings:
                yield row.claims_done, Finding(findings[row.pk].finding)
            elif row is account.accepted[-1]:
                yield row.claims_done, None


def _day(moment: datetime | None) -> date:
    """The local day; an accepted report was handed in and signed at a known time."""
    if moment is None:
        raise ValueError("an accepted report has all its times")
    return timezone.localdate(moment)
