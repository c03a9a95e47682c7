"""Investment of a month: said by owners, counted by statistics; plans of a year; the map."""

from datetime import date
from decimal import Decimal

import pytest

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.projects import actions
from luoshi.web.projects.actions.sites import Spot
from luoshi.web.projects.models import Investment, Project, Site, YearPlan
from tests.factories import NOW, City
from tests.web.projects.build import cohort, fixed, last, project, running, verbs

FEBRUARY = date(2026, 2, 1)


def say(city: City, amounts: dict[int, Decimal], month: date = FEBRUARY) -> list[Investment]:
    by = city.actor("contact", city.east)
    return actions.investments_tell(month=month, amounts=amounts, by=by, at=NOW)


def count(
    city: City, amounts: dict[int, Decimal], source: str = "统计联网直报"
) -> list[Investment]:
    by = city.actor("verifier", city.health)
    return actions.investments_count(
        month=date(2026, 2, 14), amounts=amounts, source=source, by=by, at=NOW
    )


def test_said_and_counted_stand_apart(city: City) -> None:
    about = running(city)
    say(city, {about.pk: Decimal("0.5")})
    count(city, {about.pk: Decimal("0.3")})
    rows = Investment.objects.order_by("claim").values_list("claim", "month", "amount", "source")
    assert list(rows) == [
        ("achieved", FEBRUARY, Decimal("0.3"), "统计联网直报"),
        ("said", FEBRUARY, Decimal("0.5"), ""),
    ]


def test_second_figure_supersedes_and_an_equal_one_changes_nothing(city: City) -> None:
    about = running(city)
    (first,) = say(city, {about.pk: Decimal("0.5")})
    assert say(city, {about.pk: Decimal("0.50")}) == []
    (second,) = say(city, {about.pk: Decimal("0.4")})
    assert second.supersedes == first
    assert Investment.objects.filter(superseded_by=None).get() == second
    assert verbs().count("investment.tell") == 2


def test_one_entry_for_each_owner(city: City) -> None:
    within = cohort(city)
    one, two = project(city, within), project(city, within, name="乙")
    fixed(city, within)
    say(city, {one.pk: Decimal(1), two.pk: Decimal(2)})
    assert last().verb == "investment.tell"
    assert last().after == {
        "month": "2026-02-01",
        "source": "",
        "amounts": {str(one.pk): "1", str(two.pk): "2"},
    }


@pytest.mark.parametrize(
    ("month", "amount", "code"),
    [
        (date(2026, 4, 1), "1", "investment-month"),
        (date(2025, 12, 1), "1", "investment-month"),
        (FEBRUARY, "-0.1", "investment-negative"),
        (FEBRUARY, "0.00001", "investment-too-fine"),
        (FEBRUARY, "100001", "investment-too-fine"),
    ],
)
def test_figure_that_is_refused(city: City, month: date, amount: str, code: str) -> None:
    about = running(city)
    with pytest.raises(Invalid) as refused:
        say(city, {about.pk: Decimal(amount)}, month)
    assert refused.value.code == code
    assert not Investment.objects.exists()


def test_month_of_signing_and_this_month_are_open(city: City) -> None:
    about = running(city)
    for month in (date(2026, 1, 31), date(2026, 3, 1)):
        say(city, {about.pk: Decimal(0)}, month)
    assert Investment.objects.count() == 2


def test_all_of_it_or_nothing(city: City) -> None:
    within = cohort(city)
    mine, other = project(city, within), project(city, within, city.west, name="乙")
    fixed(city, within)
    with pytest.raises(Forbidden) as refused:
        say(city, {mine.pk: Decimal(1), other.pk: Decimal(1)})
    assert refused.value.code == "project-contact-only"
    assert not Investment.objects.exists()
    with pytest.raises(Invalid) as nothing:
        say(city, {})
    assert nothing.value.code == "investment-nothing"


