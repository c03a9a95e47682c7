"""Preparing a session: what it is, who speaks, by which rules, who releases; freezing that."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from luoshi.core.errors import Invalid, Refused
from luoshi.core.tally import rules_digest, tally_rules_from
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import User
from luoshi.web.appraisal.actions.destroy import tokens_destroy
from luoshi.web.appraisal.actions.seal import box_destroy
from luoshi.web.appraisal.actions.steps import locked, note_step, require_reason, take_step
from luoshi.web.appraisal.kinds import NOBODY_YET, rules_of, settings_of, template_of
from luoshi.web.appraisal.models import Contender, Item, Releaser, Session, SessionState, Token
from luoshi.web.appraisal.queries import releasing_people
from luoshi.web.appraisal.rules import can_run_sessions
from luoshi.web.audit.actions import record
from luoshi.web.units.models import Unit

TITLE, GROUP_NAME = 80, 40
MINUTES = (1, 120)
MOST = 100
"""Contenders of one session: more do not fit in a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDraft:
    """What a session is, apart from its rules. ``minutes``: how long each contender speaks;
    ``begins``: None where no clock was said."""

    title: str
    held_on: date
    begins: time | None = None
    place: str
    minutes: int
    at_once: bool
    by_group: bool
    slides_until: datetime

    def check(self) -> None:
        """Raises Invalid with the ``field`` at fault."""
        if not self.title.strip() or len(self.title) > TITLE or not self.title.isprintable():
            raise Invalid("session-title-unusable", field="title", most=TITLE)
        check_minutes(self.minutes)
        if timezone.localdate(self.slides_until) > self.held_on:
            raise Invalid("session-slides-late", field="slides_until")


def check_minutes(minutes: int) -> None:
    """Raises Invalid ``session-minutes-unusable``."""
    least, most = MINUTES
    if not least <= minutes <= most:
        raise Invalid("session-minutes-unusable", field="minutes", least=least, most=most)


@transaction.atomic
def session_create(
    *, jurisdiction: Unit, template: str, draft: SessionDraft, by: Actor, at: datetime
) -> Session:
    """A session with the rules of a template, open to change until they are frozen."""
    can_run_sessions(by, jurisdiction.pk).require()
    settings = settings_of(template_of(template))
    return _created(jurisdiction, template, draft, settings, by=by, at=at)


@transaction.atomic
def session_copy(*, session: Session, draft: SessionDraft, by: Actor, at: datetime) -> Session:
    """Another session with the rules, contenders and releasers of an earlier one, and with its own
    order and box. One made from a cancelled session stands in its place."""
    source = locked(session, by)
    again = source.state == SessionState.CANCELLED and not hasattr(source, "repeated_by")
    made = _created(
        source.jurisdiction, source.template, draft, source.settings, by=by, at=at,
        repeats=source if again else None,
    )  # fmt: skip
    rows = source.contenders.select_related("unit").filter(unit__closed_on__isnull=True)
    Contender.objects.bulk_create(
        Contender(session=made, unit=each.unit, group=each.group, minutes=each.minutes)
        for each in rows.order_by("pk")
    )
    Releaser.objects.bulk_create(
        Releaser(session=made, place=each.place, person_id=each.person_id)
        for each in source.releasers.all()
    )
    record(by=by, at=at, verb="session.copy", obj=made, after={"source": source})
    return made


def _created(
    jurisdiction: Unit,
    template: str,
    draft: SessionDraft,
    settings: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    repeats: Session | None = None,
) -> Session:
    draft.check()
    made = Session.objects.create(
        jurisdiction=jurisdiction,
        template=template,
        settings=settings,
        box=uuid4(),
        repeats=repeats,
        created_by_id=by.user_id,
        created_at=at,
        **asdict(draft),
    )
    note_step(made, "create", by=by, at=at, facts={"template": template, "repeats": repeats})
    return made


@transaction.atomic
def session_edit(*, session: Session, draft: SessionDraft, by: Actor, at: datetime) -> Session:
    """Change what it is, while it is prepared."""
    fresh = locked(session, by, SessionState.PREPARING)
    draft.check()
    named = asdict(draft)
    before = {name: getattr(fresh, name) for name in named}
    for name, value in named.items():
        setattr(fresh, name, value)
    fresh.save(update_fields=list(named))
    changed = [name for name in named if named[name] != before[name]]
    record(
        by=by, at=at, verb="session.edit", obj=fresh,
        before={name: before[name] for name in changed},
        after={name: named[name] for name in changed},
    )  # fmt: skip
    return fresh


@transaction.atomic
def contenders_add(
    *, session: Session, units: Sequence[Unit], groups: Mapping[int, str], by: Actor, at: datetime
) -> list[Contender]:
    """Units that give their account; ``groups``: by unit. Who is there already stays as it is."""
    fresh = locked(session, by, SessionState.PREPARING)
    known = set(fresh.contenders.values_list("unit", flat=True))
    wanted = [unit for unit in units if unit.pk not in known]
    if len(known) + len(wanted) > MOST:
        raise Invalid("contenders-many", field="units", most=MOST)
    for unit in wanted:
        if not unit.belongs_to(fresh.jurisdiction_id) or unit.closed_on:
            raise Invalid("contender-elsewhere", field="units")
        _check_group(groups[unit.pk])
    made = Contender.objects.bulk_create(
        Contender(session=fresh, unit=unit, group=groups[unit.pk], minutes=fresh.minutes)
        for unit in wanted
    )
    after = {"units": [unit.pk for unit in wanted]}
    record(by=by, at=at, verb="session.contenders", obj=fresh, after=after)
    return made


def _check_group(name: str) -> None:
    if not name.strip() or len(name) > GROUP_NAME or not name.isprintable():
        raise Invalid("contender-group-unusable", field="group", most=GROUP_NAME)


