"""Units by tree, by name, and by who looks after them."""

import pytest
from django.http import Http404

from luoshi.web.units.actions import alias_add
from luoshi.web.units.queries import (
    alias_for,
    common_superior,
    is_founded,
    looked_after_by,
    named,
    tree,
    unit_for,
    visible_to,
)
from tests.factories import NOW, City


def test_tree_is_in_order_with_depth(city: City, other_city: City) -> None:
    found = [(unit.short_name, unit.tree_depth) for unit in tree(city.unit)]
    assert found == [
        ("YC", 0), ("东区YC", 1), ("东镇YC", 2), ("西县YC", 1), ("交通局YC", 1), ("卫健委YC", 1),
        ("高新区YC", 1),
    ]  # fmt: skip


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
    found = named(["交委", "东区YC", "卫生局", "没有"], jurisdiction_id=city.unit.pk)
    assert found == {"交委": city.transport, "东区YC": city.east}


def test_founded_when_there_is_a_unit(db: None) -> None:
    assert not is_founded()


def test_founded_city(city: City) -> None:
    assert is_founded()
