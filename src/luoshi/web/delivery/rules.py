"""Who opens rounds, fills, signs and decides reports, draws, and verifies."""

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision, Denied, allowed_if
from luoshi.web.delivery.models import ProgressReport, Sample

WHOLE = ("supervisor", "assessor", "principal")
"""Roles that see every report of the jurisdiction."""
OWNING = ("contact", "unit_leader")
"""Roles that see the reports of their own units."""


def can_run_rounds(actor: Actor, jurisdiction_id: int) -> Decision:
    """The supervision office: open and close rounds, draw samples."""
    held = actor.holds("supervisor", jurisdiction_id=jurisdiction_id)
    return allowed_if(held, "delivery-supervisor-only")


def can_fill(actor: Actor, report: ProgressReport) -> Decision:
    """The contact of the unit, or of a unit above it."""
    return allowed_if(actor.holds_for(report.unit_id, "contact"), "unit-contact-only")


def can_sign(actor: Actor, report: ProgressReport) -> Decision:
    """The leader of the unit, or of a unit above it."""
    return allowed_if(actor.holds_for(report.unit_id, "unit_leader"), "unit-leader-only")


def can_accept(actor: Actor, report: ProgressReport) -> Decision:
    """The supervision office, but not whoever submitted or signed it."""
    decision = can_run_rounds(actor, report.round.list.jurisdiction_id)
    if decision and actor.user_id in (report.submitted_by_id, report.signed_by_id):
        return Denied("own-report")
    return decision


def can_recall(actor: Actor, report: ProgressReport) -> Decision:
    """The contact; once it is signed also the leader, who stands for it."""
    decision = can_fill(actor, report)
    if not decision and report.state == "signed":
        return can_sign(actor, report)
    return decision


def can_return(actor: Actor, report: ProgressReport) -> Decision:
    """Its leader while it waits for the signature; after that the supervision office."""
    if report.state == "submitted":
        return can_sign(actor, report)
    return can_accept(actor, report)


def can_verify(actor: Actor, sample: Sample, *, barred: frozenset[int]) -> Decision:
    """The drawn verifier, never of the own unit nor of one above or below it."""
    jurisdiction_id = sample.draw.round.list.jurisdiction_id
    if sample.verifier_id != actor.user_id or not actor.holds(
        "verifier", jurisdiction_id=jurisdiction_id
    ):
        return Denied("drawn-verifier-only")
    return allowed_if(sample.report.unit_id not in barred, "own-unit")
