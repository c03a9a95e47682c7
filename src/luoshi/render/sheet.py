"""Tables as Excel workbooks."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import IO, Literal
from unicodedata import east_asian_width

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from luoshi.core.errors import Invalid
from luoshi.render.page import Page

Cell = str | int | Decimal | date | datetime | bool | None
Kind = Literal["text", "whole", "decimal", "percent", "date", "time"]
ROW_LIMIT = 1_048_576
_WIDEST = 60
_NARROWEST = 6
FORMATS: dict[Kind, str] = {
    "text": "@",
    "whole": "#,##0",
    "decimal": "#,##0.00##",
    "percent": "0.0%",
    "date": "yyyy-mm-dd",
    "time": "yyyy-mm-dd hh:mm",
}
_BAD_NAME = re.compile(r"[\[\]:*?/\\]")
BORN = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A heading and what stands under it; ``width`` in half-width characters, 0 to measure."""

    title: str
    kind: Kind = "text"
    width: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet. ``rows`` may be any iterable and is read once. ``zone``: whose clock times
    are written by; a cell cannot keep a zone, so without one a sheet takes no times.

    Raises: ``Invalid("sheet-name")`` for a name Excel refuses (empty, over 31
    characters, or one of ``[]:*?/\\``).
    """

    name: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Cell]]
    zone: tzinfo | None = None

    def __post_init__(self) -> None:
        if not 0 < len(self.name) <= 31 or _BAD_NAME.search(self.name) or "'" in self.name:
            raise Invalid("sheet-name")


def xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook of these sheets: header frozen and filterable, widths by content.

    Text is always written as text, so a cell that starts with ``=``, ``+``, ``-`` or
    ``@`` is never a formula. Times are written by the clock of the sheet's zone. Equal
    values give equal bytes. Raises: ``Invalid`` with ``sheet-empty`` (no sheet or no
    column), ``sheet-too-long``, ``sheet-ragged`` with the row counted from 1,
    ``sheet-not-a-number``, ``sheet-time-zone`` (a time and no zone, its own or the sheet's).
    """
    stream = BytesIO()
    _write(stream, [_measured(sheet) for sheet in sheets], {"in_memory": True})
    return stream.getvalue()


def write_xlsx(fileobj: IO[bytes], sheet: Sheet) -> int:
    """Writes one sheet row by row with memory that does not grow; the number of rows.

    Widths come from the columns and their titles: the rows are not read ahead.
    Raises: as ``xlsx``.
    """
    return _write(fileobj, [sheet], {"constant_memory": True})


def display_width(text: str) -> int:
    """Width of the longest line in half-width characters; a wide character counts two."""
    return max(
        (sum(1 + (east_asian_width(char) in "WFA") for char in line) for line in text.split("\n")),
        default=0,
    )


def _measured(sheet: Sheet) -> Sheet:
    rows = [tuple(row) for row in sheet.rows]
    columns = [
        SheetColumn(
            column.title,
            column.kind,
            column.width or _content_width(column.title, (row[at : at + 1] for row in rows)),
        )
        for at, column in enumerate(sheet.columns)
    ]
    return Sheet(sheet.name, columns, rows, sheet.zone)


def _content_width(title: str, cells: Iterable[Sequence[Cell]]) -> int:
    shown = (display_width(_shown(cell[0])) for cell in cells if cell)
    widest = max(shown, default=0)
    return _bounded(max(widest + 2, display_width(title) + 4))


def _shown(cell: Cell) -> str:
    return cell.isoformat(" ")[:16] if isinstance(cell, datetime) else str(cell or "")


def _bounded(width: int) -> int:
    return max(_NARROWEST, min(_WIDEST, width))


def _write(fileobj: IO[bytes], sheets: Sequence[Sheet], options: dict[str, object]) -> int:
    if not sheets or not all(sheet.columns for sheet in sheets):
        raise Invalid("sheet-empty")
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(fileobj, {**options, **safe, "remove_timezone": True})
    try:
        book.set_properties({"created": BORN})
        styles = {kind: book.add_format(_style(kind)) for kind in FORMATS}
        head = book.add_format(
            {"bold": True, "border": 1, "bg_color": "#E8EDF3", "align": "center", "text_wrap": True}
        )
        written = sum([_write_sheet(book, sheet, styles, head) for sheet in sheets])
    finally:
        book.close()
    return written


def _style(kind: Kind) -> dict[str, object]:
    style: dict[str, object] = {"num_format": FORMATS[kind], "border": 1, "valign": "vcenter"}
    return {**style, "text_wrap": True} if kind == "text" else style


def _write_sheet(
    book: xlsxwriter.Workbook, sheet: Sheet, styles: dict[Kind, Format], head: Format
) -> int:
    page = book.add_worksheet(sheet.name, Page)
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width or _bounded(display_width(column.title) + 4))
    for at, column in enumerate(sheet.columns):
        page.write_string(0, at, column.title, head)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    count = 0
    for count, row in enumerate(sheet.rows, 1):
        _check_row(sheet, row, count)
        for at, (column, cell) in enumerate(zip(sheet.columns, row, strict=True)):
            _write_cell(page, (count, at), cell, styles[column.kind], sheet.zone)
    page.autofilter(0, 0, count, len(sheet.columns) - 1)
    return count


def _check_row(sheet: Sheet, row: Sequence[Cell], count: int) -> None:
    if count >= ROW_LIMIT:
        raise Invalid("sheet-too-long", limit=ROW_LIMIT - 1)
    if len(row) != len(sheet.columns):
        raise Invalid("sheet-ragged", row=count)


def _write_cell(
    page: Worksheet, place: tuple[int, int], cell: Cell, style: Format, zone: tzinfo | None
) -> None:
    """Writes by the value's own type; nothing is guessed from text."""
    row, at = place
    if cell is None:
        page.write_string(row, at, "", style)
    elif isinstance(cell, bool):
        page.write_boolean(row, at, cell, style)
    elif isinstance(cell, int | Decimal):
        page.write_number(row, at, number_of(cell), style)
    elif isinstance(cell, date):
        page.write_datetime(row, at, moment_of(cell, zone), style)
    else:
        page.write_string(row, at, cell, style)


def number_of(cell: int | Decimal) -> Fraction:
    if isinstance(cell, Decimal) and not cell.is_finite():
        raise Invalid("sheet-not-a-number")
    return Fraction(cell)


def moment_of(cell: date, zone: tzinfo | None = None) -> datetime:
    """What a cell shows, its zone to be dropped: a time as the clocks of ``zone`` have it."""
    if not isinstance(cell, datetime):
        return datetime.combine(cell, time(0), UTC)
    if cell.tzinfo is None or zone is None:
        raise Invalid("sheet-time-zone")
    return cell.astimezone(zone)
