"""What the stages of projects say about their commitments: planned, said, shown and found.

A project moves by steps. Each planned stage is an equal share of the way, owed at the end of its
planned day; without planned days there is nothing to be ahead of or behind.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from luoshi.core.projects import Stage, reached_on, standing
from luoshi.web.delivery.elsewhere import Standing
from luoshi.web.prepared import few_shapes, prepared
from luoshi.web.projects.models import Project, StageChange
from luoshi.web.projects.queries.accounts import Known, changes_of

SHARE = Decimal("0.0001")


def standings_of(ids: Collection[int], on: date) -> dict[int, Standing]:
    """By commitment: one query, and four more where some are projects. Who moved out is left out,
    and so is the reserve: nobody owes a stage there."""
    projects = _projects(few_shapes(ids))
    if not projects:
        return {}
    known = {pk: _until(on, told) for pk, told in changes_of(projects).items()}
    files = _files([told[-1][0] for told in known.values() if told])
    return {each.commitment_id: _standing(each, known[each.pk], files, on) for each in projects}


@prepared
def _projects(ids: tuple[int, ...]) -> QuerySet[Project]:
    rows = Project.objects.filter(
        commitment__in=ids, moved_out=False, cohort__signed_on__isnull=False
    )
    return rows.select_related("cohort")


def _until(on: date, told: Known) -> Known:
    return [(pk, change) for pk, change in told if change.on <= on]


def _files(changes: Sequence[int]) -> Counter[int]:
    uses = StageChange.evidence.through.objects.filter(stagechange__in=changes)
    return Counter(uses.values_list("stagechange_id", flat=True))


def _standing(project: Project, told: Known, files: Counter[int], on: date) -> Standing:
    changes = [change for _, change in told]
    stands = standing(project.base, changes)
    plan = {stage: day for stage, day in project.planned.items() if day}
    found = [change for change in changes if change.finding]
    return Standing(
        planned=_share(plan, [stage for stage, day in plan.items() if day <= on]),
        said_share=_share(plan, [each for each in plan if stands.reached("said", each)]),
        achieved_share=_share(plan, [each for each in plan if stands.reached("achieved", each)])
        if found
        else None,
        evidence=files[told[-1][0]] if told else 0,
        said_done_on=reached_on(project.base, changes, "said", Stage.CAPACITY),
        finding=changes[-1].finding if changes else None,
        last_found=found[-1].finding if found else None,
        last_found_on=found[-1].on if found else None,
    )


def _share(plan: Collection[Stage], come_to: Sequence[Stage]) -> Decimal | None:
    return (Decimal(len(come_to)) / len(plan)).quantize(SHARE) if plan else None
