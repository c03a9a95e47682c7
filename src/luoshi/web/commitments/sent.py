"""When a commitment was last sent to its unit, and how long the unit has to take it on."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache

from django.db.models import Q

from luoshi import presets
from luoshi.web.audit.models import Entry
from luoshi.web.commitments.models import ListItem

SENT = ("commitment.dispatch", "commitment.reassign")
COMMITMENT, LIST = "commitments.commitment", "commitments.commitmentlist"


@cache
def answer_days() -> int:
    """Working days after which a commitment that nobody took on is chased."""
    return int(presets.load("clocks")["owner-accept"]["length"])


def sent_at(ids: Collection[int]) -> Mapping[int, datetime]:
    """When each commitment was last sent to a unit, by the record: two queries."""
    lists = set(
        ListItem.objects.filter(commitment__in=ids).order_by().values_list("list_id", flat=True)
    )
    single = Q(object_type=COMMITMENT, object_id__in=[str(pk) for pk in ids])
    whole = Q(object_type=LIST, object_id__in=[str(pk) for pk in lists])
    entries = Entry.objects.filter(single | whole, verb__in=SENT).order_by("seq")
    found: dict[int, datetime] = {}
    for kind, pk, at, after in entries.values_list("object_type", "object_id", "at", "after"):
        named = [int(pk)] if kind == COMMITMENT else after["commitments"]
        found.update((one, at) for one in named if one in ids)
    return found
