"""``luoshi audit verify``: whole, broken, or no database."""

import pytest
from click.testing import CliRunner
from django.db import connection

from luoshi.cli import main
from luoshi.commands import audit as command
from luoshi.web.audit.actions import record
from luoshi.web.audit.models import Entry
from luoshi.web.audit.triggers import remove
from tests.factories import NOW, City


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django runs already, with the test's database."""
    monkeypatch.setattr(command, "start_site", lambda: None)


def write(city: City, times: int) -> None:
    for number in range(times):
        record(by=city.actor("admin"), at=NOW, verb="unit.note", obj=city.east, after={"n": number})


def test_whole_chain_exits_with_nought(city: City) -> None:
    write(city, 3)
    answer = CliRunner().invoke(main, ["audit", "verify"])
    assert (answer.exit_code, answer.output) == (0, "3 条记录，链完整 (3 entries, chain whole)\n")


def test_first_broken_entry_is_named(city: City) -> None:
    write(city, 3)
    remove(connection)
    Entry.objects.filter(seq__gt=1).update(after={"n": 9})
    answer = CliRunner().invoke(main, ["audit", "verify"])
    assert answer.exit_code == 1
    assert answer.output.splitlines() == [
        "第 2 条记录断开 first broken entry: 2",
        "  原因 reason: 内容被改动 (changed)",
        f"  记录 entry: 2026-03-02T02:00:00+00:00 unit.note units.unit:{city.east.pk}",
    ]


def test_deleted_entry_is_named_though_it_cannot_be_shown(city: City) -> None:
    write(city, 2)
    remove(connection)
    Entry.objects.filter(seq=2).delete()
    answer = CliRunner().invoke(main, ["audit", "verify"])
    assert answer.exit_code == 1
    assert answer.output.splitlines() == [
        "第 2 条记录断开 first broken entry: 2",
        "  原因 reason: 末尾的记录被删去或改动 (cut-off)",
    ]
