"""Who may bring an edited sheet back; what may change in it is asked row by row by the actions."""

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision, allowed_if
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.commitments.rules import can_change_list


def can_bring_back(actor: Actor, lst: CommitmentList) -> Decision:
    """The supervision office; once the list is frozen also leaders of units, who may propose."""
    proposes = lst.frozen_at is not None and actor.holds(
        "unit_leader", jurisdiction_id=lst.jurisdiction_id
    )
    return allowed_if(proposes or bool(can_change_list(actor, lst)), "excel-not-yours")
