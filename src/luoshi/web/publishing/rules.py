"""Who may draft, issue and read bulletins."""

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision, Denied, allowed_if
from luoshi.web.publishing.models import Bulletin, Source

DRAFTING = ("supervisor", "assessor")
WHOLE = (*DRAFTING, "principal")
"""Roles that see drafts."""
READING = (*WHOLE, "contact", "unit_leader")
"""Roles that see what was issued."""


def can_draft(actor: Actor, source: Source) -> Decision:
    """The supervision office or the assessor of the jurisdiction of the run or session."""
    return allowed_if(
        actor.holds(*DRAFTING, jurisdiction_id=source.jurisdiction_id), "bulletin-drafters-only"
    )


def can_edit(actor: Actor, bulletin: Bulletin) -> Decision:
    """Who may draft, while it is not out."""
    if bulletin.is_issued:
        return Denied("bulletin-issued")
    return can_draft(actor, bulletin.source)


def is_ready(bulletin: Bulletin) -> bool:
    """Whether its numbers stand and it is not out yet."""
    return bulletin.is_final and not bulletin.is_issued


def can_issue(actor: Actor, bulletin: Bulletin) -> Decision:
    """A principal of the jurisdiction: a named person lets it out."""
    return allowed_if(
        actor.holds("principal", jurisdiction_id=bulletin.jurisdiction_id),
        "bulletin-principal-issues",
    )
