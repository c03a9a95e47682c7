"""What changed lately, what matters most first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from luoshi.web.accounts.actor import Actor
from luoshi.web.assessment.models import ScoreRun
from luoshi.web.assessment.queries import HEAVY, rankings_visible_to
from luoshi.web.commitments import queries as commitments
from luoshi.web.commitments.models import Acceptance, Commitment, Outcome
from luoshi.web.dashboard.wording import change_words
from luoshi.web.delivery import queries as delivery
from luoshi.web.delivery.models import ProgressReport, ReportState, Return, Verification
from luoshi.web.delivery.wording import reason_text
from luoshi.web.prepared import prepared

SPAN = timedelta(days=7)
SHOWN = 8
FACTS = (ReportState.ACCEPTED, ReportState.SUPERSEDED)


class Kind(IntEnum):
    """What happened, in order of consequence for the unit it happened to."""

    REFUTED = 0
    PARTLY = 1
    RETURNED = 2
    DISPUTED = 3
    REASSIGNED = 4
    UPHELD = 5
    TAKEN_ON = 6
    FINAL = 7
    CONFIRMED = 8
    ACCEPTED = 9


FOUND = {
    "refuted": Kind.REFUTED,
    "partly": Kind.PARTLY,
    "confirmed": Kind.CONFIRMED,
}
ANSWERED = {
    Outcome.DISPUTED: Kind.DISPUTED,
    Outcome.REASSIGNED: Kind.REASSIGNED,
    Outcome.UPHELD: Kind.UPHELD,
    Outcome.ACCEPTED: Kind.TAKEN_ON,
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened. ``count``: how many alike it stands for; ``reason``: a code."""

    kind: Kind
    at: datetime
    about: str
    unit: str = ""
    commitment_id: int | None = None
    report_id: int | None = None
    run_id: int | None = None
    round_id: int | None = None
    count: int = 1
    reason: str = ""
    note: str = ""

    @property
    def words(self) -> str:
        """What happened."""
        return change_words(self.kind.name.lower())

    @property
    def why(self) -> str:
        """The reason given, in words; empty for none."""
        return " · ".join(
            part for part in (self.reason and reason_text(self.reason), self.note) if part
        )

    @property
    def tone(self) -> str:
        """bad, good or plain."""
        if self.kind <= Kind.DISPUTED:
            return "bad"
        return "good" if self.kind >= Kind.CONFIRMED else "plain"


@dataclass(frozen=True, slots=True)
class Changes:
    """The first few, and how many more there are."""

    rows: Sequence[Change]
    more: int


def changes_for(actor: Actor, at: datetime, *, shown: int = SHOWN) -> Changes:
    """The last seven days, from the full hour on, of what the person sees: six queries."""
    since = (at - SPAN).replace(minute=0, second=0, microsecond=0)
    found = [
        *_findings(actor, since),
        *_returns(actor, since),
        *_answers(actor, since),
        *_acceptances(actor, since),
        *_runs(actor, since),
    ]
    found.sort(key=lambda change: (change.kind, -change.at.timestamp()))
    return Changes(found[:shown], max(len(found) - shown, 0))


def _own(actor: Actor, path: str = "") -> Q:
    """The reports the person oversees or answers for, not those merely drawn for checking."""
    seen = delivery.seen_by(actor, path)
    if actor.holds(*commitments.WHOLE):
        return seen
    return seen & Q(**{f"{path}unit__in": actor.units(*commitments.OWNING)})


def _owned(actor: Actor) -> QuerySet[Commitment]:
    if actor.holds(*commitments.WHOLE):
        return commitments.visible_to(actor)
    return commitments.visible_to(actor).filter(lead_unit__in=actor.units(*commitments.OWNING))


def _findings(actor: Actor, since: datetime) -> Iterator[Change]:
    for row in _found(actor, since):
        yield _about(row.sample.report, FOUND[row.finding], row.decided_at, note=row.note)


@prepared
def _found(actor: Actor, since: datetime) -> QuerySet[Verification]:
    rows = Verification.objects.filter(
        _own(actor, "sample__report__"), decided_at__gte=since, superseded_by=None
    )
    return rows.select_related("sample__report__commitment", "sample__report__unit")


@prepared
def _returned(actor: Actor, since: datetime) -> QuerySet[Return]:
    rows = Return.objects.filter(_own(actor, "report__"), decided_at__gte=since)
    return rows.select_related("report__commitment", "report__unit")


def _returns(actor: Actor, since: datetime) -> Iterator[Change]:
    for row in _returned(actor, since):
        yield _about(row.report, Kind.RETURNED, row.decided_at, reason=row.reason, note=row.note)


def _about(
    report: ProgressReport, kind: Kind, at: datetime, *, reason: str = "", note: str = ""
) -> Change:
    return Change(
        kind,
        at,
        report.commitment.text,
        str(report.unit),
        commitment_id=report.commitment_id,
        report_id=report.pk,
        reason=reason,
        note=note,
    )


def _answers(actor: Actor, since: datetime) -> Iterator[Change]:
    """Disputes and their decisions one by one; what was taken on, together by unit."""
    taken: dict[int, list[Acceptance]] = {}
    for row in _answered(actor, since):
        if row.outcome == Outcome.ACCEPTED:
            taken.setdefault(row.unit_id, []).append(row)
        else:
            yield _answer(row, 1)
    for group in taken.values():
        yield _answer(group[-1], len(group))


@prepared
def _answered(actor: Actor, since: datetime) -> QuerySet[Acceptance]:
    """Found from the few answers of a week: the commitments are very many."""
    owned = _owned(actor).order_by().filter(pk=OuterRef("commitment"))
    rows = Acceptance.objects.filter(Exists(owned), decided_at__gte=since)
    return rows.select_related("commitment", "unit")


def _answer(row: Acceptance, count: int) -> Change:
    return Change(
        ANSWERED[Outcome(row.outcome)],
        row.decided_at,
        row.commitment.text,
        str(row.unit),
        commitment_id=row.commitment_id if count == 1 else None,
        count=count,
        note=row.reason,
    )


def _acceptances(actor: Actor, since: datetime) -> Iterator[Change]:
    """Accepted reports, together by round: found by day, for there are few in a week."""
    rows = ProgressReport.objects.filter(accepted_at__gte=since)
    if not actor.holds(*commitments.WHOLE):
        rows = rows.filter(unit__in=actor.units(*commitments.OWNING))
    found: dict[int, tuple[int, datetime]] = {}
    accepted = rows.order_by("accepted_at").values_list("round_id", "state", "accepted_at")
    for pk, state, at in accepted:
        if state in FACTS and at:
            found[pk] = (found[pk][0] + 1 if pk in found else 1, at)
    rounds = delivery.rounds_visible_to(actor).filter(pk__in=found).order_by()
    for pk, title, listed in rounds.values_list("pk", "title", "list__title"):
        n, last = found[pk]
        yield Change(Kind.ACCEPTED, last, f"{listed} · {title}", round_id=pk, count=n)


def _runs(actor: Actor, since: datetime) -> Iterator[Change]:
    for row in _final(actor, since):
        if row.finalised_at:
            yield Change(Kind.FINAL, row.finalised_at, row.title, run_id=row.pk)


@prepared
def _final(actor: Actor, since: datetime) -> QuerySet[ScoreRun]:
    rows: QuerySet[ScoreRun] = rankings_visible_to(actor).filter(finalised_at__gte=since)
    return rows.defer(*(name for name in HEAVY if "__" not in name))
