"""One ballot box: its gates, and a ballot for each token that sent one.

Ballots that arrive together are written together: whoever comes to write takes along all that
wait in this process, so that the disk is asked once for all of them.
"""

import json
import logging
import sqlite3
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import Error, connection

from luoshi.core.errors import DomainError, Refused
from luoshi.core.voting import (
    Gate,
    Held,
    Kept,
    Marks,
    Submission,
    ballot_key,
    decide,
    emptied,
    is_returned,
    new_receipt,
    settled,
)
from luoshi.web.box.postgres import PostgresStore
from luoshi.web.box.rows import Row, sealer_of
from luoshi.web.box.sqlite import SqliteStore
from luoshi.web.box.store import Run, Store
from luoshi.web.box.together import Together

log = logging.getLogger("luoshi.box")
MOST_AT_ONCE = 128
"""Ballots of one transaction."""
COLUMNS = "key, class, receipt, sent, marks, seal"
REPLACE = (
    "ON CONFLICT (key) DO UPDATE SET class = excluded.class, receipt = excluded.receipt,"
    " sent = excluded.sent, marks = excluded.marks, seal = excluded.seal"
)


@dataclass(frozen=True, slots=True)
class BoxBallot:
    """A ballot as it is taken out: marks of the contenders that were marked, and its receipt."""

    voter_class: str
    marks: Marks
    receipt: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a token's holder is told of the ballot: no marks. ``editions``: item → edition."""

    receipt: str
    editions: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class _Wish:
    """A ballot that waits to be written."""

    key: bytes
    voter_class: str
    given: Submission


Outcome = Kept | Exception


