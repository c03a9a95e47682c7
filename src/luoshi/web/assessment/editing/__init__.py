"""Schemes as forms: rows to fill, what they stand for, and faults beside the field."""

from luoshi.web.assessment.editing.draft import MAX_ROWS, Draft
from luoshi.web.assessment.editing.faults import excerpt, field_of, wording
from luoshi.web.assessment.editing.field import Input
from luoshi.web.assessment.editing.inputs import Sheet, sheet_of
from luoshi.web.excerpt import Excerpt

__all__ = [
    "MAX_ROWS",
    "Draft",
    "Excerpt",
    "Input",
    "Sheet",
    "excerpt",
    "field_of",
    "sheet_of",
    "wording",
]
