"""A table as it stands: the rows of a csv file or of the first sheet of a workbook."""

import csv

from luoshi.core.errors import Invalid
from luoshi.intake.kinds import check_size
from luoshi.intake.ledgers import grids
from luoshi.intake.limits import DEFAULT, Limits
from luoshi.intake.plain import decode
from luoshi.intake.tables import is_sum, tidy

Row = tuple[int, tuple[str, ...]]


def read_rows(name: str, data: bytes, limits: Limits = DEFAULT) -> list[Row]:
    """Every row with anything in it: its number as its author sees it, from 1, and its texts.

    Of a sheet a merged cell stands in every row it covers, and sums (合计) are left out.

    Raises: Invalid as ``luoshi.intake.read_ledgers``, and ``no-text`` where nothing is in it.
    """
    rows = _lines(data, limits) if name.lower().endswith(".csv") else _sheet(name, data, limits)
    if not rows:
        raise Invalid("no-text")
    return rows


def _lines(data: bytes, limits: Limits) -> list[Row]:
    check_size(len(data), limits)
    lines = csv.reader(decode(data).text.lstrip("\ufeff").splitlines())
    told = ((at, tuple(cell.strip() for cell in row)) for at, row in enumerate(lines, 1))
    return [row for row in told if any(row[1])]


def _sheet(name: str, data: bytes, limits: Limits) -> list[Row]:
    sheet, grid = next(grids(name, data, limits), (None, []))
    first = sheet.start[0] + 1 if sheet else 1
    return [
        (first + at, tuple(tidy(slot.text) for slot in row))
        for at, row in enumerate(grid)
        if any(slot.text.strip() for slot in row) and not is_sum(row)
    ]
