"""The facts a run scores, gathered as they were known at a time; others are in ``elsewhere``.

One fact per commitment that a unit leads: what it said (completion, timeliness) from accepted
reports, what was achieved (verified) from findings. Nothing accepted or decided after
``known_at`` counts, so a run of an earlier time finds what was known then: targets, dates and
owners too, by undoing the amendments approved since.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from luoshi.core.errors import Invalid
from luoshi.core.scoring import Fact, split_source
from luoshi.web.assessment.elsewhere import (
    ELSEWHERE,
    check_indicators,
    gather_elsewhere,
)
from luoshi.web.assessment.models import Against
from luoshi.web.assessment.planned import part_of_planned
from luoshi.web.assessment.span import Span
from luoshi.web.commitments.models import Amendment, Commitment, CommitmentList, ListItem
from luoshi.web.commitments.terms import MEASURED, approved, as_measured
from luoshi.web.delivery.figures import achieved_of, said_share_of
from luoshi.web.delivery.models import ProgressReport, Verification
from luoshi.web.reasons.models import BehindReason, ReasonState
from luoshi.web.succession.queries.owners import leads_known
from luoshi.web.units.models import Unit
from luoshi.web.units.queries import heirs_on

COMPLETION, TIMELINESS, VERIFIED, JUSTIFIED = (
    "commitments.completion", "commitments.timeliness", "commitments.verified",
    "commitments.justified",
)  # fmt: skip
ACCOUNTED = (COMPLETION, TIMELINESS, VERIFIED, JUSTIFIED)
GATHERED = (*ACCOUNTED, *ELSEWHERE)
UNDECIDED = ("draft", "assigned", "disputed", "withdrawn")
SHARE = Decimal("0.0001")
Facts = dict[str, list[Fact]]


@dataclass(frozen=True, slots=True)
class Window:
    """What a run looks at: rounds that end in the period, as known at a time."""

    start: date
    end: date
    known_at: datetime
    against: str = Against.AMENDED

    @property
    def known_on(self) -> date:
        """The day of ``known_at``."""
        return timezone.localdate(self.known_at)

    @property
    def as_of(self) -> date:
        """The day whose plan counts: the end of the period, or today while it runs."""
        return min(self.end, self.known_on)

    def knows(self, at: datetime | None) -> bool:
        """Whether something had happened by ``known_at``."""
        return at is not None and at <= self.known_at


@dataclass(frozen=True, slots=True)
class Listed:
    """A commitment as it was known, its greatest weight in the chosen lists, and their types.

    ``amendments``: those in force then, counted or, against the original target, not.
    ``owner_since``: when the first amendment of the owner after that was approved.
    """

    commitment: Commitment
    weight: Decimal
    kinds: set[str] = field(default_factory=set)
    amendments: tuple[Amendment, ...] = ()
    owner_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What was told of a commitment in one round: the report first asked for, and every
    version accepted by ``known_at``, oldest first."""

    asked: ProgressReport
    accepted: list[ProgressReport] = field(default_factory=list)

    def is_owed(self, window: Window) -> bool:
        """Whether the round belongs to the period and its day has passed, or it was answered."""
        due = self.asked.round.due_on < window.known_on
        return self.asked.round.period_end >= window.start and (due or bool(self.accepted))

    def is_on_time(self) -> bool:
        """Whether the first version was signed in time. A later correction is not late."""
        first = self.accepted[0] if self.accepted else None
        if first is None or first.signed_at is None:
            return False
        return timezone.localdate(first.signed_at) <= self.asked.round.due_on


def gather(
    lists: Sequence[CommitmentList],
    window: Window,
    sources: Collection[str] = ACCOUNTED,
    area: int | None = None,
) -> dict[int, Facts]:
    """By lead unit and source, one fact for each commitment of the lists: 14 queries at most;
    what has nothing to do with commitments as ``gather_elsewhere`` does, for the jurisdiction
    ``area`` too where no list is chosen.

    Units are those of ``as_of``, as known then: what a unit that had closed led counts for its
    heir. A commitment that stands in several of the lists counts once, with its greatest weight. A
    source with a name counts the commitments of lists of that type only.
    """
    listed = _listed(lists, window)
    accounts = _accounts(listed, window)
    findings = _findings(accounts, window)
    facts: dict[int, Facts] = defaultdict(lambda: {source: [] for source in sources})
    owners = _owners(listed, window)
    wanted = any(split_source(source)[0] == JUSTIFIED for source in sources)
    reasons = _reasons(listed, window) if wanted else {}
    for pk, one in listed.items():
        unit = facts[owners[pk]]
        found = _facts(one, accounts.get(pk, []), findings, window)
        if wanted and (done := found.get(COMPLETION)):
            found[JUSTIFIED] = _justified(done, reasons.get(pk))
        for source in sources:
            key, name = split_source(source)
            if key in found and (name is None or name in one.kinds):
                unit[source].append(found[key])
    span = Span(window.start, window.as_of, window.known_at)
    areas = _areas(lists, area)
    for pk, others in gather_elsewhere(areas, sources, span).items():
        facts[pk].update(others)
    return dict(facts)


