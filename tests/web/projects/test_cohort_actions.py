"""Cohorts and projects: made, filled, edited, fixed."""

from datetime import date
from decimal import Decimal

import pytest

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.commitments.models import ListType
from luoshi.web.projects import actions
from luoshi.web.projects.models import Cohort, Project, YearPlan
from tests.factories import NOW, City
from tests.web.projects.build import (
    SIGNED_ON,
    cohort,
    draft,
    fixed,
    last,
    project,
    running,
    tell,
    verbs,
)


def test_cohort_is_a_list_of_its_own_kind(city: City) -> None:
    made = cohort(city)
    assert (str(made), made.base, made.is_fixed) == ("2026年第一批", "signed", False)
    assert made.list.list_type.key == "projects"
    assert (made.list.period_start, made.list.period_end) == (SIGNED_ON, date(2027, 12, 31))
    assert verbs() == ["list_type.create", "list.create", "cohort.create"]
    assert last().after == {
        "list": made.list_id,
        "title": "2026年第一批",
        "signed_on": "2026-01-10",
    }


def test_a_second_cohort_uses_the_same_kind_of_list(city: City) -> None:
    cohort(city)
    cohort(city, title="2026年第二批")
    assert ListType.objects.filter(jurisdiction=city.unit).count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": " "}, "cohort-untitled"),
        ({"ends_on": date(2026, 1, 9)}, "cohort-ends-before-signing"),
    ],
)
def test_cohort_that_is_refused(city: City, change: dict[str, object], code: str) -> None:
    values = {
        "jurisdiction": city.unit, "title": "批次", "signed_on": SIGNED_ON,
        "begins_on": SIGNED_ON, "ends_on": date(2027, 1, 1),
    }  # fmt: skip
    with pytest.raises(Invalid) as refused:
        actions.cohort_create(**(values | change), by=city.actor("supervisor"), at=NOW)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert Cohort.objects.count() == 0


def test_there_is_one_reserve(city: City, other_city: City) -> None:
    assert cohort(city, "储备库", signed_on=None).base == "reserve"
    cohort(other_city, "储备库", signed_on=None)
    with pytest.raises(Invalid) as refused:
        cohort(city, "储备库二", signed_on=None)
    assert refused.value.code == "reserve-exists"


def test_cohort_is_made_by_the_office_alone(city: City) -> None:
    with pytest.raises(Forbidden):
        actions.cohort_create(
            jurisdiction=city.unit, title="批次", signed_on=SIGNED_ON, begins_on=SIGNED_ON,
            ends_on=date(2027, 1, 1), by=city.actor("principal"), at=NOW,
        )  # fmt: skip
    assert verbs() == []


def test_project_is_a_commitment_of_its_owner(city: City) -> None:
    made = project(city, cohort(city), year_plan=Decimal("1.2"), plan_year=2026)
    promise = made.commitment
    assert (promise.text, promise.lead_unit, promise.kind) == (
        "精密轴承生产线",
        city.east,
        "project",
    )
    assert (promise.target, promise.unit_of_measure, promise.comparator) == (
        Decimal("3.5"),
        "亿元",
        ">=",
    )
    assert (promise.starts_on, promise.due_on) == (SIGNED_ON, date(2027, 6, 30))
    assert (made.said, made.did, made.achieved, made.moved_out) == (
        "signed",
        "signed",
        "signed",
        False,
    )
    assert (made.place, made.sector) == (city.east, "manufacturing")
    plan = YearPlan.objects.get(project=made)
    assert (plan.year, plan.amount, plan.season) == (2026, Decimal("1.2"), "season-building")
    assert verbs()[-2:] == ["commitment.create", "project.create"]


def test_what_is_not_known_stays_open(city: City) -> None:
    within = cohort(city, "储备库", signed_on=None)
    made = project(
        city, within, investment=None, sector="", place=None, started_on=None,
        producing_on=None, capacity_on=None,
    )  # fmt: skip
    assert (made.said, made.commitment.target, made.commitment.comparator) == ("reserve", None, "")
    assert made.commitment.due_on == date(2027, 12, 31)
    assert not YearPlan.objects.exists()


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"name": " "}, "project-untitled", "name"),
        ({"name": "长" * 121}, "project-title-long", "name"),
        ({"sector": "mining"}, "project-sector", "sector"),
        ({"started_on": date(2026, 11, 1)}, "project-dates", "producing_on"),
        ({"producing_on": None, "started_on": date(2027, 7, 1)}, "project-dates", "capacity_on"),
    ],
)
def test_project_that_is_refused(
    city: City, change: dict[str, object], code: str, field: str
) -> None:
    within = cohort(city)
    with pytest.raises(Invalid) as refused:
        project(city, within, **change)
    assert (refused.value.code, refused.value.params["field"]) == (code, field)
    assert Project.objects.count() == 0


def test_units_of_a_project_are_of_the_jurisdiction(city: City, other_city: City) -> None:
    within = cohort(city)
    for change, field in (
        ({"owner": other_city.east}, "owner"),
        ({"place": other_city.east}, "place"),
    ):
        with pytest.raises(Invalid) as refused:
            project(city, within, **change)
        assert (refused.value.code, refused.value.params["field"]) == (
            "project-unit-elsewhere",
            field,
        )
    with pytest.raises(Invalid) as refused:
        project(city, within, place=city.health)
    assert refused.value.code == "project-place-kind"


