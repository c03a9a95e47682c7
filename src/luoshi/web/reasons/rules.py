"""Who gives a reason for being behind, and who accepts it."""

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision, Denied, allowed_if
from luoshi.web.commitments.models import Commitment
from luoshi.web.reasons.models import BehindReason

DECIDERS = ("supervisor", "principal")
GIVERS = ("contact", "unit_leader")


def can_give_reason(actor: Actor, commitment: Commitment) -> Decision:
    """Contact or leader of the lead unit, or of a unit above it."""
    gives = commitment.lead_unit_id is not None and actor.holds_for(
        commitment.lead_unit_id, *GIVERS
    )
    return allowed_if(gives, "reason-lead-unit-only")


def can_decide_reason(actor: Actor, reason: BehindReason) -> Decision:
    """The supervision office or a leader of the jurisdiction, never who gave it nor its unit."""
    if actor.user_id == reason.given_by_id or actor.holds_for(reason.unit_id, *GIVERS):
        return Denied("own-reason")
    area = reason.commitment.jurisdiction_id
    return allowed_if(actor.holds(*DECIDERS, jurisdiction_id=area), "reason-deciders-only")
