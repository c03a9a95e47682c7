"""Who opens the window, objects, names who answers, and who may be named: nobody who took part."""

from dataclasses import dataclass, field

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision, Denied, allowed_if
from luoshi.web.assessment.models import ScoreRun, UnitScore
from luoshi.web.objections.models import Objection

OBJECTING = ("contact", "unit_leader")
OFFICE = ("assessor", "principal")
"""Roles that name who answers."""
ANSWERING = ("assessor", "supervisor", "principal", "verifier")
"""Roles whose holders can be named to answer."""

People = frozenset[int]


@dataclass(frozen=True, slots=True)
class Involved:
    """Who took part in a number, by what they did, and the units ranked with it.

    ``rules``: wrote the scheme's versions; ``run``: computed it or took it on; ``facts``: filled,
    signed, accepted, verified or decided what stands behind it; ``filed``: the objection itself.
    ``sides``: the unit, those of its group, and all below them.
    """

    rules: People = frozenset()
    run: People = frozenset()
    facts: People = frozenset()
    filed: People = frozenset()
    sides: frozenset[int] = field(default_factory=frozenset)


def can_open_window(actor: Actor, run: ScoreRun) -> Decision:
    """The assessor of the run's jurisdiction."""
    held = actor.holds("assessor", jurisdiction_id=run.jurisdiction_id)
    return allowed_if(held, "assessor-only")


def can_object(actor: Actor, score: UnitScore) -> Decision:
    """Contact or leader of the scored unit, or of a unit above it."""
    return allowed_if(actor.holds_for(score.unit_id, *OBJECTING), "objection-own-unit-only")


def can_withdraw(actor: Actor, objection: Objection) -> Decision:
    """Who may object for the unit."""
    return allowed_if(actor.holds_for(objection.unit_id, *OBJECTING), "objection-own-unit-only")


def can_assign(actor: Actor, objection: Objection) -> Decision:
    """The assessor or a principal of the jurisdiction names who answers."""
    area = objection.run.jurisdiction_id
    return allowed_if(actor.holds(*OFFICE, jurisdiction_id=area), "objection-office-assigns")


def can_be_named(actor: Actor, objection: Objection, *, involved: Involved) -> Decision:
    """Whether that person stands outside: holds an office here and took no part in the number.

    Source: 济南市绩效管理条例第二十六条; the recusal of 政府督查工作条例第十七条.
    """
    barred = {
        "objection-filed-it": actor.user_id in involved.filed,
        "objection-wrote-rules": actor.user_id in involved.rules,
        "objection-made-run": actor.user_id in involved.run,
        "objection-behind-facts": actor.user_id in involved.facts,
        "objection-takes-side": any(held.unit_id in involved.sides for held in actor.held),
    }
    for reason, holds in barred.items():
        if holds:
            return Denied(reason)
    area = objection.run.jurisdiction_id
    return allowed_if(actor.holds(*ANSWERING, jurisdiction_id=area), "objection-no-office")


def can_answer(actor: Actor, objection: Objection, *, involved: Involved) -> Decision:
    """The person named, while that person still stands outside."""
    if objection.answerer_id != actor.user_id:
        return Denied("objection-not-named")
    return can_be_named(actor, objection, involved=involved)


def can_run_again(actor: Actor, run: ScoreRun) -> Decision:
    """The assessor of the run's jurisdiction."""
    return can_open_window(actor, run)
