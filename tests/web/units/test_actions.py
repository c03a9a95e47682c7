"""The tree changes with a date, keeps what was, and tells the record."""

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
    unit_move,
    unit_rename,
)
from luoshi.web.units.models import Alias, Unit, UnitVersion
from tests.factories import NOW, START, TODAY, City

EARLIER = date(2025, 6, 1)


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
    assert (last_entry().verb, last_entry().object_id) == ("unit.create", str(unit.pk))


def test_code_is_used_once(city: City) -> None:
    created(city)
    with pytest.raises(Invalid, match="code-taken"):
        created(city)
    assert Unit.objects.filter(code="YC-NEW").count() == 1


def test_rename_keeps_the_old_name_as_version_and_alias(city: City) -> None:
    unit = created(city)
    by = city.actor("admin")
    unit_rename(unit=unit, name="市数据管理局", short_name="数管局", on=EARLIER, by=by, at=NOW)
    unit.refresh_from_db()
    assert (unit.name, unit.short_name) == ("市数据管理局", "数管局")
    assert versions(unit) == [("数据局", START, EARLIER), ("数管局", EARLIER, None)]
    assert sorted(Alias.objects.values_list("text", flat=True)) == ["市数据局", "数据局"]
    assert last_entry().before == {"name": "市数据局", "short_name": "数据局"}


def test_two_changes_on_one_day_leave_one_version(city: City) -> None:
    unit = created(city)
    by = city.actor("admin")
    unit_rename(unit=unit, name="甲局", short_name="甲局", on=EARLIER, by=by, at=NOW)
    unit_rename(unit=unit, name="乙局", short_name="乙局", on=EARLIER, by=by, at=NOW)
    assert versions(unit) == [("数据局", START, EARLIER), ("乙局", EARLIER, None)]


def test_move_keeps_where_it_stood(city: City) -> None:
    unit = created(city)
    unit_move(unit=unit, parent=city.east, on=EARLIER, by=city.actor("admin"), at=NOW)
    unit.refresh_from_db()
    assert unit.parent == city.east
    assert list(unit.versions.values_list("parent", flat=True)) == [city.unit.pk, city.east.pk]
    assert last_entry().after == {"parent": city.east.pk, "on": "2025-06-01"}


@pytest.mark.parametrize("parent", ["east", "town"])
def test_unit_never_stands_below_itself(city: City, parent: str) -> None:
    with pytest.raises(Invalid, match="unit-below-itself"):
        unit_move(
            unit=city.east, parent=getattr(city, parent), on=TODAY, by=city.actor("admin"), at=NOW
        )


def test_unit_stays_in_its_jurisdiction(city: City, other_city: City) -> None:
    by = city.actor("admin")
    with pytest.raises(Invalid, match="unit-elsewhere"):
        unit_move(unit=city.health, parent=other_city.unit, on=TODAY, by=by, at=NOW)


@pytest.mark.parametrize(
    ("on", "code"),
    [(date(2024, 12, 31), "unit-changed-later"), (date(2026, 3, 3), "unit-change-ahead")],
)
def test_changes_come_in_order_and_not_ahead(city: City, on: date, code: str) -> None:
    unit = created(city)
    by = city.actor("admin")
    with pytest.raises(Invalid, match=code):
        unit_rename(unit=unit, name="甲局", short_name="甲局", on=on, by=by, at=NOW)
    with pytest.raises(Invalid, match=code):
        unit_move(unit=unit, parent=city.east, on=on, by=by, at=NOW)
    assert versions(unit) == [("数据局", START, None)]
    assert not Alias.objects.exists()


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
            lambda by=by: unit_rename(
                unit=city.east, name="x", short_name="x", on=TODAY, by=by, at=NOW
            ),
            lambda by=by: unit_move(unit=city.town, parent=city.west, on=TODAY, by=by, at=NOW),
            lambda by=by: alias_add(unit=city.east, text="x", by=by, at=NOW),
            lambda by=by: alias_remove(alias=alias, by=by, at=NOW),
        ):
            with pytest.raises(Forbidden, match="admin-only"):
                act()
    assert Entry.objects.count() == 1