def test_a_whole_sheet_or_nothing(city: City) -> None:
    within = cohort(city)
    drafts = [draft(city.east, "甲"), draft(city.west, "")]
    with pytest.raises(Invalid):
        actions.projects_create(cohort=within, drafts=drafts, by=city.actor("supervisor"), at=NOW)
    assert Project.objects.count() == 0
    assert verbs()[-1] == "cohort.create"


def test_frozen_cohort_takes_no_more_projects(city: City) -> None:
    within = cohort(city)
    project(city, within)
    fixed(city, within)
    assert within.is_fixed
    assert (last().verb, last().after) == ("cohort.freeze", {"projects": 1})
    with pytest.raises(Refused) as refused:
        project(city, within, name="另一个")
    assert refused.value.code == "cohort-fixed"
    with pytest.raises(Refused):
        actions.cohort_freeze(cohort=within, by=city.actor("supervisor"), at=NOW)


def test_reserve_is_never_frozen(city: City) -> None:
    within = cohort(city, "储备库", signed_on=None)
    project(city, within)
    with pytest.raises(Refused) as refused:
        actions.cohort_freeze(cohort=within, by=city.actor("supervisor"), at=NOW)
    assert refused.value.code == "reserve-stays-open"
    assert not within.is_fixed


def test_edit_changes_project_and_commitment(city: City) -> None:
    made = project(city, cohort(city))
    changes = {
        "name": "精密轴承",
        "owner": city.west,
        "investment": Decimal(4),
        "sector": "services",
    }
    actions.project_edit(project=made, changes=changes, by=city.actor("supervisor"), at=NOW)
    made.refresh_from_db()
    made.commitment.refresh_from_db()
    assert (made.commitment.text, made.commitment.lead_unit) == ("精密轴承", city.west)
    assert (made.commitment.target, made.sector) == (4, "services")
    assert verbs()[-2:] == ["commitment.edit", "project.edit"]
    assert (last().before, last().after) == ({"sector": "manufacturing"}, {"sector": "services"})


def test_edit_of_own_fields_leaves_the_commitment_alone(city: City) -> None:
    made = project(city, cohort(city))
    actions.project_edit(
        project=made, changes={"address": "江畔路1号"}, by=city.actor("supervisor"), at=NOW
    )
    assert verbs()[-2:] == ["project.create", "project.edit"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "另一个"}, "cohort-fixed"),
        ({"investment": Decimal(9)}, "cohort-fixed"),
        ({"started_on": date(2026, 4, 30)}, "project-dates-fixed"),
        ({"started_on": None}, "project-dates-fixed"),
    ],
)
def test_fixed_project_keeps_what_was_signed(
    city: City, changes: dict[str, object], code: str
) -> None:
    made = running(city)
    with pytest.raises(Refused) as refused:
        actions.project_edit(project=made, changes=changes, by=city.actor("supervisor"), at=NOW)
    assert refused.value.code == code


def test_missing_dates_may_be_filled_in_later(city: City) -> None:
    made = running(city, started_on=None)
    changes = {"started_on": date(2026, 4, 30), "sector": "emerging"}
    actions.project_edit(project=made, changes=changes, by=city.actor("supervisor"), at=NOW)
    made.refresh_from_db()
    assert (made.started_on, made.sector) == (date(2026, 4, 30), "emerging")


def test_reserve_project_is_signed_into_a_cohort(city: City) -> None:
    reserve, batch = cohort(city, "储备库", signed_on=None), cohort(city)
    made = project(city, reserve)
    actions.project_sign(project=made, cohort=batch, by=city.actor("supervisor"), at=NOW)
    made.refresh_from_db()
    assert (made.cohort, made.said, made.achieved) == (batch, "signed", "signed")
    lists = {item.list for item in made.commitment.items.all()}
    assert lists == {reserve.list, batch.list}
    assert (last().verb, last().after) == ("project.sign", {"cohort": batch.pk})


def test_only_the_reserve_is_signed(city: City, other_city: City) -> None:
    reserve, batch = cohort(city, "储备库", signed_on=None), cohort(city)
    by = city.actor("supervisor")
    signed, waiting = project(city, batch), project(city, reserve, name="乙")
    with pytest.raises(Refused) as again:
        actions.project_sign(project=signed, cohort=batch, by=by, at=NOW)
    with pytest.raises(Invalid) as nowhere:
        actions.project_sign(project=waiting, cohort=reserve, by=by, at=NOW)
    with pytest.raises(Forbidden):
        actions.project_sign(project=waiting, cohort=cohort(other_city), by=by, at=NOW)
    assert (again.value.code, nowhere.value.code) == (
        "project-not-reserve",
        "project-cohort-reserve",
    )
    with pytest.raises(Refused) as early:
        tell(city, waiting, "started", date(2026, 2, 1))
    assert early.value.code == "project-not-taken-on"
