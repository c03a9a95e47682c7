"""A project as it is read in a table: every cell in words; said, did and achieved apart."""

from dataclasses import dataclass
from datetime import date

from luoshi.core.projects import Stage
from luoshi.web.projects.models import Project
from luoshi.web.projects.queries.thresholds import Keys, meets
from luoshi.web.projects.wording import DASH, MARKS, money, stage_text

BEFORE_START = (Stage.RESERVE, Stage.SIGNED, Stage.FULFILLED)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; ``marks`` are codes of ``wording.MARKS`` with their words."""

    project: Project
    name: str
    cohort: str
    place: str
    owner: str
    sector: str
    investment: str
    said: str
    did: str
    achieved: str
    planned: str
    marks: list[tuple[str, str]]


def row_of(project: Project, keys: Keys, today: date) -> Row:
    """The line of one project of ``queries.projects.project_rows``."""
    marks = [mark for mark, on in marks_of(project, keys, today).items() if on]
    return Row(
        project=project,
        name=project.commitment.text,
        cohort=str(project.cohort),
        place=str(project.place or DASH),
        owner=str(project.commitment.lead_unit or DASH),
        sector=project.get_sector_display() or DASH,
        investment=money(project.commitment.target),
        said=stage_text(project.said),
        did=stage_text(project.did),
        achieved=stage_text(project.achieved),
        planned=project.started_on.isoformat() if project.started_on else DASH,
        marks=[(mark, str(MARKS[mark])) for mark in marks],
    )


def marks_of(project: Project, keys: Keys, today: date) -> dict[str, bool]:
    """Which of the marks the project carries today."""
    waiting = Stage(project.said) in BEFORE_START and not project.moved_out
    return {
        "moved_out": project.moved_out,
        "overdue": waiting and project.started_on is not None and project.started_on < today,
        "unproved": project.said != project.achieved,
        "below": meets(project, keys) is False,
    }
