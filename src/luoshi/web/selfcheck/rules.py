"""Who puts the questions, who answers for a unit, who promises to put a problem right."""

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision, allowed_if
from luoshi.web.commitments.models import CommitmentList


def can_open_check(actor: Actor, lst: CommitmentList) -> Decision:
    """The supervision office of the jurisdiction."""
    held = actor.holds("supervisor", jurisdiction_id=lst.jurisdiction_id)
    return allowed_if(held, "self-check-supervisor-only")


def can_answer_check(actor: Actor, unit_id: int) -> Decision:
    """Contact or leader of the unit, or of a unit above it."""
    held = actor.holds_for(unit_id, "contact", "unit_leader")
    return allowed_if(held, "self-check-unit-only")


def can_put_right(actor: Actor, unit_id: int) -> Decision:
    """The leader of the unit, or of a unit above it."""
    return allowed_if(actor.holds_for(unit_id, "unit_leader"), "self-check-leader-only")
