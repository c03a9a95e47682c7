"""The one page of a principal: what was promised, what is red, why, and what is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Q, QuerySet

from luoshi.core.calendar import WorkCalendar
from luoshi.web.accounts.actor import Actor
from luoshi.web.assessment.models import ScoreRun, UnitScore
from luoshi.web.assessment.queries import HEAVY, rankings_visible_to
from luoshi.web.assessment.rules import can_finalise
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.queries import visible_to
from luoshi.web.dashboard.queries.changes import Changes, changes_for
from luoshi.web.dashboard.queries.disputes import Dispute, open_disputes
from luoshi.web.dashboard.queries.lights import Line, lights_of, line_of, worst
from luoshi.web.dashboard.queries.standing import Standing, standing
from luoshi.web.dashboard.wording import ask_words, blocked_words
from luoshi.web.delivery.models import ProgressReport
from luoshi.web.delivery.queries import Narrowed, UnitAccount, true_account_by_unit
from luoshi.web.delivery.wording import blocker_text
from luoshi.web.objections.queries import held_back
from luoshi.web.publishing.models import Bulletin
from luoshi.web.units.models import Unit
from luoshi.web.units.queries import jurisdictions_of

DECISIONS, REDS, ACCOUNTS, CHANGES = 4, 5, 8, 4
"""How many of each fit one A4 page."""
AT_ENDS = 3
"""Places shown from each end of a group that is too long for the page."""
WHOLE_GROUP = 6
BEYOND_UNIT = ("funding", "relocation", "staff")
"""Blockers that name no other unit but that a unit seldom clears alone: money, moves, posts."""
ORDER = {"clear": 0, "back": 1, "explain": 2, "none": 3}


@dataclass(frozen=True, slots=True)
class Asked:
    """A red commitment: what, why, and what is asked of the principal.

    ``ask``: a code of ``wording.ASKS``; ``by``: the next day that was promised, None when the
    last one has passed.
    """

    line: Line
    report: ProgressReport | None
    ask: str
    by: date | None

    @property
    def blocked(self) -> str:
        """What the unit says holds it up; empty when nothing."""
        report = self.report
        if report is None:
            return ""
        unit = str(report.blocker_unit or "")
        return blocked_words(blocker_text(report), unit, report.blocker_text)

    @property
    def words(self) -> str:
        """What is asked, in words."""
        report = self.report
        unit = str(report.blocker_unit) if report and report.blocker_unit else ""
        blocker = blocker_text(report) if report else ""
        return ask_words(
            self.ask, lead=str(self.line.commitment.lead_unit), unit=unit, blocker=blocker
        )


@dataclass(frozen=True, slots=True)
class GroupRanking:
    """A group's places by rank; ``end`` holds the last ones where some between are left out."""

    label: str
    top: Sequence[UnitScore]
    end: Sequence[UnitScore]
    size: int


@dataclass(frozen=True, slots=True)
class PrincipalHome:
    """Everything on the page. ``red`` and ``yellow`` count all, ``reds`` are the first few."""

    jurisdictions: Sequence[Unit]
    disputes: Sequence[Dispute]
    finalise: Sequence[ScoreRun]
    issue: Sequence[Bulletin]
    standing: Standing
    reds: Sequence[Asked]
    red: int
    yellow: int
    accounts: Sequence[UnitAccount]
    more_accounts: int
    run: ScoreRun | None
    ranking: Sequence[GroupRanking]
    changes: Changes
    waiting: int
    late: int = 0

    @property
    def decisions(self) -> list[tuple[str, Dispute | ScoreRun | Bulletin]]:
        """What waits, by kind: as many as fit the page, disputes first."""
        found: list[tuple[str, Dispute | ScoreRun | Bulletin]] = [
            *(("dispute", each) for each in self.disputes),
            *(("run", each) for each in self.finalise),
            *(("bulletin", each) for each in self.issue),
        ]
        return found[:DECISIONS]

    @property
    def more_decisions(self) -> int:
        """How many do not fit."""
        return self.waiting - len(self.decisions)

    @property
    def names(self) -> str:
        """The jurisdictions the page speaks of."""
        return "、".join(unit.name for unit in self.jurisdictions)


