"""The tree of any day, as known at any time."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from luoshi.web.units.actions import event_decide, unit_rename
from luoshi.web.units.models import Unit
from luoshi.web.units.past import (
    event_of,
    events_in_effect,
    history_of,
    names_of,
    pending_events,
    tree,
    versions_of,
)
from tests.factories import NOW, START, TODAY, City
from tests.web.units.build import AHEAD, DAY, WHY, done, founded, merging, splitting

BEFORE = DAY - timedelta(days=1)


def shape(city: City, on: date, **known: object) -> list[tuple[str, int]]:
    rows = tree(city.unit.pk, on=on, **known)  # type: ignore[arg-type]
    return [(row.short_name, row.depth) for row in rows]


def rename(city: City, unit: Unit, name: str, on: date, days: int = 0) -> None:
    unit_rename(
        unit=unit, name=name, short_name=name, on=on, reason=WHY, by=city.actor("admin"),
        at=NOW + timedelta(days=days),
    )  # fmt: skip


TREE = [
    ("YC", 0), ("东区YC", 1), ("东镇YC", 2), ("西县YC", 1), ("交通局YC", 1), ("卫健委YC", 1),
    ("高新区YC", 1),
]  # fmt: skip


def test_tree_is_in_order_with_depth(city: City, other_city: City) -> None:
    assert shape(city, TODAY) == TREE


def test_tree_of_a_day_has_the_units_and_names_of_that_day(city: City) -> None:
    rename(city, city.transport, "运输局", DAY)
    done(city, merging(city.east, into=city.west, on=TODAY))
    assert shape(city, BEFORE) == TREE
    assert shape(city, TODAY - timedelta(days=1)) == [
        ("运输局" if name == "交通局YC" else name, depth) for name, depth in TREE
    ]
    assert shape(city, TODAY) == [
        ("YC", 0), ("西县YC", 1), ("东镇YC", 2), ("运输局", 1), ("卫健委YC", 1), ("高新区YC", 1),
    ]  # fmt: skip
    assert shape(city, START - timedelta(days=1)) == []


def test_rows_say_what_is_called_otherwise_now(city: City) -> None:
    rename(city, city.transport, "运输局", DAY)
    done(city, merging(city.health, into=city.east))
    assert {row.short_name for row in tree(city.unit.pk, on=BEFORE) if row.is_renamed} == {
        "交通局YC", "卫健委YC",
    }  # fmt: skip


def test_what_was_told_later_was_not_known_before(city: City) -> None:
    rename(city, city.transport, "运输局", DAY, days=10)
    assert ("运输局", 1) in shape(city, DAY)
    assert shape(city, DAY, known_at=NOW) == TREE
    assert ("运输局", 1) in shape(city, DAY, known_at=NOW + timedelta(days=10))


def test_tree_takes_two_queries(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        tree(city.unit.pk, on=TODAY)


def test_pending_events_are_those_decided_and_not_in_effect(city: City) -> None:
    done(city, merging(city.west, into=city.east))
    draft = merging(city.health, into=city.transport, on=AHEAD)
    event = event_decide(draft=draft, by=city.actor("admin"), at=NOW)
    assert list(pending_events(city.unit.pk)) == [event]
    assert [each.on for each in events_in_effect(city.unit.pk)] == [DAY]


def test_events_come_back_as_they_were_decided(city: City) -> None:
    draft = splitting(
        city.transport,
        founded(city, "YC-A", "公路局", share=Decimal("0.25")),
        founded(city, "YC-B", "运输局", share=Decimal("0.75")),
    )
    event = done(city, draft)
    assert event_of(event) == draft.event()
    assert events_in_effect(city.unit.pk) == [draft.event()]


def test_history_stands_on_its_own_top(city: City, other_city: City) -> None:
    """A jurisdiction below another one has no parent in its own history."""
    other_city.unit.parent = city.unit
    other_city.unit.save()
    other_city.unit.versions.update(parent=city.unit)
    assert history_of(other_city.unit.pk).as_of(TODAY)["QT"].parent is None


def test_names_of_a_day(city: City, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    rename(city, city.transport, "运输局", DAY)
    city.transport.refresh_from_db()
    with django_assert_num_queries(1):
        names = names_of([city.transport.pk, city.health.pk])
    unit = city.transport
    assert [names.short(unit, on) for on in (date(2019, 1, 1), BEFORE, DAY)] == [
        "交通局YC", "交通局YC", "运输局",
    ]  # fmt: skip
    assert names.full(unit, DAY) == "运输局"
    assert [names.told(unit, on) for on in (BEFORE, DAY)] == ["原交通局YC", "运输局"]
    assert names.told(city.health, BEFORE) == city.health.short_name


def test_a_closed_unit_is_told_as_the_former_one(city: City) -> None:
    done(city, merging(city.health, into=city.east))
    city.health.refresh_from_db()
    names = names_of([city.health.pk])
    assert [names.told(city.health, on) for on in (BEFORE, TODAY)] == ["原卫健委YC"] * 2
    with translation.override("en"):
        assert names.told(city.health, BEFORE) == "former 卫健委YC"


def test_names_are_told_as_known_at_a_time(city: City) -> None:
    rename(city, city.transport, "运输局", DAY, days=10)
    city.transport.refresh_from_db()
    names = names_of([city.transport.pk], known_at=NOW)
    assert names.short(city.transport, TODAY) == "交通局YC"


def test_a_unit_without_versions_is_called_as_now(city: City) -> None:
    names = names_of([])
    assert names.short(city.east, TODAY) == city.east.short_name
    assert names.full(city.east, TODAY) == city.east.name


def test_versions_of_a_unit_are_those_of_today(city: City) -> None:
    rename(city, city.transport, "运输局", DAY)
    assert [row.short_name for row in versions_of(city.transport)] == ["运输局", "交通局YC"]


@pytest.mark.parametrize("day", [BEFORE, DAY])
def test_whoever_looks_at_the_wrong_city_sees_nothing(
    city: City, other_city: City, day: date
) -> None:
    assert not {row.unit for row in tree(other_city.unit.pk, on=day)} & {city.unit, city.east}
