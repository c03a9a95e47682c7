"""Three-way merge of rows: as they went out, as the sheet has them, as they stand now."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from luoshi.core.errors import Invalid
from luoshi.core.exchange.fields import Field, read_field, tidied
from luoshi.core.listtype import CellType

MISSING = "row-missing"
MOST_SAID = 80
"""Characters of a cell that are quoted."""
MOST_NAMED = 6
"""Rows of one id that a fault names."""


class Verdict(StrEnum):
    """What became of one cell since it went out."""

    MINE = "mine"
    """Only the sheet has another value."""
    THEIRS = "theirs"
    """Only what is kept has another value."""
    SAME = "same"
    """Both have the same new value."""
    CONFLICT = "conflict"
    """Both have new values, and not the same."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A row as it is kept: a token of its version, its number in the list, its cells.

    A cell is None where the sheet could not hold it; then nothing is taken from there.
    """

    token: str
    number: int
    cells: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Written:
    """A row as the sheet has it. ``row`` counts from 1 as its author sees it.

    ``id`` is that of the base, "" for a new row, None for one that names no row that went out.
    ``number`` is what stands in the locked column of numbers. A column that the sheet lacks is
    lacking in ``cells``; ``formulas`` are the columns whose value Excel calculated, ``said`` what
    cells say whose value is that of the row above.
    """

    row: int
    id: str | None
    cells: Mapping[str, str]
    formulas: frozenset[str] = frozenset()
    number: str = ""
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that is not as it went out. Values are as they are kept; ``said`` is what the cell
    says where that is another thing, as 同上 or 12月底.
    """

    id: str
    row: int
    key: str
    base: str
    mine: str
    theirs: str
    verdict: Verdict
    formula: bool = False
    said: str = ""

    @property
    def place(self) -> str:
        """By which a decision names the cell."""
        return f"{self.id}:{self.key}"

    @property
    def asks(self) -> bool:
        """Whether a person must say which value is meant."""
        return self.verdict is Verdict.CONFLICT or (self.verdict is Verdict.MINE and self.formula)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in the sheet. ``key``: the column; empty for the whole row, which is then left.

    ``row`` is 0 for a row that went out and is in the sheet no more.
    """

    row: int
    key: str
    code: str
    written: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    id: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """A row that is new: its cells as they are kept, and as ``CellChange`` what they ``said``."""

    row: int
    cells: Mapping[str, str]
    formulas: frozenset[str] = frozenset()
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Merge:
    """Everything found. ``missing`` are ids of the base that the sheet has no more; ``left`` new
    rows that cannot be added, with the cells that can be read: their faults say why.
    """

    changes: list[CellChange] = field(default_factory=list)
    added: list[Added] = field(default_factory=list)
    left: list[Added] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    rows: int = 0

    def count(self, verdict: Verdict) -> int:
        """How many cells came out so."""
        return sum(change.verdict is verdict for change in self.changes)


def merge(
    fields: Sequence[Field],
    base: Mapping[str, Kept],
    mine: Iterable[Written],
    theirs: Mapping[str, Kept],
) -> Merge:
    """What the sheet changes, what was changed meanwhile, and where both did.

    ``base`` is what went out, by id; ``theirs`` what is kept now. Nothing is decided here: a
    conflict stays one until a person says which value is meant. Codes of faults: those of
    ``read_field`` and ``formula-empty`` (one cell), ``row-unknown``, ``row-duplicate`` (several
    rows of one id that differ), ``row-shifted`` (number and id do not belong together),
    ``row-gone`` (no longer in the list).
    """
    return _Merger(fields, base, theirs).merged(mine)


class _Merger:
    def __init__(
        self, fields: Sequence[Field], base: Mapping[str, Kept], theirs: Mapping[str, Kept]
    ) -> None:
        self.fields = {each.key: each for each in fields}
        self.base, self.theirs = base, theirs
        self.known: dict[tuple[str, str], str | Invalid] = {}
        self.found = Merge()

    def merged(self, mine: Iterable[Written]) -> Merge:
        named: defaultdict[str, list[Written]] = defaultdict(list)
        for written in mine:
            self.found.rows += 1
            if written.id is None or (written.id and written.id not in self.base):
                self._fault(written, "row-unknown")
            elif written.id:
                named[written.id].append(written)
            else:
                self._add(written)
        for key, rows in named.items():
            if written_once := self._only(key, rows):
                self._compare(key, written_once)
        self.found.missing = [key for key in self.base if key not in named and key in self.theirs]
        self.found.faults.sort(key=lambda fault: fault.row)
        return self.found

    def _only(self, key: str, rows: Sequence[Written]) -> Written | None:
        """The row of that id; None where several differ, or where it is another's number."""
        first = rows[0]
        for other in rows[1:]:
            if other.cells != first.cells:
                told = "、".join(str(each.row) for each in rows[:MOST_NAMED])
                for each in rows:
                    self._fault(each, "row-duplicate", rows=told)
                return None
        if first.number and first.number != str(self.base[key].number):
            self._fault(first, "row-shifted", number=self.base[key].number)
            return None
        return first

    def _compare(self, key: str, written: Written) -> None:
        base, theirs = self.base[key], self.theirs.get(key)
        found = list(self._changes(key, written, base, theirs or base))
        if theirs is None:
            if any(change.verdict is Verdict.MINE for change in found):
                self._fault(written, "row-gone")
            return
        self.found.changes += found

    def _changes(
        self, key: str, written: Written, base: Kept, theirs: Kept
    ) -> Iterator[CellChange]:
        for name, text in written.cells.items():
            kept = base.cells.get(name)
            if kept is None:
                continue
            was = tidied(kept)
            self._empty_formula(written, name, was)
            value = None if tidied(text) == was else self._read(name, text, was, written)
            mine = was if value is None else value
            present = theirs.cells.get(name)
            now = was if present is None else tidied(present)
            verdict = judged(was, mine, now)
            if verdict is not None:
                formula = name in written.formulas
                said = self._said(written, name, mine)
                yield CellChange(key, written.row, name, was, mine, now, verdict, formula, said)

    def _said(self, written: Written, name: str, value: str) -> str:
        """What a cell says whose value one could not tell from its words."""
        text = tidied(written.cells[name])
        is_day = self.fields[name].column.kind == CellType.DATE
        return written.said.get(name) or (text[:MOST_SAID] if is_day and text != value else "")

    def _read(self, name: str, text: str, was: str, written: Written) -> str | None:
        """The value kept for the text; None where it is as before, or cannot be read."""
        value = self._value(name, text)
        if isinstance(value, str):
            return value
        if value.code == "cell-missing" and not was:
            return None
        self._tell(written, name, text, value)
        return None

    def _value(self, name: str, text: str) -> str | Invalid:
        asked = (name, text)
        if asked not in self.known:
            try:
                self.known[asked] = read_field(self.fields[name], text)
            except Invalid as refusal:
                self.known[asked] = refusal
        return self.known[asked]

    def _add(self, written: Written) -> None:
        """A new row with anything in it; what is wrong in one cell leaves the whole row out."""
        if not any(tidied(text) for text in written.cells.values()):
            self.found.rows -= 1
            return
        cells, is_whole = {}, True
        for name, each in self.fields.items():
            text = written.cells.get(name, "")
            value = self._value(name, text) if tidied(text) else _empty(each, written)
            if not isinstance(value, str):
                is_whole = False
                self._tell(written, name, text, value)
            elif name in written.cells:
                cells[name] = value
                self._empty_formula(written, name, "")
        said = {name: told for name in cells if (told := self._said(written, name, cells[name]))}
        added = Added(written.row, cells, written.formulas, said)
        (self.found.added if is_whole else self.found.left).append(added)

    def _empty_formula(self, written: Written, name: str, was: str) -> None:
        """A formula without a stored value, over an empty cell: there is no change to ask about."""
        if name in written.formulas and not was and not tidied(written.cells[name]):
            self._tell(written, name, "", Invalid("formula-empty"))

    def _fault(self, written: Written, code: str, **params: object) -> None:
        fault = Fault(written.row, "", code, params=params, id=written.id or "")
        self.found.faults.append(fault)

    def _tell(self, written: Written, name: str, text: str, why: Invalid) -> None:
        told = Fault(
            written.row, name, why.code, tidied(text)[:MOST_SAID], why.params, written.id or ""
        )
        self.found.faults.append(told)


def _empty(each: Field, written: Written) -> str | Invalid:
    """What an empty cell of a new row is: nothing, or a fault where the row needs it."""
    if not each.needed:
        return ""
    if each.key in written.formulas:
        return Invalid("formula-empty")
    column = each.column
    return Invalid("cell-missing", field=each.key, column=column.zh, column_en=column.en)


def judged(base: str, mine: str, theirs: str) -> Verdict | None:
    """What became of a cell; None for nothing."""
    if mine == base:
        return None if theirs == base else Verdict.THEIRS
    if theirs == base:
        return Verdict.MINE
    return Verdict.SAME if mine == theirs else Verdict.CONFLICT
