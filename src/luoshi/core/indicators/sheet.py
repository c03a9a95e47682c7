"""A table of statistics: of which indicator, place, period and vintage each number is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from luoshi.core.errors import Invalid
from luoshi.core.exchange.guess import bare, plain
from luoshi.core.indicators.periods import Told, read_period

ABSENT = frozenset({"", "-", "—", "–", "…", "缺", "无", "n/a", "na", "..."})
NUMBER = re.compile(r"[+-]?[0-9]{1,14}(\.[0-9]{1,20})?%?")
DECIMALS = 6
HEADER_WITHIN = 15
Row = tuple[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Heads:
    """Words under which sheets write place, indicator, period, value, vintage and day published."""

    place: Sequence[str]
    indicator: Sequence[str]
    period: Sequence[str]
    value: Sequence[str]
    vintage: Sequence[str]
    published: Sequence[str]


@dataclass(frozen=True, slots=True)
class Names:
    """What texts mean: a code or name → indicator, a name → place, a word → vintage."""

    indicators: Mapping[str, str]
    places: Mapping[str, str]
    vintages: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Usual:
    """What a person said of the whole sheet; a column of the sheet goes before it."""

    vintage: str
    published_on: date
    indicator: str = ""
    period: Told | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One number where it stands (row from 1, head of its column), or what is wrong with it.

    ``texts`` are indicator, place and period as written. Nothing but ``fault`` and ``texts`` may
    be relied on where there is a fault.
    """

    row: int
    column: str
    texts: tuple[str, str, str]
    indicator: str = ""
    place: str = ""
    period: Told | None = None
    value: Decimal = Decimal(0)
    vintage: str = ""
    published_on: date = date.min
    fault: Invalid | None = None


def cells_of(rows: Sequence[Row], heads: Heads, names: Names, usual: Usual) -> list[Cell]:
    """Every number of the table, row by row, also those that cannot be taken.

    The heads are the first of the upper rows that names places and numbers; titles may stand
    above it. Long: a row for each number, under heads of ``heads.value``. Wide: heads that name
    indicators or periods hold the numbers. An empty cell, - or 缺 is no number and no
    fault; 7.5% is 7.5.

    Raises: Invalid ``statistics-no-places`` without a column of places, ``statistics-no-values``
    without a column of numbers.
    """
    tried = [_columns(texts, heads, names, usual) for _number, texts in rows[:HEADER_WITHIN]]
    placed = [at for at, columns in enumerate(tried) if "place" in columns.known]
    if not placed:
        raise Invalid("statistics-no-places", field="file")
    head = next((at for at in placed if tried[at].values), None)
    if head is None:
        raise Invalid("statistics-no-values", field="file")
    reader = _Reader(tried[head], names, usual)
    return [cell for row in rows[head + 1 :] for cell in reader.cells(row)]


@dataclass(slots=True)
class _Columns:
    """Where what stands: field → column, and columns of numbers with what their head says."""

    labels: Sequence[str]
    known: dict[str, int] = field(default_factory=dict)
    values: dict[int, tuple[str, Told | None]] = field(default_factory=dict)


def _columns(labels: Sequence[str], heads: Heads, names: Names, usual: Usual) -> _Columns:
    found = _Columns(labels)
    words = {plain(word): name for name in Heads.__slots__ for word in getattr(heads, name)}
    for at, label in enumerate(labels):
        name = words.get(plain(label)) or words.get(bare(label))
        if name == "value":
            found.values.setdefault(at, ("", None))
        elif name and name not in found.known:
            found.known[name] = at
        elif indicator := _named(label, names.indicators):
            found.values[at] = (indicator, None)
        elif period := read_period(label, usual.published_on):
            found.values[at] = ("", period)
    return found


def _named(text: str, known: Mapping[str, str]) -> str:
    """As written, then without what stands in brackets (a unit of measure)."""
    return known.get(plain(text)) or known.get(bare(text), "")


class _Reader:
    def __init__(self, columns: _Columns, names: Names, usual: Usual) -> None:
        self.columns, self.names, self.usual = columns, names, usual

    def cells(self, row: Row) -> Iterator[Cell]:
        """The numbers of one row; a row without a place holds none."""
        number, texts = row
        place = self._text(texts, "place")
        for at, (indicator, period) in self.columns.values.items():
            written = plain(texts[at]) if at < len(texts) else ""
            if not place or written.lower() in ABSENT:
                continue
            label = self.columns.labels[at]
            told = (
                label if indicator else self._text(texts, "indicator"),
                place,
                label if period else self._text(texts, "period"),
            )
            try:
                yield self._cell(number, label, told, (indicator, period), texts, written)
            except Invalid as fault:
                yield Cell(number, label, told, fault=fault)

    def _text(self, texts: Sequence[str], name: str) -> str:
        at = self.columns.known.get(name)
        return texts[at].strip() if at is not None and at < len(texts) else ""

    def _cell(
        self,
        number: int,
        label: str,
        told: tuple[str, str, str],
        head: tuple[str, Told | None],
        texts: Sequence[str],
        written: str,
    ) -> Cell:
        published = self._published(texts)
        return Cell(
            row=number,
            column=label,
            texts=told,
            indicator=head[0] or self._indicator(told[0]),
            place=self._place(told[1]),
            period=head[1] or self._period(told[2], published),
            value=_number(written),
            vintage=self._vintage(texts),
            published_on=published,
        )

    def _indicator(self, text: str) -> str:
        found = _named(text, self.names.indicators) if text else self.usual.indicator
        if not found:
            raise Invalid("statistics-indicator", text=text[:30])
        return found

    def _place(self, text: str) -> str:
        found = self.names.places.get(plain(text))
        if not found:
            raise Invalid("statistics-place", text=text[:30])
        return found

    def _period(self, text: str, published_on: date) -> Told:
        found = read_period(text, published_on) if text else self.usual.period
        if found is None:
            raise Invalid("statistics-period", text=text[:30])
        return found

    def _vintage(self, texts: Sequence[str]) -> str:
        text = self._text(texts, "vintage")
        found = self.names.vintages.get(plain(text)) if text else self.usual.vintage
        if not found:
            raise Invalid("statistics-vintage", text=text[:30])
        return found

    def _published(self, texts: Sequence[str]) -> date:
        text = plain(self._text(texts, "published"))
        if not text:
            return self.usual.published_on
        try:
            return date(*map(int, re.split(r"[-/.年月]", text.rstrip("日"))))
        except (ValueError, TypeError) as error:
            raise Invalid("statistics-published", text=text[:30]) from error


def _number(text: str) -> Decimal:
    bare_text = text.replace(",", "")
    if not NUMBER.fullmatch(bare_text):
        raise Invalid("statistics-number", text=text[:30])
    value = Decimal(bare_text.rstrip("%"))
    if value != round(value, DECIMALS):
        raise Invalid("statistics-decimals", text=text[:30], most=DECIMALS)
    return value
