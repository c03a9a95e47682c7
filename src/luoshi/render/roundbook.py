"""A table as a workbook that people edit offline: what may not change is locked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import IO, Any, Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from luoshi.render.page import Page
from luoshi.render.sheet import BORN, FORMATS, Cell, Kind, display_width, moment_of

Allows = Literal["", "list", "number", "date", "text"]
SPARE = 500
"""Rows under the last one that take new items with the same checks."""
LONGEST_TEXT = 32_767
"""Characters of one cell (Excel's limit)."""
LONGEST_TITLE, LONGEST_HINT = 32, 255
"""Characters of the title and the text that Excel shows beside a cell (its limits)."""
EXACT_DIGITS = 15
"""Significant digits that Excel keeps of a number; more are written as text."""
DAY_NOUGHT, FIRST_DAY = date(1899, 12, 30), date(1900, 3, 1)
"""Excel counts days from the first, as from the second: before, it knows a day that never was."""
LISTS, META = "lists", "luoshi"
COLOURS = {
    "green": "#1E7D4B",
    "yellow": "#8A5A00",
    "red": "#B3261E",
    "blue": "#1D4E89",
    "grey": "#55606E",
}
SHAPES = {"green": "●", "yellow": "▲", "red": "■", "blue": "◆", "grey": "○"}
HEAD = {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
LOCKED, OPEN = "#E4E8ED", "#D6E6F7"
LOCKED_CELL = "#F3F5F7"


@dataclass(frozen=True, slots=True)
class BookColumn:
    """A column: ``width`` in half-width characters; ``is_open``: may be edited.

    ``allows`` with ``choices``, ``low`` and ``high`` is what Excel checks while typing; ``hint`` is
    what it shows then. ``is_light``: cells are (colour, words).
    """

    title: str
    kind: Kind = "text"
    width: int = 12
    is_open: bool = False
    allows: Allows = ""
    choices: Sequence[str] = ()
    low: Decimal | date | None = None
    high: Decimal | date | None = None
    hint: str = ""
    is_light: bool = False


@dataclass(frozen=True, slots=True)
class BookRow:
    """The cells of a row; ``locked``: columns (from 0) that are not open in this row."""

    cells: Sequence[Cell | tuple[str, str]]
    locked: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class RoundBook:
    """A workbook: ``title`` for print, ``name`` of the sheet with the rows, ``help`` lines on a
    sheet called ``help_name``, ``meta`` on a hidden one. ``rows`` are read once.
    """

    title: str
    name: str
    columns: Sequence[BookColumn]
    rows: Iterable[BookRow]
    count: int
    help_name: str
    help: Sequence[str]
    meta: Sequence[str] = ()
    error_title: str = ""
    error_text: str = ""


def write_roundbook(fileobj: IO[bytes], book: RoundBook) -> None:
    """Writes the workbook row by row with memory that does not grow."""
    options: dict[str, Any] = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_tonumber_ofs": False,
        "remove_timezone": True,
    }
    file = xlsxwriter.Workbook(fileobj, options)
    try:
        file.set_properties({"created": BORN, "title": book.title})
        _Writer(file, book).write()
    finally:
        file.close()


class _Writer:
    def __init__(self, file: xlsxwriter.Workbook, book: RoundBook) -> None:
        self.file, self.book = file, book
        self.page = file.add_worksheet(book.name, Page)
        self.lights = {
            colour: self._format("text", locked=True, bold=True, font_color=ink)
            for colour, ink in COLOURS.items()
        }
        kinds: set[Kind] = {column.kind for column in book.columns} | {"text"}
        self.locked = {kind: self._format(kind, locked=True) for kind in kinds}
        self.open = {kind: self._format(kind, locked=False) for kind in kinds}

    def _format(self, kind: Kind, *, locked: bool, **more: object) -> Format:
        style: dict[str, object] = {
            "num_format": FORMATS[kind],
            "border": 1,
            "border_color": "#CBD3DC",
            "valign": "vcenter",
            "text_wrap": kind == "text",
            "locked": locked,
            **more,
        }
        if kind == "decimal":
            style["num_format"] = "#,##0.####"
        if locked:
            style["bg_color"] = LOCKED_CELL
        return self.file.add_format(style)

    def write(self) -> None:
        """Every sheet; the one with the rows first."""
        self._columns()
        self._rows()
        ranges = self._lists()
        self._checks(ranges)
        self._frame()
        self._help()
        if self.book.meta:
            hidden = self.file.add_worksheet(META)
            for row, text in enumerate(self.book.meta):
                hidden.write_string(row, 0, text)
            hidden.protect()
            hidden.very_hidden()

    def _columns(self) -> None:
        shut = self.file.add_format({**HEAD, "bg_color": LOCKED, "font_color": "#33414F"})
        open_ = self.file.add_format({**HEAD, "bg_color": OPEN, "font_color": "#14273D"})
        for at, column in enumerate(self.book.columns):
            kept = (self.open if column.is_open else self.locked)[column.kind]
            self.page.set_column(at, at, column.width, kept)
        self.page.set_row(0, 32)
        for at, column in enumerate(self.book.columns):
            self.page.write_string(0, at, column.title, open_ if column.is_open else shut)

    def _rows(self) -> None:
        page, columns = self.page, self.book.columns
        styles = [
            (self.open[column.kind] if column.is_open else self.locked[column.kind])
            for column in columns
        ]
        shut = [self.locked[column.kind] for column in columns]
        for number, row in enumerate(self.book.rows, 1):
            for at, cell in enumerate(row.cells):
                if (cell is None or cell == "") and at not in row.locked:
                    continue  # the column has the format already
                style = shut[at] if at in row.locked else styles[at]
                if isinstance(cell, tuple):
                    colour, words = cell
                    page.write_string(number, at, f"{SHAPES[colour]} {words}", self.lights[colour])
                else:
                    _write(page, number, at, cell, style)

    def _lists(self) -> Mapping[int, str]:
        """The choices of each column on a sheet of their own; the range of each by column."""
        found: dict[int, str] = {}
        columns = [(at, column) for at, column in enumerate(self.book.columns) if column.choices]
        if not columns:
            return found
        page = self.file.add_worksheet(LISTS)
        depth = max(len(column.choices) for _, column in columns)
        for row in range(depth):
            for place, (_at, column) in enumerate(columns):
                if row < len(column.choices):
                    page.write_string(row, place, column.choices[row])
        for place, (at, column) in enumerate(columns):
            name = xl_col_to_name(place, col_abs=True)
            found[at] = f"={LISTS}!{name}$1:{name}${len(column.choices)}"
        page.protect()
        page.hide()
        return found

    def _checks(self, ranges: Mapping[int, str]) -> None:
        last = self.book.count + SPARE
        for at, column in enumerate(self.book.columns):
            if not column.is_open or not column.allows:
                continue
            check = _check(column, ranges.get(at, ""))
            if check is None:
                continue
            check |= {
                "error_title": self.book.error_title[:LONGEST_TITLE],
                "error_message": self.book.error_text[:LONGEST_HINT],
            }
            if column.hint:
                check["input_title"] = column.title[:LONGEST_TITLE]
                check["input_message"] = column.hint[:LONGEST_HINT]
            self.page.data_validation(1, at, last, at, check)

    def _frame(self) -> None:
        page, columns = self.page, self.book.columns
        page.freeze_panes(1, min(3, len(columns) - 1))
        page.repeat_rows(0)
        page.set_landscape()
        page.set_paper(8)
        page.fit_to_pages(1, 0)
        page.set_header(f"&L{self.book.title.replace('&', '&&')[:200]}&R&P / &N")
        page.autofilter(0, 0, self.book.count, len(columns) - 1)
        page.protect(
            "",
            {
                "format_columns": True,
                "format_rows": True,
                "autofilter": True,
                "sort": True,
                "insert_rows": True,
            },
        )
        page.activate()

    def _help(self) -> None:
        page = self.file.add_worksheet(self.book.help_name)
        page.set_column(0, 0, 100)
        plain = self.file.add_format({"text_wrap": True, "valign": "top"})
        bold = self.file.add_format({"bold": True, "font_size": 14})
        for row, text in enumerate(self.book.help):
            lines = -(-display_width(text) // 96)
            page.set_row(row, 24 if row == 0 else 17 * max(lines, 1))
            page.write_string(row, 0, text, plain if row else bold)
        page.protect()


def _check(column: BookColumn, choices: str) -> dict[str, Any] | None:
    """What Excel is told to allow."""
    if column.allows == "list":
        return {"validate": "list", "source": choices} if choices else None
    if column.allows == "text":
        return {"validate": "any"} if column.hint else None
    what = "date" if column.allows == "date" else "decimal"
    low, high = (_bound(bound) for bound in (column.low, column.high))
    if low is None and high is None:
        wide: tuple[Any, Any] = (date(1900, 1, 1), date(9999, 12, 31))
        if what == "decimal":
            wide = (-(10**15), 10**15)
        low, high = wide
    if low is not None and high is not None:
        return {"validate": what, "criteria": "between", "minimum": low, "maximum": high}
    sign, bound = (">=", low) if high is None else ("<=", high)
    return {"validate": what, "criteria": sign, "value": bound}


def _bound(bound: Decimal | date | None) -> object:
    return float(bound) if isinstance(bound, Decimal) else bound


def _write(page: Worksheet, row: int, at: int, cell: Cell, style: Format) -> None:
    """By the value's own type; nothing is guessed from text, nothing is a formula."""
    kind = type(cell)
    if kind is str:
        _text(page, row, at, str(cell), style)
    elif kind is Decimal:
        if len(cell.as_tuple().digits) > EXACT_DIGITS:  # type: ignore[union-attr]
            _text(page, row, at, format(cell, "f"), style)
        else:
            page.write_number(row, at, float(cell), style)  # type: ignore[arg-type]
    elif cell is None:
        page.write_blank(row, at, None, style)
    elif isinstance(cell, date):
        if kind is date and cell >= FIRST_DAY:
            page.write_number(row, at, (cell - DAY_NOUGHT).days, style)
        else:
            page.write_datetime(row, at, moment_of(cell), style)
    else:
        page.write_number(row, at, int(cell), style)


def _text(page: Worksheet, row: int, at: int, text: str, style: Format) -> None:
    if text:
        page.write_string(row, at, text[:LONGEST_TEXT], style)
    else:
        page.write_blank(row, at, None, style)
