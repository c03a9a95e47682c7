"""揭榜: bids go under the seal as they arrive. Their text is never written anywhere before it."""

import logging
from datetime import datetime

from django.db import transaction

from luoshi.core.challenge import pad, seconds_late
from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.challenges.actions.steps import locked
from luoshi.web.challenges.content import BidContent, written
from luoshi.web.challenges.models import Bid, BidState, Challenge
from luoshi.web.challenges.numbers import rule
from luoshi.web.challenges.queries import holders_of, line_of
from luoshi.web.challenges.rules import can_bid
from luoshi.web.challenges.sealing import digest, seal
from luoshi.web.challenges.wording import moment
from luoshi.web.units.models import Unit

log = logging.getLogger("luoshi.challenges")


@transaction.atomic
def bid_seal(
    *, challenge: Challenge, unit: Unit, content: BidContent, by: Actor, at: datetime
) -> Bid:
    """The unit's bid, sealed; one that it handed in before stays sealed and no longer counts.

    Raises Refused ``bid-late`` with the seconds, ``bids-closed``; Invalid for what no bid says.
    """
    fresh = locked(challenge)
    can_bid(by, fresh, unit.pk, barred=line_of(fresh.owner_unit)).require()
    _require_in_time(fresh, unit.pk, at)
    _check(fresh, unit, content)
    first, second = (bytes(holder.public_key or b"") for holder in holders_of(fresh))
    data = pad(written(content, challenge=fresh.pk, unit=unit.pk), rule().bid_block)
    sealed = seal(data, first, second)
    before = Bid.objects.select_for_update().filter(challenge=fresh, unit=unit, state="current")
    replaced = before.first()
    before.update(state=BidState.REPLACED)
    made = Bid.objects.create(
        challenge=fresh,
        unit=unit,
        sealed=sealed,
        digest=digest(sealed),
        sealed_by_id=by.user_id,
        sealed_at=at,
        supersedes=replaced,
    )
    after = {"challenge": fresh, "unit": unit, "digest": made.digest, "supersedes": replaced}
    record(by=by, at=at, verb="bid.seal", obj=made, after=after)
    return made


@transaction.atomic
def bid_withdraw(*, bid: Bid, by: Actor, at: datetime) -> None:
    """Take the bid back while bids are taken; it stays sealed for ever."""
    challenge = locked(bid.challenge)
    fresh = Bid.objects.select_for_update().get(pk=bid.pk)
    can_bid(by, challenge, fresh.unit_id, barred=frozenset()).require()
    _require_in_time(challenge, fresh.unit_id, at)
    if fresh.state != BidState.CURRENT:
        raise Refused("bid-not-yours")
    fresh.state, fresh.withdrawn_by_id, fresh.withdrawn_at = BidState.WITHDRAWN, by.user_id, at
    fresh.save(update_fields=["state", "withdrawn_by", "withdrawn_at"])
    after = {"challenge": challenge, "unit": fresh.unit_id, "digest": fresh.digest}
    record(by=by, at=at, verb="bid.withdraw", obj=fresh, after=after)


def _require_in_time(challenge: Challenge, unit_id: int, at: datetime) -> None:
    """Raises Refused; a late bid leaves a line in the log with both times, and nothing else."""
    if challenge.opens_at is not None and challenge.state == "bidding":
        if late := seconds_late(at, challenge.opens_at):
            came, closed = at.replace(microsecond=0).isoformat(), challenge.opens_at.isoformat()
            line = "late bid refused: challenge %s unit %s at %s closed %s late %s s"
            log.info(line, challenge.pk, unit_id, came, closed, late)
            raise Refused(
                "bid-late", seconds=late, at=moment(at), closed=moment(challenge.opens_at)
            )
        return
    raise Refused("bids-closed")


def _check(challenge: Challenge, unit: Unit, content: BidContent) -> None:
    starts_on, due_on, budget = challenge.starts_on, challenge.due_on, challenge.budget
    if starts_on is None or due_on is None or budget is None:
        raise Refused("bids-closed")
    content.check(starts_on, due_on, budget)
    if unit.pk in content.partners:
        raise Invalid("bid-partner-itself", field="partners")
    if line_of(challenge.owner_unit) & set(content.partners):
        raise Invalid("challenge-owner-bids", field="partners")
    partners = Unit.objects.filter(
        pk__in=content.partners, jurisdiction_id=challenge.jurisdiction_id
    )
    if partners.count() != len(set(content.partners)):
        raise Invalid("unit-elsewhere", field="partners")
