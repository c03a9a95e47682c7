"""The accounts of stages in force, and where projects stand by them."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Model, QuerySet

from luoshi.core.projects import Change, Stage, Standing, standing
from luoshi.core.sampling import Finding
from luoshi.web.prepared import few_shapes, prepared
from luoshi.web.projects.models import Project, StageChange, StageFinding

Known = list[tuple[int, Change]]


def changes_of(projects: Collection[Project]) -> dict[int, Known]:
    """By project: its accounts in force with their keys, in the order of their days: three queries.

    A superseded account counts no more, nor does a superseded finding.
    """
    told = _changes(few_shapes([project.pk for project in projects]))
    keys = few_shapes([pk for pk, *_ in told])
    shown = {pk for (pk,) in _shown(keys)}
    found = dict(_found(keys))
    known: dict[int, Known] = {project.pk: [] for project in projects}
    for pk, project_id, stage, on in told:
        finding = Finding(found[pk]) if pk in found else None
        known[project_id].append((pk, Change(Stage(stage), on, pk in shown, finding)))
    return known


@prepared
def _changes(projects: tuple[int, ...]) -> QuerySet[StageChange, tuple[int, int, str, date]]:
    rows = StageChange.objects.filter(project__in=projects, superseded_by=None)
    return rows.order_by("on", "pk").values_list("pk", "project_id", "stage", "on")


@prepared
def _shown(changes: tuple[int, ...]) -> QuerySet[Model, tuple[int]]:
    uses = StageChange.evidence.through.objects.filter(stagechange__in=changes)
    return uses.values_list("stagechange_id")


@prepared
def _found(changes: tuple[int, ...]) -> QuerySet[StageFinding, tuple[int, str]]:
    rows = StageFinding.objects.filter(change__in=changes, superseded_by=None)
    return rows.values_list("change_id", "finding")


def standing_of(project: Project, changes: Sequence[Change]) -> Standing:
    """Where the project stands by those accounts."""
    return standing(project.base, changes)
