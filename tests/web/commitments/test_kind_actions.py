"""Kinds of lists: made, changed by versions, retired; what a change does to rows."""

from dataclasses import replace

import pytest

from luoshi.core import listtype
from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.audit.models import Entry
from luoshi.web.commitments.actions import (
    list_freeze,
    list_type_create,
    list_type_restore,
    list_type_retire,
    list_type_revise,
    list_types_from_presets,
)
from luoshi.web.commitments.effects import effects_on, effects_seen
from luoshi.web.commitments.kinds import kind_of, kind_of_list, preset_kinds, read_kind
from luoshi.web.commitments.models import ListType, ListTypeVersion
from tests.factories import NOW, City, make_commitment, make_list
from tests.web.commitments.build import KIND, last, made_kind, supervisor, verbs

NARROW = KIND.replace(", {key: reform, zh: 重大改革, en: Major reform}", "").replace(
    "\n      {key: reform, zh: 重大改革, en: Major reform}", ""
)


def without(kind: listtype.ListType, key: str) -> listtype.ListType:
    return replace(kind, columns=tuple(c for c in kind.columns if c.key != key))


def revise(
    city: City, row: ListType, kind: listtype.ListType, read: int = 1, seen: str = ""
) -> ListTypeVersion:
    return list_type_revise(
        list_type=row, kind=kind, read=read, seen=seen, note="年中调整", by=supervisor(city), at=NOW
    )


def test_a_kind_is_kept_as_data_with_its_first_version(city: City) -> None:
    row = made_kind(city, readers=("principal", "contact"), light_rule="suqian")
    row.refresh_from_db()
    assert kind_of(row) == replace(
        read_kind(KIND), readers=("principal", "contact"), light_rule="suqian"
    )
    seen = {reader: getattr(row, f"seen_by_{reader}") for reader in listtype.READERS}
    assert [reader for reader, allowed in seen.items() if allowed] == ["principal", "contact"]
    assert (row.title, row.light_rule) == ("重点任务清单", "suqian")
    version = row.versions.get()
    assert (version.number, version.definition, version.light_rule) == (1, row.definition, "suqian")
    assert (version.made_by, version.made_at) == (city.person("supervisor"), NOW)
    entry = last()
    assert (entry.verb, entry.object_id) == ("list_type.create", str(row.pk))
    assert entry.after == {"key": "tasks", "title": "重点任务清单"}


def test_a_key_is_used_once_in_a_jurisdiction(city: City, other_city: City) -> None:
    made_kind(city)
    made_kind(other_city)
    with pytest.raises(Invalid) as refusal:
        made_kind(city)
    assert refusal.value.code == "list-type-taken"


def test_presets_fill_what_is_missing_and_only_that(city: City) -> None:
    first, *rest = preset_kinds()
    own = replace(read_kind(KIND), key=first)
    list_type_create(jurisdiction=city.unit, kind=own, by=supervisor(city), at=NOW)
    made = list_types_from_presets(jurisdiction=city.unit, by=supervisor(city), at=NOW)
    assert [kind_of(row) for row in made] == [preset_kinds()[key] for key in rest]
    assert list_types_from_presets(jurisdiction=city.unit, by=supervisor(city), at=NOW) == []


@pytest.mark.parametrize("role", ["assessor", "contact", "principal", "unit_leader", "auditor"])
def test_kinds_are_kept_by_their_keepers(city: City, role: str) -> None:
    row = made_kind(city)
    entries = Entry.objects.count()
    actor = city.actor(role)
    attempts = [
        lambda: list_types_from_presets(jurisdiction=city.unit, by=actor, at=NOW),
        lambda: list_type_revise(
            list_type=row, kind=read_kind(NARROW), read=1, seen="", by=actor, at=NOW
        ),
        lambda: list_type_retire(list_type=row, by=actor, at=NOW),
        lambda: list_type_restore(list_type=row, by=actor, at=NOW),
    ]
    for attempt in attempts:
        with pytest.raises(Forbidden):
            attempt()
    assert (ListType.objects.count(), Entry.objects.count()) == (1, entries)


def test_an_administrator_may_change_a_kind_too(city: City) -> None:
    row = made_kind(city)
    list_type_retire(list_type=row, by=city.actor("admin"), at=NOW)
    assert last().verb == "list_type.retire"


