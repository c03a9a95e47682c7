"""What becomes of a challenge that did not end well: void, assigned, published again."""

from datetime import datetime

from django.db import transaction

from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.challenges.actions.steps import locked, note_taken, require_note, take_step
from luoshi.web.challenges.actions.terms import challenge_propose
from luoshi.web.challenges.commitment import draft_of
from luoshi.web.challenges.drafts import Proposal
from luoshi.web.challenges.models import Challenge
from luoshi.web.challenges.queries import lists_to_join
from luoshi.web.challenges.rules import can_decide, can_run
from luoshi.web.commitments.actions import commitment_create, commitment_dispatch
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.units.models import Unit

ENDED = ("lapsed", "delisted", "void")
"""States from which an item may go on the board again."""
KEPT = ("tests", "stop_loss", "reward", "reward_text", "budget", "teams", "notice_days")
"""Terms that a new challenge takes over; its times are drawn up anew."""


@transaction.atomic
def challenge_void(*, challenge: Challenge, note: str, by: Actor, at: datetime) -> None:
    """作废: a half of the key is lost. The bids stay sealed for ever; nobody can read them."""
    fresh = locked(challenge)
    can_decide(by, fresh).require()
    require_note(note)
    fresh.holders.update(half=None)
    take_step(fresh, "void", by=by, at=at, note=note)


@transaction.atomic
def challenge_assign(
    *, challenge: Challenge, within: CommitmentList, lead_unit: Unit, by: Actor, at: datetime
) -> Commitment:
    """转为交办: nobody took it, so it is given to a unit in the usual way."""
    fresh = locked(challenge)
    can_run(by, fresh).require()
    if not lists_to_join(fresh).filter(pk=within.pk).exists():
        raise Invalid("challenge-list-wrong", field="within")
    draft = draft_of(fresh, lead_unit, ())
    made = commitment_create(within=within, draft=draft, by=by, at=at)
    commitment_dispatch(commitments=[made], by=by, at=at)
    fresh.list = within
    facts = {"commitment": made, "unit": lead_unit}
    take_step(fresh, "assign", by=by, at=at, facts=facts, columns=("list",))
    return made


@transaction.atomic
def challenge_republish(*, challenge: Challenge, by: Actor, at: datetime) -> Challenge:
    """A new challenge in the place of one that ended; times, people and keys are new."""
    fresh = locked(challenge)
    can_run(by, fresh).require()
    if fresh.state not in ENDED:
        raise Refused("wrong-state", state=fresh.state)
    if Challenge.objects.filter(supersedes=fresh).exists():
        raise Refused("challenge-superseded")
    proposal = Proposal(
        title=fresh.title,
        problem=fresh.problem,
        hardness=fresh.hardness,
        owner_unit=fresh.owner_unit,
    )
    made = challenge_propose(
        jurisdiction=fresh.jurisdiction, proposal=proposal, by=by, at=at, supersedes=fresh
    )
    for name in KEPT:
        setattr(made, name, getattr(fresh, name))
    made.save(update_fields=KEPT)
    note_taken(fresh, "republish", by=by, at=at, facts={"challenge": made})
    return made
