"""Digests, feeds, mailboxes. What a person was told is not audited; their addresses are."""

import secrets
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from luoshi import presets
from luoshi.core.cadence import sends_at
from luoshi.core.calendar import WorkCalendar
from luoshi.core.errors import Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import User
from luoshi.web.audit.actions import record
from luoshi.web.calendars.models import Year
from luoshi.web.reminders.models import Digest, Feed, Line, Mailbox
from luoshi.web.reminders.queries import Told, digest_of_secret, known_steps, told_today


def office_hours() -> tuple[time, time]:
    """Between which times of a working day a digest may go out."""
    limits = presets.load("limits")
    begins, ends = limits["digest_at"]["value"], limits["digest_until"]["value"]
    return time.fromisoformat(begins), time.fromisoformat(ends)


def may_send(at: datetime, calendar: WorkCalendar) -> bool:
    """Whether it is a working day within working hours."""
    begins, ends = office_hours()
    return sends_at(timezone.localtime(at), begins, ends, calendar)


@transaction.atomic
def digests_make(*, calendar: WorkCalendar, at: datetime) -> list[Digest]:
    """One digest for each person whom a new step concerns and who has none today.

    Raises Refused ``digest-off-hours`` on a day off and outside working hours (law 7).
    """
    if not may_send(at, calendar):
        raise Refused("digest-off-hours")
    today = timezone.localdate(at)
    list(Year.objects.select_for_update().filter(pk=today.year))  # one worker after the other
    waiting: dict[int, list[Told]] = defaultdict(list)
    for told in told_today(today, calendar):
        for person in told.people:
            waiting[person].append(told)
    had = set(Digest.objects.filter(on=today).values_list("person", flat=True))
    known = known_steps(waiting.keys() - had)
    lines = {
        person: fresh
        for person, things in sorted(waiting.items())
        if person not in had and (fresh := _fresh(person, things, known))
    }
    made = Digest.objects.bulk_create(
        Digest(person_id=person, on=today, made_at=at) for person in lines
    )
    Line.objects.bulk_create(
        (line for each in made for line in _lines(each, lines[each.person_id])), batch_size=500
    )
    User.objects.filter(pk__in=lines).update(unread=F("unread") + 1)
    return made


def _fresh(
    person: int, things: Sequence[Told], known: set[tuple[int, str, int, str]]
) -> list[Told]:
    return [
        told for told in things if (person, told.thing.kind, told.thing.ref, told.step) not in known
    ]


def _lines(digest: Digest, things: Sequence[Told]) -> list[Line]:
    """Each thing once, also where the person holds two roles that it concerns."""
    by_thing = {(told.thing.kind, told.thing.ref): told for told in things}
    return [
        Line(
            digest=digest,
            person_id=digest.person_id,
            kind=kind,
            ref=ref,
            step=told.step,
            title=told.thing.title[:120],
            url=told.thing.url,
            due_on=told.thing.due_on,
            count=told.thing.number,
        )
        for (kind, ref), told in by_thing.items()
    ]


@transaction.atomic
def feed_make(*, by: Actor, at: datetime) -> str:
    """The secret of the own calendar address, told once. The one before no longer holds."""
    secret = secrets.token_urlsafe(24)
    values = {"secret_digest": digest_of_secret(secret), "made_at": at}
    feed, _new = Feed.objects.update_or_create(person_id=by.user_id, defaults=values)
    record(by=by, at=at, verb="feed.make", obj=feed, after={})
    return secret


@transaction.atomic
def feed_revoke(*, by: Actor, at: datetime) -> None:
    """The address no longer holds."""
    feed = Feed.objects.select_for_update().filter(person=by.user_id).first()
    if feed is None:
        return
    record(by=by, at=at, verb="feed.revoke", obj=feed, after={})
    feed.delete()


@transaction.atomic
def mailbox_set(*, address: str, by: Actor, at: datetime) -> None:
    """Where the digest is mailed to; empty for nowhere."""
    if not address:
        Mailbox.objects.filter(person=by.user_id).delete()
        return
    box, _new = Mailbox.objects.update_or_create(
        person_id=by.user_id, defaults={"address": address}
    )
    record(by=by, at=at, verb="mailbox.set", obj=box, after={})
