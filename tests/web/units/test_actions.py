"""Units begin, documents write them in more than one way, and the record tells of it."""

from datetime import date
from typing import Any

import pytest

from luoshi.core.errors import Forbidden, Invalid
from luoshi.web.audit.models import Entry
from luoshi.web.units.actions import (
    alias_add,
    alias_remove,
    jurisdiction_found,
    unit_create,
)
from luoshi.web.units.models import Alias, Unit, UnitVersion
from tests.factories import NOW, START, City


def created(city: City, code: str = "YC-NEW", **fields: Any) -> Unit:
    values: dict[str, Any] = {
        "parent": city.unit, "code": code, "kind": "department", "name": "市数据局",
        "short_name": "数据局", "on": START, "by": city.actor("admin"), "at": NOW,
    }  # fmt: skip
    return unit_create(**(values | fields))


def versions(unit: Unit) -> list[tuple[str, date, date | None]]:
    return list(
        UnitVersion.objects.filter(unit=unit).values_list("short_name", "valid_from", "valid_to")
    )


def last_entry() -> Entry:
    entry = Entry.objects.first()
    assert entry
    return entry


def test_installation_is_founded_once(city: City) -> None:
    with pytest.raises(Invalid, match="already-founded"):
        jurisdiction_found(
            code="ZZ",
            kind="city",
            name="另一市",
            short_name="另一",
            on=START,
            by=city.actor("admin"),
            at=NOW,
        )
    assert not Unit.objects.filter(code="ZZ").exists()


def test_unit_is_created_below_another_in_its_jurisdiction(city: City) -> None:
    unit = created(city)
    assert (unit.parent, unit.jurisdiction) == (city.unit, city.unit)
    assert versions(unit) == [("数据局", START, None)]
    assert (unit.opened_on, unit.closed_on) == (START, None)
    assert (last_entry().verb, last_entry().object_id) == ("unit.create", str(unit.pk))


def test_code_is_used_once(city: City) -> None:
    created(city)
    with pytest.raises(Invalid, match="code-taken"):
        created(city)
    assert Unit.objects.filter(code="YC-NEW").count() == 1


def test_alias_means_one_unit(city: City, other_city: City) -> None:
    by = city.actor("admin")
    alias = alias_add(unit=city.transport, text="交委", by=by, at=NOW)
    with pytest.raises(Invalid, match="alias-taken"):
        alias_add(unit=city.health, text="交委", by=by, at=NOW)
    alias_add(unit=other_city.transport, text="交委", by=other_city.actor("admin"), at=NOW)
    alias_remove(alias=alias, by=by, at=NOW)
    assert list(Alias.objects.values_list("unit", flat=True)) == [other_city.transport.pk]
    assert (last_entry().verb, last_entry().before) == ("alias.remove", {"alias": "交委"})


def test_nobody_else_changes_the_tree(city: City, other_city: City) -> None:
    alias = alias_add(unit=city.east, text="东", by=city.actor("admin"), at=NOW)
    for by in (city.actor("supervisor"), other_city.actor("admin")):
        for act in (
            lambda by=by: created(city, by=by),
            lambda by=by: alias_add(unit=city.east, text="x", by=by, at=NOW),
            lambda by=by: alias_remove(alias=alias, by=by, at=NOW),
        ):
            with pytest.raises(Forbidden, match="admin-only"):
                act()
    assert Entry.objects.count() == 1
