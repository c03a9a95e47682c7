"""Everything the page of one project shows to one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from luoshi.core.projects import LATER, Change, Stage, reached_on
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.models import Entry
from luoshi.web.audit.words import role_words
from luoshi.web.commitments.queries import OWNING, WHOLE
from luoshi.web.projects.actions.stages import NOT_TAKEN_ON
from luoshi.web.projects.models import DropOut, Project, StageChange, Verdict
from luoshi.web.projects.queries.accounts import changes_of
from luoshi.web.projects.queries.thresholds import meets, threshold_keys
from luoshi.web.projects.queries.told import (
    accounts_of,
    barred,
    history_of,
    months_of,
    plans_of,
    proposals_of,
)
from luoshi.web.projects.rows import marks_of
from luoshi.web.projects.rules import (
    can_find,
    can_keep_projects,
    can_propose_moving_out,
    can_tell,
)
from luoshi.web.projects.terms import causes, name_of, standards, threshold_of
from luoshi.web.projects.wording import MARKS, VERBS, money, stage_text, yi


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage: what counts as it, its planned day, and since when each claim stands."""

    label: str
    counts: str
    planned: date | None
    said: date | None
    did: date | None
    achieved: date | None


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account of a stage with what this person may do about it."""

    change: StageChange
    stage: str
    finds: bool
    corrects: bool


def project_page(actor: Actor, project: Project, on: date) -> dict[str, object]:
    """The page's context: a constant number of queries."""
    keys = threshold_keys()
    marks = marks_of(project, keys, on)
    least = threshold_of(keys.get(project.place_id or 0, "")).least_for(
        project.sector, attracted=project.attracted
    )
    proposals = list(proposals_of(project))
    known = causes()
    return {
        "project": project,
        "in_list": _sees_commitment(actor, project),
        "investment": yi(project.commitment.target),
        "said": stage_text(project.said),
        "did": stage_text(project.did),
        "achieved": stage_text(project.achieved),
        "marks": [(mark, MARKS[mark]) for mark, stands in marks.items() if stands],
        "least": yi(least) if meets(project, keys) is False else "",
        "stages": stage_lines(project),
        "accounts": account_lines(actor, project, on),
        "months": [
            (line, *(money(each.amount) if each else "" for each in (line.said, line.achieved)))
            for line in months_of(project)
        ],
        "plans": [(plan, yi(plan.amount), name_of(plan.season)) for plan in plans_of(project)],
        "proposals": [(each, known.get(each.cause, each.cause)) for each in proposals],
        "history": [_told(entry) for entry in history_of(project)],
        "acts": acts_on(actor, project, proposed=_is_proposed(proposals)),
    }


def _is_proposed(proposals: Sequence[DropOut]) -> bool:
    return any(each.verdict != Verdict.REFUSED for each in proposals)


def stage_lines(project: Project) -> list[StageLine]:
    """The stages after signing; three queries."""
    changes = [change for _, change in changes_of([project])[project.pk]]
    counts, planned = standards(), project.planned
    return [
        StageLine(
            stage_text(stage),
            counts[stage],
            planned[stage],
            *_since(project.base, changes, stage),
        )
        for stage in LATER
    ]


def _since(base: Stage, changes: list[Change], stage: Stage) -> tuple[date | None, ...]:
    return tuple(reached_on(base, changes, claim, stage) for claim in ("said", "did", "achieved"))


def account_lines(actor: Actor, project: Project, on: date) -> list[AccountLine]:
    """Every account, the newest first; only what stands can be found true or corrected."""
    tells = bool(can_tell(actor, project)) and _is_told_of(project)
    bars = barred(actor, on) if actor.holds("verifier") else frozenset[int]()
    lines: list[AccountLine] = []
    newest = None
    for change in accounts_of(project):
        change.project = project
        stands = not hasattr(change, "superseded_by")
        newest = newest or (change.pk if stands else None)
        lines.append(
            AccountLine(
                change,
                stage_text(change.stage),
                finds=stands and bool(can_find(actor, change, barred=bars)),
                corrects=tells and stands and change.pk == newest,
            )
        )
    return lines


def _is_told_of(project: Project) -> bool:
    """Whether there is anything to tell: signed, taken on, not moved out."""
    signed = project.cohort.signed_on is not None and not project.moved_out
    return signed and project.commitment.state not in NOT_TAKEN_ON


def acts_on(actor: Actor, project: Project, *, proposed: bool) -> frozenset[str]:
    """What the person may do now; each action asks again for itself."""
    keeps = bool(can_keep_projects(actor, project.cohort.jurisdiction_id))
    leads = bool(can_propose_moving_out(actor, project))
    open_now = {
        "tell": bool(can_tell(actor, project)) and _is_told_of(project),
        "edit": keeps,
        "plan": keeps and project.cohort.signed_on is not None,
        "sign": keeps and project.cohort.signed_on is None,
        "move_out": leads and project.cohort.is_fixed and not proposed,
    }
    return frozenset(act for act, is_open in open_now.items() if is_open)


def _told(entry: Entry) -> dict[str, object]:
    return {
        "entry": entry,
        "verb": str(VERBS.get(entry.verb, entry.verb)),
        "role": role_words(entry.role),
    }


def _sees_commitment(actor: Actor, project: Project) -> bool:
    """Without a query: an overseer of the jurisdiction, or of the unit that leads it."""
    commitment = project.commitment
    whole = actor.holds(*WHOLE, jurisdiction_id=commitment.jurisdiction_id)
    return whole or commitment.lead_unit_id in actor.units(*OWNING)
