"""Rates of few cases, drawn towards the rate of the group."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from luoshi.core.scoring.arithmetic import (
    HUNDRED,
    ZERO,
    Computed,
    UndefinedError,
    WithheldError,
    computed,
    shown,
)
from luoshi.core.scoring.functions.column import Column, Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class ShrunkRate:
    """Points = points × (n·x + strength·mean) ÷ (n + strength), x a rate of n cases; unrounded.

    ``mean`` (0-1) and ``strength`` (in cases) of the beta prior are what the scheme says, else
    those of the group by moments. With fewer cases than ``minimum`` there is no number.

    Raises: UndefinedError("rate-unusable") for x outside 0-1; WithheldError("few").
    Source: domain.md §4 no. 4 and §7 (minimum 30); Kleinman (1973), JASA 68.
    """

    name: ClassVar[str] = "shrunk_rate"
    title: ClassVar[str] = "按件数收缩的率"
    norm: ClassVar[str] = "件数越少，越向全组的率靠拢"
    n: Decimal
    minimum: Decimal = Decimal(30)
    mean: Decimal | None = None
    strength: Decimal | None = None
    points: Decimal = HUNDRED

    def fault(self, direction: Direction) -> str | None:
        if direction == "lower":
            return "direction-unused"
        if self.mean is not None and not 0 <= self.mean <= 1:
            return "share-unusable"
        counts = (self.n, self.minimum, self.strength or ZERO)
        return None if all(count >= 0 for count in counts) else "count-negative"

    def apply(self, value: Decimal, column: Column) -> Computed:
        if not 0 <= value <= 1:
            raise UndefinedError("rate-unusable")
        if self.n < self.minimum or not self.n:
            raise WithheldError("few")
        mean = column.pool.mean if self.mean is None else self.mean
        strength = column.pool.strength if self.strength is None else self.strength
        full, x = shown(self.points), shown(value)
        if strength is None:
            return computed(self.points * mean, f"{full} × {shown(mean)}")
        over = f"({shown(self.n)} × {x} + {shown(strength)} × {shown(mean)})"
        return computed(
            self.points * (self.n * value + strength * mean) / (self.n + strength),
            f"{full} × {over} ÷ ({shown(self.n)} + {shown(strength)})",
        )
