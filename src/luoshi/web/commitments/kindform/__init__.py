"""The form of a kind of list: its texts, its faults, and how it is shown."""

from luoshi.web.commitments.kindform.draft import Draft
from luoshi.web.commitments.kindform.faults import field_of, wording
from luoshi.web.commitments.kindform.sheet import sheet_of

__all__ = ["Draft", "field_of", "sheet_of", "wording"]