class Box:
    """The box of one session. Usable from all threads of a process."""

    def __init__(self, name: str, store: Store) -> None:
        self._name, self._store = name, store
        self._sealer = sealer_of(name)
        self._together: Together[_Wish, Outcome] = Together(self._write, MOST_AT_ONCE)

    def key(self, letters: str) -> bytes:
        """Under what the ballot of a token lies here (``letters`` as ``read_token`` gives them)."""
        return ballot_key(letters, self._name)

    def gates(self) -> tuple[Gate, ...]:
        """The gates by item. Raises: Refused("box-missing")."""
        with self._store.reading() as run:
            return tuple(self._gates(run).values())

    def set_gate(self, item: int, *, turn: int, is_open: bool) -> None:
        """Open or close: a ballot that is acknowledged before is in, and none comes in after.

        With the last gate that closes the rows are laid anew: nothing is left of their order, nor
        of how often each was changed. Raises: Refused("box-missing", "item-unknown",
        "gate-turn-back").
        """
        with self._store.writing() as run:
            gate = self._gates(run).get(item)
            if gate is None:
                raise Refused("item-unknown")
            if turn < gate.turn:
                raise Refused("gate-turn-back")
            sql = f"UPDATE {self._store.gate} SET turn = ?, is_open = ? WHERE item = ?"
            run(sql, (turn, int(is_open), item))
            still = any(each.is_open for each in self._gates(run).values())
            if not still:
                self._change(run, settled)
        if not still:
            self._store.rewrite()

    def cast(self, key: bytes, voter_class: str, given: Submission) -> Kept:
        """Take a ballot. When this returns it is on disk, once.

        ``key``: of the token, see :meth:`key`. Raises as :func:`luoshi.core.voting.decide`;
        Refused("box-missing"); Refused("ballot-altered") where the row was changed by another
        hand; Refused("box-unavailable") where it could not be written: then it may be sent again.
        """
        outcome = self._together.ask(_Wish(key, voter_class, given))
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def standing(self, key: bytes) -> Standing | None:
        """What was taken from that token; None where nothing was."""
        with self._store.reading() as run:
            held = self._held(run, [key]).get(key)
        if held is None or not held.receipt:
            return None
        return Standing(held.receipt, {item: sent.edition for item, sent in held.sent.items()})

    def drop(self, key: bytes) -> bool:
        """The token was handed in for a paper ballot: whether it had a ballot, which is gone.

        What is sent with that token from now on is refused.
        """
        with self._store.writing() as run:
            found = self._held(run, [key])
            self._put(run, {key: Held("", "", {}, {})}, new=int(key not in found))
        before = found.get(key)
        return before is not None and bool(before.receipt)

    def clear(self, contenders: Collection[str]) -> None:
        """Take the marks of these contenders out of every ballot: their item was made void."""
        gone = frozenset(contenders)
        with self._store.writing() as run:
            gates = self._gates(run).values()
            items = frozenset(gate.item for gate in gates if gone & set(gate.contenders))
            self._change(run, lambda held: emptied(held, gone, items))

    def counts(self, item: int | None = None) -> Mapping[str, int]:
        """Ballots by class, of one item or of any."""
        with self._store.reading() as run:
            rows = run(
                f"SELECT class, COUNT(*) FROM {self._store.ballot} WHERE receipt <> ''"
                " AND sent LIKE ? GROUP BY class ORDER BY class",
                ("%:[%" if item is None else f'%"{item}":[%',),
            )
        return dict(rows)

    def taken(self) -> tuple[BoxBallot, ...]:
        """All ballots that were returned, by receipt: a receipt is drawn at random, so this is no
        order of arrival. One all of whose marks were made void is none, as in :meth:`counts`.

        Raises: Refused("box-altered") with the ``numbers`` of rows that another hand changed (in
        the order of their keys, from 1), or with how many rows are ``missing``.
        """
        with self._store.writing() as run:
            rows = self._all(run)
            held = [self._sealer.held(row) for row in rows]
            altered = [str(at) for at, each in enumerate(held, 1) if each is None]
            number = self._number(run)
        if altered or number != len(rows):
            missing = "?" if number is None else number - len(rows)
            raise Refused("box-altered", numbers=", ".join(altered) or "—", missing=missing)
        returned = (each for each in held if each and is_returned(each))
        found = (BoxBallot(each.voter_class, each.marks, each.receipt) for each in returned)
        return tuple(sorted(found, key=lambda each: each.receipt))

    def destroy(self) -> None:
        """Leave nothing of the box. Who asks for it later is told that it is missing."""
        self._store.destroy()

    def _write(self, wishes: Sequence[_Wish]) -> Sequence[Outcome]:
        try:
            with self._store.writing() as run:
                return self._decided(run, wishes)
        except DomainError as error:
            return [type(error)(error.code, **error.params) for _ in wishes]
        except (sqlite3.Error, Error, OSError) as error:
            log.warning("ballots could not be written: %s", type(error).__name__)
            return [Refused("box-unavailable") for _ in wishes]

    def _decided(self, run: Run, wishes: Sequence[_Wish]) -> list[Outcome]:
        gates = self._gates(run)
        known = self._held(run, [wish.key for wish in wishes])
        fresh: dict[bytes, Held] = {}
        outcomes: list[Outcome] = []
        for wish in wishes:
            held = fresh.get(wish.key) or known.get(wish.key)
            try:
                if held is None and wish.key in known:
                    raise Refused("ballot-altered")
                gate = gates.get(wish.given.item)
                receipt = held.receipt if held else new_receipt()
                kept, after = decide(gate, held, wish.given, wish.voter_class, receipt)
            except DomainError as error:
                outcomes.append(error)
                continue
            outcomes.append(kept)
            if after is not None:
                fresh[wish.key] = after
        self._put(run, fresh, new=len(fresh.keys() - known.keys()))
        return outcomes

    def _gates(self, run: Run) -> dict[int, Gate]:
        sql = f"SELECT item, turn, is_open, contenders FROM {self._store.gate} ORDER BY item"
        return {
            item: Gate(item, turn, bool(is_open), _keys(contenders))
            for item, turn, is_open, contenders in run(sql)
        }

    def _held(self, run: Run, keys: Sequence[bytes]) -> dict[bytes, Held | None]:
        places = ", ".join("?" * len(keys))
        rows = run(f"SELECT {COLUMNS} FROM {self._store.ballot} WHERE key IN ({places})", keys)
        return {bytes(row[0]): self._sealer.held(_row(row)) for row in rows}

    def _all(self, run: Run) -> list[Row]:
        rows = run(f"SELECT {COLUMNS} FROM {self._store.ballot} ORDER BY key")
        return [_row(row) for row in rows]

    def _change(self, run: Run, change: Callable[[Held], Held]) -> None:
        """Change every row that no other hand altered."""
        rows = self._all(run)
        for at in range(0, len(rows), MOST_AT_ONCE):
            kept = {bytes(row[0]): self._sealer.held(row) for row in rows[at:][:MOST_AT_ONCE]}
            self._put(run, {key: change(held) for key, held in kept.items() if held})

    def _put(self, run: Run, rows: Mapping[bytes, Held], *, new: int = 0) -> None:
        """Write rows, of which ``new`` were not there. A number that was tampered with stays so."""
        if not rows:
            return
        places = ", ".join(["(?, ?, ?, ?, ?, ?)"] * len(rows))
        given = [value for key, held in rows.items() for value in self._sealer.row(key, held)]
        run(f"INSERT INTO {self._store.ballot} ({COLUMNS}) VALUES {places} {REPLACE}", given)
        number = self._number(run) if new else None
        if number is not None:
            seal = self._sealer.number(number + new)
            run(f"UPDATE {self._store.total} SET number = ?, seal = ?", (number + new, seal))

    def _number(self, run: Run) -> int | None:
        """How many rows there are to be; None where another hand changed the number."""
        rows = run(f"SELECT number, seal FROM {self._store.total}")
        if len(rows) != 1 or bytes(rows[0][1]) != self._sealer.number(rows[0][0]):
            return None
        return int(rows[0][0])

    def begin(self, gates: Sequence[Gate]) -> None:
        """Make the tables and lay in what is missing: told twice, it does nothing twice."""
        self._store.make()
        with self._store.writing() as run:
            for each in gates:
                run(
                    f"INSERT INTO {self._store.gate} VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    (each.item, each.turn, int(each.is_open), json.dumps(each.contenders)),
                )
            run(
                f"INSERT INTO {self._store.total} VALUES (1, 0, ?) ON CONFLICT DO NOTHING",
                (self._sealer.number(0),),
            )

    @property
    def is_there(self) -> bool:
        """Whether it was made, and not destroyed."""
        return self._store.exists()


