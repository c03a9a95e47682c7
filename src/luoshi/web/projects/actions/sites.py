"""The schematic map: where counties and parks stand on it, and which thresholds count there."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from luoshi.core.errors import Invalid
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.projects.models import Site
from luoshi.web.projects.models.projects import MAP_SIZE
from luoshi.web.projects.rules import can_keep_projects
from luoshi.web.projects.terms import thresholds
from luoshi.web.units.models import Kind, Unit


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map, or none of it; an empty threshold is the usual one."""

    column: int | None = None
    row: int | None = None
    threshold: str = ""


@transaction.atomic
def sites_set(*, jurisdiction: Unit, spots: Mapping[int, Spot], by: Actor, at: datetime) -> None:
    """The whole map anew: for each county and park, by its key, where it stands.

    Raises Invalid ``site-unknown``, ``site-off-map``, ``site-taken``, ``threshold-unknown``.
    """
    can_keep_projects(by, jurisdiction.pk).require()
    Unit.objects.select_for_update().get(pk=jurisdiction.pk)
    units = Unit.objects.filter(
        jurisdiction=jurisdiction, pk__in=spots, kind__in=(Kind.COUNTY, Kind.PARK)
    )
    if units.count() != len(spots):
        raise Invalid("site-unknown")
    _check(spots)
    before = Site.objects.filter(jurisdiction=jurisdiction)
    old = {str(site.unit_id): _facts(site) for site in before}
    before.delete()
    Site.objects.bulk_create(
        Site(unit_id=unit, jurisdiction=jurisdiction, **asdict(spot))
        for unit, spot in spots.items()
    )
    new = {str(unit): asdict(spot) for unit, spot in spots.items()}
    record(by=by, at=at, verb="sites.set", obj=jurisdiction, before=old, after=new)


def _facts(site: Site) -> dict[str, object]:
    return {"column": site.column, "row": site.row, "threshold": site.threshold}


def _check(spots: Mapping[int, Spot]) -> None:
    for unit, spot in spots.items():
        placed = (spot.column, spot.row)
        if (None in placed and placed != (None, None)) or any(
            number is not None and not 1 <= number <= MAP_SIZE for number in placed
        ):
            raise Invalid("site-off-map", size=MAP_SIZE, field=f"column-{unit}")
        if spot.threshold and spot.threshold not in thresholds():
            raise Invalid("threshold-unknown", field=f"threshold-{unit}")
    taken = Counter((spot.column, spot.row) for spot in spots.values() if spot.column)
    for (column, row), count in taken.items():
        if count > 1:
            raise Invalid("site-taken", column=column, row=row)
