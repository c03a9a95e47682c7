"""Last year and this year side by side: what closed is carried over, and the total stays."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from luoshi.core.lineage import Nature
from luoshi.web.accounts.actor import Actor
from luoshi.web.succession.comparison import (
    ACHIEVED,
    SAID,
    Carrier,
    Comparison,
    Metric,
    bases_of,
    figures,
    metrics_in,
    nature_of,
)
from luoshi.web.units.queries import units_ever
from tests.conftest import SignIn
from tests.factories import NOW, TODAY, City
from tests.web.succession.build import told
from tests.web.succession.test_changes import merged, split
from tests.web.units.build import founded

ROADS = Metric("新建道路", "公里", Nature.ADDITIVE)
ONLINE = Metric("网办率", "%", Nature.RATE)
CASES = Metric("办件量", "件", Nature.ADDITIVE)
RATE = {"metric": "网办率", "unit_of_measure": "%", "comparator": "share>="}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def compared(
    city: City,
    metric: Metric = ROADS,
    *,
    claim: str = SAID,
    by: Actor | None = None,
    base: Metric | None = None,
) -> Comparison:
    found = figures(by or city.actor("supervisor"), city.unit.pk, 2026, claim)
    carrier = Carrier.of(units_ever(city.unit.pk), city.unit.pk, 2026, TODAY)
    return carrier.compare(metric, found, bases_of(base, found, 2026) if base else None)


def rows(found: Comparison) -> dict[str, tuple[str, str, str, str]]:
    return {
        row.unit.short_name: (row.last_text, row.this_text, row.change_text, row.source_text)
        for row in found.rows
    }


def test_a_department_is_merged_and_last_year_still_adds_up(city: City) -> None:
    told(city, city.health, "12.5")
    told(city, city.transport, "30")
    told(city, city.east, "7")
    told(city, city.transport, "20", 2026)
    told(city, city.health, "4", 2026)
    merged(city, city.health, into=city.transport)
    found = compared(city)
    assert rows(found) == {
        "东区YC": ("7", "—", "", ""),
        "交通局YC": ("42.5", "24", "-18.5", "交通局YC 30、原卫健委YC 12.5"),
    }
    assert found.totals == ("49.5", "49.5", "24")
    assert found.adds_up
    (heir,) = [row for row in found.rows if row.carried]
    assert heir.rules == ["总量指标按合并前各单位之和比较。"]


def test_without_changes_figures_are_as_given(city: City) -> None:
    told(city, city.transport, "30")
    (row,) = compared(city).rows
    assert (row.carried, row.rules, row.last, row.this) == (False, [], Decimal(30), None)


def test_a_split_shares_out_and_says_so(city: City) -> None:
    told(city, city.transport, "30")
    heirs = (
        founded(city, "YC-A", "公路局", share=Decimal("0.25")),
        founded(city, "YC-B", "运输局", share=Decimal("0.75")),
    )
    split(city, city.transport, *heirs)
    found = compared(city)
    assert rows(found) == {
        "公路局": ("7.5", "—", "", "原交通局YC 7.5"),
        "运输局": ("22.5", "—", "", "原交通局YC 22.5"),
    }
    assert found.totals == ("30", "30", "0")


def test_a_split_without_shares_is_not_comparable_and_the_total_stays(city: City) -> None:
    told(city, city.transport, "30")
    split(city, city.transport, founded(city, "YC-A", "公路局"), founded(city, "YC-B", "运输局"))
    found = compared(city)
    assert {row.last_text for row in found.rows} == {"不可比"}
    assert (found.totals, found.adds_up) == (("30", "30", "0"), True)


@pytest.mark.parametrize("weighted", [True, False])
def test_rates_of_merged_units_need_their_base(city: City, weighted: bool) -> None:
    for unit, rate, cases in ((city.health, "80", "100"), (city.transport, "90", "300")):
        told(city, unit, rate, **RATE)
        told(city, unit, cases, metric="办件量", unit_of_measure="件")
    merged(city, city.health, into=city.transport)
    found = compared(city, ONLINE, base=CASES if weighted else None)
    assert rows(found)["交通局YC"][0] == ("87.5" if weighted else "不可比")
    assert found.before is None


def test_two_rates_of_one_unit_are_not_put_together(city: City) -> None:
    for rate in ("80", "90"):
        told(city, city.health, rate, **RATE)
    assert rows(compared(city, ONLINE))["卫健委YC"][0] == "不可比"


def test_said_and_achieved_are_compared_apart(city: City) -> None:
    told(city, city.transport, "30", achieved="21")
    told(city, city.east, "7")
    assert rows(compared(city, claim=SAID)).keys() == {"交通局YC", "东区YC"}
    achieved = compared(city, claim=ACHIEVED)
    assert {name: row[0] for name, row in rows(achieved).items()} == {"交通局YC": "21"}


def test_a_part_of_the_own_unit_is_in_the_whole_already(city: City) -> None:
    whole = told(city, city.east, "30")
    told(city, city.east, "10", parent=whole)
    told(city, city.town, "5", parent=whole)
    assert {name: row[0] for name, row in rows(compared(city)).items()} == {
        "东区YC": "30", "东镇YC": "5",
    }  # fmt: skip


def test_what_is_drafted_or_withdrawn_counts_nothing(city: City) -> None:
    for state in ("draft", "withdrawn"):
        told(city, city.east, "30", state=state)
    assert compared(city).rows == []


def test_everybody_sees_what_is_theirs(city: City, other_city: City) -> None:
    told(city, city.health, "12")
    told(city, city.east, "7")
    merged(city, city.health, into=city.transport)
    mine = compared(city, by=city.actor("unit_leader", city.transport))
    assert {name: row[0] for name, row in rows(mine).items()} == {"交通局YC": "12"}
    for by in (city.actor("admin"), other_city.actor("supervisor")):
        assert compared(city, by=by).rows == []


def test_metrics_with_both_years_come_first(city: City) -> None:
    told(city, city.east, "1", metric="甲", unit_of_measure="个")
    told(city, city.east, "7")
    told(city, city.east, "8", 2026)
    found = figures(city.actor("supervisor"), city.unit.pk, 2026, SAID)
    assert [metric.label for metric in metrics_in(found)] == ["新建道路（公里）", "甲（个）"]


@pytest.mark.parametrize(
    ("comparator", "measure", "nature"),
    [
        (">=", "公里", "additive"), ("<=", "处", "additive"), ("reduce>=", "吨", "additive"),
        (">=", "%", "rate"), ("growth>=", "", "rate"), ("share>=", "%", "rate"),
        ("times>=", "", "rate"), ("rank<=", "位", "rank"),
    ],
)  # fmt: skip
def test_what_a_figure_is(comparator: str, measure: str, nature: str) -> None:
    assert nature_of(comparator, measure).value == nature


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def story(city: City) -> City:
    told(city, city.health, "12")
    told(city, city.transport, "30")
    merged(city, city.health, into=city.transport)
    return city


def test_pages_of_a_merged_department(story: City, sign_in: SignIn) -> None:
    office = sign_in(story.person("supervisor"))
    units = text_of(office.get("/units/"))
    assert "卫健委YC → 交通局YC" in units
    then = text_of(office.get("/units/", {"on": "2026-03-01"}))
    assert "2026-03-02 撤销" in then
    table = text_of(office.get("/units/comparison/"))
    for words in ("42", "交通局YC 30、原卫健委YC 12", "按当时的单位合计 42，一致"):
        assert words in table
    heir = text_of(office.get(f"/units/{story.transport.pk}/"))
    assert "交通局YC 30、原卫健委YC 12" in heir
    closed = text_of(office.get(f"/units/{story.health.pk}/"))
    assert "原卫健委YC" in closed
    assert "已折算到承接单位" in closed


def test_whoever_may_not_see_sees_no_figures(
    story: City, other_city: City, sign_in: SignIn
) -> None:
    admin = sign_in(story.person("admin"))
    assert "还没有您可以查看的数" in text_of(admin.get("/units/comparison/"))
    stranger = sign_in(other_city.person("supervisor"))
    assert stranger.get(f"/units/{story.transport.pk}/").status_code == 404
    assert stranger.get("/units/", {"area": story.unit.pk}).status_code == 404
    assert stranger.get("/units/comparison/", {"area": "x"}).status_code == 404
    assert stranger.post("/units/").status_code == 405


def test_odd_questions_are_answered_calmly(story: City, sign_in: SignIn) -> None:
    office = sign_in(story.person("supervisor"))
    odd = {"metric": "没有", "claim": "felt", "base": "没有"}
    assert "42" in text_of(office.get("/units/comparison/", odd))
    assert office.get("/units/", {"on": "昨天"}).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_any_number_of_units(
    city: City, sign_in: SignIn, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for unit in (city.east, city.west, city.park)[:count]:
        told(city, unit, "5")
        told(city, unit, "5", metric="植树", unit_of_measure="棵")
    office: Client = sign_in(city.person("supervisor"))
    with django_assert_num_queries(8):
        office.get("/units/comparison/")
    with django_assert_num_queries(10):
        office.get(f"/units/{city.east.pk}/")
    with django_assert_num_queries(8):
        office.get("/units/")
