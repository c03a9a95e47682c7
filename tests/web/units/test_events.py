"""What happens to units on a day: decided, in effect, kept twice over in time."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.audit.models import Entry
from luoshi.web.units.actions import (
    event_decide,
    event_effect,
    event_undo,
    unit_create,
    unit_move,
    unit_rename,
)
from luoshi.web.units.drafts import EventDraft, HeirDraft
from luoshi.web.units.models import Alias, Unit, UnitEvent, UnitVersion
from tests.factories import NOW, START, TODAY, City
from tests.web.units.build import (
    AHEAD,
    DAY,
    EARLIER,
    WHY,
    done,
    founded,
    merging,
    splitting,
)


def created(city: City, on: date = START, code: str = "YC-NEW") -> Unit:
    return unit_create(
        parent=city.unit, code=code, kind="department", name="市数据局", short_name="数据局", on=on,
        by=city.actor("admin"), at=NOW,
    )  # fmt: skip


def renamed(city: City, unit: Unit, name: str, on: date = EARLIER, **more: Any) -> UnitEvent:
    values: dict[str, Any] = {"by": city.actor("admin"), "at": NOW, "reason": WHY}
    return unit_rename(unit=unit, name=f"市{name}", short_name=name, on=on, **(values | more))


def moved(city: City, unit: Unit, parent: Unit, on: date = EARLIER, **more: Any) -> UnitEvent:
    values: dict[str, Any] = {"by": city.actor("admin"), "at": NOW, "reason": WHY}
    return unit_move(unit=unit, parent=parent, on=on, **(values | more))


def versions(unit: Unit, **which: Any) -> list[tuple[str, date, date | None]]:
    which = which or {"superseded_at": None}
    rows = UnitVersion.objects.filter(unit=unit, **which).order_by("valid_from", "id")
    return list(rows.values_list("short_name", "valid_from", "valid_to"))


def last_entry() -> Entry:
    entry = Entry.objects.first()
    assert entry
    return entry


def test_rename_keeps_the_old_name_as_version_and_alias(city: City) -> None:
    unit = created(city)
    event = renamed(city, unit, "数管局", basis="云编发〔2025〕12号")
    unit.refresh_from_db()
    assert (unit.name, unit.short_name) == ("市数管局", "数管局")
    assert versions(unit) == [("数据局", START, EARLIER), ("数管局", EARLIER, None)]
    assert list(Alias.objects.order_by("text").values_list("text", "valid_from")) == [
        ("市数据局", EARLIER), ("数据局", EARLIER),
    ]  # fmt: skip
    assert (event.basis, event.decided_at) == ("云编发〔2025〕12号", NOW)
    assert (event.effective_at, event.is_pending) == (NOW, False)


def test_the_record_tells_of_decision_and_effect(city: City) -> None:
    unit = created(city)
    renamed(city, unit, "数管局")
    effect, decision = Entry.objects.all()[:2]
    assert (decision.verb, effect.verb) == ("unit.rename", "unit.take-effect")
    assert decision.after == {
        "on": "2025-06-01", "reason": WHY, "basis": "", "predecessors": ["YC-NEW"],
        "heirs": [
            {"code": "YC-NEW", "name": "市数管局", "short_name": "数管局", "parent": city.unit.pk}
        ],
    }  # fmt: skip


def test_versions_are_superseded_never_edited(city: City) -> None:
    """What was known before the rename was told is still there to be asked."""
    unit = created(city)
    told = NOW + timedelta(days=3)
    renamed(city, unit, "数管局", at=told)
    assert versions(unit, superseded_at__isnull=False) == [("数据局", START, None)]
    old = UnitVersion.objects.get(unit=unit, superseded_at__isnull=False)
    assert (old.recorded_at, old.superseded_at) == (NOW, told)
    assert set(
        UnitVersion.objects.filter(unit=unit, superseded_at=None).values_list(
            "recorded_at", flat=True
        )
    ) == {told}


def test_two_changes_on_one_day_leave_the_last(city: City) -> None:
    unit = created(city)
    renamed(city, unit, "甲局")
    unit.refresh_from_db()
    renamed(city, unit, "乙局")
    assert versions(unit) == [("数据局", START, EARLIER), ("乙局", EARLIER, None)]


def test_move_keeps_where_it_stood(city: City) -> None:
    unit = created(city)
    moved(city, unit, city.east)
    unit.refresh_from_db()
    assert unit.parent == city.east
    now = unit.versions.filter(superseded_at=None).order_by("valid_from")
    assert list(now.values_list("parent", flat=True)) == [city.unit.pk, city.east.pk]


def test_the_top_of_a_jurisdiction_is_renamed_where_it_stands(city: City) -> None:
    renamed(city, city.unit, "云川", on=DAY)
    city.unit.refresh_from_db()
    assert (city.unit.short_name, city.unit.parent_id) == ("云川", None)


def test_merge_closes_the_one_and_leaves_the_other(city: City) -> None:
    done(city, merging(city.health, into=city.transport))
    city.health.refresh_from_db()
    assert (city.health.closed_on, city.health.parent) == (DAY, city.transport)
    assert city.health.versions.get(superseded_at=None).parent == city.unit
    assert versions(city.health) == [(city.health.short_name, START, DAY)]
    assert versions(city.transport) == [(city.transport.short_name, START, None)]


def test_merge_founds_the_new_unit_and_moves_what_stood_below(city: City) -> None:
    heir = founded(city, "YC-DQ", "东西区", kind="county")
    event = done(city, merging(city.east, city.west, into=heir))
    unit = Unit.objects.get(code="YC-DQ")
    assert (unit.parent, unit.opened_on, unit.kind) == (city.unit, DAY, "county")
    assert (unit.jurisdiction, unit.position) == (city.unit, city.east.position)
    assert versions(unit) == [("东西区", DAY, None)]
    city.town.refresh_from_db()
    assert city.town.parent == unit
    assert event.parts.get(is_heir=True).unit == unit


def test_split_founds_the_parts_with_their_shares(city: City) -> None:
    heirs = (
        founded(city, "YC-A", "公路局", share=Decimal("0.25")),
        founded(city, "YC-B", "运输局", share=Decimal("0.75")),
    )
    event = done(city, splitting(city.transport, *heirs))
    shares = event.parts.filter(is_heir=True).values_list("unit__short_name", "share")
    assert list(shares) == [("公路局", Decimal("0.2500")), ("运输局", Decimal("0.7500"))]
    city.transport.refresh_from_db()
    assert city.transport.closed_on == DAY


def test_a_change_ahead_waits_for_its_day(city: City) -> None:
    event = renamed(city, city.health, "健康局", on=AHEAD)
    city.health.refresh_from_db()
    assert (event.is_pending, city.health.short_name) == (True, "卫健委YC")
    assert versions(city.health) == [("卫健委YC", START, None)]
    assert last_entry().verb == "unit.rename"
    day = NOW + timedelta(days=30)
    event_effect(event=event, by=city.actor("admin"), at=day)
    city.health.refresh_from_db()
    assert city.health.short_name == "健康局"
    with pytest.raises(Refused, match="event-settled"):
        event_effect(event=event, by=city.actor("admin"), at=day)


def test_what_is_decided_ahead_can_be_taken_back(city: City) -> None:
    by = city.actor("admin")
    event = event_decide(draft=merging(city.health, into=city.west, on=AHEAD), by=by, at=NOW)
    event_undo(event=event, by=by, at=NOW)
    event.refresh_from_db()
    assert (event.undone_by_id, event.undone_at, event.is_pending) == (by.user_id, NOW, False)
    assert last_entry().verb == "unit.undo"
    for act in (event_undo, event_effect):
        with pytest.raises(Refused, match="event-settled"):
            act(event=event, by=by, at=NOW)
    done(city, merging(city.health, into=city.west))


def test_what_is_in_effect_cannot_be_taken_back(city: City) -> None:
    event = done(city, merging(city.health, into=city.west))
    with pytest.raises(Refused, match="event-settled"):
        event_undo(event=event, by=city.actor("admin"), at=NOW)


def refused(city: City, draft: EventDraft) -> Invalid:
    with pytest.raises(Invalid) as caught:
        event_decide(draft=draft, by=city.actor("admin"), at=NOW)
    assert not UnitEvent.objects.filter(effective_at=None).exclude(on=AHEAD).exists()
    return caught.value


def test_a_merge_on_a_date_before_the_unit_existed_names_the_unit_and_its_day(city: City) -> None:
    unit = created(city, on=DAY)
    error = refused(city, merging(unit, into=city.health, on=EARLIER))
    assert (error.code, error.params) == (
        "unit-not-yet",
        {"unit": "数据局", "opened_on": "2025-10-01", "field": "on"},
    )


def test_a_closed_unit_does_nothing_more(city: City) -> None:
    done(city, merging(city.health, into=city.transport))
    city.health.refresh_from_db()
    assert refused(city, merging(city.health, into=city.east, on=TODAY)).code == "unit-closed"
    assert refused(city, merging(city.east, into=city.health, on=TODAY)).code == "unit-closed"


def test_changes_come_in_their_order(city: City) -> None:
    renamed(city, city.health, "健康局", on=DAY)
    city.health.refresh_from_db()
    error = refused(city, merging(city.health, into=city.east, on=EARLIER))
    assert (error.code, error.params["latest"]) == ("unit-changed-later", "2025-10-01")


def test_events_do_not_overlap(city: City) -> None:
    draft = merging(city.health, into=city.transport, on=AHEAD)
    event_decide(draft=draft, by=city.actor("admin"), at=NOW)
    error = refused(city, merging(city.transport, into=city.east))
    assert (error.code, error.params["unit"]) == ("event-pending", city.transport.short_name)


@pytest.mark.parametrize("parent", ["east", "town"])
def test_unit_never_stands_below_itself(city: City, parent: str) -> None:
    with pytest.raises(Invalid, match="unit-below-itself"):
        moved(city, city.east, getattr(city, parent), on=TODAY)
    assert not UnitEvent.objects.exists()


def test_a_jurisdiction_stays(city: City) -> None:
    assert refused(city, merging(city.unit, into=city.east)).code == "jurisdiction-stays"


def test_units_of_another_city_have_no_part(city: City, other_city: City) -> None:
    assert refused(city, merging(city.health, into=other_city.health)).code == "unit-elsewhere"
    with pytest.raises(Invalid, match="unit-elsewhere"):
        moved(city, city.health, other_city.unit)
    heir = founded(city, "YC-N", "新局", parent=other_city.unit)
    assert refused(city, merging(city.health, into=heir)).code == "unit-elsewhere"


def test_a_new_code_is_new(city: City) -> None:
    taken = founded(city, city.east.code, "新局")
    assert refused(city, merging(city.health, into=taken)).code == "code-taken"
    expected = founded(city, "YC-N", "新局")
    by = city.actor("admin")
    event_decide(draft=merging(city.health, into=expected, on=AHEAD), by=by, at=NOW)
    with pytest.raises(Invalid, match="code-taken"):
        created(city, code="YC-N")


def test_a_change_says_why(city: City) -> None:
    draft = EventDraft(
        kind=merging(city.health, into=city.east).kind, on=DAY, predecessors=[city.health],
        heirs=[HeirDraft(unit=city.east)], reason=" ",
    )  # fmt: skip
    error = refused(city, draft)
    assert (error.code, error.params) == ("reason-missing", {"field": "reason"})


def test_nobody_else_changes_the_tree(city: City, other_city: City) -> None:
    event = renamed(city, city.west, "西区", on=AHEAD)
    count = Entry.objects.count()
    for by in (city.actor("supervisor"), other_city.actor("admin")):
        for act in (
            lambda by=by: renamed(city, city.east, "x", by=by),
            lambda by=by: moved(city, city.town, city.west, by=by),
            lambda by=by: event_decide(draft=merging(city.health, into=city.east), by=by, at=NOW),
            lambda by=by: event_undo(event=event, by=by, at=NOW),
        ):
            with pytest.raises(Forbidden, match="admin-only"):
                act()
    assert Entry.objects.count() == count


def test_nothing_is_left_of_a_change_that_breaks(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tree and record change together or not at all."""

    def broken(**_facts: object) -> None:
        raise RuntimeError("no room for the record")

    draft = merging(city.health, into=city.east)
    by = city.actor("admin")
    event = event_decide(draft=draft, by=by, at=NOW)
    monkeypatch.setattr("luoshi.web.units.actions.events.record", broken)
    with pytest.raises(RuntimeError):
        event_effect(event=event, by=by, at=NOW)
    city.health.refresh_from_db()
    assert (city.health.closed_on, versions(city.health)[0][2]) == (None, None)