def _owners(listed: Mapping[int, Listed], window: Window) -> dict[int, int]:
    """By commitment the unit for which it counts."""
    leads = {pk: one.commitment.lead_unit_id for pk, one in listed.items()}
    areas = {one.commitment.jurisdiction_id for one in listed.values()}
    heirs: dict[int, int] = {}
    for area in areas:
        heirs |= heirs_on(area, on=window.as_of, known_at=window.known_at)
    undone = {pk: one.owner_since for pk, one in listed.items() if one.owner_since}
    known = leads_known(leads, on=window.as_of, known_at=window.known_at, undone=undone)
    return {pk: heirs.get(unit or 0, unit or 0) for pk, unit in known.items()}


def _areas(lists: Iterable[CommitmentList], area: int | None) -> set[int]:
    return {one.jurisdiction_id for one in lists} | ({area} if area else set())


def check_sources(
    sources: Iterable[str], lists: Iterable[CommitmentList], area: int | None = None
) -> None:
    """Raises Invalid for a source nobody gathers yet, accounts without a list or of a list type
    not chosen, or an indicator that the library of the jurisdiction ``area`` has not."""
    asked, chosen = list(sources), list(lists)
    kinds = {entry.list_type.key for entry in chosen}
    for source in asked:
        key, name = split_source(source)
        if key not in GATHERED:
            raise Invalid("source-not-gathered", field="version", source=source)
        if key in ACCOUNTED and not chosen:
            raise Invalid("run-without-lists", field="lists")
        if name is not None and key in ACCOUNTED and name not in kinds:
            raise Invalid("source-not-listed", field="lists", source=name)
    check_indicators(asked, _areas(chosen, area))


def _listed(lists: Sequence[CommitmentList], window: Window) -> dict[int, Listed]:
    rows = (
        ListItem.objects.filter(list__in=lists, commitment__created_at__lte=window.known_at)
        .exclude(commitment__state__in=UNDECIDED)
        .select_related("commitment", "list__list_type")
        .prefetch_related("commitment__milestones")
        .order_by("commitment_id", "-weight", "list_id")
    )
    found: dict[int, Listed] = {}
    for row in rows:
        one = found.setdefault(row.commitment_id, Listed(row.commitment, row.weight))
        one.kinds.add(row.list.list_type.key)
    amended = approved(pk for pk, one in found.items() if one.commitment.original)
    return found | {pk: _known(found[pk], told, window) for pk, told in amended.items()}


def _known(one: Listed, amendments: Sequence[Amendment], window: Window) -> Listed:
    """The terms known then; the owner is always that one, target and dates as the run is held."""
    original = window.against == Against.ORIGINAL
    commitment = as_measured(one.commitment, amendments, window.known_at, original=original)
    then = tuple(each for each in amendments if window.knows(each.decided_at))
    later = [each.decided_at for each in amendments[len(then) :] if each.field == "lead_unit"]
    return replace(
        one, commitment=commitment, amendments=then, owner_since=later[0] if later else None
    )


def _accounts(listed: Iterable[int], window: Window) -> dict[int, list[Account]]:
    """Each commitment's accounts up to the end of the period, oldest round first."""
    rows = (
        ProgressReport.objects.filter(
            commitment__in=list(listed),
            round__period_end__lte=window.end,
            round__opened_at__lte=window.known_at,
        )
        .filter(Q(supersedes__isnull=True) | Q(accepted_at__lte=window.known_at))
        .select_related("round")
        .prefetch_related("evidence_uses")
        .order_by("round__period_end", "round_id", "id")
    )
    by_round: dict[tuple[int, int], Account] = {}
    for row in rows:
        account = by_round.setdefault((row.commitment_id, row.round_id), Account(row))
        if window.knows(row.accepted_at):
            account.accepted.append(row)
    found: dict[int, list[Account]] = defaultdict(list)
    for (commitment, _), account in by_round.items():
        found[commitment].append(account)
    return found


