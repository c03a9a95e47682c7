"""Who may read the record."""

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision, allowed_if


def can_read_audit(actor: Actor) -> Decision:
    """An auditor, of any jurisdiction: the chain is one."""
    return allowed_if(actor.holds("auditor"), "auditor-only")
