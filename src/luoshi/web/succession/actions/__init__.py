"""Every change of owners: between units and between people."""

from luoshi.web.succession.actions.changes import (
    change_take_effect,
    changes_due,
    unit_change,
    unit_merge,
    unit_split,
)
from luoshi.web.succession.actions.handovers import (
    handover_cancel,
    handover_check,
    handover_confirm,
    handover_decide,
    handover_propose,
    handover_refuse,
    handover_take_effect,
    handovers_due,
)
from luoshi.web.succession.actions.reminders import owner_remind
from luoshi.web.succession.actions.transfers import transfers_accept

__all__ = [
    "change_take_effect",
    "changes_due",
    "handover_cancel",
    "handover_check",
    "handover_confirm",
    "handover_decide",
    "handover_propose",
    "handover_refuse",
    "handover_take_effect",
    "handovers_due",
    "owner_remind",
    "transfers_accept",
    "unit_change",
    "unit_merge",
    "unit_split",
]