def principal_home(actor: Actor, calendar: WorkCalendar, at: datetime, on: date) -> PrincipalHome:
    """Twenty-one queries, whatever is promised."""
    disputes = [each for each in open_disputes(actor, calendar, on) if each.decides]
    runs = _runs(actor)
    finalise = _to_finalise(actor, runs, on)
    issue = _to_issue(actor)
    counts = lights_of(visible_to(actor))
    accounts = _accounts(actor)
    return PrincipalHome(
        jurisdictions=list(_jurisdictions(actor)),
        disputes=disputes,
        finalise=finalise,
        issue=issue,
        standing=standing(actor, on),
        reds=_reds(actor, on),
        red=counts.get("red", 0),
        yellow=counts.get("yellow", 0),
        accounts=accounts[:ACCOUNTS],
        more_accounts=max(len(accounts) - ACCOUNTS, 0),
        run=runs[0] if runs else None,
        ranking=ranking_of(runs[0]) if runs else [],
        changes=changes_for(actor, at, shown=CHANGES),
        waiting=len(disputes) + len(finalise) + len(issue),
    )


def _jurisdictions(actor: Actor) -> QuerySet[Unit]:
    return jurisdictions_of(actor).filter(pk__in=actor.jurisdictions("principal"))


def _runs(actor: Actor) -> list[ScoreRun]:
    """The runs of the jurisdiction, newest period first, as they are listed."""
    runs = rankings_visible_to(actor).filter(jurisdiction__in=actor.jurisdictions("principal"))
    return list(runs.select_related("version__scheme").defer(*HEAVY))


def _to_issue(actor: Actor) -> list[Bulletin]:
    """The bulletins not issued whose run is final, and those of sessions."""
    bulletins = Bulletin.objects.filter(
        Q(run__finalised_at__isnull=False) | Q(session__isnull=False),
        jurisdiction__in=actor.jurisdictions("principal"),
        issued_at=None,
    )
    return list(bulletins.only("title", "year", "number"))


def _to_finalise(actor: Actor, runs: Sequence[ScoreRun], on: date) -> list[ScoreRun]:
    """Those that nothing holds back: no window open, no objection undecided."""
    asked = [run for run in runs if run.finalised_at is None and can_finalise(actor, run)]
    held = held_back([run.pk for run in asked], on) if asked else set()
    return [run for run in asked if run.pk not in held]


def _accounts(actor: Actor) -> list[UnitAccount]:
    """The units of whose claims some were checked, the lowest rate first."""
    known = [each for each in true_account_by_unit(actor, Narrowed()) if each.account.sampled]
    return sorted(known, key=lambda each: (each.account.rate, each.account.low))


def _reds(actor: Actor, on: date) -> list[Asked]:
    """What only the principal can move first; then what can still be kept, by its next day."""
    related = ("progress__report__blocker_unit", "progress__report__unit")
    rows = worst(visible_to(actor)).filter(progress__light="red")
    rows = rows.select_related(*related, "lead_unit").prefetch_related("milestones")
    reds = [asked_of(row, on) for row in rows]
    reds.sort(key=lambda each: (ORDER[each.ask], each.by or date.max))
    return reds[:REDS]


def asked_of(commitment: Commitment, on: date) -> Asked:
    """What a red commitment needs of the principal.

    ``clear``: another unit holds it up; ``back``: what no unit has in its own hands does;
    ``explain``: its claim was found false; ``none``: the unit can put it right itself.
    """
    progress = commitment.progress
    report = progress.report
    if report and report.blocker_unit_id:
        ask = "clear"
    elif report and report.blocker in BEYOND_UNIT:
        ask = "back"
    else:
        ask = "explain" if progress.finding == "refuted" else "none"
    days = [*(step.due_on for step in commitment.milestones.all()), commitment.due_on]
    return Asked(
        line_of(commitment), report, ask, min((day for day in days if day >= on), default=None)
    )


def ranking_of(run: ScoreRun) -> list[GroupRanking]:
    """Each group by rank; of a long one the first and last few: one query."""
    scores = (
        run.scores.filter(rank__isnull=False)
        .select_related("unit")
        .order_by("group", "rank", "unit__position")
    )
    return [_short(list(group)) for _, group in groupby(scores, key=lambda score: score.group)]


def _short(scores: Sequence[UnitScore]) -> GroupRanking:
    kinds = dict.fromkeys(score.unit.get_kind_display() for score in scores)
    label = "、".join(kinds)
    if len(scores) <= WHOLE_GROUP:
        return GroupRanking(label, scores, [], len(scores))
    return GroupRanking(label, scores[:AT_ENDS], scores[-AT_ENDS:], len(scores))
