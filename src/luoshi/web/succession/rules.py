"""Who hands over, who decides it, who takes over, and who asks owners that are silent."""

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision, allowed_if
from luoshi.web.succession.models import Handover


def can_propose_handover(actor: Actor, from_user_id: int, *, jurisdiction_id: int) -> Decision:
    """The person, of the own seats; an administrator of the jurisdiction, of anybody's."""
    own = actor.user_id == from_user_id and bool(actor.held)
    admin = actor.holds("admin", jurisdiction_id=jurisdiction_id)
    return allowed_if(own or admin, "handover-proposers-only")


def can_decide_handover(actor: Actor, handover: Handover) -> Decision:
    """An administrator of the jurisdiction: it gives access."""
    held = actor.holds("admin", jurisdiction_id=handover.jurisdiction_id)
    return allowed_if(held, "admin-only")


def can_take_over(actor: Actor, handover: Handover) -> Decision:
    """The named successor, and nobody for them."""
    return allowed_if(actor.user_id == handover.to_user_id, "successor-only")


def can_cancel_handover(actor: Actor, handover: Handover) -> Decision:
    """Who proposed it, or an administrator of the jurisdiction."""
    admin = actor.holds("admin", jurisdiction_id=handover.jurisdiction_id)
    return allowed_if(admin or actor.user_id == handover.proposed_by_id, "handover-proposers-only")


def can_remind_owners(actor: Actor, jurisdiction_id: int) -> Decision:
    """The supervision office, which assigned what nobody has taken on."""
    held = actor.holds("supervisor", jurisdiction_id=jurisdiction_id)
    return allowed_if(held, "supervisor-only")
