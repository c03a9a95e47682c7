"""Excel sheets as ledgers: a header, and under it rows whose cells keep their columns."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from luoshi.core.errors import Invalid
from luoshi.intake.cells import Sheet, visible_sheets
from luoshi.intake.compound import XLS, sheet_stream
from luoshi.intake.kinds import XLSX, recognise
from luoshi.intake.limits import DEFAULT, Limits
from luoshi.intake.oldexcel import old_sheets
from luoshi.intake.sheets import survey_xls, survey_xlsx
from luoshi.intake.tables import Grid, column_labels, filled, header_rows, is_sum, tidy
from luoshi.intake.workbook import checked, laid_out

WORKBOOKS = (XLSX, XLS)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row: its number as its author sees it, from 1, and a text for each column."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """One sheet: its place from 1, the lines above the header, the labels, and the rows.

    A merged cell stands in every row it covers. Blank rows are left out, and so are sums
    (``totals_left_out`` of them).
    """

    sheet: int
    titles: tuple[str, ...]
    labels: tuple[str, ...]
    rows: tuple[LedgerRow, ...]
    totals_left_out: int = 0


def read_ledgers(
    name: str, data: bytes, limits: Limits = DEFAULT, *, covers: bool = False
) -> list[Ledger]:
    """Every visible sheet that has anything in it, in workbook order.

    ``covers``: sheets without a header are left out as long as another has one.

    Raises: Invalid as ``luoshi.intake.read`` does for xlsx and xls, and ``no-text`` for a
    workbook with nothing in it.
    """
    found, headless = [], []
    for sheet, grid in grids(name, data, limits):
        try:
            found.append(_ledger(grid, sheet.at + 1, sheet.start[0] + 1))
        except Invalid as refusal:
            headless.append(refusal)
    return _with_headers(found, headless, covers=covers)


def grids(name: str, data: bytes, limits: Limits) -> Iterator[tuple[Sheet, Grid]]:
    """Every visible sheet that has anything in it, laid out; refusals as ``read_ledgers``."""
    content = recognise(name, data, WORKBOOKS, limits)
    sheets: Iterable[Sheet]
    if content.media_type == XLS:
        surveys = checked(survey_xls(sheet_stream(content.data)), limits)
        sheets = old_sheets(content.data)
    else:
        surveys = checked(survey_xlsx(content.archive), limits)
        sheets = visible_sheets(content.archive.repacked())
    for sheet in sheets:
        if sheet.at >= len(surveys):
            raise Invalid("damaged-file")
        grid = laid_out(sheet, surveys[sheet.at].looks, limits)
        if any(map(filled, grid)):
            yield sheet, grid


def _with_headers(found: list[Ledger], headless: list[Invalid], *, covers: bool) -> list[Ledger]:
    if headless and not (covers and found):
        raise headless[0]
    if not found:
        raise Invalid("no-text")
    return found


def _ledger(grid: Grid, number: int, first_row: int) -> Ledger:
    header = header_rows(grid)
    if header is None:
        raise Invalid("xlsx-without-header", sheet=number)
    rows = tuple(_rows(grid[header.stop :], first_row + header.stop))
    return Ledger(
        number,
        tuple(" ".join(tidy(slot.text) for slot in filled(row)) for row in grid[: header.start]),
        column_labels(grid, header).labels,
        rows,
        sum(is_sum(row) for row in grid[header.stop :]),
    )


def _rows(grid: Grid, first_row: int) -> Iterator[LedgerRow]:
    for at, row in enumerate(grid):
        if filled(row) and not is_sum(row):
            yield LedgerRow(first_row + at, tuple(tidy(slot.text) for slot in row))
