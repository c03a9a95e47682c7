"""Who may change the tree."""

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision, allowed_if


def can_change_units(actor: Actor, jurisdiction_id: int) -> Decision:
    """An administrator of the jurisdiction."""
    return allowed_if(actor.holds("admin", jurisdiction_id=jurisdiction_id), "admin-only")
