"""Who led what on a day, as known at a time."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Q

from luoshi.web.succession.models import Transfer


def leads_known(
    leads: Mapping[int, int | None],
    *,
    on: date,
    known_at: datetime,
    undone: Mapping[int, datetime] | None = None,
) -> dict[int, int | None]:
    """The lead unit of each commitment on a day: transfers of a later day, or decided after
    ``known_at``, are not yet true.

    ``leads`` is the lead unit of each today, by commitment; ``undone`` says for which it is
    already the one before that time, so that no transfer after it counts. One query.
    """
    later = Q(decided_at__gt=known_at) | Q(on__gt=on)
    rows = Transfer.objects.filter(later, commitment__in=list(leads)).order_by("-id")
    told = rows.values_list("commitment_id", "from_unit_id", "decided_at")
    since = undone or {}
    before = {pk: unit for pk, unit, at in told if pk not in since or at < since[pk]}
    return {pk: before.get(pk, unit) for pk, unit in leads.items()}
