"""Meetings: prepared with their round, planned, filled, recorded."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from luoshi.core.cadence import Occurrence
from luoshi.core.calendar import WorkCalendar
from luoshi.core.errors import DomainError, Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.cadence.actions.cadences import cadence_locked
from luoshi.web.cadence.actions.drafts import Record
from luoshi.web.cadence.kinds import sheet_of_kind
from luoshi.web.cadence.models import Cadence, Hearing, Item, Mark, Meeting, Question
from luoshi.web.cadence.queries.meetings import carried_to
from luoshi.web.cadence.queries.sheet import sheet_facts
from luoshi.web.cadence.rules import can_keep_cadences
from luoshi.web.cadence.wording import round_title
from luoshi.web.commitments.models import Commitment
from luoshi.web.delivery.actions import round_open
from luoshi.web.delivery.models import Round
from luoshi.web.projects.models import Project

MOST_ITEMS = 40


@transaction.atomic
def meeting_prepare(
    *, cadence: Cadence, due: Occurrence, calendar: WorkCalendar, by: Actor, at: datetime
) -> Meeting:
    """The meeting of a span with its round; the one there is where it was prepared before.

    A round that cannot be opened does not keep the meeting from being prepared: it says why.
    """
    fresh = cadence_locked(cadence, by)
    if known := Meeting.objects.filter(cadence=fresh, period_end=due.end).first():
        return known
    on = due.on or due.end
    made = Meeting(
        cadence=fresh,
        on=on,
        period_start=due.start,
        period_end=due.end,
        place=fresh.place,
        prepared_by_id=by.user_id,
        prepared_at=at,
    )
    if fresh.opens_round:
        _round_for(made, calendar.add_working_days(on, -1), by, at)
    made.save(force_insert=True)
    after = {"cadence": fresh.pk, "on": on, "round": made.round_id}
    record(by=by, at=at, verb="meeting.prepare", obj=made, after=after)
    return made


def _round_for(meeting: Meeting, due_on: date, by: Actor, at: datetime) -> None:
    """The round of the span: the one that is open already, a new one, or why there is none."""
    cadence, start, end = meeting.cadence, meeting.period_start, meeting.period_end
    known = Round.objects.filter(list=cadence.list_id, period_end=end).first()
    if known:
        meeting.round = known
        return
    try:
        with transaction.atomic():
            meeting.round = round_open(
                lst=cadence.list,
                title=round_title(cadence, start, end),
                period_start=start,
                period_end=end,
                due_on=max(due_on, start, timezone.localdate(at)),
                by=by,
                at=at,
            )
    except DomainError as refusal:
        meeting.no_round = refusal.code


@transaction.atomic
def meeting_plan(
    *,
    meeting: Meeting,
    on: date,
    place: str,
    subject: str,
    chair: str,
    by: Actor,
    at: datetime,
) -> None:
    """Another day, place, subject or chair."""
    fresh = meeting_locked(meeting, by)
    names = ("on", "place", "subject", "chair")
    before = {name: getattr(fresh, name) for name in names}
    after = {"on": on, "place": place.strip(), "subject": subject.strip(), "chair": chair.strip()}
    for name, value in after.items():
        setattr(fresh, name, value)
    fresh.save(update_fields=names)
    record(by=by, at=at, verb="meeting.plan", obj=fresh, before=before, after=after)


@transaction.atomic
def items_call(
    *, meeting: Meeting, commitments: Sequence[Commitment], by: Actor, at: datetime
) -> None:
    """What is called, in this order: to the arena, or as the route of a tour.

    Raises Invalid ``item-elsewhere``, ``item-no-project``, ``items-many``; Refused
    ``items-marked`` once judges have scored.
    """
    fresh = meeting_locked(meeting, by)
    if len(commitments) > MOST_ITEMS:
        raise Invalid("items-many", limit=MOST_ITEMS)
    if Mark.objects.filter(item__meeting=fresh).exists():
        raise Refused("items-marked")
    ids = [each.pk for each in commitments]
    if not set(ids) <= _callable(fresh, ids):
        tour = sheet_of_kind(fresh.cadence.kind) == "tour"
        raise Invalid("item-no-project" if tour else "item-elsewhere")
    fresh.items.all().delete()
    rows = [
        Item(meeting=fresh, commitment_id=pk, position=place) for place, pk in enumerate(ids, 1)
    ]
    Item.objects.bulk_create(rows)
    record(by=by, at=at, verb="meeting.call", obj=fresh, after={"commitments": ids})


def _callable(meeting: Meeting, ids: Sequence[int]) -> set[int]:
    if sheet_of_kind(meeting.cadence.kind) == "tour":
        area = meeting.cadence.list.jurisdiction_id
        rows = Project.objects.filter(cohort__jurisdiction=area, commitment__in=ids)
        return set(rows.values_list("commitment_id", flat=True))
    held = meeting.cadence.list.items.filter(commitment__in=ids)
    return set(held.values_list("commitment_id", flat=True))


@transaction.atomic
def meeting_record(*, meeting: Meeting, told: Record, by: Actor, at: datetime) -> Meeting:
    """That it was held, with what was answered and what was left open; or that it was not.

    What lay on the table is kept with it. Raises Invalid ``meeting-held-later``,
    ``meeting-reason-missing``; Refused ``meeting-early`` where it is said of a day to come that
    nothing was held on it.
    """
    fresh = meeting_locked(meeting, by)
    today = timezone.localdate(at)
    _check(fresh, told, today)
    if told.held_on:
        fresh.on = min(fresh.on, told.held_on) if today < fresh.on else fresh.on
        _hear(fresh, told, by, at)
        fresh.sheet = sheet_facts(fresh, told.held_on)
    fresh.state = "held" if told.held_on else "missed"
    fresh.held_on, fresh.reason = told.held_on, told.reason.strip()
    fresh.chair = told.chair.strip() or fresh.chair
    fresh.recorded_by_id, fresh.recorded_at = by.user_id, at
    fresh.save()
    left = Hearing.objects.filter(meeting=fresh, answered=False).count()
    after = {"state": fresh.state, "held_on": told.held_on, "left_open": left}
    record(by=by, at=at, verb="meeting.record", obj=fresh, after=after)
    return fresh


def _check(meeting: Meeting, told: Record, today: date) -> None:
    if told.held_on and told.held_on > today:
        raise Invalid("meeting-held-later", field="held_on")
    if told.held_on is None and not told.reason.strip():
        raise Invalid("meeting-reason-missing", field="reason")
    if told.held_on is None and meeting.on > today:
        raise Refused("meeting-early")


def _hear(meeting: Meeting, told: Record, by: Actor, at: datetime) -> None:
    """Every open question of the cadence stood on the table."""
    rows = Question.objects.select_for_update(of=("self",))
    heard = list(rows.filter(carried_to(meeting) | Q(meeting=meeting)).order_by("pk"))
    for question in heard:
        answer = told.answers.get(question.pk, "").strip()
        if answer and not question.answered_at:
            question.answer, question.answered_by_id = answer, by.user_id
            question.answered_at = at
            question.save(update_fields=["answer", "answered_by", "answered_at"])
    Hearing.objects.bulk_create(
        Hearing(question=each, meeting=meeting, answered=bool(each.answered_at)) for each in heard
    )


def meeting_locked(meeting: Meeting, by: Actor) -> Meeting:
    """The meeting as it stands now, locked, for who may keep it and while it is not recorded."""
    fresh = meeting_open(meeting)
    can_keep_cadences(by, fresh.cadence.list.jurisdiction_id).require()
    return fresh


def meeting_open(meeting: Meeting) -> Meeting:
    """The same for whoever may speak in it. Raises Refused ``meeting-recorded``."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("cadence__list", "round")
    fresh = rows.get(pk=meeting.pk)
    if fresh.recorded_at:
        raise Refused("meeting-recorded")
    return fresh
