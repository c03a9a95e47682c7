"""A table of numbers by unit → the inputs of a scheme."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from luoshi.core.errors import Invalid
from luoshi.core.scoring import Fact, Scheme, split_source
from luoshi.intake.limits import DEFAULT, Limits
from luoshi.intake.rows import Row, read_rows

UNIT = ("单位", "unit")
GROUP = ("组", "分组", "group")
SOURCE = ("来源", "数据来源", "source")
VALUE = ("数值", "值", "value")
KEY = ("事项", "fact")
WEIGHT = ("权数", "weight")
REFS = ("依据", "文件", "refs")
ABSENT = ("", "-", "—", "缺", "n/a", "na")
NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,30})?%?")
Inputs = dict[str, dict[str, list[Fact]]]


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """Inputs by group of the scheme, and the columns that no source of it reads."""

    groups: dict[str, Inputs] = field(default_factory=dict)
    unused: tuple[str, ...] = ()


def read_score_table(
    name: str,
    data: bytes,
    scheme: Scheme,
    *,
    group: str | None = None,
    unit: str | None = None,
    limits: Limits = DEFAULT,
) -> ScoreTable:
    """The first sheet of an xlsx or xls file, or a csv file, as inputs of ``scheme``.

    Wide: a row for each unit, named under ``unit``, 单位 or in the first column, a column for each
    source, headed as the scheme writes it or by its name alone. Long: a row for each fact, with
    来源 and 数值, and 事项, 权数 and 依据 (separated by blanks) where there are any. 7.5% is 0.075;
    an empty cell is a number that is missing. Groups come from ``group``, else from a column 组
    (key or title), else the scheme has one only.

    Raises: Invalid as ``read_ledgers``; ``table-column`` (column), ``table-sources`` (sources),
    ``table-number`` (row, column), ``table-unit-twice`` (row), ``table-group`` (row, group),
    ``table-groups``; ``group-unknown``.
    """
    labels, rows = _table(name, data, limits)
    groups = _Groups(scheme, group, _column(labels, GROUP))
    if _column(labels, SOURCE) is not None and _column(labels, VALUE) is not None:
        return ScoreTable(_long(scheme, labels, rows, groups))
    at = _column(labels, UNIT) or 0 if unit is None else _need(labels, (unit.lower(),))
    return _wide(scheme, labels, rows, groups, at)


@dataclass(frozen=True, slots=True)
class _Groups:
    """To which group a row belongs."""

    scheme: Scheme
    named: str | None
    column: int | None

    def of(self, row: Row) -> str:
        if self.named is not None:
            return self.scheme.group(self.named).key
        if self.column is None:
            if len(self.scheme.groups) > 1:
                raise Invalid("table-groups", groups=", ".join(g.key for g in self.scheme.groups))
            return self.scheme.groups[0].key
        told = row[1][self.column]
        known = {text: g.key for g in self.scheme.groups for text in (g.key, g.title)}
        if told not in known:
            raise Invalid("table-group", row=row[0], group=told[:80])
        return known[told]


def _table(name: str, data: bytes, limits: Limits) -> tuple[list[str], list[Row]]:
    """The head is the first row with two texts that differ."""
    rows = read_rows(name, data, limits)
    start = next((at for at, (_n, row) in enumerate(rows) if len({t for t in row if t}) > 1), None)
    if start is None:
        raise Invalid("no-text")
    labels = list(rows[start][1])
    below = rows[start + 1 :]
    return labels, [(at, (*cells, *[""] * (len(labels) - len(cells)))) for at, cells in below]


def _wide(
    scheme: Scheme, labels: Sequence[str], rows: Iterable[Row], groups: _Groups, unit: int
) -> ScoreTable:
    columns = _sources(scheme, labels)
    absent = [source for source in scheme.sources() if source not in columns]
    if absent:
        raise Invalid("table-sources", sources=", ".join(absent))
    found: dict[str, Inputs] = {}
    for row in rows:
        inputs = found.setdefault(groups.of(row), {})
        if any(row[1][unit] in held for held in found.values()):
            raise Invalid("table-unit-twice", row=row[0])
        inputs[row[1][unit]] = {
            source: [Fact(source, _number(row, at, labels), refs=_own_proof(row))]
            for source, at in columns.items()
        }
    known = {unit, groups.column, *columns.values()}
    unused = tuple(label for at, label in enumerate(labels) if at not in known and label)
    return ScoreTable(found, unused)


def _long(
    scheme: Scheme, labels: Sequence[str], rows: Iterable[Row], groups: _Groups
) -> dict[str, Inputs]:
    unit, source, value = (_need(labels, names) for names in (UNIT, SOURCE, VALUE))
    key, weight, refs = (_column(labels, names) for names in (KEY, WEIGHT, REFS))
    found: dict[str, Inputs] = {}
    for row in rows:
        at, cells = row
        told = _source_of(scheme, cells[source])
        if told is None:
            raise Invalid("table-sources", sources=cells[source][:80])
        facts = found.setdefault(groups.of(row), {}).setdefault(cells[unit], {})
        fact = Fact(
            cells[key] if key is not None and cells[key] else f"row:{at}",
            _number(row, value, labels),
            _weight(row, weight, labels),
            tuple(cells[refs].split()) if refs is not None else (),
        )
        facts.setdefault(told, []).append(fact)
    return found


def _weight(row: Row, at: int | None, labels: Sequence[str]) -> Decimal:
    found = None if at is None else _number(row, at, labels)
    return Decimal(1) if found is None else found


def _own_proof(row: Row) -> tuple[str, ...]:
    """In a wide table the row itself is what a number rests on."""
    return (f"row:{row[0]}",)


def _sources(scheme: Scheme, labels: Sequence[str]) -> Mapping[str, int]:
    """By source the column that holds it."""
    found: dict[str, int] = {}
    for at, label in enumerate(labels):
        source = _source_of(scheme, label)
        if source is not None:
            found.setdefault(source, at)
    return found


def _source_of(scheme: Scheme, label: str) -> str | None:
    sources = scheme.sources()
    if label in sources:
        return label
    named = [source for source in sources if split_source(source)[1] == label]
    return named[0] if len(named) == 1 else None


def _number(row: Row, at: int, labels: Sequence[str]) -> Decimal | None:
    text = row[1][at].replace(",", "").strip()
    if text.lower() in ABSENT:
        return None
    if not NUMBER.fullmatch(text):
        raise Invalid("table-number", row=row[0], column=labels[at][:80])
    percent = text.endswith("%")
    return Decimal(text.rstrip("%")) / (100 if percent else 1)


def _column(labels: Sequence[str], names: Sequence[str]) -> int | None:
    return next((at for at, label in enumerate(labels) if label.lower() in names), None)


def _need(labels: Sequence[str], names: Sequence[str]) -> int:
    at = _column(labels, names)
    if at is None:
        raise Invalid("table-column", column=" / ".join(names))
    return at
