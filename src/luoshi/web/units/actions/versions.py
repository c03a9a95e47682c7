"""Writing what became of a tree: old versions superseded, new ones added, today's names kept."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from luoshi.core.lineage import History, Version
from luoshi.web.units.models import Unit, UnitVersion


def versions_write(before: History, now: History, *, at: datetime) -> None:
    """The difference of the two histories; what has not changed is not touched.

    The caller holds the jurisdiction's lock.
    """
    gone = set(before.versions) - set(now.versions)
    new = [version for version in now.versions if version not in set(before.versions)]
    units = _units({version.unit for version in (*gone, *new)} | _parents(new))
    for version in gone:
        UnitVersion.objects.filter(
            unit=units[version.unit], valid_from=version.start, superseded_at__isnull=True
        ).update(superseded_at=at)
    UnitVersion.objects.bulk_create(_row(version, units, at) for version in new)
    _project(now, {version.unit for version in (*gone, *new)}, units, timezone.localdate(at))


def _parents(versions: Iterable[Version]) -> set[str]:
    return {version.parent for version in versions if version.parent}


def _units(codes: set[str]) -> dict[str, Unit]:
    found: dict[str, Unit] = (
        Unit.objects.filter(code__in=codes).without_tree_fields().in_bulk(field_name="code")
    )
    return found


def _row(version: Version, units: dict[str, Unit], at: datetime) -> UnitVersion:
    return UnitVersion(
        unit=units[version.unit],
        name=version.name,
        short_name=version.short_name,
        parent_id=_parent_id(version, units),
        valid_from=version.start,
        valid_to=version.end,
        recorded_at=at,
    )


def _parent_id(version: Version, units: dict[str, Unit]) -> int | None:
    """The top of a jurisdiction keeps what stands above it elsewhere."""
    return units[version.parent].pk if version.parent else units[version.unit].parent_id


def _project(now: History, changed: Iterable[str], units: dict[str, Unit], today: date) -> None:
    """Names and place of today; a closed unit keeps its last ones."""
    lives = now.lives()
    for code in changed:
        life = lives[code]
        shown = next((version for version in life if version.holds(today)), life[-1])
        unit = units[code]
        unit.name, unit.short_name = shown.name, shown.short_name
        unit.parent_id = _parent_id(shown, units)
        unit.opened_on, unit.closed_on = life[0].start, life[-1].end
        unit.save(update_fields=["name", "short_name", "parent", "opened_on", "closed_on"])
