"""Cell values out of a workbook, and as a person reads them."""

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from luoshi.core.errors import Invalid
from luoshi.intake.sheets import PLAIN, Look

Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
Merge = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The values of one visible sheet: its place in the workbook from 0, the row and column of its
    first value from 0, its rows, its merged ranges (first and last row and column), its name.
    """

    at: int
    start: tuple[int, int]
    rows: list[list[Value]]
    merges: list[Merge]
    name: str = ""


def visible_sheets(source: io.BytesIO, *, hidden: bool = False) -> Iterator[Sheet]:
    """The visible worksheets in workbook order; ``hidden``: the others too.

    Raises: Invalid ``damaged-file``.
    """
    try:
        with CalamineWorkbook.from_filelike(source) as book:
            for at, about in enumerate(book.sheets_metadata):
                is_sheet = about.typ == SheetTypeEnum.WorkSheet
                if is_sheet and (hidden or about.visible == SheetVisibleEnum.Visible):
                    sheet = book.get_sheet_by_index(at)
                    merges = sheet.merged_cell_ranges or []
                    yield Sheet(at, sheet.start or (0, 0), sheet.to_python(), merges, about.name)
    except (CalamineError, OSError, ValueError) as error:
        raise Invalid("damaged-file") from error


def shown_value(value: Value, look: Look) -> str:
    """A cell as a person reads it in a Chinese sheet: 7.5%, 20个, 2026年3月31日, 是."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return number_text(value, look)
    if isinstance(value, dt.datetime):
        return date_text(value.date()) + ("" if value.time() == dt.time() else f"{value:%H:%M}")
    if isinstance(value, dt.date):
        return date_text(value)
    return str(value).strip()


def date_text(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def number_text(value: int | float, look: Look = PLAIN) -> str:
    """At most 15 significant digits, as Excel keeps them; no exponent, no trailing zeros."""
    number = Decimal(f"{value:.15g}")
    if not number.is_finite():
        return ""
    text = format(number * 100 if look.percent else number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text + "%" * look.percent + look.suffix
