"""Minutes by unit and week, against what a week of the grassroots may hold."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from luoshi.core.burden import over_budget
from luoshi.web.burden.book import rule
from luoshi.web.burden.models import DataRequest, RequestState, RequestUnit
from luoshi.web.units.models import Unit


@dataclass(frozen=True, slots=True)
class Load:
    """The minutes of one unit in one week; ``limit`` is None where no budget holds."""

    unit: Unit
    minutes: int
    limit: int | None
    over: int = 0


def planned(units: Collection[int], week: date, *, but: int | None = None) -> Mapping[int, int]:
    """The minutes asked of each unit for a week, one request left out."""
    rows = RequestUnit.objects.filter(
        unit__in=units, week=week, lifted_at=None, request__state=RequestState.SENT
    )
    if but is not None:
        rows = rows.exclude(request=but)
    found = rows.order_by().values_list("unit").annotate(total=Sum("minutes"))
    return dict(found)


def limit_of(unit: Unit) -> int | None:
    """The week's minutes of a unit of the grassroots."""
    return rule().weekly_minutes if unit.kind in rule().grassroots else None


def loads(units: Sequence[Unit], week: date) -> list[Load]:
    """How much is asked of each of these units in a week."""
    sums = planned([unit.pk for unit in units], week)
    return [Load(unit, sums.get(unit.pk, 0), limit_of(unit)) for unit in units]


def over_of(request: DataRequest) -> list[Load]:
    """The units that a request would put over budget, the most first."""
    rows = list(request.units.filter(lifted_at=None).select_related("unit"))
    small = {row.unit_id: row for row in rows if limit_of(row.unit) is not None}
    if not small:
        return []
    before = planned(small, rows[0].week, but=request.pk)
    limit = rule().weekly_minutes
    over = over_budget(before, {pk: row.minutes for pk, row in small.items()}, limit)
    found = [
        Load(small[pk].unit, before.get(pk, 0) + small[pk].minutes, limit, more)
        for pk, more in over.items()
    ]
    return sorted(found, key=lambda load: (-load.over, load.unit.code))
