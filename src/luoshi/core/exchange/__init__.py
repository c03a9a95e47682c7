"""Rows that went out into a sheet and come back: a three-way merge, cell by cell."""

from luoshi.core.exchange.ditto import filled_down, written_down
from luoshi.core.exchange.fields import Field, read_field
from luoshi.core.exchange.merge import (
    MISSING,
    CellChange,
    Fault,
    Kept,
    Merge,
    Verdict,
    Written,
    merge,
)

__all__ = [
    "MISSING",
    "CellChange",
    "Fault",
    "Field",
    "Kept",
    "Merge",
    "Verdict",
    "Written",
    "filled_down",
    "merge",
    "read_field",
    "written_down",
]
