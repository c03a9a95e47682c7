"""Projects in a cohort: one by one or a whole sheet, until the cohort is fixed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.actions import (
    commitment_create,
    commitment_edit,
    commitment_list_in,
)
from luoshi.web.commitments.models import ListItem
from luoshi.web.prepared import prepared
from luoshi.web.projects.actions.cohorts import cohort_open
from luoshi.web.projects.drafts import FIELDS, OWN, PLANNED, ProjectDraft, draft_of
from luoshi.web.projects.models import Cohort, Project, YearPlan
from luoshi.web.projects.rules import can_keep_projects
from luoshi.web.projects.terms import DEFAULT_SEASON


@transaction.atomic
def project_create(*, cohort: Cohort, draft: ProjectDraft, by: Actor, at: datetime) -> Project:
    """One project at the end of an open cohort, as a commitment in its list."""
    return projects_create(cohort=cohort, drafts=[draft], by=by, at=at)[0]


@transaction.atomic
def projects_create(
    *, cohort: Cohort, drafts: Sequence[ProjectDraft], by: Actor, at: datetime
) -> list[Project]:
    """Every one of the drafts in their order, or none. Raises Invalid as ``ProjectDraft.check``."""
    fresh = cohort_open(cohort, by)
    return [_create(fresh, draft, by, at) for draft in drafts]


def _create(cohort: Cohort, draft: ProjectDraft, by: Actor, at: datetime) -> Project:
    draft.check(cohort.jurisdiction_id)
    commitment = commitment_create(
        within=cohort.list, draft=draft.commitment(cohort), by=by, at=at, project=True
    )
    own = {name: getattr(draft, name) for name in OWN}
    project = Project.objects.create(
        commitment=commitment,
        cohort=cohort,
        said=cohort.base,
        did=cohort.base,
        achieved=cohort.base,
        created_by_id=by.user_id,
        created_at=at,
        **own,
    )
    if draft.year_plan:
        YearPlan.objects.create(
            project=project,
            year=draft.plan_year or at.year,
            amount=draft.year_plan,
            season=DEFAULT_SEASON,
            set_by_id=by.user_id,
            set_at=at,
        )
    record(
        by=by,
        at=at,
        verb="project.create",
        obj=project,
        after={
            **own,
            "cohort": cohort.pk,
            "commitment": commitment.pk,
            "plan_year": draft.plan_year,
            "year_plan": draft.year_plan,
        },
    )
    return project


def project_locked(project: Project) -> Project:
    """The project as it stands now, with cohort and commitment, locked until all is done."""
    (fresh,) = _locked(project.pk)
    return fresh


@prepared
def _locked(pk: int) -> QuerySet[Project]:
    found = Project.objects.select_for_update(of=("self",)).filter(pk=pk)
    return found.select_related("cohort__list", "commitment")


@transaction.atomic
def project_edit(
    *, project: Project, changes: Mapping[str, object], by: Actor, at: datetime
) -> None:
    """Other values for some of the fields of ``ProjectDraft`` (without the plan of the year).

    Once the cohort is fixed, name, owner and investment change by an amendment of the
    commitment alone, and planned dates may be filled in but not changed.
    """
    fresh = project_locked(project)
    can_keep_projects(by, fresh.cohort.jurisdiction_id).require()
    if unknown := set(changes) - FIELDS:
        raise TypeError(f"not editable: {sorted(unknown)}")
    before = draft_of(fresh)
    draft = ProjectDraft(**({name: getattr(before, name) for name in FIELDS} | dict(changes)))
    draft.check(fresh.cohort.jurisdiction_id)
    if fresh.cohort.is_fixed:
        _check_fixed(before, draft)
    else:
        _edit_commitment(fresh, before, draft, by, at)
    for name in OWN:
        setattr(fresh, name, getattr(draft, name))
    fresh.save(update_fields=OWN)
    changed = [name for name in OWN if getattr(before, name) != getattr(draft, name)]
    record(
        by=by,
        at=at,
        verb="project.edit",
        obj=fresh,
        before={name: getattr(before, name) for name in changed},
        after={name: getattr(draft, name) for name in changed},
    )


def _check_fixed(before: ProjectDraft, draft: ProjectDraft) -> None:
    for name in ("name", "owner", "investment"):
        if getattr(before, name) != getattr(draft, name):
            raise Refused("cohort-fixed", field=name)
    for name in PLANNED:
        if getattr(before, name) not in (None, getattr(draft, name)):
            raise Refused("project-dates-fixed", field=name)


def _edit_commitment(
    project: Project, before: ProjectDraft, draft: ProjectDraft, by: Actor, at: datetime
) -> None:
    old, new = before.commitment(project.cohort), draft.commitment(project.cohort)
    names = ("text", "metric", "comparator", "baseline", "target", "unit_of_measure", "due_on")
    changes = {name: getattr(new, name) for name in (*names, "lead_unit")}
    if any(getattr(old, name) != value for name, value in changes.items()):
        commitment_edit(commitment=project.commitment, changes=changes, by=by, at=at)


@transaction.atomic
def project_sign(*, project: Project, cohort: Cohort, by: Actor, at: datetime) -> None:
    """A project of the reserve was signed: it joins an open cohort and stands in its list too.

    Raises Refused ``project-not-reserve``, ``cohort-fixed``; Invalid ``project-cohort-reserve``,
    ``cohort-elsewhere``.
    """
    fresh = project_locked(project)
    joined = cohort_open(cohort, by)
    if fresh.cohort.signed_on is not None:
        raise Refused("project-not-reserve")
    if joined.signed_on is None:
        raise Invalid("project-cohort-reserve", field="cohort")
    if joined.jurisdiction_id != fresh.cohort.jurisdiction_id:
        raise Invalid("cohort-elsewhere", field="cohort")
    place = ListItem.objects.filter(list=fresh.cohort.list, commitment=fresh.commitment).first()
    commitment_list_in(
        commitment=fresh.commitment,
        within=joined.list,
        weight=place.weight if place else draft_of(fresh).commitment(joined).weight,
        project=True,
        by=by,
        at=at,
    )
    before, fresh.cohort = fresh.cohort, joined
    fresh.said = fresh.did = fresh.achieved = joined.base
    fresh.save(update_fields=["cohort", "said", "did", "achieved"])
    record(
        by=by,
        at=at,
        verb="project.sign",
        obj=fresh,
        before={"cohort": before.pk},
        after={"cohort": joined.pk},
    )
