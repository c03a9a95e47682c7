"""Who asks for data, who approves what is too much, who answers, remarks and rules."""

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision, Denied, allowed_if
from luoshi.web.burden.models import DataRequest, Remark, RequestUnit

ASKING = ("supervisor", "assessor", "contact", "unit_leader")
"""Roles that ask in the name of the unit at which they are held."""
WHOLE = ("supervisor", "assessor", "principal", "auditor")
"""Roles that see every request of the jurisdiction that was sent."""


def can_ask(actor: Actor, unit_id: int) -> Decision:
    """Whoever works at the asking unit itself."""
    return allowed_if(unit_id in actor.own_units(*ASKING), "asker-only")


def can_handle_request(actor: Actor, request: DataRequest) -> Decision:
    """The asking unit: check it, send it, take it back, reply to remarks."""
    return can_ask(actor, request.asker_id)


def can_approve_request(actor: Actor, request: DataRequest) -> Decision:
    """The principal who was named for it, unless the request is their own."""
    if actor.user_id == request.made_by_id:
        return Denied("own-request")
    named = actor.user_id == request.approver_id
    held = actor.holds("principal", jurisdiction_id=request.jurisdiction_id)
    return allowed_if(named and held, "approver-only")


def can_answer_request(actor: Actor, asked: RequestUnit) -> Decision:
    """The contact of the unit, or of a unit above it."""
    return allowed_if(actor.holds_for(asked.unit_id, "contact"), "unit-contact-only")


def can_remark(actor: Actor, asked: RequestUnit) -> Decision:
    """The contact or leader of the unit, or of a unit above it: remark and appeal."""
    return allowed_if(actor.holds_for(asked.unit_id, "contact", "unit_leader"), "asked-unit-only")


def can_rule_remark(actor: Actor, remark: Remark) -> Decision:
    """A principal or the supervision office, never who replied nor who works for the asker."""
    request = remark.asked.request
    if actor.user_id in (remark.replied_by_id, request.made_by_id):
        return Denied("own-request")
    if request.asker_id in actor.own_units("contact", "unit_leader"):
        return Denied("own-request")
    held = actor.holds("principal", "supervisor", jurisdiction_id=request.jurisdiction_id)
    return allowed_if(held, "remark-rulers-only")
