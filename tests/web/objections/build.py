"""Objections for tests, made through the actions."""

from datetime import UTC, date, datetime

from luoshi.web.assessment.models import ScoreNode, ScoreRun
from luoshi.web.objections.actions import objection_assign, objection_file, window_open
from luoshi.web.objections.models import Objection
from luoshi.web.units.models import Unit
from tests.factories import City
from tests.web.assessment.build import LATER, assessor, compute, make_scheme, told_quarter

OPENED_ON, CLOSES_ON = date(2026, 4, 25), date(2026, 4, 29)
"""A Saturday; three working days after it."""
OVER = datetime(2026, 5, 8, 2, 0, tzinfo=UTC)


def number(run: ScoreRun, unit: Unit, path: str = "done") -> ScoreNode:
    """One number of the run."""
    rows = ScoreNode.objects.select_related("score__run__version")
    return rows.get(score__run=run, score__unit=unit, path=path)


def make_opened(city: City) -> ScoreRun:
    """A run over a list with reports and a finding, whose short window is open."""
    run = compute(make_scheme(city), told_quarter(city).list, city=city)
    window_open(run=run, clock="score-objection-short", by=assessor(city), at=LATER)
    return run


def file(city: City, run: ScoreRun, unit: Unit | None = None, path: str = "done") -> Objection:
    """The leader of the western county objects, unless another unit is named."""
    where = unit or city.west
    return objection_file(
        node=number(run, where, path), grounds="漏记一项已采信的完成数",
        by=city.actor("unit_leader", where), at=LATER,
    )  # fmt: skip


def name(city: City, objection: Objection) -> Objection:
    """A colleague of the assessor who took no part answers."""
    reviewer = city.person("assessor", username="reviewer")
    return objection_assign(objection=objection, answerer=reviewer, by=assessor(city), at=LATER)
