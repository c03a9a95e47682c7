"""A workbook that came back: of which export, and its rows under the columns that went out."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare

from luoshi import presets
from luoshi.core.errors import Invalid
from luoshi.core.exchange import Written
from luoshi.intake import WrittenSheet, read_written
from luoshi.render.roundbook import META
from luoshi.web.documents.papers import limits
from luoshi.web.exchange.ids import ID, read_id, signature_of
from luoshi.web.exchange.models import SheetOut

HEADER_WITHIN = 15
"""Rows from the top in which the heads may stand: somebody may have put a title above them."""
ID_KEY, NUMBER_KEY = "id", "number"


@dataclass(frozen=True, slots=True)
class Back:
    """A workbook as it came back. ``out``: the number of the export its ids and marks name."""

    sheet: WrittenSheet
    out: int
    ids: Sequence[str]
    meta: Sequence[str]


def most_rows() -> int:
    """How many rows one sheet may have."""
    return presets.limit("exchange_rows")


@contextmanager
def beside_file() -> Iterator[None]:
    """What a file is refused for stands beside its field."""
    try:
        yield
    except Invalid as refusal:
        raise Invalid(refusal.code, **{"field": "file", **refusal.params}) from refusal


def back_of(name: str, data: bytes) -> Back:
    """The sheet with the rows. Raises Invalid as ``read_written``, ``excel-without-ids``,
    ``excel-several-exports`` and ``excel-rows``.
    """
    with beside_file():
        sheets = read_written(name, data, limits())
    meta = next((sheet for sheet in sheets if sheet.name == META), None)
    marks = [row[0] for row in meta.rows if row] if meta else []
    best = max((sheet for sheet in sheets if sheet is not meta), key=_count, default=None)
    if best is None or _count(best) == 0:
        raise Invalid("excel-without-ids", field="file")
    if len(best.rows) > most_rows() + HEADER_WITHIN:
        raise Invalid("excel-rows", field="file", limit=most_rows())
    ids = [_id_in(row) for row in best.rows]
    exports = Counter(found[0] for text in ids if text and (found := read_id(text)))
    if not exports:
        raise Invalid("excel-without-ids", field="file")
    if len(exports) > 1:
        raise Invalid("excel-several-exports", field="file")
    return Back(best, next(iter(exports)), ids, marks)


def rows_of(back: Back, out: SheetOut, heads: Mapping[str, str]) -> list[Written]:
    """The rows under their columns; ``heads``: head → column as it went out.

    Raises Invalid ``excel-not-signed`` where the hidden marks are those of another export, and
    ``excel-heads-missing`` where no row of heads is found.
    """
    if back.meta:
        told = [*back.meta, "", "", "", ""]
        if told[1] != str(out.pk) or not constant_time_compare(told[3], signature_of(out)):
            raise Invalid("excel-not-signed", field="file")
    at = _head_row(back.sheet, heads)
    labels = ["".join(cell.split()) for cell in back.sheet.rows[at]]
    known = {"".join(head.split()): key for head, key in heads.items()}
    columns = [(place, known[label]) for place, label in enumerate(labels) if label in known]
    return list(_rows(back, at + 1, columns))


def _count(sheet: WrittenSheet) -> int:
    return sum(bool(_id_in(row)) for row in sheet.rows)


def _id_in(row: Sequence[str]) -> str:
    """The first cell of a row that looks like an id."""
    return next((cell.strip() for cell in row[:6] if ID.fullmatch(cell.strip())), "")


def _head_row(sheet: WrittenSheet, heads: Mapping[str, str]) -> int:
    known = {"".join(head.split()) for head in heads}
    best, most = -1, 1
    for at, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        found = sum("".join(cell.split()) in known for cell in row)
        if found > most:
            best, most = at, found
    if best < 0:
        raise Invalid("excel-heads-missing", field="file")
    return best


def _rows(back: Back, begin: int, columns: Sequence[tuple[int, str]]) -> Iterator[Written]:
    sheet = back.sheet
    for at in range(begin, len(sheet.rows)):
        row = sheet.rows[at]
        texts = {key: row[place] if place < len(row) else "" for place, key in columns}
        shown = texts.pop(ID_KEY, "").strip()
        number = texts.pop(NUMBER_KEY, "").strip()
        if not shown and not any(text.strip() for text in texts.values()):
            continue
        found = read_id(shown) if shown else None
        key = (str(found[1]) if found else None) if shown else ""
        formulas = frozenset(key for place, key in columns if (at, place) in sheet.formulas)
        yield Written(sheet.first + at, key, texts, formulas, number)
