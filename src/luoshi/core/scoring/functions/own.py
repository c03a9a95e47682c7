"""The unit's number beside another number of its own: growth and ratio."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from luoshi.core.scoring.arithmetic import HUNDRED, ONE, Computed, computed, shown
from luoshi.core.scoring.functions.column import Column, Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """Points = points × (x − against) ÷ |against|: the change against the own base, unrounded.

    In per cent unless ``points`` says otherwise; a fall counts as growth where lower is better.

    Source: domain.md §1.15, growth against the own base.
    """

    name: ClassVar[str] = "growth"
    title: ClassVar[str] = "比自身基数"
    norm: ClassVar[str] = "(实际值−自身基数)÷自身基数"
    against: Decimal
    points: Decimal = HUNDRED

    def fault(self, _direction: Direction) -> str | None:
        return "base-zero" if self.against.is_zero() else None

    def apply(self, value: Decimal, column: Column) -> Computed:
        over, under = value, self.against
        if column.direction == "lower":
            over, under = under, over
        return computed(
            self.points * (over - under) / abs(self.against),
            f"{shown(self.points)} × ({shown(over)} − {shown(under)}) ÷ {shown(abs(self.against))}",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """Points = points × x ÷ against, unrounded: per head, per year, or a rate of all cases.

    Source: domain.md §1.3 (rates of cases); per capita indicators of composite indices.
    """

    name: ClassVar[str] = "ratio"
    title: ClassVar[str] = "与另一数之比"
    norm: ClassVar[str] = "实际值÷另一数"
    against: Decimal
    points: Decimal = ONE

    def fault(self, direction: Direction) -> str | None:
        if direction == "lower":
            return "direction-unused"
        return "base-zero" if self.against.is_zero() else None

    def apply(self, value: Decimal, _column: Column) -> Computed:
        return computed(
            self.points * value / self.against,
            f"{shown(self.points)} × {shown(value)} ÷ {shown(self.against)}",
        )
