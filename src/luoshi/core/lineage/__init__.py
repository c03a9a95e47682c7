"""Units with a history: versions of the tree, dated events, and how figures pass over them."""

from luoshi.core.lineage.carry import (
    Carried,
    CarryRule,
    Measure,
    Nature,
    carried,
    carry_rules_from,
)
from luoshi.core.lineage.checks import check_event
from luoshi.core.lineage.events import Event, Heir, Kind, Place
from luoshi.core.lineage.history import History, Version
from luoshi.core.lineage.outcome import after

__all__ = [
    "Carried",
    "CarryRule",
    "Event",
    "Heir",
    "History",
    "Kind",
    "Measure",
    "Nature",
    "Place",
    "Version",
    "after",
    "carried",
    "carry_rules_from",
    "check_event",
]
