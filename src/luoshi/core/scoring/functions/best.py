"""Ratio to the best of the group."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from luoshi.core.scoring.arithmetic import HUNDRED, Computed, UndefinedError, computed, shown
from luoshi.core.scoring.functions.column import Column, Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioToBest:
    """Points = points × x ÷ best, or points × best ÷ x where lower is better; unrounded.

    The best is taken over the units of the group that have a number, this unit included.

    Raises: UndefinedError("best-not-positive") when the best is not above zero.
    Source: domain.md §1.15, 瑞安 2012: 得分 = 本单位 ÷ 第一名 × 满分.
    """

    name: ClassVar[str] = "ratio_to_best"
    title: ClassVar[str] = "与第一名之比"
    norm: ClassVar[str] = "本单位÷第一名×满分"
    points: Decimal = HUNDRED

    def fault(self, _direction: Direction) -> str | None:
        return None

    def apply(self, value: Decimal, column: Column) -> Computed:
        best = column.best
        over, under = (value, best) if column.direction == "higher" else (best, value)
        if best <= 0:
            raise UndefinedError("best-not-positive")
        return computed(
            self.points * over / under, f"{shown(self.points)} × {shown(over)} ÷ {shown(under)}"
        )
