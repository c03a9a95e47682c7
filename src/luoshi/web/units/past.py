"""The tree of any day, as known at any time, in the values of ``core.lineage``.

Units are keyed by their codes, which never change. Without ``known_at`` what is known now counts.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from luoshi.core.lineage import Event, Heir, History, Kind, Place, Version
from luoshi.web.units.models import EventPart, Unit, UnitEvent, UnitVersion


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One unit of a day: what it was called, how deep it stood; ``unit`` is as of now."""

    unit: Unit
    name: str
    short_name: str
    depth: int

    @property
    def is_renamed(self) -> bool:
        """Whether it is called otherwise now, or is no more."""
        return self.name != self.unit.name or self.unit.closed_on is not None


def known(known_at: datetime | None) -> Q:
    """The versions that were the word at a time; at present those nothing has superseded."""
    if known_at is None:
        return Q(superseded_at__isnull=True)
    later = Q(superseded_at__isnull=True) | Q(superseded_at__gt=known_at)
    return Q(recorded_at__lte=known_at) & later


def among(jurisdictions: Iterable[int], path: str = "") -> Q:
    """The units of these jurisdictions, and the jurisdictions themselves.

    ``path`` leads from the row asked for to its unit.
    """
    ids = set(jurisdictions)
    return Q(**{f"{path}jurisdiction_id__in": ids}) | Q(**{f"{path}pk__in": ids})


def history_of(jurisdiction_id: int, *, known_at: datetime | None = None) -> History:
    """Every version of the jurisdiction's units: one query. Its top stands below nothing here."""
    rows = UnitVersion.objects.filter(known(known_at), among([jurisdiction_id], "unit__"))
    told = list(
        rows.values_list(
            *("unit__code", "name", "short_name", "parent__code", "valid_from", "valid_to"),
        )
    )
    inside = {code for code, *_rest in told}
    return History.of(
        Version(code, name, short, parent if parent in inside else None, start, end)
        for code, name, short, parent, start, end in told
    )


def tree(jurisdiction_id: int, *, on: date, known_at: datetime | None = None) -> list[TreeRow]:
    """The units there were on a day, each below its parent of that day: two queries."""
    then = history_of(jurisdiction_id, known_at=known_at).as_of(on)
    units = Unit.objects.filter(among([jurisdiction_id])).without_tree_fields()
    below: dict[str | None, list[Unit]] = defaultdict(list)
    for unit in units:
        if version := then.get(unit.code):
            below[version.parent if version.parent in then else None].append(unit)
    return list(_rows(below, then, None, 0))


def _rows(
    below: Mapping[str | None, list[Unit]], then: Mapping[str, Version], top: str | None, depth: int
) -> Iterable[TreeRow]:
    for unit in below.get(top, ()):
        version = then[unit.code]
        yield TreeRow(unit, version.name, version.short_name, depth)
        yield from _rows(below, then, unit.code, depth + 1)


def pending_events(jurisdiction_id: int) -> QuerySet[UnitEvent]:
    """What is decided and not yet in effect, the earliest first."""
    rows = UnitEvent.objects.filter(
        jurisdiction=jurisdiction_id, effective_at__isnull=True, undone_at__isnull=True
    )
    return rows.order_by("on", "id").prefetch_related("parts__unit", "parts__parent")


def events_in_effect(jurisdiction_id: int) -> list[Event]:
    """What happened to the units, the earliest first: two queries."""
    rows = UnitEvent.objects.filter(jurisdiction=jurisdiction_id, effective_at__isnull=False)
    return [event_of(row) for row in rows.order_by("on", "id").prefetch_related("parts__parent")]


def event_of(row: UnitEvent) -> Event:
    """The event as the core knows it."""
    parts = list(row.parts.all())
    return Event(
        Kind(row.kind),
        row.on,
        tuple(part.code for part in parts if not part.is_heir),
        tuple(
            Heir(part.code, part.share, _place(part, row.jurisdiction_id))
            for part in parts
            if part.is_heir
        ),
    )


def _place(part: EventPart, jurisdiction_id: int) -> Place | None:
    if not part.name:
        return None
    inside = part.parent is not None and part.parent.belongs_to(jurisdiction_id)
    return Place(part.name, part.short_name, part.parent.code if part.parent and inside else None)


class Names:
    """What some units were called on a day, as known at a time (None: now)."""

    def __init__(self, rows: Iterable[UnitVersion], known_at: datetime | None = None) -> None:
        self._all = list(rows)
        self._rows: dict[int, list[UnitVersion]] = defaultdict(list)
        for row in self._all:
            if row.is_known(known_at):
                self._rows[row.unit_id].append(row)

    def as_known(self, at: datetime) -> "Names":
        """The same units' names as known at another time; no query."""
        return Names(self._all, at)

    def version(self, unit_id: int, on: date) -> UnitVersion | None:
        """The version of the day; the nearest one before the first or after the last day."""
        rows = self._rows.get(unit_id)
        if not rows:
            return None
        begun = [row for row in rows if row.valid_from <= on]
        return begun[-1] if begun else rows[0]

    def short(self, unit: Unit, on: date) -> str:
        """The short name of the day."""
        found = self.version(unit.pk, on)
        return found.short_name if found else unit.short_name

    def full(self, unit: Unit, on: date) -> str:
        """The whole name of the day."""
        found = self.version(unit.pk, on)
        return found.name if found else unit.name

    def dress(self, unit: Unit, on: date) -> Unit:
        """The unit as it is shown, with both names of the day. It must not be saved."""
        unit.name, unit.short_name = self.full(unit, on), self.short(unit, on)
        return unit

    def told(self, unit: Unit, on: date) -> str:
        """The short name of the day, with 原 before it where the unit is no longer called so."""
        name = self.short(unit, on)
        if name == unit.short_name and unit.closed_on is None:
            return name
        return gettext("原%(name)s") % {"name": name}


def versions_of(unit: Unit) -> QuerySet[UnitVersion]:
    """What the unit was called and where it stood, the latest first."""
    return unit.versions.filter(known(None)).select_related("parent").order_by("-valid_from")


def names_of(unit_ids: Iterable[int], *, known_at: datetime | None = None) -> Names:
    """The names of these units through time: one query."""
    rows = UnitVersion.objects.filter(unit__in=set(unit_ids))
    return Names(rows.order_by("unit_id", "valid_from", "id"), known_at)
