"""What leaders say and ask in the room: noted at once, every question given an owner."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.appraisal.models import Asked, Comment, Contender, Session, SessionState
from luoshi.web.appraisal.rules import can_run_sessions
from luoshi.web.audit.actions import record
from luoshi.web.commitments.actions import commitment_create, commitment_dispatch
from luoshi.web.commitments.drafts import CommitmentDraft
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.units.models import Unit

IN_THE_ROOM = (
    SessionState.RUNNING,
    SessionState.SEALED,
    SessionState.COMPUTED,
    SessionState.RELEASED,
)
"""From the first speaker until the session is accepted."""
MOST = 300


@dataclass(frozen=True, slots=True)
class Owner:
    """Who answers a question: in which list it stands, who leads, until when."""

    within: CommitmentList
    lead_unit: Unit
    due_on: date


@transaction.atomic
def comment_note(
    *,
    session: Session,
    contender: Contender | None,
    text: str,
    said_by: str,
    by: Actor,
    at: datetime,
) -> Comment:
    """What was said of a contender, or of all. Raises Invalid with the ``field`` at fault."""
    fresh = _in_the_room(session, by)
    given = _given(fresh, contender, text, said_by, "said_by")
    if fresh.comments.count() >= MOST:
        raise Refused("said-many", limit=MOST)
    made = Comment.objects.create(session=fresh, noted_by_id=by.user_id, noted_at=at, **given)
    record(by=by, at=at, verb="comment.note", obj=made, after={"session": fresh.pk})
    return made


@transaction.atomic
def asked_note(
    *,
    session: Session,
    contender: Contender | None,
    text: str,
    asked_by: str,
    owner: Owner | None,
    by: Actor,
    at: datetime,
) -> Asked:
    """A question; with its ``owner`` it becomes a commitment in the same act."""
    fresh = _in_the_room(session, by)
    given = _given(fresh, contender, text, asked_by, "asked_by")
    if fresh.asked.count() >= MOST:
        raise Refused("said-many", limit=MOST)
    made = Asked.objects.create(session=fresh, noted_by_id=by.user_id, noted_at=at, **given)
    record(by=by, at=at, verb="asked.note", obj=made, after={"session": fresh.pk})
    if owner:
        _assign(made, owner, by, at)
    return made


@transaction.atomic
def asked_assign(*, asked: Asked, owner: Owner, by: Actor, at: datetime) -> Asked:
    """An owner for a question that was noted without one, also after the session."""
    fresh = _locked(asked, by)
    _assign(fresh, owner, by, at)
    return fresh


@transaction.atomic
def asked_remove(*, asked: Asked, by: Actor, at: datetime) -> None:
    """Noted by mistake: taken off while nobody was given it. The record keeps what it said."""
    fresh = _locked(asked, by)
    _in_the_room(fresh.session, by)
    record(by=by, at=at, verb="asked.remove", obj=fresh, before={"text": fresh.text})
    fresh.delete()


@transaction.atomic
def comment_remove(*, comment: Comment, by: Actor, at: datetime) -> None:
    """Noted by mistake: taken off while the session lasts. The record keeps what it said."""
    fresh = Comment.objects.select_for_update().get(pk=comment.pk)
    _in_the_room(comment.session, by)
    record(by=by, at=at, verb="comment.remove", obj=fresh, before={"text": fresh.text})
    fresh.delete()


def _assign(asked: Asked, owner: Owner, by: Actor, at: datetime) -> None:
    session = asked.session
    if owner.within.jurisdiction_id != session.jurisdiction_id:
        raise Invalid("asked-list-elsewhere", field="within")
    draft = CommitmentDraft(
        text=asked.text,
        kind="qualitative-task",
        starts_on=min(session.held_on, owner.due_on),
        due_on=owner.due_on,
        lead_unit=owner.lead_unit,
        leader=asked.asked_by,
    )
    made = commitment_create(within=owner.within, draft=draft, by=by, at=at)
    commitment_dispatch(commitments=[made], by=by, at=at)
    asked.commitment = made
    asked.save(update_fields=["commitment"])
    after = {"commitment": made.pk, "lead_unit": owner.lead_unit.pk}
    record(by=by, at=at, verb="asked.assign", obj=asked, after=after)


def _in_the_room(session: Session, by: Actor) -> Session:
    fresh = Session.objects.select_for_update().get(pk=session.pk)
    can_run_sessions(by, fresh.jurisdiction_id).require()
    if fresh.state not in IN_THE_ROOM:
        raise Refused("session-not-in-the-room")
    return fresh


def _locked(asked: Asked, by: Actor) -> Asked:
    rows = Asked.objects.select_for_update(of=("self",)).select_related("session")
    fresh = rows.get(pk=asked.pk)
    can_run_sessions(by, fresh.session.jurisdiction_id).require()
    if fresh.commitment_id:
        raise Refused("asked-owned")
    return fresh


def _given(
    session: Session, contender: Contender | None, text: str, leader: str, field: str
) -> Mapping[str, object]:
    if contender and contender.session_id != session.pk:
        raise Invalid("contender-of-another", field="contender")
    if not text.strip():
        raise Invalid("said-text-missing", field="text")
    if not leader.strip():
        raise Invalid("said-leader-missing", field=field)
    return {"contender": contender, "text": text.strip(), field: leader.strip()}
