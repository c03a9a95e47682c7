"""Why a run's result cannot be taken on or published: asked by ``assessment.holds``."""

from collections.abc import Iterator
from datetime import date

from luoshi.core.errors import Refused
from luoshi.web.assessment.models import ScoreRun
from luoshi.web.objections.queries import standing_of


def holds(run: ScoreRun, on: date) -> Iterator[Refused]:
    """Superseded, a window that runs, objections without an answer, or upheld ones; no window at
    all before a result is taken on, unless its scheme says why, or it came after objections."""
    standing = standing_of(run)
    if standing.after is not None:
        yield Refused("run-superseded")
    elif standing.window and on <= standing.window.closes_on:
        yield Refused("window-running", day=standing.window.closes_on)
    elif standing.undecided:
        yield Refused("objections-undecided", n=standing.undecided)
    elif standing.upheld:
        yield Refused("objection-upheld")
    elif run.finalised_at is None and standing.needs_window:
        yield Refused("window-missing")
