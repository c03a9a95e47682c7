"""Rows as they are stored by content: what went out, what came back, what was changed."""

import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from luoshi.core.exchange import Kept, Written
from luoshi.intake import Ledger, LedgerRow
from luoshi.web import blobs


@dataclass(frozen=True, slots=True)
class Base:
    """Rows by commitment, and under which head each column went out (head → column)."""

    rows: Mapping[str, Kept]
    heads: Mapping[str, str]


Left = tuple[int, str, str, str, Mapping[str, str]]


class Refusal(NamedTuple):
    """One cell, or a whole row without ``key``, that was not taken: in which row of the sheet, of
    which commitment, what it wanted (as ``written``, or as it would be ``kept``), and why."""

    row: int
    pk: str
    key: str
    written: str
    kept: str
    code: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Done:
    """What was changed: (commitment, column, old, new) of each cell, and what was added.

    ``left``: the new rows that were not added, as (row, what it is about, column, code, params) of
    each fault. ``refused``: what else the sheet wanted in vain.
    """

    cells: Sequence[tuple[str, str, str, str]]
    added: Sequence[int]
    amendments: Sequence[int]
    left: Sequence[Left] = ()
    refused: Sequence[Refusal] = ()


def put_base(base: Base) -> str:
    """Store what went out; equal rows have one name."""
    rows = {key: [row.token, row.number, dict(row.cells)] for key, row in base.rows.items()}
    return _put({"heads": dict(base.heads), "rows": rows})


def base_of(sha256: str) -> Base:
    """What went out under that name."""
    found = _read(sha256)
    rows = {
        key: Kept(token, number, cells) for key, (token, number, cells) in found["rows"].items()
    }
    return Base(rows, found["heads"])


def put_mine(rows: Sequence[Written]) -> str:
    """Store what came back."""
    return _put([[r.row, r.id, dict(r.cells), sorted(r.formulas), r.number] for r in rows])


def mine_of(sha256: str) -> list[Written]:
    """What came back under that name."""
    return [
        Written(row, key, cells, frozenset(formulas), number)
        for row, key, cells, formulas, number in _read(sha256)
    ]


def put_done(done: Done) -> str:
    """Store what was changed."""
    parts = (done.cells, done.added, done.amendments, done.left, done.refused)
    return _put([list(part) for part in parts])


def done_of(sha256: str) -> Done:
    """What was changed under that name."""
    cells, added, amendments, *more = _read(sha256)
    left = [(*fault,) for fault in more[0]] if more else []
    refused = [Refusal(*one) for one in more[1]] if len(more) > 1 else []
    return Done([(*cell,) for cell in cells], added, amendments, left, refused)


def fingerprint(facts: object) -> str:
    """A name for facts, equal for equal ones."""
    return hashlib.sha256(_text(facts)).hexdigest()


def _text(facts: object) -> bytes:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _put(facts: object) -> str:
    return blobs.put(gzip.compress(_text(facts), compresslevel=5, mtime=0))


def _read(sha256: str) -> Any:
    return json.loads(gzip.decompress(blobs.read(sha256)))


def put_ledgers(ledgers: Sequence[Ledger]) -> str:
    """Store what was read of a workbook."""
    return _put(
        [
            [
                one.sheet,
                list(one.titles),
                list(one.labels),
                [[row.number, *row.cells] for row in one.rows],
                one.totals_left_out,
            ]
            for one in ledgers
        ]
    )


def ledgers_of(sha256: str) -> list[Ledger]:
    """What was read of a workbook."""
    return [
        Ledger(
            sheet,
            tuple(titles),
            tuple(labels),
            tuple(LedgerRow(row[0], tuple(row[1:])) for row in rows),
            totals,
        )
        for sheet, titles, labels, rows, totals in _read(sha256)
    ]
