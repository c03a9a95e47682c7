"""A box as tables of its own in PostgreSQL, dropped at the end.

All writers of a box queue for one advisory lock, in the order in which they came.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any
from uuid import UUID

from django.db import ProgrammingError, connection, transaction

from luoshi.core.errors import Refused
from luoshi.web.box.store import Run

TABLES = (
    "CREATE TABLE IF NOT EXISTS {gate} (item bigint PRIMARY KEY, turn integer NOT NULL,"
    " is_open smallint NOT NULL, contenders text NOT NULL)",
    "CREATE TABLE IF NOT EXISTS {ballot} (key bytea PRIMARY KEY, class text NOT NULL,"
    " receipt text NOT NULL, sent text NOT NULL, marks text NOT NULL, seal bytea NOT NULL)",
    "CREATE TABLE IF NOT EXISTS {total} (one smallint PRIMARY KEY, number integer NOT NULL,"
    " seal bytea NOT NULL)",
)


class PostgresStore:
    """Runs on the connection of whoever calls: an action's change of the gate is part of it."""

    def __init__(self, uuid: UUID) -> None:
        self._lock = int.from_bytes(uuid.bytes[:8], signed=True)
        self.gate, self.ballot, self.total = (
            f"box_{uuid.hex}_{name}" for name in ("gate", "ballot", "total")
        )

    def exists(self) -> bool:
        """Whether its tables are there."""
        return _run("SELECT to_regclass(?) IS NOT NULL", [self.ballot]) == [(True,)]

    def make(self) -> None:
        """The tables, in the transaction at hand if there is one."""
        with self.writing() as run:
            for statement in TABLES:
                run(statement.format(gate=self.gate, ballot=self.ballot, total=self.total))

    @contextmanager
    def writing(self) -> Iterator[Run]:
        """One transaction, or a part of the caller's: who acknowledges a ballot is in none."""
        try:
            with transaction.atomic():
                _run("SELECT pg_advisory_xact_lock(?)", [self._lock])
                yield _run
        except ProgrammingError as error:
            raise Refused("box-missing") from error

    @contextmanager
    def reading(self) -> Iterator[Run]:
        """Each statement sees the last commit; a missing table does not spoil a transaction."""
        inside = transaction.atomic() if connection.in_atomic_block else nullcontext()
        try:
            with inside:
                yield _run
        except ProgrammingError as error:
            raise Refused("box-missing") from error

    def rewrite(self) -> None:
        """A new table: all rows are of one transaction, and lie by key."""
        fresh = f"{self.ballot}_new"
        with self.writing() as run:
            run(f"CREATE TABLE {fresh} (LIKE {self.ballot} INCLUDING ALL)")
            run(f"INSERT INTO {fresh} SELECT * FROM {self.ballot} ORDER BY key")
            run(f"DROP TABLE {self.ballot}")
            run(f"ALTER TABLE {fresh} RENAME TO {self.ballot.rpartition('.')[2]}")

    def destroy(self) -> None:
        """Drop the tables: their files are removed with the transaction."""
        with self.writing() as run:
            run(f"DROP TABLE IF EXISTS {self.gate}, {self.ballot}, {self.total}")


def _run(sql: str, given: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("?", "%s"), list(given))
        return cursor.fetchall() if cursor.description else []
