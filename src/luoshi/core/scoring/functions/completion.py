"""Completion of a target: actual over target, up to a cap."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Literal

from luoshi.core.scoring.arithmetic import HUNDRED, ONE, Computed, computed, shown
from luoshi.core.scoring.functions.column import Column, Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """Points = points × min(x ÷ target, limit), unrounded; ``limit`` is a share (1 = 100 %).

    The target must be above zero. ``target: {source: …}`` takes the unit's own target. With
    ``below: zero`` a target that is not reached earns nothing (没有完成不得分).

    Source: domain.md §1.15, completion rate = actual ÷ target, capped at 100-120 %.
    """

    name: ClassVar[str] = "completion"
    title: ClassVar[str] = "目标完成率"
    norm: ClassVar[str] = "实际值÷目标值，封顶 100%-120%"
    target: Decimal = ONE
    points: Decimal = HUNDRED
    limit: Decimal = ONE
    below: Literal["share", "zero"] = "share"

    def fault(self, direction: Direction) -> str | None:
        if direction == "lower":
            return "direction-unused"
        if self.target <= 0:
            return "target-not-positive"
        return None if self.limit > 0 else "limit-not-positive"

    def apply(self, value: Decimal, _column: Column) -> Computed:
        ratio = f"{shown(value)} ÷ {shown(self.target)}"
        if self.below == "zero" and value < self.target:
            return Computed(Decimal(0), f"{ratio} < 1 → 0")
        share = min(value / self.target, self.limit)
        return computed(
            self.points * share, f"{shown(self.points)} × min({ratio}, {shown(self.limit)})"
        )
