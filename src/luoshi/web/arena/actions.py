"""Every change to arenas: seasons, their sessions, who speaks."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.appraisal.models import Session
from luoshi.web.arena.models import Bout, Kind, Level, Season, Speaker
from luoshi.web.arena.queries import RELEASED
from luoshi.web.arena.rules import can_choose_speakers, can_keep_season
from luoshi.web.audit.actions import record
from luoshi.web.units.models import Unit


@transaction.atomic
def season_create(
    *,
    jurisdiction: Unit,
    title: str,
    level: str,
    starts_on: date,
    ends_on: date,
    by: Actor,
    at: datetime,
) -> Season:
    """A season without sessions yet. Raises Invalid with the ``field`` at fault."""
    can_keep_season(by, jurisdiction.pk).require()
    if not title.strip():
        raise Invalid("season-title-missing", field="title")
    if level not in Level.values:
        raise Invalid("season-level-unknown", field="level")
    if ends_on < starts_on:
        raise Invalid("season-ends-before-start", field="ends_on")
    made = Season.objects.create(
        jurisdiction=jurisdiction,
        title=title.strip(),
        level=level,
        starts_on=starts_on,
        ends_on=ends_on,
        created_by_id=by.user_id,
        created_at=at,
    )
    after = {"title": made.title, "level": level, "from": starts_on, "to": ends_on}
    record(by=by, at=at, verb="season.create", obj=made, after=after)
    return made


@transaction.atomic
def bout_add(*, season: Season, session: Session, by: Actor, at: datetime) -> Bout:
    """A session becomes the next one of the season."""
    fresh = Season.objects.select_for_update().get(pk=season.pk)
    can_keep_season(by, fresh.jurisdiction_id).require()
    if session.jurisdiction_id != fresh.jurisdiction_id:
        raise Invalid("bout-elsewhere", field="session")
    if session.state == "cancelled":
        raise Invalid("bout-cancelled", field="session")
    if Bout.objects.filter(session=session).exists():
        raise Invalid("bout-taken", field="session")
    last = fresh.bouts.aggregate(last=Max("number"))["last"] or 0
    made = Bout.objects.create(
        season=fresh, session=session, number=last + 1, added_by_id=by.user_id, added_at=at
    )
    after = {"season": fresh.pk, "session": session.pk, "number": made.number}
    record(by=by, at=at, verb="bout.add", obj=made, after=after)
    return made


@transaction.atomic
def bout_remove(*, bout: Bout, by: Actor, at: datetime) -> None:
    """Put into the season by mistake; the numbers of the others stay."""
    fresh = Bout.objects.select_for_update().get(pk=bout.pk)
    can_keep_season(by, bout.season.jurisdiction_id).require()
    if fresh.speakers.exists():
        raise Refused("bout-spoken")
    before = {"season": fresh.season_id, "session": fresh.session_id, "number": fresh.number}
    record(by=by, at=at, verb="bout.remove", obj=fresh, before=before)
    fresh.delete()


@transaction.atomic
def speaker_choose(
    *, bout: Bout, unit: Unit, kind: str, reason: str, by: Actor, at: datetime
) -> Speaker:
    """A unit that was there speaks, of its experience or with a pledge, for a reason in words."""
    fresh = Bout.objects.select_for_update(of=("self",)).select_related("session").get(pk=bout.pk)
    can_choose_speakers(by, fresh.session.jurisdiction_id).require()
    if fresh.session.state not in RELEASED:
        raise Refused("bout-unreleased")
    if kind not in Kind.values:
        raise Invalid("speaker-kind-unknown", field="kind")
    if not reason.strip():
        raise Invalid("speaker-reason-missing", field="reason")
    if not fresh.session.contenders.filter(unit=unit).exists():
        raise Invalid("speaker-not-there", field="unit")
    if fresh.speakers.filter(unit=unit).exists():
        raise Invalid("speaker-taken", field="unit")
    made = Speaker.objects.create(
        bout=fresh,
        unit=unit,
        kind=kind,
        reason=reason.strip(),
        chosen_by_id=by.user_id,
        chosen_at=at,
    )
    after = {"bout": fresh.pk, "unit": unit.pk, "kind": kind, "reason": made.reason}
    record(by=by, at=at, verb="speaker.choose", obj=made, after=after)
    return made
