"""What happens to units on a day: rename, move, merge, split."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What an event does."""

    RENAME = "rename"
    MOVE = "move"
    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Place:
    """Names and the unit above, from the day of an event on."""

    name: str
    short_name: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Heir:
    """A unit that goes on after the event.

    ``share`` (0 … 1) is its part of what the split unit counted; None where no share was set.
    ``place`` is what is new about it: a founded, renamed or moved unit has one.
    """

    unit: str
    share: Decimal | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """``predecessors`` end as they were when ``on`` begins, ``heirs`` go on from that day.

    A unit that is both goes on: 甲 merges into 乙 is (甲, 乙) → 乙.
    """

    kind: Kind
    on: date
    predecessors: tuple[str, ...]
    heirs: tuple[Heir, ...]

    @property
    def closing(self) -> tuple[str, ...]:
        """The predecessors that are no more from the day on."""
        kept = {heir.unit for heir in self.heirs}
        return tuple(unit for unit in self.predecessors if unit not in kept)

    @property
    def founded(self) -> tuple[Heir, ...]:
        """The heirs that begin with the event, by its own word (they bring a place)."""
        before = set(self.predecessors)
        return tuple(heir for heir in self.heirs if heir.place and heir.unit not in before)

    @property
    def main(self) -> Heir:
        """The heir of what cannot be shared out: the largest share, the first named on a tie."""
        return max(self.heirs, key=lambda heir: heir.share or Decimal(0))

    @property
    def units(self) -> frozenset[str]:
        """Every unit the event names."""
        return frozenset(self.predecessors) | {heir.unit for heir in self.heirs}
