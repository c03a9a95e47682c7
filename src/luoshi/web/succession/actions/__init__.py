"""Every change of owners: between units and between people."""

from luoshi.web.succession.actions.changes import (
    change_take_effect,
    changes_due,
    unit_change,
    unit_merge,
    unit_split,
)
from luoshi.web.succession.actions.transfers import transfers_accept

__all__ = [
    "change_take_effect",
    "changes_due",
    "transfers_accept",
    "unit_change",
    "unit_merge",
    "unit_split",
]
