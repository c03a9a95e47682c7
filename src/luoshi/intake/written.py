"""Every sheet of an Excel file cell by cell: what a file that we wrote ourselves came back with."""

from collections.abc import Sequence
from dataclasses import dataclass

from luoshi.core.errors import Invalid
from luoshi.intake.cells import Sheet, shown_value, visible_sheets
from luoshi.intake.kinds import XLSX, recognise
from luoshi.intake.limits import DEFAULT, Limits
from luoshi.intake.sheets import PLAIN, Survey, survey_xlsx
from luoshi.intake.workbook import checked


@dataclass(frozen=True, slots=True)
class WrittenSheet:
    """One sheet, hidden ones too: its name and its cells as texts.

    ``first`` is the number of the first row as its author sees it, from 1. ``formulas`` are the
    places in ``rows`` (row, column from 0) whose value Excel calculated and stored: nothing is
    calculated here.
    """

    name: str
    first: int
    rows: Sequence[Sequence[str]]
    formulas: frozenset[tuple[int, int]]


def read_written(name: str, data: bytes, limits: Limits = DEFAULT) -> list[WrittenSheet]:
    """All sheets of an xlsx file in workbook order, under the limits of ``luoshi.intake.read``.

    Raises: Invalid as ``luoshi.intake.read`` does for xlsx.
    """
    content = recognise(name, data, (XLSX,), limits)
    surveys = checked(survey_xlsx(content.archive), limits)
    sheets = list(visible_sheets(content.archive.repacked(), hidden=True))
    if any(sheet.at >= len(surveys) for sheet in sheets):
        raise Invalid("damaged-file")
    return [_written(sheet, surveys[sheet.at]) for sheet in sheets]


def _written(sheet: Sheet, survey: Survey) -> WrittenSheet:
    top, left = sheet.start
    looks = {(row - top, column - left): look for (row, column), look in survey.looks.items()}
    rows = [
        [
            value.strip()
            if isinstance(value, str)
            else shown_value(value, looks.get((y, x), PLAIN))
            for x, value in enumerate(row)
        ]
        for y, row in enumerate(sheet.rows)
    ]
    formulas = frozenset((row - top, column - left) for row, column in survey.formulas)
    return WrittenSheet(sheet.name, top + 1, rows, formulas)
