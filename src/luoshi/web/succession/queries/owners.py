"""Who led what on a day, as known at a time."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Q

from luoshi.web.succession.models import Transfer


def leads_known(
    leads: Mapping[int, int | None], *, on: date, known_at: datetime
) -> dict[int, int | None]:
    """The lead unit of each commitment on a day: transfers of a later day, or decided after
    ``known_at``, are not yet true.

    ``leads`` is the lead unit of each today, by commitment. One query.
    """
    later = Q(decided_at__gt=known_at) | Q(on__gt=on)
    rows = Transfer.objects.filter(later, commitment__in=list(leads)).order_by("-id")
    before = dict(rows.values_list("commitment_id", "from_unit_id"))
    return {pk: before.get(pk, unit) for pk, unit in leads.items()}