def _findings(accounts: Mapping[int, Iterable[Account]], window: Window) -> dict[int, Verification]:
    """By report, the last finding that was decided by ``known_at``."""
    keys = [row.pk for rows in accounts.values() for account in rows for row in account.accepted]
    rows = Verification.objects.filter(
        sample__report__in=keys, decided_at__lte=window.known_at
    ).select_related("sample")
    return {row.sample.report_id: row for row in rows.order_by("id")}


def _facts(
    one: Listed,
    accounts: Sequence[Account],
    findings: Mapping[int, Verification],
    window: Window,
) -> dict[str, Fact]:
    """By source; a source that has nothing to ask of this commitment yet is left out."""
    found = (
        (COMPLETION, _completion(one, accounts, window)),
        (TIMELINESS, _timeliness(one, accounts, window)),
        (VERIFIED, _verified(one, accounts, findings, window)),
    )
    return {source: fact for source, fact in found if fact is not None}


def _completion(one: Listed, accounts: Sequence[Account], window: Window) -> Fact | None:
    """What the last accepted report says of what was planned by now; without a number when
    something was planned and nothing accepted."""
    told = [account.accepted[-1] for account in accounts if account.accepted]
    if told:
        share = said_share_of(one.commitment, told[-1])
        part = part_of_planned(one.commitment, share, window.as_of)
        return _fact(one, part, _refs(one, told[-1]))
    owed = part_of_planned(one.commitment, Decimal(0), window.as_of) == 0
    return _fact(one, None, ()) if owed else None


def _timeliness(one: Listed, accounts: Sequence[Account], window: Window) -> Fact | None:
    """Accounts given in time of those owed in the period; nothing where none was owed."""
    owed = [account for account in accounts if account.is_owed(window)]
    if not owed:
        return None
    on_time = sum(account.is_on_time() for account in owed)
    refs = tuple(f"report:{account.asked.pk}" for account in owed)
    return _fact(one, (Decimal(on_time) / len(owed)).quantize(SHARE), refs)


def _verified(
    one: Listed,
    accounts: Sequence[Account],
    findings: Mapping[int, Verification],
    window: Window,
) -> Fact | None:
    """What the last finding on a round of the period achieved of what was planned by its end.

    A finding on a report that was corrected since stands: the correction is what the owner
    says, the finding is what an outsider saw.
    """
    for account in reversed(accounts):
        for report in reversed(account.accepted):
            found = findings.get(report.pk)
            if found and account.asked.round.period_end >= window.start:
                _, share = achieved_of(one.commitment, report, found)
                part = part_of_planned(one.commitment, share, account.asked.round.period_end)
                return _fact(one, part, (*_refs(one, report), f"verification:{found.pk}"))
    return None


def _reasons(listed: Iterable[int], window: Window) -> dict[int, int]:
    """By commitment, the reason for being behind that was accepted by then and stands that day."""
    rows = BehindReason.objects.filter(
        commitment__in=list(listed),
        state=ReasonState.ACCEPTED,
        decided_at__lte=window.known_at,
        until__gte=window.as_of,
    )
    return dict(rows.order_by("pk").values_list("commitment_id", "pk"))


def _justified(done: Fact, reason: int | None) -> Fact:
    """Whole where as much is done as was planned, or a named person accepted why not."""
    behind = done.value is None or done.value < 1
    refs = (*done.refs, f"reason:{reason}") if behind and reason else done.refs
    return replace(done, value=Decimal(not behind or reason is not None), refs=refs)


def _fact(one: Listed, value: Decimal | None, refs: tuple[str, ...]) -> Fact:
    return Fact(f"commitment:{one.commitment.pk}", value, one.weight, refs)


def _refs(one: Listed, report: ProgressReport) -> tuple[str, ...]:
    """The report, its evidence, and the amendments of what it is measured by."""
    uses = report.evidence_uses.all()
    measured = [each.pk for each in one.amendments if each.field in MEASURED]
    return (
        f"report:{report.pk}",
        *(f"evidence:{use.evidence_id}" for use in uses),
        *(f"amendment:{pk}" for pk in measured),
    )


def units_of_group(jurisdiction: Unit, kinds: Sequence[str]) -> list[Unit]:
    """The units that a group ranks, in the tree's order."""
    return list(
        Unit.objects.filter(jurisdiction=jurisdiction, kind__in=kinds).without_tree_fields()
    )


def keyed(units: Iterable[Unit], facts: Mapping[int, Facts], *, group: str) -> dict[str, Facts]:
    """The facts by unit code, for the units that lead anything at all.

    Raises Invalid ``group-without-commitments`` where no unit of the group does.
    """
    found = {unit.code: facts[unit.pk] for unit in units if unit.pk in facts}
    if not found:
        raise Invalid("group-without-commitments", field="lists", group=group)
    return found
