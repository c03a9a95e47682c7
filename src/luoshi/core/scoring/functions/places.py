"""Points for the place in the own group."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar, Literal

from luoshi.core.ranking import METHODS
from luoshi.core.scoring.arithmetic import HUNDRED, ZERO, Computed, computed, shown
from luoshi.core.scoring.functions.column import Column, Direction, End, Step
from luoshi.core.scoring.functions.spread import levelled

Ties = Literal["competition", "dense", "fractional"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceNumber:
    """Points = the place in the group, counted from the best or the worst; equals share it.

    Source: OECD/JRC Handbook (2008) §5, ranking; ``core.ranking`` for the three ways of ties.
    """

    name: ClassVar[str] = "place"
    title: ClassVar[str] = "组内位次"
    norm: ClassVar[str] = "在本组中排第几"
    end: End = "best"
    ties: Ties = "competition"

    def fault(self, _direction: Direction) -> str | None:
        return None

    def apply(self, value: Decimal, column: Column) -> Computed:
        place = place_of(value, column, self.end, self.ties)
        return Computed(place, _told(value, place, column))


@dataclass(frozen=True, slots=True, kw_only=True)
class RankTable:
    """Points of the first row whose ``at`` the place does not pass, else ``otherwise``.

    Source: domain.md §1.15: 60/57/54/51/48 for places 1-5.
    """

    name: ClassVar[str] = "rank_table"
    title: ClassVar[str] = "名次计分表"
    norm: ClassVar[str] = "第几名得几分"
    table: tuple[Step, ...]
    otherwise: Decimal = ZERO
    end: End = "best"
    ties: Ties = "competition"

    def fault(self, _direction: Direction) -> str | None:
        if not self.table:
            return "table-empty"
        ordered = all(first.at < second.at for first, second in pairwise(self.table))
        return None if ordered else "table-not-ordered"

    def apply(self, value: Decimal, column: Column) -> Computed:
        place = place_of(value, column, self.end, self.ties)
        reached = (row.points for row in self.table if place <= row.at)
        points = next(reached, self.otherwise)
        return Computed(points, f"{_told(value, place, column)} → {shown(points)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RankDeduction:
    """Points = points − each × (place − 1): full for the first, so much less for each place.

    Not cut below: that is the node's floor.

    Source: domain.md §1.15, 瑞安 2012: first = full, each place −2 %.
    """

    name: ClassVar[str] = "rank_deduction"
    title: ClassVar[str] = "每退一名扣分"
    norm: ClassVar[str] = "第一名得满分，每退一名扣若干分"
    each: Decimal
    points: Decimal = HUNDRED
    end: End = "best"
    ties: Ties = "competition"

    def fault(self, _direction: Direction) -> str | None:
        return None if self.each >= 0 else "deduction-negative"

    def apply(self, value: Decimal, column: Column) -> Computed:
        place = place_of(value, column, self.end, self.ties)
        return computed(
            self.points - self.each * (place - 1),
            f"{shown(self.points)} − {shown(self.each)} × ({shown(place)} − 1)",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Percentile:
    """Points = points × (units that are worse + half of the other equals) ÷ (n − 1); unrounded.

    The best alone earns all, the worst alone nothing. ``level`` is earned by a unit that is alone
    in its group.

    Raises: UndefinedError("no-spread") for a single unit where no ``level`` is given.
    Source: OECD/JRC Handbook (2008) §5; percentage rank.
    """

    name: ClassVar[str] = "percentile"
    title: ClassVar[str] = "百分位"
    norm: ClassVar[str] = "本组中比它差的单位所占的份额"
    points: Decimal = HUNDRED
    level: Decimal | None = None

    def fault(self, _direction: Direction) -> str | None:
        return None

    def apply(self, value: Decimal, column: Column) -> Computed:
        others = len(column.values) - 1
        if not others:
            return levelled(value, self.level)
        spot = column.spot(value, "worst")
        behind = spot.before + Decimal(spot.size - 1) / 2
        return computed(
            self.points * behind / others, f"{shown(self.points)} × {shown(behind)} ÷ {others}"
        )


def place_of(value: Decimal, column: Column, end: End, ties: str) -> Decimal:
    """The place of ``value`` counted from ``end``, 1 first."""
    return METHODS[ties](column.spot(value, end))


def _told(value: Decimal, place: Decimal, column: Column) -> str:
    return f"{shown(value)}: {shown(place)} / {len(column.values)}"
