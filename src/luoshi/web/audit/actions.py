"""Adding to the record: the only way in, inside the caller's transaction."""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection, models

from luoshi.core.chain import link_hash
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.models import Entry, Head
from luoshi.web.prepared import prepared

request_id: ContextVar[str] = ContextVar("request_id", default="")

HEAD_MOVES = f"UPDATE {Head._meta.db_table} SET seq = %s, hash = %s WHERE id = 1"
"""Ready as it is: it goes with every act there is."""

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
    (head,) = _head_locked()
    entries = []
    for each in told:
        entry = Entry(
            seq=head.seq + 1,
            at=at,
            actor_id=by.user_id or None,
            role=role or by.main_role,
            verb=each.verb,
            object_type=each.obj._meta.label_lower,
            object_id=str(each.obj.pk),
            before=None if each.before is None else plain(each.before),
            after=None if each.after is None else plain(each.after),
            request=request_id.get(),
            previous_hash=head.hash,
        )
        entry.hash = link_hash(entry.previous_hash, entry.seq, fields(entry))
        head.seq, head.hash = entry.seq, entry.hash
        entries.append(entry)
    Entry.objects.bulk_create(entries, batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute(HEAD_MOVES, [head.seq, head.hash])
    return entries


@prepared
def _head_locked() -> models.QuerySet[Head]:
    return Head.objects.select_for_update().filter(pk=1)


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
    """The value in JSON's own types: decimals, dates and ids as text, models as their key."""
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal() | UUID():
            return str(value)
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case models.Model():
            return value.pk
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in value]
        case _:
            raise TypeError(f"not a value for the audit record: {type(value).__name__}")