def test_a_change_adds_a_version_and_says_what_changed(city: City) -> None:
    row = made_kind(city)
    kind = without(replace(kind_of(row), readers=(), light_rule="wuhan"), "cost")
    version = revise(city, row, kind)
    row.refresh_from_db()
    assert (version.number, version.note, kind_of(row)) == (2, "年中调整", kind)
    assert (row.light_rule, row.seen_by_principal, row.seen_by_assisting) == ("wuhan", False, False)
    assert row.versions.get(number=1).definition["columns"][1]["key"] == "cost"
    entry = last()
    assert entry.verb == "list_type.revise"
    assert entry.before == {
        "version": 1,
        "light_rule": "default",
        "see": "assessor, principal, assisting",
        "columns.cost": "投资",
    }
    assert (entry.after["version"], entry.after["see"], entry.after["rows"]) == (2, "owners", {})


def test_two_people_change_it_and_the_second_is_told(city: City) -> None:
    row = made_kind(city)
    revise(city, row, without(kind_of(row), "cost"))
    with pytest.raises(Refused) as refusal:
        revise(city, row, without(kind_of(row), "note"), read=1)
    assert (refusal.value.code, refusal.value.params) == ("list-type-moved-on", {"number": 2})
    assert row.versions.count() == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [({}, "list-type-unchanged"), ({"key": "other"}, "list-type-key-fixed")],
)
def test_what_is_no_change_is_refused(city: City, change: dict[str, str], code: str) -> None:
    row = made_kind(city)
    with pytest.raises((Refused, Invalid)) as refusal:
        revise(city, row, replace(kind_of(row), **change))  # type: ignore[arg-type]
    assert refusal.value.code == code
    assert verbs() == ["list_type.create"]


def test_effects_on_rows_are_shown_before_they_are_saved(city: City) -> None:
    row = made_kind(city)
    open_, frozen = make_list(city, list_type=row), make_list(city, title="旧", list_type=row)
    for lst in (open_, frozen, make_list(city, title="别的")):
        make_commitment(city, city.transport, within=lst)
        lst.items.update(extra={"category": "reform", "cost": "9"})
    list_freeze(lst=frozen, by=supervisor(city), at=NOW)
    kind = without(read_kind(NARROW), "cost")
    effects = effects_on(row, kind)
    assert [(e.code, e.column.key, e.rows) for e in effects] == [
        ("unfit", "category", 1),
        ("hidden", "cost", 1),
    ]
    for seen in ("", effects_seen(effects[:1])):
        with pytest.raises(Refused) as refusal:
            revise(city, row, kind, seen=seen)
        assert refusal.value.code == "list-type-effects"
    assert row.versions.count() == 1
    revise(city, row, kind, seen=effects_seen(effects))
    assert last().after["rows"] == {"unfit category": 1, "hidden cost": 1}
    assert open_.items.get().extra == {"category": "reform", "cost": "9"}


def test_a_frozen_list_keeps_the_definition_it_was_frozen_with(city: City) -> None:
    row = made_kind(city)
    lst, free = make_list(city, list_type=row), make_list(city, title="新", list_type=row)
    make_commitment(city, city.transport, within=lst)
    lst.items.update(extra={"category": "task"})
    list_freeze(lst=lst, by=supervisor(city), at=NOW)
    old = kind_of(row)
    new = without(old, "cost")
    revise(city, row, new)
    for each in (lst, free):
        each.refresh_from_db()
    assert (kind_of_list(lst), kind_of_list(free)) == (old, new)


def test_a_kind_is_retired_and_brought_back(city: City) -> None:
    row = made_kind(city)
    by = {"list_type": row, "by": supervisor(city), "at": NOW}
    with pytest.raises(Refused) as refusal:
        list_type_restore(**by)
    assert refusal.value.code == "list-type-in-use"
    list_type_retire(**by)
    row.refresh_from_db()
    assert (row.retired_by, row.retired_at) == (city.person("supervisor"), NOW)
    with pytest.raises(Refused) as refusal:
        list_type_retire(**by)
    assert refusal.value.code == "list-type-retired"
    list_type_restore(**by)
    row.refresh_from_db()
    assert row.retired_at is None
    assert verbs() == ["list_type.create", "list_type.retire", "list_type.restore"]
