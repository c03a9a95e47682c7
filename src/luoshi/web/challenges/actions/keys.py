"""The opening key: two halves, each with its holder; both together open all bids at once."""

import logging
from datetime import datetime

from django.db import transaction

from luoshi.core.challenge import unpad
from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.challenges.actions.steps import locked, require_state, take_step
from luoshi.web.challenges.content import read
from luoshi.web.challenges.models import Bid, Challenge, KeyHolder
from luoshi.web.challenges.queries import is_past_opening
from luoshi.web.challenges.rules import can_hold_key
from luoshi.web.challenges.sealing import fits, new_key, open_with, read_key, seal_for, unseal
from luoshi.web.challenges.wording import moment

log = logging.getLogger("luoshi.challenges")


@transaction.atomic
def key_take(*, holder: KeyHolder, by: Actor, at: datetime, replaces: str = "") -> str:
    """The holder's half as text, made here and now: it is not kept and never shown again.

    ``replaces`` is the fingerprint of the half that becomes void, empty for the first; anything
    else is refused, so that sending the same form again makes no second key.
    """
    challenge = locked(holder.challenge)
    fresh = KeyHolder.objects.select_for_update().get(pk=holder.pk)
    can_hold_key(by, fresh).require()
    require_state(challenge, "publishing")
    if fingerprint(fresh) != replaces:
        raise Refused("key-taken")
    text, fresh.public_key = new_key()
    fresh.taken_at = at
    fresh.save(update_fields=["public_key", "taken_at"])
    after = {"place": fresh.place, "public_key": fresh.public_key.hex()}
    record(by=by, at=at, verb="challenge.key", obj=challenge, after=after)
    return text


def fingerprint(holder: KeyHolder) -> str:
    """The beginning of the public part, by which two halves are told apart; empty for none."""
    return bytes(holder.public_key or b"").hex()[:16]


@transaction.atomic
def key_hand_in(*, holder: KeyHolder, text: str, by: Actor, at: datetime) -> int | None:
    """One half, handed in after the opening second; with the second one all bids are opened.

    The first half is kept sealed for the other holder, so that it is of no use without the
    other half; both are gone once the bids are open. How many bids were opened, None while the
    other half is awaited. Raises Refused ``opening-too-early``, Invalid ``opening-key-wrong``.
    """
    challenge = locked(holder.challenge)
    holders = list(KeyHolder.objects.select_for_update().filter(challenge=challenge))
    mine = next(each for each in holders if each.pk == holder.pk)
    other = next(each for each in holders if each.pk != holder.pk)
    can_hold_key(by, mine).require()
    require_state(challenge, "bidding")
    if not is_past_opening(challenge, at):
        raise Refused("opening-too-early", at=moment(at), opens=moment(challenge.opens_at))
    if mine.handed_in_at:
        raise Refused("opening-key-given")
    key = read_key(text)
    if not fits(key, bytes(mine.public_key or b"")):
        raise Invalid("opening-key-wrong", field="key")
    mine.handed_in_at = at
    if other.half is None:
        _keep(challenge, mine, other, key, by=by, at=at)
        return None
    mine.save(update_fields=["handed_in_at"])
    theirs = open_with(bytes(other.half), key)
    first, second = (key, theirs) if mine.place < other.place else (theirs, key)
    return _open(challenge, first, second, by=by, at=at)


def _keep(
    challenge: Challenge,
    mine: KeyHolder,
    other: KeyHolder,
    key: bytes,
    *,
    by: Actor,
    at: datetime,
) -> None:
    mine.half = seal_for(key, bytes(other.public_key or b""))
    mine.save(update_fields=["half", "handed_in_at"])
    record(by=by, at=at, verb="challenge.hand-in", obj=challenge, after={"place": mine.place})


def _open(challenge: Challenge, first: bytes, second: bytes, *, by: Actor, at: datetime) -> int:
    """Every bid that counts, in this one transaction; a damaged one stops none of the others."""
    bids = list(Bid.objects.select_for_update().filter(challenge=challenge, state="current"))
    for bid in bids:
        _open_one(challenge, bid, first, second)
    Bid.objects.bulk_update(bids, ["content", "damaged"])
    challenge.holders.update(half=None)
    damaged = [bid.pk for bid in bids if bid.damaged]
    facts = {"bids": {str(bid.pk): bid.digest for bid in bids}, "damaged": damaged}
    take_step(challenge, "open", by=by, at=at, facts=facts)
    log.info("challenge %s opened: %s bids, %s damaged", challenge.pk, len(bids), len(damaged))
    return len(bids)


def _open_one(challenge: Challenge, bid: Bid, first: bytes, second: bytes) -> None:
    try:
        data = unpad(unseal(bytes(bid.sealed), first, second))
        content = read(data, challenge=challenge.pk, unit=bid.unit_id)
    except Invalid:
        bid.damaged = True
    else:
        bid.content = content.as_json()
