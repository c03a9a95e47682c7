"""Every change to the unit tree and to the names of units."""

from luoshi.web.units.actions.aliases import alias_add, alias_remove
from luoshi.web.units.actions.events import (
    event_check,
    event_decide,
    event_effect,
    event_undo,
    unit_move,
    unit_rename,
)
from luoshi.web.units.actions.founding import jurisdiction_found, unit_create

__all__ = [
    "alias_add",
    "alias_remove",
    "event_check",
    "event_decide",
    "event_effect",
    "event_undo",
    "jurisdiction_found",
    "unit_create",
    "unit_move",
    "unit_rename",
]
