"""What a run says, read from what it stored."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from luoshi.core.errors import Refused
from luoshi.core.sampling import Finding
from luoshi.render.paper import written
from luoshi.web.assessment.models import ScoreRun
from luoshi.web.commitments.models import Commitment
from luoshi.web.publishing.facts import run_facts
from luoshi.web.publishing.values import values_of
from luoshi.web.units.actions import unit_rename
from tests.factories import City
from tests.web.assessment.build import (
    KNOWN,
    OPENED,
    TOLD,
    compute,
    make_quarter,
    make_scheme,
)
from tests.web.publishing.build import claim, make_run, make_story

YES, NO, HALF = Finding.CONFIRMED, Finding.REFUTED, Finding.PARTLY


def test_units_stand_in_the_order_of_their_rank(city: City) -> None:
    (group,) = run_facts(make_run(city)).groups
    told = [(u.name, u.rank, u.tied, [p.title for p in u.parts]) for u in group.units]
    assert told == [
        (city.east.short_name, Decimal(1), 1, ["任务完成", "核验结果"]),
        (city.west.short_name, Decimal(2), 1, ["任务完成", "核验结果"]),
    ]


def test_a_period_not_over_yet_is_told_as_of_the_day_of_looking(city: City) -> None:
    run = make_run(city)
    assert run_facts(run).as_of == run.as_of == run.period_end
    run.period_end = date(2026, 12, 31)
    facts = run_facts(run)
    assert facts.as_of == run.as_of == facts.known_on < run.period_end
    assert values_of(facts)["期末"].text == written(facts.known_on)


def test_points_have_the_places_of_the_scheme(city: City) -> None:
    east, west = run_facts(make_run(city)).units
    assert (east.points, west.points) == ("80.00", "10.00")


def test_lights_are_those_of_the_end_of_the_period_worst_first(city: City) -> None:
    east, west = run_facts(make_run(city)).units
    assert [(s.text, s.light, s.reason) for s in east.standings] == [
        ("改造水厂100座", "red", "核验不属实"),
        ("新建农村公路100公里。", "blue", "已核验办结"),
    ]
    assert [(s.text, s.light, s.reason) for s in west.standings] == [
        ("植树100亩", "red", "滞后序时进度80个百分点"),
        ("修缮校舍100间", "green", "距时限还有0天"),
    ]


def test_reports_are_counted_as_owed_accepted_and_in_time(city: City) -> None:
    east, west = run_facts(make_run(city)).units
    assert (east.came, west.came) == ((2, 2, 2), (2, 1, 1))


def test_claims_are_counted_with_what_was_found(city: City) -> None:
    account = run_facts(make_run(city)).account
    assert (account.claimed, account.sampled, account.confirmed, account.refuted) == (2, 2, 1, 1)


def test_what_came_later_changes_nothing(city: City) -> None:
    run, quarter = make_story(city)
    before = run_facts(run)
    late = KNOWN + timedelta(days=1)
    school = Commitment.objects.get(text="修缮校舍100间")
    quarter.verify(claim(quarter, school, at=late), "refuted", at=late)
    again = run_facts(ScoreRun.objects.get(pk=run.pk))
    assert again == before


def test_a_later_correction_changes_nothing(city: City) -> None:
    run, quarter = make_story(city)
    before = run_facts(run)
    told = quarter.report(Commitment.objects.get(text="植树100亩"))
    quarter.correct(told, "90", at=KNOWN + timedelta(days=1))
    assert run_facts(run) == before


def test_a_later_finding_changes_nothing(city: City) -> None:
    run, quarter = make_story(city)
    before = run_facts(run)
    told = quarter.report(Commitment.objects.get(text="植树100亩"))
    quarter.verify(told, "partly", value="5", at=KNOWN + timedelta(days=1))
    assert run_facts(run) == before


def test_a_correction_in_time_does_count(city: City) -> None:
    run, quarter = make_story(city)
    told = quarter.report(Commitment.objects.get(text="植树100亩"))
    quarter.correct(told, "90", at=KNOWN)
    _, west = run_facts(run).units
    trees = next(each for each in west.standings if each.text == "植树100亩")
    assert (trees.light, trees.reason) == ("green", "距时限还有0天")
    assert west.came == (2, 1, 1)


def test_rounds_before_the_period_are_not_its_accounts(city: City) -> None:
    quarter = make_quarter(city)
    trees = quarter.commit(city.east, text="植树100亩")
    quarter.open(title="二月", period_end=date(2026, 2, 28), due_on=date(2026, 3, 8))
    quarter.verify(claim(quarter, trees, at=OPENED), "refuted")
    quarter.open(title="三月", period_start=date(2026, 3, 1))
    quarter.tell(trees, "100")
    march = compute(
        make_scheme(city), quarter.list, city=city, title="三月", period_start=date(2026, 3, 1)
    )
    (east,) = run_facts(march).units
    assert (east.came, east.account.claimed) == ((1, 1, 1), 0)
    whole = compute(march.version, quarter.list, city=city)
    (east,) = run_facts(whole).units
    assert (east.came, east.account.claimed, east.account.refuted) == ((2, 2, 1), 1, 1)


def test_what_was_known_in_time_does_count(city: City) -> None:
    run, quarter = make_story(city)
    before = run_facts(run).account.claimed
    school = Commitment.objects.get(text="修缮校舍100间")
    claim(quarter, school, at=TOLD)
    assert run_facts(run).account.claimed == before + 1


def test_a_unit_is_called_as_it_was_called_then(city: City) -> None:
    run = make_run(city)
    old = city.east.short_name
    unit_rename(
        unit=city.east, name="新东区", short_name="新东区", on=date(2026, 6, 1), reason="更名",
        by=city.actor("admin"), at=KNOWN + timedelta(days=60),
    )  # fmt: skip
    assert [unit.name for unit in run_facts(run).units] == [old, city.west.short_name]


def test_what_was_told_later_about_that_time_does_not_change_it(city: City) -> None:
    """The new name counts from before the run, but nobody knew of it then."""
    run = make_run(city)
    old = city.east.short_name
    unit_rename(
        unit=city.east, name="新东区", short_name="新东区", on=date(2026, 1, 1), reason="更名",
        by=city.actor("admin"), at=KNOWN + timedelta(days=60),
    )  # fmt: skip
    assert [unit.name for unit in run_facts(run).units] == [old, city.west.short_name]


@pytest.mark.parametrize("column", ["inputs", "result"])
def test_a_changed_run_is_refused(city: City, column: str) -> None:
    run = make_run(city)
    setattr(run, column, getattr(run, column).replace("counties", "countiez"))
    with pytest.raises(Refused, match="bulletin-run-differs"):
        run_facts(run)
