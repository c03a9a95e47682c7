"""A change of the tree before it is decided: what a person typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from luoshi.core.lineage import Event, Heir, Kind, Place
from luoshi.web.units.models import EventPart, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class HeirDraft:
    """A unit that goes on: one there is, or one that the event founds (then with all the rest).

    Names and ``parent`` are given where they are new from the day on.
    """

    unit: Unit | None = None
    share: Decimal | None = None
    code: str = ""
    kind: str = ""
    name: str = ""
    short_name: str = ""
    parent: Unit | None = None

    @property
    def key(self) -> str:
        """The code, which is the key of a unit in the core."""
        return self.unit.code if self.unit else self.code

    @property
    def moves(self) -> bool:
        """Whether it stands below another unit than before."""
        return self.unit is None or self.unit.parent_id != (self.parent and self.parent.pk)

    def part(self) -> EventPart:
        """The row to be kept."""
        return EventPart(
            is_heir=True, unit=self.unit, share=self.share, code=self.key, kind=self.kind,
            name=self.name, short_name=self.short_name, parent=self.parent,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDraft:
    """What happens to which units from which day on, why, and by which document."""

    kind: Kind
    on: date
    predecessors: Sequence[Unit]
    heirs: Sequence[HeirDraft]
    reason: str
    basis: str = ""
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def jurisdiction_id(self) -> int:
        """Where it happens."""
        return self.predecessors[0].jurisdiction_id or 0

    @property
    def units(self) -> list[Unit]:
        """Every standing unit it names."""
        heirs = [unit for heir in self.heirs for unit in (heir.unit, heir.parent) if unit]
        return [*self.predecessors, *heirs]

    @property
    def is_inside(self) -> bool:
        """Whether all of them, and what is new above them, belong to the one jurisdiction."""
        area = self.jurisdiction_id
        named = [*self.predecessors, *(heir.unit for heir in self.heirs if heir.unit)]
        above = [heir.parent for heir in self.heirs if heir.parent and heir.moves]
        return all(unit.belongs_to(area) for unit in named) and all(
            unit.area_id == area for unit in above
        )

    def event(self) -> Event:
        """The same as the core knows it."""
        return Event(
            self.kind,
            self.on,
            tuple(unit.code for unit in self.predecessors),
            tuple(Heir(heir.key, heir.share, self._place(heir)) for heir in self.heirs),
        )

    def _place(self, heir: HeirDraft) -> Place | None:
        if not heir.name:
            return None
        parent = heir.parent
        inside = parent is not None and parent.belongs_to(self.jurisdiction_id)
        return Place(heir.name, heir.short_name, parent.code if parent and inside else None)

    def parts(self) -> list[EventPart]:
        """The rows to be kept."""
        gone = [EventPart(is_heir=False, unit=unit, code=unit.code) for unit in self.predecessors]
        return [*gone, *(heir.part() for heir in self.heirs)]


def renaming(
    unit: Unit, *, name: str, short_name: str, on: date, reason: str, basis: str = ""
) -> EventDraft:
    """New names from a day on."""
    heir = HeirDraft(unit=unit, name=name, short_name=short_name, parent=unit.parent)
    return EventDraft(
        kind=Kind.RENAME, on=on, predecessors=[unit], heirs=[heir], reason=reason, basis=basis
    )


def moving(unit: Unit, *, parent: Unit, on: date, reason: str, basis: str = "") -> EventDraft:
    """A new place from a day on."""
    heir = HeirDraft(unit=unit, name=unit.name, short_name=unit.short_name, parent=parent)
    return EventDraft(
        kind=Kind.MOVE, on=on, predecessors=[unit], heirs=[heir], reason=reason, basis=basis
    )
