"""What a changed definition would do to the rows there are, before it is saved."""

import hashlib
from collections.abc import Iterable

from luoshi.core import listtype
from luoshi.web.commitments.kinds import kind_of
from luoshi.web.commitments.models import ListItem, ListType

CHUNK = 2_000


def effects_on(list_type: ListType, kind: listtype.ListType) -> tuple[listtype.Effect, ...]:
    """How many rows of the lists that are not frozen are affected in which column: one query."""
    items = ListItem.objects.filter(list__list_type=list_type, list__frozen_at__isnull=True)
    rows = items.order_by().values_list("extra", flat=True).iterator(CHUNK)
    return listtype.effects(kind_of(list_type), kind, rows)


def effects_seen(effects: Iterable[listtype.Effect]) -> str:
    """A digest of the effects that a person was shown."""
    told = "\n".join(f"{each.code} {each.column.key} {each.rows}" for each in effects)
    return hashlib.sha256(told.encode()).hexdigest()