def test_who_may_count(city: City) -> None:
    about = running(city)
    for role, unit, code in (
        ("verifier", city.town, "own-unit"),
        ("supervisor", None, "projects-verifier-only"),
    ):
        with pytest.raises(Forbidden) as refused:
            actions.investments_count(
                month=FEBRUARY, amounts={about.pk: Decimal(1)}, source="直报",
                by=city.actor(role, unit), at=NOW,
            )  # fmt: skip
        assert refused.value.code == code
    with pytest.raises(Invalid) as bare:
        count(city, {about.pk: Decimal(1)}, " ")
    assert bare.value.code == "investment-source"


def test_nothing_is_said_before_it_is_taken_on_or_after_moving_out(city: City) -> None:
    within = cohort(city)
    about = project(city, within)
    with pytest.raises(Refused) as early:
        say(city, {about.pk: Decimal(1)})
    fixed(city, within)
    Project.objects.filter(pk=about.pk).update(moved_out=True)
    with pytest.raises(Refused) as late:
        say(city, {about.pk: Decimal(1)})
    assert (early.value.code, late.value.code) == ("project-not-taken-on", "project-moved-out")


def plan(city: City, about: Project, role: str = "supervisor", **change: object) -> YearPlan:
    values: dict[str, object] = {"year": 2026, "amount": Decimal("1.2"), "season": "season-even"}
    return actions.year_plan_set(
        project=about,
        **(values | change),
        by=city.actor(role),
        at=NOW,  # type: ignore[arg-type]
    )


def test_plan_of_a_year_supersedes(city: City) -> None:
    about = running(city)
    first = plan(city, about)
    second = plan(city, about, amount=Decimal(2), season="season-building")
    assert second.supersedes == first
    assert last().before == {"year": 2026, "amount": "1.2000", "season": "season-even"}
    assert last().after == {"year": 2026, "amount": "2", "season": "season-building"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"year": 1999}, "plan-year"),
        ({"amount": Decimal(0)}, "plan-amount"),
        ({"season": "winter"}, "season-unknown"),
    ],
)
def test_plan_that_is_refused(city: City, change: dict[str, object], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        plan(city, running(city), **change)
    assert refused.value.code == code


def test_plan_is_set_by_the_office_alone(city: City) -> None:
    with pytest.raises(Forbidden):
        plan(city, running(city), role="principal")


def place(city: City, spots: dict[int, Spot], role: str = "supervisor") -> None:
    actions.sites_set(jurisdiction=city.unit, spots=spots, by=city.actor(role), at=NOW)


def test_map_is_set_anew(city: City) -> None:
    place(city, {city.east.pk: Spot(1, 1, "threshold-xinyang"), city.park.pk: Spot(2, 1)})
    place(city, {city.east.pk: Spot(2, 1), city.west.pk: Spot()})
    rows = Site.objects.order_by("unit").values_list("unit", "column", "row", "threshold")
    assert list(rows) == [(city.east.pk, 2, 1, ""), (city.west.pk, None, None, "")]
    assert last().verb == "sites.set"
    assert set(last().before or {}) == {str(city.east.pk), str(city.park.pk)}


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        (Spot(1, None), Spot(), "site-off-map"),
        (Spot(13, 1), Spot(), "site-off-map"),
        (Spot(0, 1), Spot(), "site-off-map"),
        (Spot(1, 1), Spot(1, 1), "site-taken"),
        (Spot(1, 1, "local"), Spot(), "threshold-unknown"),
    ],
)
def test_map_that_is_refused(city: City, one: Spot, other: Spot, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        place(city, {city.east.pk: one, city.west.pk: other})
    assert refused.value.code == code
    assert not Site.objects.exists()


def test_only_own_counties_and_parks_stand_on_the_map(city: City, other_city: City) -> None:
    for unit in (city.health, city.town, other_city.east):
        with pytest.raises(Invalid) as refused:
            place(city, {unit.pk: Spot(1, 1)})
        assert refused.value.code == "site-unknown"
    with pytest.raises(Forbidden):
        place(city, {city.east.pk: Spot(1, 1)}, role="principal")
