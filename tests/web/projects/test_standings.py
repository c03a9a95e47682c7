"""The light of a project: a planned stage is owed at the end of its day, outsiders prove it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal

import pytest

from luoshi.web.delivery.actions import progress_refresh
from luoshi.web.delivery.models import Progress
from luoshi.web.projects.models import Project
from luoshi.web.projects.standings import standings_of
from tests.factories import City
from tests.web.projects.build import TEXT, cohort, fixed, project, running, tell
from tests.web.projects.test_stage_actions import FEBRUARY, find

Counting = Callable[[int], AbstractContextManager[object]]
APRIL = date(2026, 4, 10)
"""Eight working days after the start that was planned for 31 March."""
THIRD = Decimal("0.3333")


def light(about: Project, on: date = APRIL) -> Progress:
    progress_refresh(on=on, ids=[about.commitment_id])
    return Progress.objects.get(pk=about.commitment_id)


@pytest.mark.parametrize(("on", "planned", "colour"), [
    (date(2026, 3, 30), "0", "grey"), (date(2026, 3, 31), "0.3333", "red"),
])  # fmt: skip
def test_a_stage_is_owed_at_the_end_of_its_day(
    city: City, on: date, planned: str, colour: str
) -> None:
    stands = light(running(city), on)
    assert (stands.planned_share, stands.light) == (Decimal(planned), colour)


def test_what_is_said_keeps_the_pace_and_evidence_is_counted(city: City) -> None:
    about = running(city)
    tell(city, about, "started", FEBRUARY, files=[TEXT])
    stands = Progress.objects.get(pk=about.commitment_id)
    assert (stands.said_share, stands.evidence_count, stands.finding) == (THIRD, 1, "")
    assert light(about).light == "green"


def test_a_refuted_start_is_red_at_once(city: City) -> None:
    about = running(city)
    find(city, tell(city, about, "started", FEBRUARY), "refuted", "未见施工")
    stands = Progress.objects.get(pk=about.commitment_id)
    assert (stands.finding, stands.light, stands.light_code) == ("refuted", "red", "refuted")
    assert (stands.said_share, stands.achieved_share) == (THIRD, 0)


def test_capacity_found_is_blue_and_said_alone_is_not(city: City) -> None:
    about = running(city)
    told = tell(city, about, "capacity", FEBRUARY, files=[TEXT])
    assert light(about).light_code == "said-done"
    find(city, told)
    stands = light(about)
    assert (stands.light, stands.achieved_share) == ("blue", 1)
    assert stands.achieved_on == FEBRUARY


def test_without_planned_days_nothing_is_behind(city: City) -> None:
    stands = light(running(city, started_on=None, producing_on=None, capacity_on=None))
    assert (stands.planned_share, stands.said_share, stands.light) == (None, None, "grey")


def test_the_reserve_owes_no_stage(city: City) -> None:
    held = project(city, cohort(city, "项目储备库", None))
    assert light(held).light == "grey"


def test_moved_out_it_owes_no_stage(city: City) -> None:
    about = running(city)
    Project.objects.filter(pk=about.pk).update(moved_out=True)
    assert light(about).light == "grey"


@pytest.mark.parametrize("size", [1, 3])
def test_more_projects_ask_no_more(
    city: City, size: int, django_assert_num_queries: Counting
) -> None:
    within = cohort(city)
    batch = [project(city, within, name=f"项目{n}") for n in range(size)]
    fixed(city, within)
    for about in batch:
        tell(city, about, "started", FEBRUARY, files=[TEXT])
    with django_assert_num_queries(5):
        told = standings_of([about.commitment_id for about in batch], APRIL)
    assert {each.evidence for each in told.values()} == {1}
