"""Two named people let a result out; afterwards it is accepted and the tokens are destroyed."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from luoshi.core.errors import Refused
from luoshi.core.scoring.canonical import canonical_json, digest
from luoshi.web.accounts.actor import Actor
from luoshi.web.appraisal.actions.destroy import tokens_destroy
from luoshi.web.appraisal.actions.seal import counted
from luoshi.web.appraisal.actions.steps import (
    locked,
    note_step,
    require_reason,
    require_state,
    take_step,
)
from luoshi.web.appraisal.heard import unowned
from luoshi.web.appraisal.models import (
    Contender,
    Item,
    Releaser,
    Session,
    SessionState,
    TokenDestruction,
)
from luoshi.web.appraisal.rules import can_release
from luoshi.web.audit.actions import record

SAME = (
    "jurisdiction", "title", "template", "place", "minutes", "at_once", "by_group", "slides_until",
    "settings", "rules", "digest", "seed", "drawn_by", "drawn_at",
)  # fmt: skip
"""What a repeated session has of the first."""
NAMED = 40
"""Characters by which a question without an owner is named."""


@transaction.atomic
def result_release(*, session: Session, by: Actor, at: datetime) -> Session:
    """One of the two lets the result out; with the second it is released.

    Raises Refused ``released-by-you``; ``result-differs`` where it is not what the sealed list
    comes to.
    """
    fresh, mine = _asked(session, by)
    if mine.released_at:
        raise Refused("released-by-you")
    if not same_again(fresh):
        raise Refused("result-differs")
    mine.released_by_id, mine.released_at = by.user_id, at
    mine.save(update_fields=["released_by", "released_at"])
    facts = {"result": fresh.result.digest, "releaser": mine.place}
    if fresh.releasers.filter(released_at=None).exists():
        note_step(fresh, "agree", by=by, at=at, facts=facts)
    else:
        take_step(fresh, "release", by=by, at=at, facts=facts)
    return fresh


@transaction.atomic
def result_refuse(*, session: Session, note: str, by: Actor, at: datetime) -> Session:
    """One of the two does not let it out, and says why; an agreement given before is withdrawn.

    Both are told on the page of the result.
    """
    fresh, mine = _asked(session, by)
    reason = require_reason(note)
    mine.released_by, mine.released_at = None, None
    mine.save(update_fields=["released_by", "released_at"])
    note_step(fresh, "refuse", by=by, at=at, note=reason, facts={"releaser": mine.place})
    return fresh


def _asked(session: Session, by: Actor) -> tuple[Session, Releaser]:
    """The session, locked, and the asker's part in its release."""
    fresh = Session.objects.select_for_update().get(pk=session.pk)
    mine = fresh.releasers.filter(person=by.user_id).first() or Releaser(session=fresh)
    can_release(by, mine).require()
    require_state(fresh, SessionState.COMPUTED)
    return fresh, mine


def same_again(session: Session) -> bool:
    """Whether the stored result is what the sealed list comes to, counted anew."""
    result = session.result
    held = digest(canonical_json(result.tally))
    return bool(held == result.digest == counted(session)["digest"])


@transaction.atomic
def session_repeat(*, session: Session, by: Actor, at: datetime) -> Session:
    """The vote again on the spot, where there was no result: same rules, contenders, order and
    releasers; new tokens, since the old ones may not be known to be unused.

    Raises Refused ``result-stands`` where nothing failed, ``repeated-already``.
    """
    fresh = locked(session, by, SessionState.RELEASED, SessionState.ACCEPTED)
    if not fresh.result.tally["failures"]:
        raise Refused("result-stands")
    if Session.objects.filter(repeats=fresh).exists():
        raise Refused("repeated-already")
    made = _again(fresh, by, at)
    take_step(made, "freeze", by=by, at=at, facts={"digest": made.digest, "repeats": fresh.pk})
    return made


def _again(source: Session, by: Actor, at: datetime) -> Session:
    made = Session.objects.create(
        **{name: getattr(source, name) for name in SAME},
        held_on=timezone.localdate(at),
        box=uuid4(),
        repeats=source,
        created_by_id=by.user_id,
        created_at=at,
    )
    facts = {"repeats": source.pk, "template": source.template}
    record(by=by, at=at, verb="session.repeat", obj=made, after=facts)
    kept = ("unit_id", "group", "minutes", "position", "facts", "frozen_at")
    Contender.objects.bulk_create(
        Contender(session=made, **{name: getattr(each, name) for name in kept})
        for each in source.contenders.all()
    )
    Releaser.objects.bulk_create(
        Releaser(session=made, place=each.place, person_id=each.person_id)
        for each in source.releasers.all()
    )
    _lay_items(source, made)
    return made


def _lay_items(source: Session, made: Session) -> None:
    by_unit = {each.unit_id: each for each in made.contenders.all()}
    for old in source.items.prefetch_related("contenders"):
        item = Item.objects.create(session=made, number=old.number, title=old.title)
        item.contenders.set([by_unit[each.unit_id] for each in old.contenders.all()])


@transaction.atomic
def session_accept(*, session: Session, by: Actor, at: datetime) -> TokenDestruction:
    """The result stands; the registry of tokens is destroyed, and that is recorded.

    Raises Refused ``asked-unowned`` with how many (``n``) and ``named`` while nobody was given a
    question of the session.
    """
    fresh = locked(session, by, SessionState.RELEASED)
    waiting = unowned(fresh)
    if waiting:
        named = "；".join(each.text[:NAMED] for each in waiting)
        raise Refused("asked-unowned", n=len(waiting), named=named)
    made = tokens_destroy(fresh, by=by, at=at)
    take_step(fresh, "accept", by=by, at=at, facts={"tokens": made.tokens})
    return made
