"""What was asked, answered, remarked and decided in a meeting."""

from datetime import date, datetime

from django.db import transaction

from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.cadence.actions.meetings import meeting_locked, meeting_open
from luoshi.web.cadence.models import Meeting, Question, Remark, Resolution
from luoshi.web.cadence.rules import can_answer_question, can_ask
from luoshi.web.commitments.actions import commitment_create, commitment_dispatch
from luoshi.web.commitments.drafts import CommitmentDraft
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.units.models import Unit


@transaction.atomic
def question_ask(
    *,
    meeting: Meeting,
    unit: Unit,
    text: str,
    asked_by: str,
    by: Actor,
    at: datetime,
    commitment: Commitment | None = None,
) -> Question:
    """A question to a unit, about an item or in general; open until it is answered."""
    fresh = meeting_open(meeting)
    area = fresh.cadence.list.jurisdiction_id
    can_ask(by, area).require()
    if not text.strip():
        raise Invalid("question-text-missing", field="text")
    if not asked_by.strip():
        raise Invalid("question-asker-missing", field="asked_by")
    if not unit.belongs_to(area):
        raise Invalid("question-unit-elsewhere", field="unit")
    asked = Question.objects.create(
        meeting=fresh,
        unit=unit,
        commitment=commitment,
        text=text.strip(),
        asked_by=asked_by.strip(),
        noted_by_id=by.user_id,
        noted_at=at,
    )
    after = {"meeting": fresh.pk, "unit": unit.pk, "commitment": commitment}
    record(by=by, at=at, verb="question.ask", obj=asked, after=after)
    return asked


@transaction.atomic
def question_answer(*, question: Question, text: str, by: Actor, at: datetime) -> None:
    """The answer, given in writing before the next meeting or noted down. It stays as it is."""
    rows = Question.objects.select_for_update(of=("self",))
    fresh = rows.select_related("meeting__cadence__list").get(pk=question.pk)
    can_answer_question(by, fresh).require()
    if fresh.answered_at:
        raise Refused("question-answered")
    if not text.strip():
        raise Invalid("question-answer-missing", field="answer")
    fresh.answer, fresh.answered_by_id, fresh.answered_at = text.strip(), by.user_id, at
    fresh.save(update_fields=["answer", "answered_by", "answered_at"])
    record(by=by, at=at, verb="question.answer", obj=fresh, after={"answered": True})


@transaction.atomic
def remark_note(
    *,
    meeting: Meeting,
    text: str,
    said_by: str,
    by: Actor,
    at: datetime,
    commitment: Commitment | None = None,
) -> Remark:
    """What a leader said of an item, or of all."""
    fresh = meeting_open(meeting)
    can_ask(by, fresh.cadence.list.jurisdiction_id).require()
    if not text.strip():
        raise Invalid("remark-text-missing", field="text")
    if not said_by.strip():
        raise Invalid("remark-speaker-missing", field="said_by")
    noted = Remark.objects.create(
        meeting=fresh,
        commitment=commitment,
        text=text.strip(),
        said_by=said_by.strip(),
        noted_by_id=by.user_id,
        noted_at=at,
    )
    after = {"remark": noted.pk, "commitment": commitment}
    record(by=by, at=at, verb="meeting.remark", obj=fresh, after=after)
    return noted


@transaction.atomic
def meeting_resolve(
    *,
    meeting: Meeting,
    within: CommitmentList,
    text: str,
    lead_unit: Unit,
    due_on: date,
    leader: str,
    by: Actor,
    at: datetime,
) -> Resolution:
    """A decision becomes a commitment of a list, dispatched to its lead unit at once."""
    fresh = meeting_locked(meeting, by)
    draft = CommitmentDraft(
        text=text.strip(),
        kind="qualitative-task",
        starts_on=min(fresh.on, due_on),
        due_on=due_on,
        lead_unit=lead_unit,
        leader=leader.strip(),
    )
    made = commitment_create(within=within, draft=draft, by=by, at=at)
    commitment_dispatch(commitments=[made], by=by, at=at)
    resolution = Resolution.objects.create(meeting=fresh, commitment=made)
    record(by=by, at=at, verb="meeting.resolve", obj=fresh, after={"commitment": made.pk})
    return resolution
