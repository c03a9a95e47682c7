"""Who opens and closes a look-back, who fills and who signs an entry."""

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision, allowed_if
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.lookback.models import Entry


def can_look_back(actor: Actor, lst: CommitmentList) -> Decision:
    """The supervision office of the jurisdiction: open, close."""
    held = actor.holds("supervisor", jurisdiction_id=lst.jurisdiction_id)
    return allowed_if(held, "look-back-supervisor-only")


def can_fill_entry(actor: Actor, entry: Entry) -> Decision:
    """The contact of the unit, or of a unit above it."""
    return allowed_if(actor.holds_for(entry.unit_id, "contact"), "look-back-contact-only")


def can_sign_entry(actor: Actor, entry: Entry) -> Decision:
    """The leader of the unit, or of a unit above it: sign, or send back."""
    return allowed_if(actor.holds_for(entry.unit_id, "unit_leader"), "look-back-leader-only")
