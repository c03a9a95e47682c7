"""Asking for the wall chart on paper."""

from datetime import datetime

from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.jobs.actions import job_start
from luoshi.web.jobs.models import Job

WALL = "list.wall"


def wall_draw(*, lst: CommitmentList, paper: str, by_unit: bool, by: Actor, at: datetime) -> Job:
    """Draw the chart of a list the person sees; ``paper`` is a key of ``render.wall.PAPERS``."""
    params = {"list": lst.pk, "paper": paper.lower(), "units": int(by_unit)}
    return job_start(kind=WALL, title=f"{lst.title} {paper}", params=params, by=by, at=at)
