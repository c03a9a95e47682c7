"""Values of a list's own columns: from what a person or a sheet wrote to what is stored."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from luoshi.core.errors import Invalid
from luoshi.core.fields import usable
from luoshi.core.listtype.definition import USUAL_CELL, CellType, Column, ListType

YES, NO = "yes", "no"
WORDS: Mapping[str, bool] = {
    **dict.fromkeys((YES, "y", "true", "1", "是", "有", "√", "✓"), True),
    **dict.fromkeys((NO, "n", "false", "0", "否", "无", "×"), False),
}
"""How people write yes and no, in small letters."""
SEPARATORS = re.compile(r"(?<=\d)[,，\s](?=\d{3})")
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
Value = str | Decimal | date | bool


def read_cell(column: Column, written: str) -> Value | None:
    """The value that ``written`` means in this column; None for an empty cell.

    Numbers may carry thousands separators and the column's own unit, days be written 2026-03-31,
    2026/3/31 or 2026年3月31日, choices by key or by either name, yes and no in both languages.
    Raises Invalid with ``field`` = the column's key: ``cell-missing``, ``cell-number``,
    ``cell-low``, ``cell-high``, ``cell-date``, ``cell-choice``, ``cell-yes-no``, ``cell-long``.
    """
    text = written.strip()
    if not text:
        if column.required:
            raise _refused(column, "cell-missing")
        return None
    match column.kind:
        case CellType.NUMBER:
            return _bounded(column, _number(column, text))
        case CellType.DATE:
            return _bounded(column, _day(column, text))
        case CellType.CHOICE:
            return _choice(column, text)
        case CellType.YES_NO:
            return _yes_no(column, text)
    return _text(column, text)


def stored(value: Value) -> str:
    """How a value is kept: numbers in plain decimals, days as 2026-03-31, yes and no as such."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    return value.isoformat() if isinstance(value, date) else value


def read_cells(kind: ListType, written: Mapping[str, str], *, whole: bool) -> dict[str, str]:
    """The filled cells as they are kept, in the order of columns.

    ``whole`` asks for the required ones too; without it an empty cell is merely left out.
    Raises Invalid as ``read_cell`` does, and ``cell-unknown`` for a column there is not.
    """
    for key in written:
        if kind.column(key) is None:
            raise Invalid("cell-unknown", field=key, column=key)
    cells = {}
    for column in kind.columns:
        text = written.get(column.key, "")
        if not text.strip() and not whole:
            continue
        value = read_cell(column, text)
        if value is not None:
            cells[column.key] = stored(value)
    return cells


def fits(column: Column, kept: str) -> bool:
    """Whether a stored value is one that the column would take today."""
    try:
        read_cell(column, kept)
    except Invalid:
        return False
    return True


def missing(kind: ListType, kept: Mapping[str, object]) -> tuple[Column, ...]:
    """The required columns that a row does not fill."""
    return tuple(
        column for column in kind.columns if column.required and not str(kept.get(column.key) or "")
    )


def most_characters(column: Column) -> int:
    """How long a text may be."""
    return int(column.high) if isinstance(column.high, Decimal) else USUAL_CELL


def _refused(column: Column, code: str, **params: object) -> Invalid:
    return Invalid(code, field=column.key, column=column.zh, column_en=column.en, **params)


def _number(column: Column, text: str) -> Decimal:
    bare = SEPARATORS.sub("", text.removesuffix(column.unit).strip())
    try:
        number = Decimal(bare)
    except InvalidOperation:
        raise _refused(column, "cell-number") from None
    if not usable(number):
        raise _refused(column, "cell-number")
    return number


def _day(column: Column, text: str) -> date:
    found = DAY.fullmatch(text)
    try:
        if found:
            return date(*map(int, found.groups()))
    except ValueError:
        pass
    raise _refused(column, "cell-date")


def _bounded(column: Column, value: Decimal | date) -> Value:
    low, high = column.low, column.high
    if low is not None and value < low:  # type: ignore[operator]
        raise _refused(column, "cell-low", limit=stored(low))
    if high is not None and value > high:  # type: ignore[operator]
        raise _refused(column, "cell-high", limit=stored(high))
    return value


def _choice(column: Column, text: str) -> str:
    for choice in column.choices:
        if text in (choice.key, choice.zh, choice.en):
            return choice.key
    raise _refused(column, "cell-choice")


def _yes_no(column: Column, text: str) -> bool:
    found = WORDS.get(text.lower())
    if found is None:
        raise _refused(column, "cell-yes-no")
    return found


def _text(column: Column, text: str) -> str:
    most = most_characters(column)
    if len(text) > most:
        raise _refused(column, "cell-long", limit=most)
    return text
