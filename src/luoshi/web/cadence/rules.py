"""Who keeps cadences, records meetings, asks and answers."""

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision, allowed_if
from luoshi.web.cadence.models import Question


def can_keep_cadences(actor: Actor, jurisdiction_id: int) -> Decision:
    """The supervision office: set, prepare, record; note what was asked, said and decided."""
    held = actor.holds("supervisor", jurisdiction_id=jurisdiction_id)
    return allowed_if(held, "cadence-supervisor-only")


def can_keep_any_cadence(actor: Actor) -> Decision:
    """A supervision office, of whatever jurisdiction."""
    return allowed_if(actor.holds("supervisor"), "cadence-supervisor-only")


def can_ask(actor: Actor, jurisdiction_id: int) -> Decision:
    """A leader of the jurisdiction, or the supervision office that notes it down."""
    held = actor.holds("supervisor", "principal", jurisdiction_id=jurisdiction_id)
    return allowed_if(held, "cadence-leader-only")


def can_answer_question(actor: Actor, question: Question) -> Decision:
    """The unit that was asked, or the supervision office that notes the answer down."""
    own = actor.holds_for(question.unit_id, "contact", "unit_leader")
    area = question.meeting.cadence.list.jurisdiction_id
    kept = actor.holds("supervisor", jurisdiction_id=area)
    return allowed_if(own or kept, "question-unit-only")
