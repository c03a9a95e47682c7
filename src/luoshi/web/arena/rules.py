"""Who keeps an arena."""

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision, allowed_if

CHOOSING = ("supervisor", "principal")
"""Roles that choose who speaks: a named person, never the rank by itself."""


def can_keep_season(actor: Actor, jurisdiction_id: int) -> Decision:
    """The supervision office: seasons, and which session belongs to which."""
    held = actor.holds("supervisor", jurisdiction_id=jurisdiction_id)
    return allowed_if(held, "seasons-supervisor-only")


def can_keep_any_season(actor: Actor) -> Decision:
    """A supervision office, of whatever jurisdiction."""
    return allowed_if(actor.holds("supervisor"), "seasons-supervisor-only")


def can_choose_speakers(actor: Actor, jurisdiction_id: int) -> Decision:
    """The supervision office or a leader of the jurisdiction."""
    held = actor.holds(*CHOOSING, jurisdiction_id=jurisdiction_id)
    return allowed_if(held, "speakers-choosers-only")
