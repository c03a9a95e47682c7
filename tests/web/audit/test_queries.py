"""The auditor finds entries by verb, thing, person and day, and turns pages by number."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.http import Http404

from luoshi.core.chain import Broken
from luoshi.web.audit.actions import record
from luoshi.web.audit.models import Entry, Head
from luoshi.web.audit.queries import (
    PAGE,
    Sought,
    changes,
    check_chain,
    entry_page,
    history,
    matching,
    record_for,
)
from luoshi.web.audit.sealed import with_seals
from luoshi.web.audit.triggers import remove
from tests.factories import NOW, City


def write(city: City, times: int, verb: str = "unit.note") -> None:
    for number in range(times):
        record(by=city.actor("admin"), at=NOW, verb=verb, obj=city.east, after={"n": number})


def found(sought: Sought) -> list[int]:
    return [entry.seq for entry in matching(Entry.objects.all(), sought)]


@pytest.fixture
def told(city: City) -> City:
    """Three entries: 1 and 3 by an administrator, 2 by a supervisor a day later."""
    admin, supervisor = city.actor("admin"), city.actor("supervisor")
    next_day = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)  # midnight in Shanghai
    record(by=admin, at=NOW, verb="unit.rename", obj=city.east)
    record(by=supervisor, at=next_day, verb="list.create", obj=city.west)
    record(by=admin, at=next_day - timedelta(microseconds=1), verb="unit.move", obj=city.west)
    return city


def test_nothing_asked_is_everything(told: City) -> None:
    assert found(Sought()) == [3, 2, 1]


def test_verb_by_its_beginning(told: City) -> None:
    assert found(Sought(verb="unit")) == [3, 1]
    assert found(Sought(verb="unit.rename")) == [1]


def test_thing_by_type_and_id(told: City) -> None:
    assert found(Sought(thing="Unit")) == [3, 2, 1]
    assert found(Sought(thing=f"units.unit:{told.west.pk}")) == [3, 2]


def test_person_by_login_or_part_of_the_name(told: City) -> None:
    assert found(Sought(person="supervisor-YC")) == [2]
    assert found(Sought(person="admin")) == [3, 1]


def test_days_are_local_and_both_count(told: City) -> None:
    assert found(Sought(from_on=date(2026, 3, 3))) == [2]
    assert found(Sought(to_on=date(2026, 3, 2))) == [3, 1]
    assert found(Sought(from_on=date(2026, 3, 2), to_on=date(2026, 3, 3))) == [3, 2, 1]


def test_pages_follow_on_without_gap_or_overlap(city: City) -> None:
    write(city, PAGE + 2)
    entries = with_seals(Entry.objects.all())
    first = entry_page(entries)
    assert (first.entries[0].seq, len(first.entries), first.newer_than) == (PAGE + 2, PAGE, None)
    second = entry_page(entries, older_than=first.older_than)
    assert ([e.seq for e in second.entries], second.older_than) == ([2, 1], None)
    again = entry_page(entries, newer_than=second.newer_than)
    assert [e.seq for e in again.entries] == [e.seq for e in first.entries]
    assert again.newer_than is None


def test_page_of_nothing_has_no_neighbours(city: City) -> None:
    assert entry_page(Entry.objects.none()).entries == []
    assert entry_page(Entry.objects.none(), older_than=5).newer_than is None


def test_history_is_of_one_thing(told: City) -> None:
    assert [entry.seq for entry in history(told.west)] == [3, 2]


def test_changes_pair_old_and_new() -> None:
    entry = Entry(before={"name": "旧", "gone": 1}, after={"name": "新", "on": "2026-03-02"})
    assert changes(entry) == [("name", "旧", "新"), ("gone", 1, None), ("on", None, "2026-03-02")]


@pytest.mark.parametrize(
    "role",
    ["supervisor", "assessor", "contact", "unit_leader", "principal", "verifier", "admin"],
)
def test_record_does_not_exist_for_others(city: City, role: str) -> None:
    with pytest.raises(Http404):
        record_for(city.actor(role))
    assert record_for(city.actor("auditor")).count() == 0


def test_check_names_the_first_broken_and_writes_nothing(city: City) -> None:
    write(city, 3)
    remove(connection)
    Entry.objects.filter(seq=2).update(verb="unit.other")
    before = list(Entry.objects.values()), list(Head.objects.values())
    check = check_chain()
    assert (check.count, check.broken) == (3, Broken(2, "changed"))
    assert check.entry
    assert check.entry.verb == "unit.other"
    assert (list(Entry.objects.values()), list(Head.objects.values())) == before


def test_check_of_a_deleted_entry_has_none_to_show(city: City) -> None:
    write(city, 2)
    remove(connection)
    Entry.objects.filter(seq=2).delete()
    check = check_chain()
    assert (check.broken, check.entry) == (Broken(2, "cut-off"), None)


def test_head_that_is_gone_is_a_chain_cut_off(city: City) -> None:
    write(city, 2)
    Head.objects.all().delete()
    assert check_chain().broken == Broken(3, "cut-off")
