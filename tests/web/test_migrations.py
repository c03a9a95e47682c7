"""Tests make their tables from the models: the migrations must lead to the very same ones."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

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
        if not name.startswith(("sqlite_", "django_migrations"))
    }


@pytest.mark.skipif(connection.vendor != "sqlite", reason="compares what SQLite keeps")
def test_migrations_make_what_the_models_say(db: None, migrated: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MADE_BY_ALL)
        modelled = schema(cursor.fetchall())
    with sqlite3.connect(migrated / "luoshi.db") as made:
        migrations = schema(made.execute(MADE_BY_ALL).fetchall())
        heads = made.execute("SELECT count(*) FROM audit_head").fetchall()
    made.close()
    assert heads == [(1,)]
    assert migrations.keys() == modelled.keys()
    differing = {name for name in modelled if modelled[name] != migrations[name]}
    assert differing == set()
