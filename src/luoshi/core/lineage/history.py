"""What units were called and where they stood, day by day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from luoshi.core.errors import Invalid


@dataclass(frozen=True, slots=True)
class Version:
    """One unit's names and place from ``start`` to ``end`` (exclusive; None while it lasts)."""

    unit: str
    name: str
    short_name: str
    parent: str | None
    start: date
    end: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it was so on ``day``."""
        return self.start <= day and (self.end is None or day < self.end)


def _order(version: Version) -> tuple[str, date]:
    return version.unit, version.start


@dataclass(frozen=True, slots=True)
class History:
    """The versions of every unit of one tree, by unit and then by start. Make it with ``of``."""

    versions: tuple[Version, ...]

    @classmethod
    def of(cls, versions: Iterable[Version]) -> "History":
        """The history, whatever the order of the versions.

        Raises Invalid ``versions-overlap`` where a unit has two at once.
        """
        ordered = tuple(sorted(versions, key=_order))
        for one, other in pairwise(ordered):
            if one.unit == other.unit and (one.end is None or one.end > other.start):
                raise Invalid("versions-overlap", unit=one.unit, on=other.start.isoformat())
        return cls(ordered)

    def as_of(self, day: date) -> dict[str, Version]:
        """The tree of ``day``: each unit that there was, by key."""
        return {version.unit: version for version in self.versions if version.holds(day)}

    def lives(self) -> dict[str, tuple[Version, ...]]:
        """Each unit's versions, the oldest first; one pass over all."""
        groups = groupby(self.versions, key=lambda version: version.unit)
        return {unit: tuple(found) for unit, found in groups}

    def of_unit(self, unit: str) -> tuple[Version, ...]:
        """One unit's versions, the oldest first; none where it is not known."""
        return tuple(version for version in self.versions if version.unit == unit)

    def opened_on(self, unit: str) -> date | None:
        """The first day of the unit; None where it is not known."""
        found = self.of_unit(unit)
        return found[0].start if found else None

    def closed_on(self, unit: str) -> date | None:
        """The first day on which the unit is no more; None while there is no end."""
        found = self.of_unit(unit)
        return found[-1].end if found else None

    def line(self, unit: str, day: date) -> list[str]:
        """The unit and all above it on ``day``, the topmost last."""
        tree, found = self.as_of(day), [unit]
        while (here := tree.get(found[-1])) and here.parent and here.parent not in found:
            found.append(here.parent)
        return found
