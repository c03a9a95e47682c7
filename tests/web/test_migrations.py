"""A first start makes its tables from the models: the migrations must lead to the very same."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from tests.served import environment_of
from tests.shared_data import ROOT

MADE_BY_ALL = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"


def pieces(sql: str) -> Iterator[str]:
    """The columns and constraints of a table, however they are ordered."""
    depth, begun = 0, 0
    inside = sql[sql.index("(") + 1 : sql.rindex(")")]
    for place, sign in enumerate(inside):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            yield inside[begun:place].strip()
            begun = place + 1
    yield inside[begun:].strip()


def schema(rows: list[tuple[str, str, str]]) -> dict[str, object]:
    """Tables as sets of pieces; indexes and triggers by their words."""
    return {
        name: frozenset(pieces(sql)) if kind == "table" else " ".join(sql.split())
        for kind, name, sql in rows
        if not name.startswith("sqlite_")
    }


def counts(database: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has."""
    names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for (name,) in names
        if not name.startswith("sqlite_")
    }


@pytest.mark.skipif(connection.vendor != "sqlite", reason="compares what SQLite keeps")
def test_migrations_make_what_a_first_start_makes(begun: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=ROOT,
        env=environment_of(tmp_path),
        check=True,
    )
    with (
        closing(sqlite3.connect(begun / "luoshi.db")) as quick,
        closing(sqlite3.connect(tmp_path / "luoshi.db")) as slow,
    ):
        modelled = schema(quick.execute(MADE_BY_ALL).fetchall())
        migrations = schema(slow.execute(MADE_BY_ALL).fetchall())
        assert counts(quick) == counts(slow)
        assert quick.execute("SELECT count(*) FROM audit_head").fetchone() == (1,)
        applied = "SELECT app, name FROM django_migrations ORDER BY app, name"
        assert quick.execute(applied).fetchall() == slow.execute(applied).fetchall()
    assert migrations.keys() == modelled.keys()
    differing = {name for name in modelled if modelled[name] != migrations[name]}
    assert differing == set()
