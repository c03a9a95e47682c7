"""A box as an SQLite file of its own: durable by itself, and destroyed as a file.

Writers of several processes queue for a file lock instead of SQLite's busy handler, under which
one may starve for seconds. There are two locks: who waits for the box holds the first, so that
whoever just wrote has to queue behind.
"""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from luoshi.core.errors import Refused
from luoshi.web.box.store import Run

TABLES = """
CREATE TABLE IF NOT EXISTS gate (
    item INTEGER PRIMARY KEY, turn INTEGER NOT NULL, is_open INTEGER NOT NULL,
    contenders TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ballot (
    key BLOB PRIMARY KEY, class TEXT NOT NULL, receipt TEXT NOT NULL, sent TEXT NOT NULL,
    marks TEXT NOT NULL, seal BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS total (
    one INTEGER PRIMARY KEY, number INTEGER NOT NULL, seal BLOB NOT NULL
) WITHOUT ROWID;
"""
PAGE = 8192
"""Bytes: a row of 14 contenders by 4 criteria fits in one, with room for others."""
CACHE = 8192
"""KiB of pages that a connection keeps."""
FRAMES = 2000
"""Pages in the journal after which they are laid into the file: 16 MB."""
SETTINGS = (
    f"page_size={PAGE}", f"cache_size=-{CACHE}", f"wal_autocheckpoint={FRAMES}",
    "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "temp_store=MEMORY",
)  # fmt: skip
BUSY_SECONDS = 20
STATEMENTS = 512
BLOCK = 1 << 20


class SqliteStore:
    """``path``: the file of the box. Usable from all threads of a process."""

    gate, ballot, total = "gate", "ballot", "total"

    def __init__(self, path: Path) -> None:
        self.path = path
        self._beside = [path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm")]
        self._locks = [path.with_name(f"{path.stem}.{end}") for end in ("next", "turn")]
        self._held: list[int] = []
        self._opened: dict[str, sqlite3.Connection] = {}
        self._inode = 0
        self._write_lock, self._read_lock = threading.Lock(), threading.Lock()

    def exists(self) -> bool:
        """Whether its file is there."""
        return os.path.exists(self.path)  # asked for each ballot

    def make(self) -> None:
        """The file with its tables, readable by the owner only."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        for folder in (self.path.parent, self.path.parent.parent):
            _sync(folder)
        with self.writing() as run:
            for statement in filter(str.strip, TABLES.split(";")):
                run(statement)

    @contextmanager
    def writing(self) -> Iterator[Run]:
        """One transaction; the commit is on disk (``synchronous=FULL``)."""
        with self._write_lock, self._alone():
            connection = self._connection("writer")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield _runner(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[Run]:
        """Each statement sees the last commit; no writer waits for it."""
        with self._read_lock:
            yield _runner(self._connection("reader"))

    def rewrite(self) -> None:
        """A new file by ``VACUUM``, which reads by key; before and after it the journal is emptied.

        What overwrites the journal first is that new file, so its old frames are gone.
        """
        with self._write_lock, self._alone():
            connection = self._connection("writer")
            for statement in ("PRAGMA wal_checkpoint(RESTART)", "VACUUM"):
                connection.execute(statement).fetchall()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def destroy(self) -> None:
        """Overwrite and remove the file and what SQLite keeps beside it."""
        with self._write_lock, self._read_lock, self._alone():
            if not self.exists():
                raise Refused("box-missing")
            for path in (*self._beside, self.path):
                _overwrite(path)
            for path in (self.path, *self._beside, *self._locks):
                path.unlink(missing_ok=True)
            _sync(self.path.parent)
        self.close()

    def close(self) -> None:
        """Give back what is open in this process."""
        for connection in self._opened.values():
            connection.close()
        for held in self._held:
            os.close(held)
        self._opened, self._held = {}, []

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._held:
            if not self.exists():
                raise Refused("box-missing")
            flags = os.O_CREAT | os.O_RDWR
            self._held = [os.open(path, flags, 0o600) for path in self._locks]
        waits, writes = self._held
        fcntl.flock(waits, fcntl.LOCK_EX)
        try:
            fcntl.flock(writes, fcntl.LOCK_EX)
        finally:
            fcntl.flock(waits, fcntl.LOCK_UN)
        try:
            yield
        finally:
            fcntl.flock(writes, fcntl.LOCK_UN)

    def _connection(self, name: str) -> sqlite3.Connection:
        """Opened once; the file may have been destroyed by another process since."""
        try:
            inode = os.stat(self.path).st_ino
        except FileNotFoundError as error:
            raise Refused("box-missing") from error
        if self._inode and inode != self._inode:
            raise Refused("box-missing")
        if name not in self._opened:
            self._inode = inode
            self._opened[name] = _open(self.path)
        return self._opened[name]


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=STATEMENTS,
    )
    for setting in SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    return connection


def _runner(connection: sqlite3.Connection) -> Run:
    def run(sql: str, given: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return connection.execute(sql, given).fetchall()

    return run


def _overwrite(path: Path) -> None:
    """Zeros over all of it, on disk. A file system that copies on write keeps the old blocks."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(bytes(min(left, BLOCK)))
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
