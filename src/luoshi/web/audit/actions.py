"""Adding to the record: the only way in, inside the caller's transaction."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, models

from luoshi.core.chain import link_hash
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.models import Entry, Head
from luoshi.web.prepared import prepared

request_id: ContextVar[str] = ContextVar("request_id", default="")

HEAD_MOVES = f"UPDATE {Head._meta.db_table} SET seq = %s, hash = %s WHERE id = 1"
COLUMNS = Entry._meta.concrete_fields
ENTRY_ADDED = (
    f"INSERT INTO {Entry._meta.db_table} ({', '.join(str(each.column) for each in COLUMNS)})"
    f" VALUES ({', '.join(['%s'] * len(COLUMNS))})"
)
"""Ready as they are: they go with every act there is."""

_held: ContextVar[Head | None] = ContextVar("held", default=None)
"""The head as it was where ``head_held`` began."""

Facts = Mapping[str, object]


def record(
    *,
    by: Actor,
    at: datetime,
    verb: str,
    obj: models.Model,
    before: Facts | None = None,
    after: Facts | None = None,
    role: str = "",
) -> Entry:
    """Append one entry. Must run in the transaction of the change it tells of.

    The head row stays locked until that transaction ends, so entries are in commit order.
    """
    told = Told(verb, obj, before, after)
    return record_all(by=by, at=at, told=[told], role=role)[0]


@dataclass(frozen=True, slots=True)
class Told:
    """What one entry tells."""

    verb: str
    obj: models.Model
    before: Facts | None = None
    after: Facts | None = None


def record_all(*, by: Actor, at: datetime, told: Sequence[Told], role: str = "") -> list[Entry]:
    """Append one entry for each, in order, as ``record`` does: three queries in all."""
    if not connection.in_atomic_block:
        raise RuntimeError("an audit entry belongs to the transaction of its action")
    held = _held.get()
    seq, previous_hash = _end(held)
    entries = []
    for each in told:
        entry = Entry(
            seq=seq + 1,
            at=at,
            actor_id=by.user_id or None,
            role=role or by.main_role,
            verb=each.verb,
            object_type=each.obj._meta.label_lower,
            object_id=str(each.obj.pk),
            before=None if each.before is None else plain(each.before),
            after=None if each.after is None else plain(each.after),
            request=request_id.get(),
            previous_hash=previous_hash,
        )
        entry.hash = link_hash(entry.previous_hash, entry.seq, fields(entry))
        seq, previous_hash = entry.seq, entry.hash
        entries.append(entry)
    with connection.cursor() as cursor:
        cursor.executemany(ENTRY_ADDED, [_row(entry) for entry in entries])
        if held is None:
            cursor.execute(HEAD_MOVES, [seq, previous_hash])
    return entries


@contextmanager
def head_held() -> Iterator[None]:
    """For one transaction of thousands of entries: the head is locked first and moves last.

    PostgreSQL looks at each version of the row that the transaction has left behind: moved with
    every entry, thousands of them cost seconds.
    """
    (head,) = _head_locked()
    token = _held.set(head)
    try:
        yield
        with connection.cursor() as cursor:
            cursor.execute(HEAD_MOVES, _end(head))
    finally:
        _held.reset(token)


def _end(held: Head | None) -> tuple[int, str]:
    """Number and hash of the last entry; of a head that is held, what came after it counts."""
    if held is None:
        (head,) = _head_locked()
        return head.seq, head.hash
    return next(iter(_last_after(held.seq)), (held.seq, held.hash))


@prepared
def _head_locked() -> models.QuerySet[Head]:
    return Head.objects.select_for_update().filter(pk=1)


@prepared
def _last_after(seq: int) -> models.QuerySet[Entry, tuple[int, str]]:
    return Entry.objects.filter(seq__gt=seq).order_by("-seq").values_list("seq", "hash")[:1]


def _row(entry: Entry) -> list[Any]:
    return [each.get_db_prep_save(getattr(entry, each.attname), connection) for each in COLUMNS]


def fields(entry: Entry) -> dict[str, object]:
    """What the hash of an entry covers: everything it says."""
    return {
        "at": plain(entry.at),
        "actor": entry.actor_id,
        "role": entry.role,
        "verb": entry.verb,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "before": entry.before,
        "after": entry.after,
        "request": entry.request,
    }


def plain(value: object) -> object:
    """The value in JSON's own types: decimals, dates, times, ids as text, models as their key."""
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal() | UUID():
            return str(value)
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date() | time():
            return value.isoformat()
        case models.Model():
            return value.pk
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in value]
        case _:
            raise TypeError(f"not a value for the audit record: {type(value).__name__}")
