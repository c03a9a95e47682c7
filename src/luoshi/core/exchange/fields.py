"""Columns that may be edited in a sheet, and what a cell of one means."""

import re
from dataclasses import dataclass

from luoshi.core.errors import Invalid
from luoshi.core.exchange.guess import planned_day
from luoshi.core.listtype import CellType, Column, read_cell, stored
from luoshi.core.listtype.cells import DAY

SEPARATORS = re.compile(r"[、,，;；\n]+")
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]|_x[0-9A-Fa-f]{4}_")
MISTAKES = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
)
"""What Excel shows where it could not calculate (ECMA-376 18.17.3; the last two since 2019)."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a sheet. ``many``: several choices in one cell, with 、 between.

    ``places`` and ``digits``: of a number, the most decimals and the most digits before them.
    ``needed``: a new row must fill it. ``year``: of a column of days, the year of cells like 12月底
    that name none; 0 where only whole days are read. ``begins``: such a cell means its first day.
    """

    column: Column
    many: bool = False
    places: int = 18
    digits: int = 18
    needed: bool = False
    year: int = 0
    begins: bool = False

    @property
    def key(self) -> str:
        """By which rows keep the cell."""
        return self.column.key


def tidied(text: str) -> str:
    """A text as it is compared: one kind of line end, no control signs, no blanks around it."""
    return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def read_field(field: Field, written: str) -> str:
    """What is kept for the text of a cell; empty for an empty one.

    Raises Invalid as ``listtype.read_cell`` does, ``cell-mistake`` for #REF! and the like, and
    ``cell-places`` for a number that is too long.
    """
    text = tidied(written)
    column = field.column
    if text in MISTAKES:
        raise Invalid("cell-mistake", field=column.key)
    if field.many and text:
        keys = {stored_one(field, part) for part in SEPARATORS.split(text) if part.strip()}
        return ",".join(sorted(keys, key=lambda key: (len(key), key)))
    kept = stored_one(field, text)
    if column.kind == CellType.NUMBER and kept:
        whole, _point, decimals = kept.lstrip("-").partition(".")
        if len(whole) > field.digits or len(decimals) > field.places:
            raise Invalid("cell-places", field=column.key, limit=field.places)
    return kept


def stored_one(field: Field, text: str) -> str:
    """One value as it is kept."""
    column = field.column
    if column.kind == CellType.DATE and field.year and not DAY.fullmatch(text):
        day = planned_day(text, field.year, begins=field.begins)
        text = day.isoformat() if day else text
    value = read_cell(column, text)
    if value is None:
        return ""
    return tidied(stored(value)) if column.kind == CellType.TEXT else stored(value)
