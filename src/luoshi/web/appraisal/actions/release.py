"""Two named people let a result out; afterwards it is accepted and the tokens are destroyed."""

import logging
from datetime import datetime
from uuid import uuid4

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from luoshi.core.errors import Refused
from luoshi.core.scoring.canonical import canonical_json, digest
from luoshi.web.accounts.actor import Actor
from luoshi.web.appraisal.actions.seal import box_destroy, counted
from luoshi.web.appraisal.actions.steps import (
    locked,
    note_step,
    require_reason,
    require_state,
    take_step,
)
from luoshi.web.appraisal.models import (
    Contender,
    Item,
    Releaser,
    Session,
    SessionState,
    Token,
    TokenDestruction,
)
from luoshi.web.appraisal.rules import can_release
from luoshi.web.audit.actions import record

SAME = (
    "jurisdiction", "title", "template", "place", "minutes", "at_once", "by_group", "slides_until",
    "settings", "rules", "digest", "seed", "drawn_by", "drawn_at",
)  # fmt: skip
"""What a repeated session has of the first."""
log = logging.getLogger("luoshi.appraisal")


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
    """The result stands; the registry of tokens is destroyed, and that is recorded."""
    fresh = locked(session, by, SessionState.RELEASED)
    _secure_delete()
    tokens, _ = Token.objects.filter(session=fresh).delete()
    made = TokenDestruction.objects.create(
        session=fresh, tokens=tokens, destroyed_by_id=by.user_id, destroyed_at=at
    )
    take_step(fresh, "accept", by=by, at=at, facts={"tokens": tokens})
    transaction.on_commit(lambda: tokens_erase(made, at=timezone.now()))
    return made


def unfinished(session: Session, *, at: datetime) -> None:
    """What a power cut left undone after a commit is done at the next look at the session."""
    if session.state in (SessionState.SEALED, SessionState.COMPUTED):
        box_destroy(session)
    if session.state == SessionState.ACCEPTED:
        for each in TokenDestruction.objects.filter(session=session, erased_at=None):
            tokens_erase(each, at=at)


def tokens_erase(destruction: TokenDestruction, *, at: datetime) -> bool:
    """Overwrite what the deleted rows left in files. What fails is tried again at the next look.

    SQLite: the file is written anew without what was freed, and the write-ahead log is emptied.
    PostgreSQL: the table is written anew. True once it is done.
    """
    if destruction.erased_at or connection.in_atomic_block:
        return bool(destruction.erased_at)
    try:
        with connection.cursor() as cursor:
            for statement in _erasing():
                cursor.execute(statement)
                busy = cursor.fetchone() if statement.startswith("PRAGMA wal") else None
                if busy and busy[0]:
                    return False
    except DatabaseError as error:
        log.warning("freed pages are not overwritten yet: %s", type(error).__name__)
        return False
    rows = TokenDestruction.objects.filter(pk=destruction.pk, erased_at=None)
    rows.update(erased_at=at)
    return True


def _erasing() -> tuple[str, ...]:
    if connection.vendor == "sqlite":
        return ("PRAGMA secure_delete=ON", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")
    return (f"VACUUM (FULL) {Token._meta.db_table}",)


def _secure_delete() -> None:
    """SQLite overwrites what is deleted on this connection with zeros."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")
