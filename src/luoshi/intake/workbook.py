"""Excel (xlsx and old xls) → text, each row of a table as one clause."""

from collections.abc import Iterable, Mapping, Sequence

from luoshi.core.errors import Invalid
from luoshi.intake.cells import Merge, Sheet, Value, shown_value, visible_sheets
from luoshi.intake.compound import XLS, sheet_stream
from luoshi.intake.kinds import XLSX, Content
from luoshi.intake.limits import Limits
from luoshi.intake.oldexcel import old_sheets
from luoshi.intake.reading import Draft, Reading
from luoshi.intake.sheets import PLAIN, Look, Survey, survey_xls, survey_xlsx
from luoshi.intake.tables import EMPTY, Slot, add_table, filled, header_rows, is_filled

Looks = Mapping[tuple[int, int], Look]


def read_xlsx(content: Content, limits: Limits) -> Reading:
    """Every visible sheet in order; see ``add_sheet`` for how a sheet reads.

    Raises: Invalid ``xlsx-without-header``, ``sheet-too-large``, ``text-too-long``, ``no-text``,
    ``damaged-file``.
    """
    surveys = checked(survey_xlsx(content.archive), limits)
    sheets = visible_sheets(content.archive.repacked())
    return read_book(sheets, surveys, limits).reading("xlsx", XLSX)


def read_xls(content: Content, limits: Limits) -> Reading:
    """As ``read_xlsx``, for BIFF files of Excel 5 to 2003 and of WPS."""
    surveys = checked(survey_xls(sheet_stream(content.data)), limits)
    return read_book(old_sheets(content.data), surveys, limits).reading("xlsx", XLS)


def checked(surveys: list[Survey], limits: Limits) -> list[Survey]:
    for number, survey in enumerate(surveys, start=1):
        survey.check(number, limits)
    return surveys


def read_book(sheets: Iterable[Sheet], surveys: list[Survey], limits: Limits) -> Draft:
    draft = Draft(limits)
    for sheet in sheets:
        if sheet.at >= len(surveys):
            raise Invalid("damaged-file")
        add_sheet(draft, sheet, surveys[sheet.at].looks)
    return draft


def add_sheet(draft: Draft, sheet: Sheet, looks: Looks) -> None:
    """Titles, then one line per row; a sheet with a single column is plain paragraphs.

    Raises: Invalid ``xlsx-without-header`` with the sheet's number from 1.
    """
    number = sheet.at + 1
    grid = laid_out(sheet, looks, draft.limits)
    if len({x for row in grid for x, slot in enumerate(row) if is_filled(slot)}) < 2:
        draft.add_all((slot.text for row in grid for slot in filled(row)), "paragraph", number)
        return
    header = header_rows(grid)
    if header is None:
        raise Invalid("xlsx-without-header", sheet=number)
    add_table(draft, grid, number, header, first_row=sheet.start[0] + 1)


def laid_out(sheet: Sheet, looks: Looks, limits: Limits) -> list[list[Slot]]:
    """The sheet as a grid in which merged cells repeat their text. Raises ``sheet-too-large``."""
    top, left = sheet.start
    shown = {(row - top, column - left): look for (row, column), look in looks.items()}
    grid = grid_of(sheet.rows, shown)
    area = sum((y1 - y0 + 1) * (x1 - x0 + 1) for (y0, x0), (y1, x1) in sheet.merges)
    if area > limits.cells:
        raise Invalid("sheet-too-large", sheet=sheet.at + 1, limit=limits.cells)
    spread_merges(grid, sheet.merges, top, left)
    return grid


def grid_of(rows: Sequence[Sequence[Value]], looks: Looks) -> list[list[Slot]]:
    return [
        [
            Slot(shown_value(value, looks.get((y, x), PLAIN))) if value != "" else EMPTY
            for x, value in enumerate(row)
        ]
        for y, row in enumerate(rows)
    ]


def spread_merges(grid: list[list[Slot]], merges: Iterable[Merge], top: int, left: int) -> None:
    """Repeat the text of each merged cell over the places it covers inside the grid."""
    for (first_row, first_column), (last_row, last_column) in merges:
        y0, x0 = first_row - top, first_column - left
        if not (0 <= y0 < len(grid) and 0 <= x0 < len(grid[y0])):
            continue
        text = grid[y0][x0].text
        for y in range(y0, min(last_row - top + 1, len(grid))):
            for x in range(x0, min(last_column - left + 1, len(grid[y]))):
                grid[y][x] = Slot(text, across=x > x0, down=y > y0)
