"""Who does what at an appraisal session; what state allows it is asked by the actions."""

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision, Denied, allowed_if
from luoshi.web.appraisal.models import Contender, Releaser, Session

WHOLE = ("supervisor", "assessor", "principal", "auditor")
"""Roles that see every session of the jurisdiction. None of them sees a ballot."""
OWNING = ("contact", "unit_leader")
"""Roles that see sessions from when their rules are frozen."""
RELEASING = ("principal", "supervisor", "assessor")
"""Roles from which the two releasers come."""
PUBLIC = ("released", "accepted")
"""States in which the result is there for everybody who sees the session."""
ENTERING = ("supervisor", "assessor", "verifier")
"""Roles that enter ballots from paper."""


def can_run_sessions(actor: Actor, jurisdiction_id: int) -> Decision:
    """The supervision office: prepare, freeze, draw, issue tokens, operate, seal, accept."""
    held = actor.holds("supervisor", jurisdiction_id=jurisdiction_id)
    return allowed_if(held, "sessions-supervisor-only")


def can_run_any_session(actor: Actor) -> Decision:
    """A supervision office, of whatever jurisdiction."""
    return allowed_if(actor.holds("supervisor"), "sessions-supervisor-only")


def can_upload_slides(actor: Actor, contender: Contender) -> Decision:
    """Contact and leader of the unit that speaks."""
    held = actor.holds_for(contender.unit_id, "contact", "unit_leader")
    return allowed_if(held, "slides-own-unit-only")


def can_enter_paper(
    actor: Actor, jurisdiction_id: int, *, entered_by: int | None = None
) -> Decision:
    """Who enters ballots from paper; a second entry is made by somebody other than the first."""
    if not actor.holds(*ENTERING, jurisdiction_id=jurisdiction_id):
        return Denied("paper-entering-roles-only")
    return allowed_if(entered_by != actor.user_id, "paper-entered-by-you")


def can_release(actor: Actor, releaser: Releaser) -> Decision:
    """The named releaser alone: sees the result first, and releases it."""
    return allowed_if(releaser.person_id == actor.user_id, "releaser-only")


def can_see_result(actor: Actor, session: Session) -> Decision:
    """Of those who see the session: everybody once it is released, before that the releasers."""
    first = session.state == "computed" and is_releaser(actor, session)
    public = session.state in PUBLIC and bool(actor.held)
    return allowed_if(public or first, "result-not-released")


def can_see_advice(actor: Actor, session: Session) -> Decision:
    """Who runs the city and the releasers: advice is for those who decide what follows."""
    held = actor.holds(*WHOLE, jurisdiction_id=session.jurisdiction_id)
    return allowed_if(held or is_releaser(actor, session), "advice-deciders-only")


def is_releaser(actor: Actor, session: Session) -> bool:
    """Whether the person is one of the two."""
    return Releaser.objects.filter(session=session.pk, person=actor.user_id).exists()


def can_read_ballots(actor: Actor, session: Session) -> Decision:
    """The auditor, to count again, once the two have released the result: in a small class the
    ballot tells the voter."""
    if not actor.holds("auditor", jurisdiction_id=session.jurisdiction_id):
        return Denied("ballots-auditor-only")
    return allowed_if(session.state in PUBLIC, "ballots-not-released")
