"""Units by tree, by name, and by who looks after them."""

from datetime import date, timedelta

import pytest
from django.http import Http404
from pytest_django import DjangoAssertNumQueries

from luoshi.web.units.actions import alias_add, unit_rename
from luoshi.web.units.models import Unit
from luoshi.web.units.queries import (
    alias_for,
    common_superior,
    event_for,
    events_of,
    heirs_of,
    is_founded,
    looked_after_by,
    named,
    unit_for,
    units_of,
    visible_to,
)
from tests.factories import NOW, TODAY, City
from tests.web.units.build import AHEAD, DAY, WHY, done, founded, merging


def test_administrator_looks_after_the_own_jurisdiction(city: City, other_city: City) -> None:
    admin = city.actor("admin")
    assert set(looked_after_by(admin)) == set(visible_to(admin))
    assert looked_after_by(city.actor("supervisor")).count() == 0
    assert unit_for(admin, city.town.pk) == city.town
    with pytest.raises(Http404):
        unit_for(admin, other_city.town.pk)
    with pytest.raises(Http404):
        unit_for(city.actor("supervisor"), city.town.pk)


def test_alias_of_another_city_is_not_there(city: City, other_city: City) -> None:
    alias = alias_add(unit=city.east, text="东", by=city.actor("admin"), at=NOW)
    assert alias_for(city.actor("admin"), alias.pk) == alias
    with pytest.raises(Http404):
        alias_for(other_city.actor("admin"), alias.pk)


def test_common_superior_is_the_lowest_above_both(city: City) -> None:
    assert common_superior(city.town, city.east) == city.east
    assert common_superior(city.town, city.west) == city.unit


def test_names_are_found_as_documents_write_them(city: City, other_city: City) -> None:
    alias_add(unit=city.transport, text="交委", by=city.actor("admin"), at=NOW)
    alias_add(unit=other_city.health, text="卫生局", by=other_city.actor("admin"), at=NOW)
    texts = ["交委", "东区YC", "卫生局", "没有"]
    found = named(texts, jurisdiction_id=city.unit.pk, on=TODAY)
    assert found == {"交委": city.transport, "东区YC": city.east}


def meant(city: City, text: str, on: date) -> Unit | None:
    return named([text], jurisdiction_id=city.unit.pk, on=on).get(text)


def test_old_names_mean_the_heir_after_the_day_and_the_old_unit_before(city: City) -> None:
    alias_add(unit=city.health, text="卫生局", by=city.actor("admin"), at=NOW)
    done(city, merging(city.health, into=city.transport))
    before = DAY - timedelta(days=1)
    for text in ("卫生局", city.health.short_name):
        assert [meant(city, text, on) for on in (before, DAY)] == [city.health, city.transport]


def test_a_name_given_up_and_taken_by_another_means_whoever_bore_it(city: City) -> None:
    by = city.actor("admin")
    old = city.health.short_name
    unit_rename(
        unit=city.health, name="健康局", short_name="健康局", on=DAY, reason=WHY, by=by, at=NOW
    )
    assert meant(city, old, AHEAD) == city.health
    unit_rename(unit=city.transport, name=old, short_name=old, on=TODAY, reason=WHY, by=by, at=NOW)
    assert meant(city, old, TODAY - timedelta(days=1)) == city.health
    assert meant(city, old, TODAY) == city.transport


def test_what_a_unit_is_called_now_is_found_in_papers_older_than_it(city: City) -> None:
    assert meant(city, "东区YC", date(2019, 1, 1)) == city.east


def test_closed_units_are_not_offered_and_lead_to_their_heir(city: City) -> None:
    done(city, merging(city.health, into=city.transport))
    done(city, merging(city.transport, into=founded(city, "YC-N", "综合局"), on=TODAY))
    city.health.refresh_from_db()
    heir = Unit.objects.get(code="YC-N")
    assert heirs_of([city.health, city.east]) == {city.health.pk: heir, city.east.pk: city.east}
    assert city.health not in units_of(city.unit.pk)
    standing = list(units_of(city.unit.pk))
    assert standing[0] == city.unit
    assert standing[standing.index(city.east) + 1] == city.town, "in tree order"
    assert city.health not in looked_after_by(city.actor("admin"))
    assert city.health in visible_to(city.actor("contact", city.east))
    assert unit_for(city.actor("admin"), city.health.pk) == city.health


def test_standing_units_stand_for_themselves_without_a_query(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert heirs_of([city.east]) == {city.east.pk: city.east}


def test_events_of_a_unit(city: City) -> None:
    event = done(city, merging(city.health, into=city.transport))
    done(city, merging(city.west, into=city.east))
    assert list(events_of(city.health)) == list(events_of(city.transport)) == [event]
    assert list(events_of(city.park)) == []
    assert event_for(city.actor("admin"), event.pk) == event
    with pytest.raises(Http404):
        event_for(city.actor("supervisor"), event.pk)


def test_founded_when_there_is_a_unit(db: None) -> None:
    assert not is_founded()


def test_founded_city(city: City) -> None:
    assert is_founded()
