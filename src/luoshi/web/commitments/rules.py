"""Who may do what to a list and to a commitment; what state allows it is asked by the actions."""

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import ALLOWED, Decision, Denied, allowed_if
from luoshi.web.commitments.models import Amendment, Commitment, CommitmentList, SavedView

DECIDERS = ("principal", "supervisor")
SETTLED = ("accepted", "underway")
"""States in which the lead unit has taken the commitment on."""


def can_keep_list_types(actor: Actor, jurisdiction_id: int) -> Decision:
    """The supervision office or an administrator of the jurisdiction."""
    held = actor.holds("supervisor", "admin", jurisdiction_id=jurisdiction_id)
    return allowed_if(held, "list-types-keepers-only")


def can_create_list(actor: Actor, jurisdiction_id: int) -> Decision:
    """The supervision office of the jurisdiction."""
    return allowed_if(actor.holds("supervisor", jurisdiction_id=jurisdiction_id), "supervisor-only")


def can_create_lists(actor: Actor) -> Decision:
    """A supervision office, of whatever jurisdiction."""
    return allowed_if(actor.holds("supervisor"), "supervisor-only")


def can_change_list(actor: Actor, lst: CommitmentList) -> Decision:
    """The supervision office: freeze it, add commitments to it, weigh them."""
    return can_create_list(actor, lst.jurisdiction_id)


def can_change_view(actor: Actor, view: SavedView) -> Decision:
    """Whose it is; a shared one also who keeps its list."""
    own = view.person_id == actor.user_id
    kept = view.shared and view.list is not None and bool(can_change_list(actor, view.list))
    return allowed_if(own or kept, "view-owner-only")


def can_change(actor: Actor, commitment: Commitment) -> Decision:
    """The supervision office: edit, set milestones."""
    return can_create_list(actor, commitment.jurisdiction_id)


def can_sign_off(actor: Actor, commitment: Commitment) -> Decision:
    """The supervision office, for whoever verified it: take the steps before, and sign off."""
    return can_create_list(actor, commitment.jurisdiction_id)


def can_answer(actor: Actor, commitment: Commitment) -> Decision:
    """The leader of the lead unit, or of a unit above it: accept or dispute.

    Of a part nobody answers who leads the whole, or a unit above that: who gave it away does not
    take it on in the name of who got it. Reads the whole that it is a part of.
    """
    lead, whole = commitment.lead_unit_id, commitment.parent
    giver = whole.lead_unit_id if whole else None
    leads = [h for h in actor.held if h.role == "unit_leader" and lead in h.reach]
    if any(held.unit_id == lead or giver not in held.reach for held in leads):
        return ALLOWED
    return Denied("part-unit-leader-only" if leads else "lead-unit-leader-only")


def can_promise(actor: Actor, lead_unit_id: int | None) -> Decision:
    """The leader of the unit, or of a unit above it: take something on without being asked."""
    leads = lead_unit_id is not None and actor.holds_for(lead_unit_id, "unit_leader")
    return allowed_if(leads, "lead-unit-leader-only")


def can_divide(actor: Actor, commitment: Commitment) -> Decision:
    """The supervision office; contact or leader of the lead unit or of a unit above it.

    A lead unit that runs its own lists divides through its own supervision office too.
    """
    lead = commitment.lead_unit_id
    own = lead is not None and (
        actor.holds_for(lead, "contact", "unit_leader")
        or actor.holds("supervisor", jurisdiction_id=lead)
    )
    return allowed_if(own or bool(can_change(actor, commitment)), "dividers-only")


def can_dispatch(actor: Actor, commitment: Commitment) -> Decision:
    """The supervision office; a part also the leader who divided it, to units of the own.

    Reads the whole that it is a part of.
    """
    whole = commitment.parent
    below = (
        whole is not None
        and whole.lead_unit_id is not None
        and actor.holds_for(whole.lead_unit_id, "unit_leader")
        and actor.holds_for(commitment.lead_unit_id, "unit_leader")
    )
    return allowed_if(below or bool(can_change(actor, commitment)), "dispatchers-only")


def can_propose_amendment(actor: Actor, commitment: Commitment) -> Decision:
    """The supervision office, or the leader of the lead unit or of a unit above it."""
    allowed = can_change(actor, commitment) or can_promise(actor, commitment.lead_unit_id)
    return allowed_if(bool(allowed), "amendment-proposers-only")


def can_decide_amendment(actor: Actor, amendment: Amendment) -> Decision:
    """A leader of the jurisdiction, never who proposed it."""
    if actor.user_id == amendment.proposed_by_id:
        return Denied("own-amendment")
    area = amendment.commitment.jurisdiction_id
    return allowed_if(actor.holds("principal", jurisdiction_id=area), "principal-amends")


def can_withdraw(actor: Actor, commitment: Commitment) -> Decision:
    """The supervision office until it is taken on; after that only a leader of the jurisdiction."""
    if commitment.state in SETTLED:
        held = actor.holds("principal", jurisdiction_id=commitment.jurisdiction_id)
        return allowed_if(held, "principal-withdraws")
    return can_change(actor, commitment)


def can_decide_dispute(
    actor: Actor, *, superiors: frozenset[int], parties: frozenset[int], disputed_by: int
) -> Decision:
    """A leader or supervisor of a unit above both; never who disputed, nor one of the parties."""
    own = actor.own_units("contact", "unit_leader") & parties
    if actor.user_id == disputed_by or own:
        return Denied("own-dispute")
    decides = any(h.role in DECIDERS and h.unit_id in superiors for h in actor.held)
    return allowed_if(decides, "common-superior-only")
