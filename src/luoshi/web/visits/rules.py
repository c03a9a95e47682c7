"""Who keeps visits, and who answers what was raised."""

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision, allowed_if
from luoshi.web.visits.models import Raised


def can_keep_visits(actor: Actor, jurisdiction_id: int) -> Decision:
    """The supervision office: note visits, what was raised, who owns it, how it was rated."""
    held = actor.holds("supervisor", jurisdiction_id=jurisdiction_id)
    return allowed_if(held, "visits-supervisor-only")


def can_keep_any_visit(actor: Actor) -> Decision:
    """A supervision office, of whatever jurisdiction."""
    return allowed_if(actor.holds("supervisor"), "visits-supervisor-only")


def can_answer_raised(actor: Actor, raised: Raised) -> Decision:
    """The unit that owns it, or the supervision office that notes the answer down."""
    owner = raised.commitment.lead_unit_id if raised.commitment else None
    own = owner is not None and actor.holds_for(owner, "contact", "unit_leader")
    kept = actor.holds("supervisor", jurisdiction_id=raised.visit.jurisdiction_id)
    return allowed_if(own or kept, "raised-owner-only")
