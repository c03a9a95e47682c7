"""Full points at the threshold, less so much for each unit short of it."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import ClassVar, Literal

from luoshi.core.scoring.arithmetic import HUNDRED, ONE, Computed, computed, shown
from luoshi.core.scoring.functions.column import Column, Direction

_COUNT = {"started": ROUND_CEILING, "whole": ROUND_FLOOR}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction:
    """Points = points − each × (shortfall ÷ unit); at or beyond the threshold, full points.

    Shortfall is threshold − x, or x − threshold where lower is better. ``count`` says what a
    broken unit costs: ``exact`` in proportion, ``started`` a whole one, ``whole`` nothing. Not
    cut below: 扣完为止 is the node's floor of 0.

    Source: domain.md §1.15; the sentence 每低 1%，扣 0.1 分 of real 考核办法.
    """

    name: ClassVar[str] = "deduction"
    title: ClassVar[str] = "每差一个单位扣分"
    norm: ClassVar[str] = "达标得满分，每低（超）一个单位扣若干分"
    threshold: Decimal
    each: Decimal
    points: Decimal = HUNDRED
    unit: Decimal = ONE
    count: Literal["exact", "started", "whole"] = "exact"

    def fault(self, _direction: Direction) -> str | None:
        if self.unit <= 0:
            return "unit-not-positive"
        return None if self.each >= 0 else "deduction-negative"

    def apply(self, value: Decimal, column: Column) -> Computed:
        higher = column.direction == "higher"
        over, under = (self.threshold, value) if higher else (value, self.threshold)
        full = shown(self.points)
        if over <= under:
            sign = "≥" if higher else "≤"
            return Computed(self.points, f"{shown(value)} {sign} {shown(self.threshold)} → {full}")
        units = (over - under) / self.unit
        if self.count != "exact":
            units = units.to_integral_value(_COUNT[self.count])
        gap = f"({shown(over)} − {shown(under)}) ÷ {shown(self.unit)}"
        brackets = {"exact": "{}", "started": "⌈{}⌉", "whole": "⌊{}⌋"}[self.count]
        return computed(
            self.points - self.each * units,
            f"{full} − {shown(self.each)} × {brackets.format(gap)}",
        )
