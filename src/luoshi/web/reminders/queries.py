"""What waits for whom today, whom it is told to, and what stands in a person's calendar."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from typing import NamedTuple

from django.db.models import Count, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, Left
from django.http import Http404
from django.urls import reverse

from luoshi import presets
from luoshi.core.cadence import Step, reached, step_from
from luoshi.core.calendar import WorkCalendar
from luoshi.core.errors import Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import Appointment, User
from luoshi.web.accounts.queries import actor_at, in_force
from luoshi.web.appraisal.models import Releaser, SessionState, SessionStep
from luoshi.web.cadence.models import Meeting, MeetingState, Question
from luoshi.web.cadence.queries.meetings import meetings_visible_to
from luoshi.web.commitments.models import Commitment
from luoshi.web.delivery.models import ProgressReport, ReportState, Sample
from luoshi.web.delivery.queries import rounds_visible_to
from luoshi.web.delivery.queries.reports import FILLABLE
from luoshi.web.reminders.models import Digest, Feed, Kind, Line, Mailbox
from luoshi.web.selfcheck.models import SelfCheck
from luoshi.web.selfcheck.queries import waiting
from luoshi.web.visits.models import Raised, State

PAST, AHEAD = timedelta(days=30), timedelta(days=120)
LONGEST = 120
WAITING = "waiting"
"""The only step of what has no limit: told once, when it begins to wait."""


class Thing(NamedTuple):
    """Something that waits: for a role at a unit (or at a jurisdiction), or for one person."""

    kind: str
    ref: int
    title: str
    url: str
    due_on: date | None
    number: int
    role: str
    place: int | None = 0
    person: int = 0


class Told(NamedTuple):
    """A thing with the step it has reached and the people whom that step concerns."""

    thing: Thing
    step: str
    people: frozenset[int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One day of a calendar: nothing but a title and an address."""

    key: str
    on: date
    title: str
    url: str


@cache
def steps() -> tuple[Step, ...]:
    """The steps of the preset."""
    rows = presets.load("reminders").items()
    return tuple(step_from(key, row, f"reminders.{key}") for key, row in rows)


def told_today(today: date, calendar: WorkCalendar) -> list[Told]:
    """Everything whose step was reached, with whom it concerns: a fixed number of queries."""
    offices = _offices(today)
    found = []
    for thing in _things(today):
        step = _step(thing, today, calendar)
        if step is None:
            continue
        role = "unit_leader" if step.to == "leader" and thing.role == "contact" else thing.role
        people = frozenset({thing.person}) if thing.person else offices[role, thing.place]
        found.append(Told(thing, step.key, people))
    return found


def _step(thing: Thing, today: date, calendar: WorkCalendar) -> Step | None:
    if thing.due_on is None:
        return Step(WAITING, 0, "owner")
    try:
        return reached(steps(), thing.due_on, today, calendar)
    except Refused:
        return None


def _offices(today: date) -> dict[tuple[str, int | None], frozenset[int]]:
    """Who holds which role where: at the unit itself, or for a jurisdiction as a whole."""
    held: dict[tuple[str, int | None], set[int]] = defaultdict(set)
    rows = Appointment.objects.filter(in_force(today), user__is_active=True)
    for user, role, unit, area in rows.values_list("user", "role", "unit", "jurisdiction"):
        held[role, unit].add(user)
        if role == "supervisor":
            held[role, area].add(user)
    return defaultdict(frozenset, {key: frozenset(users) for key, users in held.items()})


def _things(today: date) -> Iterator[Thing]:
    yield from _reports()
    yield from _promises()
    yield from _samples()
    yield from _asked(today)
    yield from _results()


def _reports() -> Iterator[Thing]:
    """Grouped by round: to fill and to sign by unit, to decide by jurisdiction."""
    open_ = ProgressReport.objects.filter(round__closed_at=None).order_by()
    rows = open_.annotate(named=_named("round"))
    about = ("round", "named", "round__due_on")
    fill = rows.filter(state__in=FILLABLE).values_list(*about, "unit", "state")
    for pk, title, due_on, unit, state, n in fill.annotate(n=Count("pk")):
        back = state == ReportState.RETURNED
        kind, limit = (Kind.BACK, None) if back else (Kind.FILL, due_on)
        yield Thing(kind, pk, title, _round(pk), limit, n, "contact", unit)
    sign = rows.filter(state=ReportState.SUBMITTED).values_list(*about, "unit")
    for pk, title, _due, unit, n in sign.annotate(n=Count("pk")):
        yield Thing(Kind.SIGN, pk, title, _round(pk), None, n, "unit_leader", unit)
    area = "round__list__jurisdiction"
    decide = rows.filter(state=ReportState.SIGNED).values_list(*about, area)
    for pk, title, _due, place, n in decide.annotate(n=Count("pk")):
        yield Thing(Kind.DECIDE, pk, title, _round(pk), None, n, "supervisor", place)


def _named(path: str) -> Combinable:
    """Of which list it is, and the title of the round at ``path``."""
    return Left(Concat(f"{path}__list__title", Value(" · "), f"{path}__title"), LONGEST)


def _round(pk: int) -> str:
    return reverse("round", args=[pk])


def _promises() -> Iterator[Thing]:
    waiting = Commitment.objects.filter(state="assigned", lead_unit__isnull=False)
    for each in waiting.only("text", "lead_unit").order_by("pk"):
        url, unit = each.get_absolute_url(), each.lead_unit_id or 0
        yield Thing(Kind.ACCEPT, each.pk, each.text[:LONGEST], url, None, 1, "unit_leader", unit)


