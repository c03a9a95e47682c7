"""Who may change the working calendar."""

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision, allowed_if


def can_change_calendar(actor: Actor) -> Decision:
    """An administrator, of any jurisdiction: the holidays are the nation's."""
    return allowed_if(actor.holds("admin"), "admin-only")
