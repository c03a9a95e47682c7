"""Stages: said by the owner with evidence, found true or not by an outsider."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import cast

from django.db import transaction
from django.utils import timezone

from luoshi.core.errors import Invalid, Refused
from luoshi.core.projects import Change, Stage, check_change
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.actions import commitment_advance
from luoshi.web.delivery.actions import progress_refresh
from luoshi.web.delivery.actions.evidence import checked_type, evidence_kept, shown_name
from luoshi.web.delivery.models import Evidence
from luoshi.web.delivery.queries.bars import barred_units
from luoshi.web.projects.actions.projects import project_locked
from luoshi.web.projects.models import Finding, Project, StageChange, StageFinding
from luoshi.web.projects.queries.accounts import changes_of, standing_of
from luoshi.web.projects.rules import can_find, can_tell
from luoshi.web.projects.terms import most_evidence

NOT_TAKEN_ON = ("draft", "assigned", "disputed", "withdrawn")
"""States of a commitment in which its owner has nothing to tell yet, or any more."""
File = tuple[str, bytes]


def project_told(project: Project, by: Actor) -> Project:
    """The project, locked, for its contact to tell of. Raises Refused, Forbidden."""
    fresh = project_locked(project)
    can_tell(by, fresh).require()
    if fresh.moved_out:
        raise Refused("project-moved-out")
    if fresh.commitment.state in NOT_TAKEN_ON:
        raise Refused("project-not-taken-on")
    return fresh


@transaction.atomic
def stage_tell(
    *,
    project: Project,
    stage: str,
    on: date,
    by: Actor,
    at: datetime,
    note: str = "",
    reason: str = "",
    files: Sequence[File] = (),
    corrects: StageChange | None = None,
) -> StageChange:
    """The contact says that a stage was reached ``on`` that day; files go along as evidence.

    ``corrects`` is the last account, which this one takes the place of; both stay.
    Raises Invalid as ``core.projects.check_change`` and as intake does, ``stage-evidence-many``;
    Refused ``project-moved-out``, ``project-not-taken-on``, ``stage-of-reserve``,
    ``stage-not-last``.
    """
    fresh = project_told(project, by)
    change = _change(fresh, stage, on)
    _check(fresh, change, corrects, reason=reason, today=timezone.localdate(at))
    made = StageChange.objects.create(
        project=fresh,
        stage=stage,
        on=on,
        note=note.strip(),
        reason=reason.strip() if change.stage.place < Stage(fresh.said).place else "",
        supersedes=corrects,
        said_by_id=by.user_id,
        said_at=at,
    )
    made.evidence.set(_kept(fresh, files, by, at))
    _refresh(fresh)
    record(by=by, at=at, verb="stage.tell", obj=made, after=_facts(made, len(files)))
    _advance(fresh, by, at)
    progress_refresh(ids=[fresh.commitment_id], on=timezone.localdate(at))
    return made


def _change(project: Project, stage: str, on: date) -> Change:
    if project.cohort.signed_on is None:
        raise Refused("stage-of-reserve")
    if stage not in set(Stage):
        raise Invalid("stage-unknown", field="stage")
    return Change(Stage(stage), on)


def _check(
    project: Project, change: Change, corrects: StageChange | None, *, reason: str, today: date
) -> None:
    """Held against the account before it: for a correction, before the one it corrects."""
    known = changes_of([project])[project.pk]
    if corrects is not None:
        if not known or known[-1][0] != corrects.pk:
            raise Refused("stage-not-last")
        known = known[:-1]
    changes = [each for _, each in known]
    since = changes[-1].on if changes else project.cohort.signed_on
    current = standing_of(project, changes).said
    check_change(current, since, change, reason=reason, today=today)


def _kept(project: Project, files: Sequence[File], by: Actor, at: datetime) -> list[Evidence]:
    if len(files) > most_evidence():
        raise Invalid("stage-evidence-many", field="evidence", limit=most_evidence())
    owner = cast(int, project.commitment.lead_unit_id)  # demanded of all but drafts
    for name, data in files:
        checked_type(shown_name(name), data)
    return [
        evidence_kept(
            unit_id=owner,
            jurisdiction_id=project.cohort.jurisdiction_id,
            name=name,
            data=data,
            by=by,
            at=at,
        )[0]
        for name, data in files
    ]


def _facts(change: StageChange, evidence: int) -> dict[str, object]:
    return {
        "project": change.project_id,
        "stage": change.stage,
        "on": change.on,
        "reason": change.reason,
        "evidence": evidence,
        "supersedes": change.supersedes_id,
    }


def _refresh(project: Project) -> None:
    """Bring the projection in step with the facts."""
    known = changes_of([project])[project.pk]
    stands = standing_of(project, [change for _, change in known])
    project.said, project.did, project.achieved = stands.said, stands.did, stands.achieved
    project.save(update_fields=["said", "did", "achieved"])


def _advance(project: Project, by: Actor, at: datetime) -> None:
    """Let the commitment follow: under way once told of, done when said and found at capacity."""
    done, proved = (stage == Stage.CAPACITY.value for stage in (project.said, project.achieved))
    moves = {
        "accepted": "start",
        "underway": "claim_done" if done else "",
        "claimed_done": "verify" if proved else "" if done else "refute",
        "verified": "" if proved else "reopen",
    }
    state = project.commitment.state
    while verb := moves.get(state, ""):
        moved = commitment_advance(commitment=project.commitment, verb=verb, by=by, at=at)
        state = moved.state


def _findable(change: StageChange, by: Actor, at: datetime) -> tuple[Project, StageChange]:
    """Its project, locked, and the account, for an outsider. The bars are asked again."""
    project = project_locked(change.project)
    told = StageChange.objects.get(pk=change.pk)
    told.project = project
    barred = barred_units([by.user_id], on=timezone.localdate(at))[by.user_id]
    can_find(by, told, barred=barred).require()
    if StageChange.objects.filter(supersedes=told).exists():
        raise Refused("stage-superseded")
    return project, told


@transaction.atomic
def stage_find(
    *, change: StageChange, finding: str, by: Actor, at: datetime, note: str = ""
) -> StageFinding:
    """What an outsider found of one account. A second finding corrects the first; both stay.

    Raises Invalid ``stage-finding-unknown``, ``stage-finding-note``; Refused
    ``stage-superseded``; Forbidden as ``can_find``.
    """
    project, told = _findable(change, by, at)
    if finding not in Finding.values:
        raise Invalid("stage-finding-unknown", field="finding")
    if finding != Finding.CONFIRMED and not note.strip():
        raise Invalid("stage-finding-note", field="note")
    before = StageFinding.objects.filter(change=told, superseded_by=None).first()
    made = StageFinding.objects.create(
        change=told,
        finding=finding,
        note=note.strip(),
        found_by_id=by.user_id,
        found_at=at,
        supersedes=before,
    )
    _refresh(project)
    record(
        by=by,
        at=at,
        verb="stage.find",
        obj=told,
        before={"finding": before.finding} if before else None,
        after={"finding": finding, "note": note.strip()},
    )
    _advance(project, by, at)
    progress_refresh(ids=[project.commitment_id], on=timezone.localdate(at))
    return made
