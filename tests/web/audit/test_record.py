"""Every action leaves one entry in its own transaction, and a forged one is named."""

import io

import pytest
from django.db import DatabaseError, connection, transaction

from luoshi.core.chain import Broken
from luoshi.web.audit.actions import head_held, plain, record
from luoshi.web.audit.models import Entry
from luoshi.web.audit.queries import verify, visible_to
from luoshi.web.audit.triggers import install, remove
from tests.factories import NOW, City


def write(city: City, times: int = 3) -> None:
    for number in range(times):
        record(by=city.actor("admin"), at=NOW, verb="unit.note", obj=city.east, after={"n": number})


def test_entry_tells_who_when_and_what(city: City) -> None:
    admin = city.person("admin")
    record(by=city.actor("admin"), at=NOW, verb="unit.note", obj=city.east, after={"值": "1"})
    entry = Entry.objects.get()
    assert (entry.actor, entry.role, entry.at, entry.verb) == (admin, "admin", NOW, "unit.note")
    assert (entry.object_type, entry.object_id) == ("units.unit", str(city.east.pk))
    assert entry.after == {"值": "1"}


def test_whole_chain_verifies(city: City) -> None:
    write(city)
    assert verify() == (3, None)


def test_entry_edited_by_hand_is_the_first_broken(city: City) -> None:
    write(city)
    remove(connection)
    Entry.objects.filter(seq=2).update(after={"n": 99})
    assert verify() == (3, Broken(2, "changed"))


def test_entry_deleted_by_hand_is_named(city: City) -> None:
    write(city)
    remove(connection)
    Entry.objects.filter(seq=3).delete()
    assert verify() == (3, Broken(3, "cut-off"))


def test_head_that_is_held_moves_at_the_end_and_hides_nothing(city: City) -> None:
    write(city)
    with head_held():
        write(city)
        with transaction.atomic():
            write(city)
            transaction.set_rollback(True)
        write(city, 1)
        assert verify()[0] == 3
    assert verify() == (7, None)
    remove(connection)
    Entry.objects.filter(seq=7).delete()
    with head_held():
        write(city, 1)
    assert verify() == (8, Broken(7, "missing"))


@pytest.mark.parametrize("change", ["update", "delete"])
def test_database_refuses_to_touch_an_entry(city: City, change: str) -> None:
    install(connection)
    write(city, 1)
    rows = Entry.objects.filter(seq=1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(verb="x") if change == "update" else rows.delete()


def test_entry_goes_when_its_action_is_rolled_back(city: City) -> None:
    @transaction.atomic
    def act() -> None:
        write(city)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert verify() == (0, None)


def test_entry_needs_a_transaction(committed: None) -> None:
    from tests.factories import make_city

    city = make_city()
    with pytest.raises(RuntimeError):
        record(by=city.actor("admin"), at=NOW, verb="x", obj=city.east)


def test_only_an_auditor_reads_entries(city: City) -> None:
    write(city, 1)
    assert visible_to(city.actor("auditor")).count() == 1
    assert visible_to(city.actor("admin")).count() == 0


def test_values_that_json_does_not_know_are_refused() -> None:
    with pytest.raises(TypeError):
        plain({"x": io.BytesIO()})
