"""Who may write rules, compute, see and take on scores."""

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import ALLOWED, Decision, Denied, allowed_if
from luoshi.web.assessment.models import ScoreRun

WHOLE = ("supervisor", "assessor", "principal")
"""Roles that see every run of the jurisdiction."""
TRYING = ("assessor", "principal")
"""Roles that read what drafts of the rules would have done: the writers and those who decide."""
OWNING = ("contact", "unit_leader")
"""Roles that see final runs, and the trace of their own units in every run."""


def can_write_schemes(actor: Actor, jurisdiction_id: int) -> Decision:
    """The assessor of the jurisdiction."""
    held = actor.holds("assessor", jurisdiction_id=jurisdiction_id)
    return allowed_if(held, "assessor-only")


def can_write_any_scheme(actor: Actor) -> Decision:
    """An assessor, of whatever jurisdiction."""
    return allowed_if(actor.holds("assessor"), "assessor-only")


def can_compute(actor: Actor, jurisdiction_id: int) -> Decision:
    """The assessor of the jurisdiction."""
    return can_write_schemes(actor, jurisdiction_id)


def can_see_trials(actor: Actor, jurisdiction_id: int) -> Decision:
    """The assessor and the principals of the jurisdiction."""
    held = actor.holds(*TRYING, jurisdiction_id=jurisdiction_id)
    return allowed_if(held, "trials-of-others")


def can_finalise(actor: Actor, run: ScoreRun) -> Decision:
    """A principal of the jurisdiction takes the result on, never the one who computed it."""
    if not actor.holds("principal", jurisdiction_id=run.jurisdiction_id):
        return Denied("principal-finalises")
    return allowed_if(actor.user_id != run.computed_by_id, "own-run")


def can_decide_edge(actor: Actor, run: ScoreRun) -> Decision:
    """A principal of the jurisdiction says who of a tie takes the seats, never who computed it."""
    return can_finalise(actor, run)


def can_see_ranking(actor: Actor, run: ScoreRun) -> Decision:
    """Overseers always; units once the run is final."""
    if actor.holds(*WHOLE, jurisdiction_id=run.jurisdiction_id):
        return ALLOWED
    final = run.finalised_at is not None
    held = actor.holds(*OWNING, jurisdiction_id=run.jurisdiction_id)
    return allowed_if(final and held, "run-not-final")
