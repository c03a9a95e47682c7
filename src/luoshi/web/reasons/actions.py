"""Giving a reason for being behind, and deciding on it."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from luoshi import presets
from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.actions.entries import locked
from luoshi.web.commitments.models import Commitment
from luoshi.web.reasons.models import BehindReason, ReasonState
from luoshi.web.reasons.rules import can_decide_reason, can_give_reason

OPEN = ("accepted", "underway")
"""States of a commitment that somebody works on."""


@transaction.atomic
def reason_give(
    *,
    commitment: Commitment,
    cause: str,
    text: str,
    remedy: str,
    until: date,
    by: Actor,
    at: datetime,
) -> BehindReason:
    """Why it is behind, how it will catch up, and for how long this is to stand.

    Raises Refused ``wrong-state``, ``reason-open``; Invalid with the ``field`` at fault.
    """
    fresh = locked(commitment)
    can_give_reason(by, fresh).require()
    if fresh.state not in OPEN:
        raise Refused("wrong-state", state=fresh.state)
    if BehindReason.objects.filter(commitment=fresh, state=ReasonState.GIVEN).exists():
        raise Refused("reason-open")
    _check(cause, text, remedy, until, timezone.localdate(at))
    reason = BehindReason.objects.create(
        commitment=fresh,
        unit_id=fresh.lead_unit_id or 0,
        cause=cause,
        text=text.strip(),
        remedy=remedy.strip(),
        until=until,
        given_by_id=by.user_id,
        given_at=at,
    )
    _record(reason, "commitment.reason_give", by, at, {"reason": reason.text})
    return reason


@transaction.atomic
def reason_decide(
    *, reason: BehindReason, accept: bool, note: str, by: Actor, at: datetime
) -> BehindReason:
    """Accepted or not, in words. The light and its number stay what they are either way."""
    commitment = locked(reason.commitment)
    fresh = BehindReason.objects.select_for_update().get(pk=reason.pk)
    fresh.commitment = commitment
    can_decide_reason(by, fresh).require()
    if fresh.state != ReasonState.GIVEN:
        raise Refused("reason-decided")
    if not note.strip():
        raise Invalid("reason-note-missing", field="note")
    fresh.state = ReasonState.ACCEPTED if accept else ReasonState.REJECTED
    fresh.note, fresh.decided_by_id, fresh.decided_at = note.strip(), by.user_id, at
    fresh.save(update_fields=["state", "note", "decided_by", "decided_at"])
    verb = "commitment.reason_accept" if accept else "commitment.reason_reject"
    _record(fresh, verb, by, at, {"reason": fresh.note})
    return fresh


def _check(cause: str, text: str, remedy: str, until: date, today: date) -> None:
    causes = presets.load("behind_causes")
    if cause not in causes:
        raise Invalid("reason-cause-unknown", field="cause")
    if not text.strip():
        raise Invalid("reason-text-missing", field="text")
    if not remedy.strip():
        raise Invalid("reason-remedy-missing", field="remedy")
    if until <= today:
        raise Invalid("reason-until-past", field="until")
    longest = int(causes[cause]["longest"])
    if until > today + timedelta(days=longest):
        raise Invalid("reason-until-long", field="until", days=longest)


def _record(
    reason: BehindReason, verb: str, by: Actor, at: datetime, more: dict[str, object]
) -> None:
    told = {"behind_reason": reason.pk, "cause": reason.cause, "until": reason.until}
    record(by=by, at=at, verb=verb, obj=reason.commitment, after=told | more)