def _samples() -> Iterator[Thing]:
    open_ = Sample.objects.filter(verifications=None).order_by()
    rows = open_.annotate(named=_named("draw__round"))
    about = ("draw", "named", "verifier")
    for pk, title, person, n in rows.values_list(*about).annotate(n=Count("pk")):
        url = reverse("verification")
        yield Thing(Kind.VERIFY, pk, title, url, None, n, "verifier", person=person)


def _asked(today: date) -> Iterator[Thing]:
    """Questions of meetings, problems raised on site, self-checks, meetings nobody recorded."""
    asked = Question.objects.filter(answered_at=None).order_by("pk")
    for pk, text, unit in asked.values_list("pk", "text", "unit"):
        url = reverse("question-answer", args=[pk])
        yield Thing(Kind.QUESTION, pk, text[:LONGEST], url, None, 1, "contact", unit)
    raised = Raised.objects.filter(state=State.OPEN, commitment__isnull=False).order_by("pk")
    about = ("pk", "text", "commitment__lead_unit", "commitment__due_on")
    for pk, text, unit, due_on in raised.values_list(*about):
        url = reverse("raised-answer", args=[pk])
        yield Thing(Kind.RAISED, pk, text[:LONGEST], url, due_on, 1, "contact", unit)
    yield from _checks()
    late = Meeting.objects.filter(state=MeetingState.PLANNED, on__lt=today).order_by("pk")
    for meeting in late.select_related("cadence"):
        title, person = meeting.cadence.title, meeting.cadence.keeper_id
        url = meeting.get_absolute_url()
        yield Thing(Kind.RECORD, meeting.pk, title, url, None, 1, "supervisor", person=person)


def _checks() -> Iterator[Thing]:
    """Self-checks with questions that a unit has still to answer."""
    found = waiting()
    checks = SelfCheck.objects.select_related("list").in_bulk({pk for pk, _unit, _left in found})
    for pk, unit, left in found:
        check = checks[pk]
        title, url, due_on = check.list.title[:LONGEST], check.get_absolute_url(), check.answer_by
        yield Thing(Kind.CHECK, pk, title, url, due_on, left, "contact", unit)


def _results() -> Iterator[Thing]:
    """Results that wait for a releaser; refusals, for the office and for the other releaser."""
    releasers: dict[int, set[int]] = defaultdict(set)
    rows = Releaser.objects.filter(session__state=SessionState.COMPUTED).order_by("pk")
    about = ("session", "session__title", "person", "released_at")
    for pk, title, person, released_at in rows.values_list(*about):
        releasers[pk].add(person)
        if released_at is None:
            url = reverse("result", args=[pk])
            yield Thing(Kind.RELEASE, pk, title, url, None, 1, "principal", person=person)
    steps = SessionStep.objects.filter(verb="refuse", session__in=releasers).order_by("pk")
    told = ("pk", "session", "session__title", "session__jurisdiction", "decided_by")
    for ref, pk, title, area, person in steps.values_list(*told):
        about_it = (Kind.REFUSED, ref, title, reverse("result", args=[pk]), None, 1)
        yield Thing(*about_it, "supervisor", area)
        for other in sorted(releasers[pk] - {person}):
            yield Thing(*about_it, "principal", person=other)


def known_steps(people: Iterable[int]) -> set[tuple[int, str, int, str]]:
    """What each person was told before: person, kind, thing and step."""
    rows = Line.objects.filter(person__in=list(people)).order_by()
    return set(rows.values_list("person", "kind", "ref", "step"))


def digests_of(actor: Actor) -> QuerySet[Digest]:
    """The person's own digests, the newest first."""
    return Digest.objects.filter(person=actor.user_id).prefetch_related("lines")


def digest_of_secret(secret: str) -> str:
    """What is kept of the secret of a feed."""
    return sha256(secret.encode()).hexdigest()


def feed_by(secret: str) -> User:
    """The person whose calendar it is. Raises Http404 for a secret that does not hold."""
    rows = Feed.objects.select_related("person").filter(person__is_active=True)
    found = rows.filter(secret_digest=digest_of_secret(secret)).first()
    if found is None:
        raise Http404
    return found.person


def entries_of(person: User, today: date) -> list[Entry]:
    """Meetings and limits of rounds that the person sees, a month back and four months ahead."""
    actor, first, last = actor_at(person, today), today - PAST, today + AHEAD
    found = []
    for meeting in meetings_visible_to(actor).filter(on__range=(first, last)):
        url = meeting.get_absolute_url()
        found.append(Entry(f"meeting-{meeting.pk}", meeting.on, meeting.cadence.title, url))
    if actor.holds("contact", "unit_leader"):
        rounds = rounds_visible_to(actor).filter(due_on__range=(first, last), closed_at=None)
        for each in rounds.select_related("list"):
            title = f"{each.list.title} · {each.title}"
            found.append(Entry(f"round-{each.pk}", each.due_on, title, _round(each.pk)))
    return sorted(found, key=lambda entry: (entry.on, entry.key))


def has_feed(actor: Actor) -> bool:
    """Whether the person has a calendar address."""
    return Feed.objects.filter(person=actor.user_id).exists()


def mailbox_of(actor: Actor) -> str:
    """Where the person's digest is mailed to; empty for nowhere."""
    return (
        Mailbox.objects.filter(person=actor.user_id).values_list("address", flat=True).first() or ""
    )
