"""What the actions on a session share: the lock, the state, and the trace of each decision."""

from collections.abc import Mapping
from datetime import datetime

from luoshi.core.errors import Invalid, Refused
from luoshi.core.voting import SESSION
from luoshi.web.accounts.actor import Actor
from luoshi.web.appraisal.models import Session, SessionStep
from luoshi.web.appraisal.rules import can_run_sessions
from luoshi.web.audit.actions import record


def locked(session: Session, by: Actor, *states: str) -> Session:
    """The session as it stands now, locked until the transaction ends, for who runs it.

    Raises Forbidden; Refused ``wrong-state`` unless it is in one of the states, where any is named.
    """
    fresh = Session.objects.select_for_update().get(pk=session.pk)
    can_run_sessions(by, fresh.jurisdiction_id).require()
    require_state(fresh, *states)
    return fresh


def require_state(session: Session, *states: str) -> None:
    """Raises Refused ``wrong-state``."""
    if states and session.state not in states:
        raise Refused("wrong-state", workflow=SESSION.name, state=session.state)


def require_reason(text: str, field: str = "note") -> str:
    """The reason without blanks around it. Raises Invalid ``session-reason-missing``."""
    if not text.strip():
        raise Invalid("session-reason-missing", field=field)
    return text.strip()


def take_step(
    session: Session,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    facts: Mapping[str, object] | None = None,
    columns: tuple[str, ...] = (),
) -> None:
    """Move a locked session on and save it, with the other ``columns`` that were changed."""
    before = session.state
    session.state = SESSION.next(before, verb)
    session.save(update_fields=["state", *columns])
    note_step(session, verb, before=before, by=by, at=at, note=note, facts=facts)


def note_step(
    session: Session,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    before: str = "",
    note: str = "",
    facts: Mapping[str, object] | None = None,
) -> None:
    """Write a decision down, twice: as a step of the session, and in the record."""
    SessionStep.objects.create(
        session=session,
        verb=verb,
        before=before or session.state,
        after=session.state,
        note=note,
        decided_by_id=by.user_id,
        decided_at=at,
    )
    record(
        by=by,
        at=at,
        verb=f"session.{verb}",
        obj=session,
        before={"state": before} if before else None,
        after={"state": session.state, **({"note": note} if note else {}), **(facts or {})},
    )