_boxes: dict[tuple[str, Path], Box] = {}
_boxes_lock = threading.Lock()


def box_of(uuid: UUID) -> Box:
    """The box of that name. Raises: Refused("box-missing")."""
    box = _box(uuid)
    if not box.is_there:
        with _boxes_lock:
            _boxes.pop((uuid.hex, settings.DATA_DIR), None)
        raise Refused("box-missing")
    return box


def make_box(uuid: UUID, items: Sequence[Gate]) -> Box:
    """Make the box of a session with the gates of its items; one that is there stays as it is."""
    box = _box(uuid)
    box.begin(items)
    return box


def _box(uuid: UUID) -> Box:
    """One for all threads of the process, so that they write together."""
    name = (uuid.hex, settings.DATA_DIR)
    with _boxes_lock:
        if name not in _boxes:
            _boxes[name] = Box(uuid.hex, _store(uuid))
        return _boxes[name]


def _store(uuid: UUID) -> Store:
    if connection.vendor == "postgresql":
        return PostgresStore(uuid)
    return SqliteStore(settings.DATA_DIR / "boxes" / f"{uuid}.sqlite3")


@cache
def _keys(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _row(row: Sequence[Any]) -> Row:
    key, voter_class, receipt, sent, marks, seal = row
    return (bytes(key), voter_class, receipt, sent, marks, bytes(seal))
