"""Bringing projects in from a sheet: kept, looked at, then as many lines as a person chose."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from luoshi.core.errors import Invalid, Refused
from luoshi.web import blobs
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.delivery.actions.evidence import shown_name
from luoshi.web.projects.actions.cohorts import cohort_open
from luoshi.web.projects.actions.projects import projects_create
from luoshi.web.projects.models import Cohort, Project, ProjectSheet
from luoshi.web.projects.queries.sheets import lines_of_file, lines_of_sheet


def sheet_take(*, cohort: Cohort, name: str, data: bytes, by: Actor, at: datetime) -> ProjectSheet:
    """Keep a workbook that can be read; nothing is brought in yet.

    It is read before the transaction begins, so that nobody waits for it. Raises Invalid as
    ``luoshi.intake.read_ledgers``, ``sheet-without-projects``, ``sheet-rows``.
    """
    shown = shown_name(name)
    count = len(lines_of_file(cohort, shown, data, year=at.year))
    return _take(cohort, shown, data, count, by, at)


@transaction.atomic
def _take(
    cohort: Cohort, name: str, data: bytes, lines: int, by: Actor, at: datetime
) -> ProjectSheet:
    fresh = cohort_open(cohort, by)
    sheet = ProjectSheet.objects.create(
        cohort=fresh,
        sha256=blobs.put(data),
        name=name,
        size=len(data),
        given_by_id=by.user_id,
        given_at=at,
    )
    after = {"cohort": fresh.pk, "sha256": sheet.sha256, "size": sheet.size, "lines": lines}
    record(by=by, at=at, verb="project_sheet.take", obj=sheet, after=after)
    return sheet


@transaction.atomic
def sheet_apply(
    *, sheet: ProjectSheet, keys: Collection[str], by: Actor, at: datetime
) -> list[Project]:
    """Bring in the chosen lines, all of them or none; a sheet is brought in once.

    Raises Refused ``sheet-applied``; Invalid ``sheet-nothing-chosen``, ``sheet-row-faulty``.
    """
    cohort = cohort_open(sheet.cohort, by)
    fresh = ProjectSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if fresh.applied_at:
        raise Refused("sheet-applied")
    chosen = [line for line in lines_of_sheet(fresh) if line.key in keys]
    if not chosen:
        raise Invalid("sheet-nothing-chosen")
    drafts = []
    for line in chosen:
        if line.draft is None:
            raise Invalid("sheet-row-faulty", row=line.number)
        drafts.append(line.draft)
    made = projects_create(cohort=cohort, drafts=drafts, by=by, at=at)
    fresh.applied_by_id, fresh.applied_at, fresh.made = by.user_id, at, len(made)
    fresh.save(update_fields=["applied_by", "applied_at", "made"])
    record(by=by, at=at, verb="project_sheet.apply", obj=fresh, after={"projects": len(made)})
    return made
