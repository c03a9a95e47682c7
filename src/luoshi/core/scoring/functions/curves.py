"""Curves over the number itself: logarithm, power, and a band in the middle."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Literal

from luoshi.core.scoring.arithmetic import (
    HUNDRED,
    ONE,
    ZERO,
    Computed,
    UndefinedError,
    computed,
    shown,
)
from luoshi.core.scoring.functions.column import Column, Direction

STEEPEST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Logarithm:
    """Points = points × ln x, or log₁₀ x; unrounded. For numbers that grow by multiples.

    Raises: UndefinedError("log-of-nothing") for x ≤ 0.
    Source: UNDP, HDR 2023-24 Technical note 1 (income).
    """

    name: ClassVar[str] = "logarithm"
    title: ClassVar[str] = "取对数"
    norm: ClassVar[str] = "实际值的对数"
    points: Decimal = ONE
    kind: Literal["natural", "ten"] = "natural"

    def fault(self, direction: Direction) -> str | None:
        return None if direction == "higher" else "direction-unused"

    def apply(self, value: Decimal, _column: Column) -> Computed:
        if value <= 0:
            raise UndefinedError("log-of-nothing")
        natural = self.kind == "natural"
        number = value.ln() if natural else value.log10()
        name = "ln" if natural else "lg"
        return computed(self.points * number, f"{shown(self.points)} × {name} {shown(value)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """Points = factor × (x − start)^exponent, or (start − x) where lower is better; unrounded.

    Nothing is earned at ``start`` and before it. The exponent is above 0 and at most 10.

    Source: World Athletics, Scoring Tables for Combined Events: A × (B − T)^C, A × (M − B)^C.
    """

    name: ClassVar[str] = "power"
    title: ClassVar[str] = "幂函数"
    norm: ClassVar[str] = "系数×(实际值−起点)^指数"
    start: Decimal
    exponent: Decimal
    factor: Decimal = ONE

    def fault(self, _direction: Direction) -> str | None:
        return None if 0 < self.exponent <= STEEPEST else "exponent-unusable"

    def apply(self, value: Decimal, column: Column) -> Computed:
        over, under = value, self.start
        if column.direction == "lower":
            over, under = under, over
        if over <= under:
            return Computed(ZERO, f"{shown(over)} ≤ {shown(under)} → 0")
        return computed(
            self.factor * (over - under) ** self.exponent,
            f"{shown(self.factor)} × ({shown(over)} − {shown(under)})^{shown(self.exponent)}",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """All points from ``low`` to ``high``; outside, falling evenly to 0 at ``least`` and ``most``.

    For numbers that may be too small and too large. ``least`` = ``low`` is an edge.

    Source: domain.md §1.15, 适度指标(区间).
    """

    name: ClassVar[str] = "interval"
    title: ClassVar[str] = "适度区间"
    norm: ClassVar[str] = "区间内得满分，偏离按距离扣减"
    least: Decimal
    low: Decimal
    high: Decimal
    most: Decimal
    points: Decimal = HUNDRED

    def fault(self, direction: Direction) -> str | None:
        if direction == "lower":
            return "direction-unused"
        return None if self.least <= self.low <= self.high <= self.most else "interval-not-ordered"

    def apply(self, value: Decimal, _column: Column) -> Computed:
        x, full = shown(value), shown(self.points)
        if self.low <= value <= self.high:
            inside = f"{shown(self.low)} ≤ {x} ≤ {shown(self.high)}"
            return Computed(self.points, f"{inside} → {full}")
        if not self.least < value < self.most:
            sign, end = ("≤", self.least) if value <= self.least else ("≥", self.most)
            return Computed(ZERO, f"{x} {sign} {shown(end)} → 0")
        near, far = (self.low, self.least) if value < self.low else (self.high, self.most)
        ratio = f"({x} − {shown(far)}) ÷ ({shown(near)} − {shown(far)})"
        return computed(self.points * (value - far) / (near - far), f"{full} × {ratio}")
