"""Text pasted from anywhere: cells copied out of a sheet read as the rows of a table."""

import csv
import io
from collections.abc import Sequence
from itertools import groupby

from luoshi.intake.kinds import TXT
from luoshi.intake.limits import Limits
from luoshi.intake.reading import Draft, Reading
from luoshi.intake.tables import Cell, add_table, check_cells, expand, header_rows

FEWEST_ROWS = 2
FEWEST_CELLS = 2
Row = Sequence[str]


def with_tables(reading: Reading, limits: Limits) -> Reading:
    """A reading of pasted text in which copied cells under a header read as clauses.

    Cells arrive one row a line with tabs between; a cell of several lines stands in quotation
    marks. Text without such rows comes back as it is. Raises: Invalid ``sheet-too-large``.
    """
    if "\t" not in reading.text:
        return reading
    draft = Draft(limits)
    tables = 0
    for several, run in groupby(_rows(reading.text), key=lambda row: len(row) >= FEWEST_CELLS):
        rows = list(run)
        if several and len(rows) >= FEWEST_ROWS and _add(draft, rows, tables + 1, limits):
            tables += 1
        else:
            draft.add_all(("\t".join(row) for row in rows), "paragraph")
    return draft.reading("txt", TXT, reading.encoding) if tables else reading


def _rows(text: str) -> list[Row]:
    if text.count('"') % 2 == 0 and ('\t"' in text or '\n"' in text):
        try:
            return [*csv.reader(io.StringIO(text), delimiter="\t")]
        except csv.Error:
            pass  # a cell longer than any cell is: these were no cells
    return [line.split("\t") for line in text.splitlines()]


def _add(draft: Draft, rows: Sequence[Row], number: int, limits: Limits) -> bool:
    """Whether the rows have a header, and so were added as a table."""
    check_cells(sum(map(len, rows)), limits, number)
    grid = expand([[Cell(text) for text in row] for row in rows], limits)
    header = header_rows(grid)
    if header is not None:
        add_table(draft, grid, number, header)
    return header is not None
