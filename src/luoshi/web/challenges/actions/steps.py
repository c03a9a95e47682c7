"""One decision on the way: the transition, the fact, and the entry in the record."""

from collections.abc import Mapping
from datetime import datetime

from luoshi.core.challenge import CHALLENGE
from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import plain, record
from luoshi.web.challenges.models import Challenge, StepTaken


def locked(challenge: Challenge) -> Challenge:
    """The challenge as it stands now, locked until the transaction ends."""
    return Challenge.objects.select_for_update().get(pk=challenge.pk)


def require_state(challenge: Challenge, *states: str) -> None:
    """Raises Refused ``wrong-state`` unless the challenge is in one of them."""
    if challenge.state not in states:
        raise Refused("wrong-state", state=challenge.state)


def require_note(note: str, field: str = "note") -> None:
    """Raises Invalid ``reason-missing``."""
    if not note.strip():
        raise Invalid("reason-missing", field=field)


def take_step(
    challenge: Challenge,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    facts: Mapping[str, object] | None = None,
    columns: tuple[str, ...] = (),
) -> None:
    """Move a locked challenge on and save it, with the other ``columns`` that were changed."""
    before = challenge.state
    challenge.state = CHALLENGE.next(before, verb)
    challenge.save(update_fields=["state", *columns])
    note_taken(challenge, verb, before=before, by=by, at=at, note=note, facts=facts)


def note_taken(
    challenge: Challenge,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    before: str = "",
    note: str = "",
    facts: Mapping[str, object] | None = None,
) -> None:
    """Write a decision down, twice: as a fact of the challenge, and in the record."""
    said = plain(facts or {})
    StepTaken.objects.create(
        challenge=challenge,
        verb=verb,
        before=before or challenge.state,
        after=challenge.state,
        note=note,
        facts=said,
        decided_by_id=by.user_id,
        decided_at=at,
    )
    record(
        by=by,
        at=at,
        verb=f"challenge.{verb}",
        obj=challenge,
        before={"state": before} if before else None,
        after={"state": challenge.state, **({"note": note} if note else {}), **(facts or {})},
    )
