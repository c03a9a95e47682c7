"""The registry of tokens of a session that is over is destroyed, and what it left in files."""

import logging
from datetime import datetime

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from luoshi.web.accounts.actor import Actor
from luoshi.web.appraisal.actions.seal import box_destroy
from luoshi.web.appraisal.models import Session, SessionState, Token, TokenDestruction

log = logging.getLogger("luoshi.appraisal")


def tokens_destroy(session: Session, *, by: Actor, at: datetime) -> TokenDestruction:
    """Delete the tokens of a session and write down how many; the caller's transaction holds the
    session, and what the rows left in files is overwritten after it."""
    _secure_delete()
    tokens, _ = Token.objects.filter(session=session).delete()
    made = TokenDestruction.objects.create(
        session=session, tokens=tokens, destroyed_by_id=by.user_id, destroyed_at=at
    )
    transaction.on_commit(lambda: tokens_erase(made, at=timezone.now()))
    return made


def unfinished(session: Session, *, at: datetime) -> None:
    """What a power cut left undone after a commit is done at the next look at the session."""
    if session.state in (SessionState.SEALED, SessionState.COMPUTED, SessionState.CANCELLED):
        box_destroy(session)
    if session.state in (SessionState.ACCEPTED, SessionState.CANCELLED):
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
