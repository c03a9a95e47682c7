"""签榜、攻榜: pledges are signed by both sides, and become commitments."""

from datetime import datetime

from django.db import transaction

from luoshi.core.errors import Invalid, Refused
from luoshi.web import blobs
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.challenges.actions.steps import (
    locked,
    note_taken,
    require_note,
    require_state,
    take_step,
)
from luoshi.web.challenges.commitment import draft_of
from luoshi.web.challenges.content import BidContent
from luoshi.web.challenges.models import Challenge, ExemptionClaim, Pledge, PledgeState
from luoshi.web.challenges.paper import pledge_docx
from luoshi.web.challenges.queries import lists_to_join
from luoshi.web.challenges.rules import can_decide, can_run, can_sign
from luoshi.web.commitments.actions import (
    commitment_advance,
    commitment_create,
    commitment_dispatch,
    milestones_set,
)
from luoshi.web.commitments.models import Commitment, CommitmentList

FAILING = ("accepted", "underway", "claimed_done")
"""States from which a commitment can fail; one that was not taken on is withdrawn by hand."""


@transaction.atomic
def pledge_sign(*, pledge: Pledge, by: Actor, at: datetime) -> None:
    """The leader of the winning unit gives the word."""
    challenge, fresh = _both(pledge)
    can_sign(by, fresh).require()
    require_state(challenge, "signing")
    _require(fresh, PledgeState.OFFERED)
    fresh.state, fresh.signed_by_id, fresh.signed_at = PledgeState.SIGNED, by.user_id, at
    fresh.save(update_fields=["state", "signed_by", "signed_at"])
    record(by=by, at=at, verb="challenge.sign", obj=challenge, after=_facts(fresh))


@transaction.atomic
def pledge_countersign(*, pledge: Pledge, by: Actor, at: datetime) -> None:
    """A leader of the jurisdiction signs too; the Word file is kept as it was then."""
    challenge, fresh = _both(pledge)
    can_decide(by, challenge, asked_by=fresh.signed_by_id).require()
    require_state(challenge, "signing")
    _require(fresh, PledgeState.SIGNED)
    fresh.state = PledgeState.COUNTERSIGNED
    fresh.countersigned_by_id, fresh.countersigned_at = by.user_id, at
    fresh.sha256 = blobs.put(pledge_docx(fresh))
    fresh.save(update_fields=["state", "countersigned_by", "countersigned_at", "sha256"])
    after = {**_facts(fresh), "sha256": fresh.sha256}
    record(by=by, at=at, verb="challenge.countersign", obj=challenge, after=after)


@transaction.atomic
def pledge_forgo(*, pledge: Pledge, reason: str, by: Actor, at: datetime) -> None:
    """The winner does not sign, for a reason; the reserve may follow."""
    challenge, fresh = _both(pledge)
    can_sign(by, fresh).require()
    require_state(challenge, "signing")
    require_note(reason, "reason")
    _require(fresh, PledgeState.OFFERED, PledgeState.SIGNED, PledgeState.RESERVE)
    fresh.state, fresh.reason = PledgeState.FORGONE, reason
    fresh.save(update_fields=["state", "reason"])
    after = {**_facts(fresh), "reason": reason}
    record(by=by, at=at, verb="challenge.forgo", obj=challenge, after=after)


@transaction.atomic
def reserve_promote(*, challenge: Challenge, by: Actor, at: datetime) -> Pledge:
    """The reserve takes the place of one who forwent. Raises Refused ``reserve-none``."""
    fresh = locked(challenge)
    can_run(by, fresh).require()
    require_state(fresh, "signing")
    reserve = fresh.pledges.select_for_update().filter(state=PledgeState.RESERVE).first()
    if reserve is None or not fresh.pledges.filter(state=PledgeState.FORGONE).exists():
        raise Refused("reserve-none")
    reserve.state = PledgeState.OFFERED
    reserve.save(update_fields=["state"])
    record(by=by, at=at, verb="challenge.promote", obj=fresh, after=_facts(reserve))
    return reserve


