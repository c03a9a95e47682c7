"""Adding to the record: the only way in, inside the caller's transaction."""

from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection, models

from luoshi.core.chain import link_hash
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.models import Entry, Head

request_id: ContextVar[str] = ContextVar("request_id", default="")

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
    if not connection.in_atomic_block:
        raise RuntimeError("an audit entry belongs to the transaction of its action")
    head = Head.objects.select_for_update().get(pk=1)
    entry = Entry(
        seq=head.seq + 1,
        at=at,
        actor_id=by.user_id,
        role=role or by.main_role,
        verb=verb,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        before=None if before is None else plain(before),
        after=None if after is None else plain(after),
        request=request_id.get(),
        previous_hash=head.hash,
    )
    entry.hash = link_hash(entry.previous_hash, entry.seq, fields(entry))
    entry.save(force_insert=True)
    Head.objects.filter(pk=1).update(seq=entry.seq, hash=entry.hash)
    return entry


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
