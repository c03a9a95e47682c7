"""Who has which part in a challenge; what state allows it is asked by the actions."""

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision, Denied, allowed_if
from luoshi.web.challenges.models import (
    Acceptor,
    Challenge,
    Evaluator,
    KeyHolder,
    Objection,
    Pledge,
)

WHOLE = ("supervisor", "assessor", "principal")
"""Roles that see every challenge of the jurisdiction, and every bid once it is opened."""
OWNING = ("contact", "unit_leader")
"""Roles that see what is on the board, and what their own units proposed."""
HOLDING = ("principal", "supervisor", "assessor", "auditor")
"""Roles from which the holders of the opening key come: none of them bids."""
JUDGING = ("principal", "supervisor", "assessor", "verifier", "unit_leader")
"""Roles from which evaluators come."""
ANSWERING = ("principal", "supervisor", "assessor")
"""Roles that answer objections."""


def can_propose(actor: Actor, jurisdiction_id: int) -> Decision:
    """征榜: the supervision office, or a contact or leader of a unit of the jurisdiction."""
    held = actor.holds("supervisor", *OWNING, jurisdiction_id=jurisdiction_id)
    return allowed_if(held, "challenge-proposers-only")


def can_run(actor: Actor, challenge: Challenge) -> Decision:
    """The supervision office: terms, people, publication, notice, delivery, acceptance."""
    held = actor.holds("supervisor", jurisdiction_id=challenge.jurisdiction_id)
    return allowed_if(held, "challenge-supervisor-only")


def can_decide(actor: Actor, challenge: Challenge, *, asked_by: int | None = None) -> Decision:
    """A leader of the jurisdiction, never on what the same person asked for."""
    if not actor.holds("principal", jurisdiction_id=challenge.jurisdiction_id):
        return Denied("challenge-principal-only")
    return allowed_if(actor.user_id != asked_by, "challenge-own-proposal")


def can_hold_key(actor: Actor, holder: KeyHolder) -> Decision:
    """The named holder alone: take the half, hand it in."""
    return allowed_if(holder.person_id == actor.user_id, "key-holder-only")


def can_bid(
    actor: Actor, challenge: Challenge, unit_id: int, *, barred: frozenset[int]
) -> Decision:
    """The leader of the unit itself; never the unit whose problem it is, nor its line."""
    leads = any(
        held.role == "unit_leader"
        and held.unit_id == unit_id
        and held.jurisdiction_id == challenge.jurisdiction_id
        for held in actor.held
    )
    if not leads:
        return Denied("bid-unit-leader-only")
    return allowed_if(unit_id not in barred, "challenge-owner-bids")


def can_declare(actor: Actor, evaluator: Evaluator) -> Decision:
    """The named evaluator alone."""
    return allowed_if(evaluator.person_id == actor.user_id, "evaluator-only")


def can_mark(
    actor: Actor, evaluator: Evaluator, *, near: frozenset[int], bidding: frozenset[int]
) -> Decision:
    """The named evaluator, who declared no interest, and of whose line no unit bids.

    ``near``: the evaluator's own units, with those above and below; ``bidding``: lead units and
    partners of the bids.
    """
    if evaluator.person_id != actor.user_id:
        return Denied("evaluator-only")
    if near & bidding:
        return Denied("evaluator-of-bidder")
    return allowed_if(evaluator.has_interest is False, "evaluator-undeclared")


def can_object(actor: Actor, challenge: Challenge) -> Decision:
    """A contact or leader of any unit of the jurisdiction."""
    held = actor.holds(*OWNING, jurisdiction_id=challenge.jurisdiction_id)
    return allowed_if(held, "objectors-only")


def can_answer_objection(
    actor: Actor, objection: Objection, *, involved: frozenset[int]
) -> Decision:
    """A leader, supervisor or assessor of the jurisdiction, but nobody who was involved:
    evaluators, who decided the evaluation, who filed the objection.
    """
    area = objection.challenge.jurisdiction_id
    if not actor.holds(*ANSWERING, jurisdiction_id=area):
        return Denied("objection-answerers-only")
    return allowed_if(actor.user_id not in involved, "objection-involved")


def can_sign(actor: Actor, pledge: Pledge) -> Decision:
    """The leader of the unit that won: sign the pledge, forgo it, file for an exemption."""
    leads = pledge.bid.unit_id in actor.own_units("unit_leader")
    return allowed_if(leads, "pledge-unit-leader-only")


def can_accept(
    actor: Actor, acceptor: Acceptor, *, barred: frozenset[int], party: frozenset[int]
) -> Decision:
    """The named acceptor, outside of every unit that has a part in it.

    ``barred``: the acceptor's own units with those above and below; ``party``: owner, lead units
    and partners.
    """
    area = acceptor.challenge.jurisdiction_id
    if acceptor.person_id != actor.user_id or not actor.holds("verifier", jurisdiction_id=area):
        return Denied("acceptor-only")
    return allowed_if(not barred & party, "acceptor-of-party")
