"""Somebody edits the record by hand: the command names the first broken entry."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.served import Site

pytestmark = pytest.mark.browser
TABLE = "audit_entry"


@dataclass(frozen=True)
class Copy:
    """A copy of the site's data that may be spoilt."""

    environment: Mapping[str, str]
    connection: Any

    def ask(self, query: str) -> Any:
        """The first value of the first row."""
        cursor = self.connection.cursor()
        cursor.execute(query)
        return cursor.fetchone()[0]

    def tamper(self, *orders: str) -> None:
        """What a person with the database's own password can do."""
        cursor = self.connection.cursor()
        for order in orders:
            cursor.execute(order)
        self.connection.commit()

    def luoshi(self, *words: str) -> subprocess.CompletedProcess[str]:
        """The command, as the people who keep the machine call it."""
        return subprocess.run(
            [sys.executable, "-c", "from luoshi.cli import main; main()", *words],
            env=dict(self.environment),
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def copy(site: Site, tmp_path: Path) -> Iterator[Copy]:
    """The demo city's data at this moment, apart from the site that is served."""
    if "LUOSHI_DATABASE_URL" in site.environment:
        yield from _postgres(site)
    else:
        yield from _sqlite(site, tmp_path)


def _sqlite(site: Site, folder: Path) -> Iterator[Copy]:
    with (
        closing(sqlite3.connect(site.data_dir / "luoshi.db")) as served,
        closing(sqlite3.connect(folder / "luoshi.db")) as mine,
    ):
        served.backup(mine)
        shutil.copytree(site.data_dir / "blobs", folder / "blobs")
        yield Copy({**site.environment, "LUOSHI_DATA_DIR": str(folder)}, mine)


def _postgres(site: Site) -> Iterator[Copy]:
    import psycopg

    if shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not installed: the served database cannot be copied")
    url = site.environment["LUOSHI_DATABASE_URL"]
    server, _, served = url.rpartition("/")
    name = f"{served}_copy"
    dump = subprocess.run(["pg_dump", "--no-owner", url], capture_output=True, check=True).stdout
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
        mine = f"{server}/{name}"
        subprocess.run(["psql", "--quiet", "--set=ON_ERROR_STOP=1", mine], input=dump, check=True)
        with psycopg.connect(mine) as opened:
            yield Copy({**site.environment, "LUOSHI_DATABASE_URL": mine}, opened)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_untouched_record_and_run_are_whole(copy: Copy) -> None:
    count, run = copy.ask(f"SELECT count(*) FROM {TABLE}"), _run(copy)
    verified = copy.luoshi("audit", "verify")
    assert (verified.returncode, verified.stderr) == (0, "")
    assert verified.stdout.startswith(f"{count} 条记录，链完整")
    scored = copy.luoshi("score", "verify", str(run))
    assert (scored.returncode, scored.stderr) == (0, "")


def _run(copy: Copy) -> int:
    return int(copy.ask("SELECT max(id) FROM assessment_scorerun"))


def test_edited_entry_is_named(copy: Copy) -> None:
    seq = copy.ask(f"SELECT max(seq) - 20 FROM {TABLE}")
    edited = json.dumps({"forged": True})
    _unguarded(copy, f"UPDATE {TABLE} SET after = '{edited}' WHERE seq = {seq}")
    verified = copy.luoshi("audit", "verify")
    assert (verified.returncode, verified.stderr) == (1, "")
    assert f"first broken entry: {seq}\n" in verified.stdout


def test_removed_entry_is_noticed(copy: Copy) -> None:
    seq = copy.ask(f"SELECT max(seq) - 20 FROM {TABLE}")
    _unguarded(copy, f"DELETE FROM {TABLE} WHERE seq = {seq}")
    verified = copy.luoshi("audit", "verify")
    assert (verified.returncode, verified.stderr) == (1, "")
    assert f"first broken entry: {seq}\n" in verified.stdout


def test_edited_result_is_noticed(copy: Copy) -> None:
    run = _run(copy)
    copy.tamper(f"UPDATE assessment_unitscore SET points = points + 1 WHERE run_id = {run}")
    assert copy.luoshi("score", "verify", str(run)).returncode == 1


def _unguarded(copy: Copy, order: str) -> None:
    """The database refuses the order until its triggers are dropped, as an owner can."""
    with pytest.raises(Exception, match="append-only"):
        copy.tamper(order)
    copy.connection.rollback()
    copy.tamper(*_without_triggers(copy), order)


def _without_triggers(copy: Copy) -> list[str]:
    if isinstance(copy.connection, sqlite3.Connection):
        names = copy.connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", [TABLE]
        )
        return [f"DROP TRIGGER {name}" for (name,) in names.fetchall()]
    return [f"ALTER TABLE {TABLE} DISABLE TRIGGER USER"]
