"""Which cadences, meetings and questions a person sees, and how they are found."""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from luoshi.core.cadence import Occurrence, occurrences
from luoshi.core.calendar import WorkCalendar
from luoshi.core.errors import Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import Appointment
from luoshi.web.accounts.queries import in_force
from luoshi.web.cadence.models import Cadence, Hearing, Judge, Meeting, MeetingState, Question
from luoshi.web.commitments.audience import whole_lists
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.commitments.queries import OWNING, lists_visible_to
from luoshi.web.commitments.queries import visible_to as commitments_visible_to

AHEAD = timedelta(days=100)
"""How far the pages and the feed look ahead: a quarter and some days."""
BEHIND = timedelta(days=190)
"""How long ago a span may have ended of which a meeting tells that is still to come."""


@dataclass(frozen=True, slots=True)
class CadenceRow:
    """A cadence with what is to come, what waits to be recorded, and what became of the past."""

    cadence: Cadence
    next_on: date | None
    planned: Sequence[Meeting]
    held: int = 0
    missed: int = 0
    open_questions: int = 0
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Coming:
    """A day to come: of a meeting that is prepared, or still only counted."""

    on: date
    cadence: Cadence
    start: date
    end: date
    meeting: Meeting | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the page of cadences. ``unknown``: the year that is not published yet."""

    rows: list[CadenceRow]
    coming: list[Coming]
    late: list[Meeting] = field(default_factory=list)
    unknown: int | None = None


def cadences_visible_to(actor: Actor) -> QuerySet[Cadence]:
    """Those of the lists that the person sees."""
    seen = lists_visible_to(actor).order_by().values("pk")
    rows = Cadence.objects.filter(list__in=seen)
    return rows.select_related("list__jurisdiction", "keeper")


def cadence_for(actor: Actor, pk: int) -> Cadence:
    """One cadence. Raises Http404."""
    if found := cadences_visible_to(actor).filter(pk=pk).first():
        return found
    raise Http404


def meetings_visible_to(actor: Actor) -> QuerySet[Meeting]:
    """Those of the lists that the person sees."""
    seen = lists_visible_to(actor).order_by().values("pk")
    rows = Meeting.objects.filter(cadence__list__in=seen)
    return rows.select_related("cadence__list__jurisdiction", "round")


def meeting_for(actor: Actor, pk: int) -> Meeting:
    """One meeting. Raises Http404."""
    related = meetings_visible_to(actor).select_related("recorded_by")
    if found := related.filter(pk=pk).first():
        return found
    raise Http404


def questions_visible_to(actor: Actor) -> QuerySet[Question]:
    """All of the lists overseen; of others those asked of the own units."""
    claims = whole_lists(actor, "meeting__cadence__list__")
    claims |= Q(unit__in=actor.units(*OWNING))
    rows = Question.objects.filter(claims)
    return rows.select_related("unit", "commitment", "meeting__cadence__list")


def question_for(actor: Actor, pk: int) -> Question:
    """One question. Raises Http404."""
    if found := questions_visible_to(actor).filter(pk=pk).first():
        return found
    raise Http404


def questions_on(actor: Actor, meeting: Meeting) -> list[Question]:
    """Those that stand on the sheet of a meeting, the oldest first: asked there, heard there, or
    carried over from earlier meetings of the cadence. ``left``: how often they were left open.
    """
    here = Hearing.objects.filter(meeting=meeting).values("question")
    carried = Q(pk__in=here) if meeting.recorded_at else carried_to(meeting)
    left = Count(
        "hearings", filter=Q(hearings__answered=False, hearings__meeting__on__lt=meeting.on)
    )
    rows = questions_visible_to(actor).filter(carried | Q(meeting=meeting))
    return list(rows.annotate(left=left).order_by("pk"))


def carried_to(meeting: Meeting) -> Q:
    """The questions of earlier meetings of the cadence that no meeting has heard answered."""
    heard = Hearing.objects.filter(answered=True).values("question")
    earlier = Q(meeting__cadence=meeting.cadence_id, meeting__on__lt=meeting.on)
    return earlier & ~Q(pk__in=heard)


def open_questions(actor: Actor) -> QuerySet[Question]:
    """Those without an answer that the person sees, the oldest first."""
    left = Count("hearings", filter=Q(hearings__answered=False))
    rows = questions_visible_to(actor).filter(answered_at=None)
    return rows.annotate(left=left).order_by("pk")


def judges_of(meeting: Meeting) -> QuerySet[Judge]:
    """Those invited, in the order of invitation, with how many marks each gave."""
    return meeting.judges.annotate(given=Count("marks")).order_by("pk")


def judge_for(actor: Actor, pk: int) -> Judge:
    """One judge of a meeting that the person sees. Raises Http404."""
    seen = meetings_visible_to(actor).order_by().values("pk")
    rows = Judge.objects.filter(meeting__in=seen)
    found = rows.select_related("meeting__cadence__list").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def overview(actor: Actor, today: date, calendar: WorkCalendar) -> Overview:
    """Running cadences, the days to come, the meetings that wait to be recorded: five queries."""
    in_office = Appointment.objects.filter(
        in_force(today),
        user=OuterRef("keeper"),
        role="supervisor",
        jurisdiction=OuterRef("list__jurisdiction"),
    )
    seen = cadences_visible_to(actor).filter(stopped_at=None).annotate(kept=Exists(in_office))
    running = list(seen)
    planned, recorded, counts = _meetings(running, today)
    waiting = _open_by_cadence(actor)
    rows, coming, unknown = [], [], None
    for cadence in running:
        days, missing = days_ahead(
            cadence, today, calendar, planned[cadence.pk], recorded[cadence.pk]
        )
        coming += days
        unknown = unknown or missing
        rows.append(
            CadenceRow(
                cadence,
                days[0].on if days else None,
                planned[cadence.pk],
                counts.get((cadence.pk, "held"), 0),
                counts.get((cadence.pk, "missed"), 0),
                waiting.get(cadence.pk, 0),
                bool(getattr(cadence, "kept", True)),
            )
        )
    late = [each for row in rows for each in row.planned if each.on < today]
    return Overview(rows, sorted(coming, key=lambda day: (day.on, day.cadence.pk)), late, unknown)


Spans = dict[int, set[date]]


def _meetings(
    cadences: Iterable[Cadence], today: date
) -> tuple[dict[int, list[Meeting]], Spans, dict[tuple[int, str], int]]:
    ids = [cadence.pk for cadence in cadences]
    planned: dict[int, list[Meeting]] = defaultdict(list)
    recorded: Spans = defaultdict(set)
    present = Q(state=MeetingState.PLANNED) | Q(period_end__gte=today - BEHIND)
    rows = Meeting.objects.filter(present, cadence__in=ids).defer("sheet")
    for meeting in rows.select_related("cadence").order_by("on", "pk"):
        if meeting.recorded_at:
            recorded[meeting.cadence_id].add(meeting.period_end)
        else:
            planned[meeting.cadence_id].append(meeting)
    past = Meeting.objects.filter(cadence__in=ids, recorded_at__isnull=False).order_by()
    found = past.values_list("cadence", "state").annotate(n=Count("pk"))
    return planned, recorded, {(cadence, state): n for cadence, state, n in found}


def _open_by_cadence(actor: Actor) -> dict[int, int]:
    rows = questions_visible_to(actor).filter(answered_at=None).order_by()
    return dict(rows.values_list("meeting__cadence").annotate(n=Count("pk")))


def days_ahead(
    cadence: Cadence,
    today: date,
    calendar: WorkCalendar,
    planned: Sequence[Meeting] = (),
    recorded: Container[date] = (),
) -> tuple[list[Coming], int | None]:
    """The days of a running cadence from today on, and the year that is not known where the
    counting ends early. ``recorded``: the last days of spans whose meeting is over, maybe early.
    """
    by_span = {meeting.period_end: meeting for meeting in planned}
    first = max(today, cadence.starts_on)
    found, unknown = [], None
    for each, missing in _counted(cadence, first, today + AHEAD, calendar):
        unknown = unknown or missing
        if each is None or each.end in recorded:
            continue
        meeting = by_span.get(each.end)
        on = meeting.on if meeting else each.on
        if on and first <= on:
            found.append(Coming(on, cadence, each.start, each.end, meeting))
    return found, unknown


def _counted(
    cadence: Cadence, first: date, last: date, calendar: WorkCalendar
) -> list[tuple[Occurrence | None, int | None]]:
    last = min(last, cadence.list.period_end)
    found: list[tuple[Occurrence | None, int | None]] = []
    if last < first:
        return found
    rest = occurrences(cadence.rhythm, first, last, calendar)
    try:
        found.extend((each, None) for each in rest)
    except Refused as refusal:
        found.append((None, int(str(refusal.params["year"]))))
    return found


def due_to_prepare(cadence: Cadence, today: date, calendar: WorkCalendar) -> list[Occurrence]:
    """The meetings whose preparation has begun and whose day has not passed, without those that
    are there already.
    """
    known = set(cadence.meetings.values_list("period_end", flat=True))
    days, _ = days_ahead(cadence, today, calendar)
    return [
        Occurrence(day.on, day.start, day.end)
        for day in days
        if day.end not in known and calendar.add_working_days(day.on, -cadence.ahead) <= today
    ]


def lists_to_keep(actor: Actor) -> QuerySet[CommitmentList]:
    """The lists for which the person may arrange meetings."""
    areas = actor.jurisdictions("supervisor")
    return CommitmentList.objects.filter(jurisdiction__in=areas).select_related("list_type")


def lists_for_resolutions(meeting: Meeting) -> QuerySet[CommitmentList]:
    """The lists of the jurisdiction that still take commitments; a batch takes projects alone."""
    area = meeting.cadence.list.jurisdiction_id
    return CommitmentList.objects.filter(jurisdiction=area, frozen_at=None, cohort=None)


def commitment_seen(actor: Actor, pk: int | None) -> Commitment | None:
    """The commitment by its number, where the person sees it."""
    if pk is None:
        return None
    return commitments_visible_to(actor).select_related("lead_unit").filter(pk=pk).first()


def running() -> QuerySet[Cadence]:
    """Every cadence that is not stopped, for the worker."""
    return Cadence.objects.filter(stopped_at=None).select_related("list", "keeper")