@transaction.atomic
def contenders_set(
    *,
    session: Session,
    kept: Mapping[int, tuple[str, int]],
    by: Actor,
    at: datetime,
) -> None:
    """Group and minutes by contender; who is not in ``kept`` does not speak."""
    fresh = locked(session, by, SessionState.PREPARING)
    rows = list(fresh.contenders.all())
    gone = [each for each in rows if each.pk not in kept]
    stay = [each for each in rows if each.pk in kept]
    for each in stay:
        each.group, each.minutes = kept[each.pk]
        _check_group(each.group)
        check_minutes(each.minutes)
    fresh.contenders.filter(pk__in=[each.pk for each in gone]).delete()
    Contender.objects.bulk_update(stay, ["group", "minutes"])
    after = {"kept": len(stay), "removed": [each.unit_id for each in gone]}
    record(by=by, at=at, verb="session.contenders", obj=fresh, after=after)


@transaction.atomic
def settings_set(
    *, session: Session, settings: Mapping[str, Any], by: Actor, at: datetime
) -> Session:
    """The rules of marking and counting, while it is prepared.

    Raises Invalid ``sealed-list`` as ``luoshi.core.tally.tally_rules_from``.
    """
    fresh = locked(session, by, SessionState.PREPARING)
    tally_rules_from(rules_of(fresh.title, settings, _contenders(fresh)))
    before, fresh.settings = fresh.settings, dict(settings)
    fresh.save(update_fields=["settings"])
    record(
        by=by, at=at, verb="session.settings", obj=fresh,
        before={"settings": before}, after={"settings": fresh.settings},
    )  # fmt: skip
    return fresh


def _contenders(session: Session) -> list[Contender]:
    return list(session.contenders.select_related("unit").order_by("pk"))


@transaction.atomic
def releasers_name(*, session: Session, people: Sequence[User], by: Actor, at: datetime) -> None:
    """The two who see the result first and release it, until the session is frozen."""
    fresh = locked(session, by, SessionState.PREPARING)
    if len({person.pk for person in people}) != 2:
        raise Invalid("releasers-twice", field="second")
    allowed = releasing_people(fresh.jurisdiction_id, timezone.localdate(at))
    known = set(allowed.values_list("pk", flat=True))
    for person, field in zip(people, ("first", "second"), strict=True):
        if person.pk not in known:
            raise Invalid("releaser-elsewhere", field=field)
    fresh.releasers.all().delete()
    Releaser.objects.bulk_create(
        Releaser(session=fresh, place=place, person=person)
        for place, person in enumerate(people, 1)
    )
    after = {"releasers": [person.pk for person in people]}
    record(by=by, at=at, verb="session.releasers", obj=fresh, after=after)


@transaction.atomic
def session_freeze(*, session: Session, by: Actor, at: datetime) -> Session:
    """Fix the rules with contenders and digest; the agenda follows from them.

    Raises Refused ``session-contenders-missing``, ``session-releasers-missing``; Invalid
    ``sealed-list`` as ``luoshi.core.tally.tally_rules_from``.
    """
    fresh = locked(session, by)
    contenders = _contenders(fresh)
    rules = rules_of(fresh.title, fresh.settings, contenders)
    if rules["contenders"] == [NOBODY_YET]:
        raise Refused("session-contenders-missing")
    if fresh.releasers.count() != 2:
        raise Refused("session-releasers-missing")
    tally_rules_from(rules)
    fresh.rules, fresh.digest = rules, rules_digest(rules)
    facts = {"digest": fresh.digest, "contenders": len(contenders)}
    take_step(fresh, "freeze", by=by, at=at, facts=facts, columns=("rules", "digest"))
    lay_agenda(fresh, contenders)
    return fresh


@transaction.atomic
def session_thaw(*, session: Session, note: str, by: Actor, at: datetime) -> Session:
    """Open the rules again, until the order is drawn or the first token is made.

    Raises Refused ``order-drawn``, ``tokens-made``.
    """
    fresh = locked(session, by)
    if fresh.drawn_at:
        raise Refused("order-drawn")
    if fresh.sheets.exists():
        raise Refused("tokens-made")
    fresh.rules, fresh.digest = None, ""
    columns = ("rules", "digest")
    take_step(fresh, "thaw", by=by, at=at, note=require_reason(note), columns=columns)
    fresh.items.all().delete()
    return fresh


@transaction.atomic
def session_cancel(*, session: Session, note: str, by: Actor, at: datetime) -> Session:
    """It does not take place, or is broken off; what was decided stays on record. Its tokens and
    its box are destroyed: no ballot of it is ever read."""
    fresh = locked(session, by)
    tokens = Token.objects.filter(session=fresh).count()
    facts = {"tokens": tokens}
    take_step(fresh, "cancel", by=by, at=at, note=require_reason(note), facts=facts)
    if tokens:
        tokens_destroy(fresh, by=by, at=at)
    transaction.on_commit(lambda: box_destroy(fresh))
    return fresh


def lay_agenda(session: Session, contenders: Sequence[Contender]) -> None:
    """What is voted on, in the order given: each contender, or all of them at once. Items that
    nobody voted on yet are laid anew; the caller's transaction holds the session."""
    session.items.all().delete()
    names = [each.unit.short_name for each in contenders]
    lots = [list(contenders)] if session.at_once else [[each] for each in contenders]
    titles = [session.title] if session.at_once else names
    items = Item.objects.bulk_create(
        Item(session=session, number=number, title=title) for number, title in enumerate(titles, 1)
    )
    through = Item.contenders.through
    through.objects.bulk_create(
        through(item_id=item.pk, contender_id=each.pk)
        for item, lot in zip(items, lots, strict=True)
        for each in lot
    )
