"""Numbers measured by the spread of the group: min-max, z-score, vector length."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class MinMax:
    """Points = lowest + (highest − lowest) × (x − worst of group) ÷ (best − worst), unrounded.

    The goalposts are the group's own numbers: they move with the data. ``level`` is earned by all
    where all are equal.

    Raises: UndefinedError("no-spread") where all are equal and no ``level`` is given.
    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008) §5.
    """

    name: ClassVar[str] = "min_max"
    title: ClassVar[str] = "组内极差法"
    norm: ClassVar[str] = "(实际值−组内最差)÷(组内最好−组内最差)"
    lowest: Decimal = ZERO
    highest: Decimal = HUNDRED
    level: Decimal | None = None

    def fault(self, _direction: Direction) -> str | None:
        return None if self.lowest < self.highest else "goalposts-equal"

    def apply(self, value: Decimal, column: Column) -> Computed:
        best, worst = column.best, column.worst
        if best == worst:
            return levelled(value, self.level)
        share = (value - worst) / (best - worst)
        low, span = shown(self.lowest), shown(self.highest - self.lowest)
        ratio = f"({shown(value)} − {shown(worst)}) ÷ ({shown(best)} − {shown(worst)})"
        return computed(
            self.lowest + (self.highest - self.lowest) * share, f"{low} + {span} × {ratio}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ZScore:
    """Points = mean + spread × (x − group's mean) ÷ standard deviation; unrounded, unlimited.

    Turned round where lower is better. ``deviation``: ``sample`` divides the squares by n − 1,
    ``population`` by n. ``level`` is earned by all where all are equal.

    Raises: UndefinedError("no-spread") where all are equal and no ``level`` is given.
    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008) §5.
    """

    name: ClassVar[str] = "z_score"
    title: ClassVar[str] = "标准分"
    norm: ClassVar[str] = "(实际值−组内平均)÷标准差"
    mean: Decimal = ZERO
    spread: Decimal = ONE
    deviation: Literal["sample", "population"] = "sample"
    level: Decimal | None = None

    def fault(self, _direction: Direction) -> str | None:
        return None if self.spread > 0 else "spread-not-positive"

    def apply(self, value: Decimal, column: Column) -> Computed:
        if not column.squares:
            return levelled(value, self.level)
        free = len(column.values) - (self.deviation == "sample")
        deviation = (column.squares / free).sqrt()
        over, under = value, column.mean
        if column.direction == "lower":
            over, under = under, over
        return computed(
            self.mean + self.spread * (over - under) / deviation,
            f"{shown(self.mean)} + {shown(self.spread)} × ({shown(over)} − {shown(under)})"
            f" ÷ {shown(deviation)}",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """Points = points × distance of x from ``to`` ÷ √Σx² of the group; unrounded.

    ``to``: ``origin`` is 0 (the number keeps its sign, and takes the other where lower is
    better), ``best`` and ``worst`` those of the group (never negative).

    Raises: UndefinedError("no-spread") where every number of the group is 0.
    Source: Hwang & Yoon (1981), TOPSIS, step 1; scikit-criteria VectorScaler.
    """

    name: ClassVar[str] = "vector"
    title: ClassVar[str] = "向量归一"
    norm: ClassVar[str] = "实际值÷组内各数平方和的平方根"
    points: Decimal = ONE
    to: Literal["origin", "best", "worst"] = "origin"

    def fault(self, _direction: Direction) -> str | None:
        return None

    def apply(self, value: Decimal, column: Column) -> Computed:
        marks = {"origin": ZERO, "best": column.best, "worst": column.worst}
        over, under = value, marks[self.to]
        turned = column.direction == "lower" if self.to == "origin" else over < under
        if turned:
            over, under = under, over
        return computed(
            self.points * (over - under) / column.norm,
            f"{shown(self.points)} × ({shown(over)} − {shown(under)}) ÷ {shown(column.norm)}",
        )


def levelled(value: Decimal, level: Decimal | None) -> Computed:
    """The points where the group has no spread. Raises: UndefinedError("no-spread")."""
    if level is None:
        raise UndefinedError("no-spread")
    return Computed(level, f"max = min = {shown(value)} → {shown(level)}")