@transaction.atomic
def challenge_start(
    *, challenge: Challenge, within: CommitmentList, by: Actor, at: datetime
) -> list[Commitment]:
    """攻榜: each signed pledge becomes a commitment of the list and goes to its unit.

    Its standard is the acceptance test, its milestones are those of the bid; reports follow in
    the list's rounds. Raises Refused ``pledges-unsigned``, ``pledges-none``.
    """
    fresh = locked(challenge)
    can_run(by, fresh).require()
    require_state(fresh, "signing")
    if not lists_to_join(fresh).filter(pk=within.pk).exists():
        raise Invalid("challenge-list-wrong", field="within")
    pledges = list(fresh.pledges.select_related("bid__unit").select_for_update(of=("self",)))
    if any(pledge.state in (PledgeState.OFFERED, PledgeState.SIGNED) for pledge in pledges):
        raise Refused("pledges-unsigned")
    signed = [pledge for pledge in pledges if pledge.state == PledgeState.COUNTERSIGNED]
    if not signed:
        raise Refused("pledges-none")
    made = [
        _commit(fresh, pledge, within, by=by, at=at, racing=len(signed) > 1) for pledge in signed
    ]
    commitment_dispatch(commitments=made, by=by, at=at)
    fresh.list = within
    facts = {"commitments": made, "list": within}
    take_step(fresh, "start", by=by, at=at, facts=facts, columns=("list",))
    return made


def _commit(
    challenge: Challenge,
    pledge: Pledge,
    within: CommitmentList,
    *,
    by: Actor,
    at: datetime,
    racing: bool,
) -> Commitment:
    content = BidContent.of_json(pledge.bid.content)
    draft = draft_of(challenge, pledge.bid.unit, content.partners, racing=racing)
    made = commitment_create(within=within, draft=draft, by=by, at=at)
    milestones_set(commitment=made, steps=content.steps, by=by, at=at)
    pledge.commitment = made
    pledge.save(update_fields=["commitment"])
    return made


@transaction.atomic
def pledge_stop(*, pledge: Pledge, reason: str, by: Actor, at: datetime) -> None:
    """止损: one team stops, by what was fixed before publication; the last one ends it all."""
    challenge, fresh = _both(pledge)
    can_decide(by, challenge).require()
    require_state(challenge, "underway")
    require_note(reason, "reason")
    _require(fresh, PledgeState.COUNTERSIGNED)
    fresh.state, fresh.reason = PledgeState.STOPPED, reason
    fresh.save(update_fields=["state", "reason"])
    fail_commitment(fresh, by=by, at=at)
    note_taken(challenge, "stop", by=by, at=at, note=reason, facts=_facts(fresh))
    if not challenge.pledges.filter(state=PledgeState.COUNTERSIGNED).exists():
        take_step(challenge, "delist", by=by, at=at, note=reason)


def fail_commitment(pledge: Pledge, *, by: Actor, at: datetime) -> None:
    """The pledge's commitment failed, where it had been taken on."""
    if pledge.commitment and pledge.commitment.state in FAILING:
        commitment_advance(commitment=pledge.commitment, verb="fail", by=by, at=at)


@transaction.atomic
def exemption_file(*, pledge: Pledge, text: str, by: Actor, at: datetime) -> ExemptionClaim:
    """容错报备: what the unit says, marked as filed before acting or not. Nothing is decided."""
    challenge, fresh = _both(pledge)
    can_sign(by, fresh).require()
    require_state(challenge, "signing", "underway", "testing", "delisted")
    require_note(text, "text")
    made = ExemptionClaim.objects.create(
        pledge=fresh,
        text=text,
        before_acting=challenge.state == "signing",
        filed_by_id=by.user_id,
        filed_at=at,
    )
    after = {**_facts(fresh), "before_acting": made.before_acting}
    record(by=by, at=at, verb="challenge.exempt", obj=challenge, after=after)
    return made


def _both(pledge: Pledge) -> tuple[Challenge, Pledge]:
    """The challenge and the pledge as they stand now, locked in this order."""
    challenge = locked(pledge.challenge)
    related = ("bid__unit", "challenge__jurisdiction", "commitment")
    rows = Pledge.objects.select_for_update(of=("self",)).select_related(*related)
    fresh = rows.get(pk=pledge.pk)
    return challenge, fresh


def _require(pledge: Pledge, *states: str) -> None:
    if pledge.state not in states:
        raise Refused("pledge-not-open")


def _facts(pledge: Pledge) -> dict[str, object]:
    return {"pledge": pledge.pk, "unit": pledge.bid.unit_id, "pledge_state": str(pledge.state)}
