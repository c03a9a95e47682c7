"""The accounts of stages in force, and where projects stand by them."""

from collections.abc import Collection, Sequence

from luoshi.core.projects import Change, Stage, Standing, standing
from luoshi.core.sampling import Finding
from luoshi.web.projects.models import Project, StageChange, StageFinding

Known = list[tuple[int, Change]]


def changes_of(projects: Collection[Project]) -> dict[int, Known]:
    """By project: its accounts in force with their keys, in the order of their days: three queries.

    A superseded account counts no more, nor does a superseded finding.
    """
    rows = StageChange.objects.filter(project__in=projects, superseded_by=None)
    told = list(rows.order_by("on", "pk").values_list("pk", "project_id", "stage", "on"))
    keys = [pk for pk, *_ in told]
    uses = StageChange.evidence.through.objects.filter(stagechange__in=keys)
    shown = set(uses.values_list("stagechange_id", flat=True))
    found = dict(
        StageFinding.objects.filter(change__in=keys, superseded_by=None).values_list(
            "change_id", "finding"
        )
    )
    known: dict[int, Known] = {project.pk: [] for project in projects}
    for pk, project_id, stage, on in told:
        finding = Finding(found[pk]) if pk in found else None
        known[project_id].append((pk, Change(Stage(stage), on, pk in shown, finding)))
    return known


def standing_of(project: Project, changes: Sequence[Change]) -> Standing:
    """Where the project stands by those accounts."""
    return standing(project.base, changes)
