"""Linear between two goalposts, on the number or on its logarithm."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from luoshi.core.scoring.arithmetic import HUNDRED, Computed, UndefinedError, computed, shown
from luoshi.core.scoring.functions.column import Column, Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """Points = points × (x − worst) ÷ (best − worst), unrounded and not cut at the goalposts.

    With ``log`` x and both goalposts are replaced by their natural logarithms. The node's cap
    and floor cut what lies beyond the goalposts.

    Raises: UndefinedError("log-of-nothing") for x ≤ 0 under ``log``.
    Source: UNDP, HDR 2023-24 Technical note 1 (goalposts fixed before the data); domain.md §1.15.
    """

    name: ClassVar[str] = "linear"
    title: ClassVar[str] = "区间线性"
    norm: ClassVar[str] = "UNDP 人类发展报告技术注释 1：(实际值−最小值)÷(最大值−最小值)"
    worst: Decimal
    best: Decimal
    points: Decimal = HUNDRED
    log: bool = False

    def fault(self, direction: Direction) -> str | None:
        if self.worst == self.best:
            return "goalposts-equal"
        if (self.best > self.worst) != (direction == "higher"):
            return "goalposts-against-direction"
        return "log-of-nothing" if self.log and min(self.worst, self.best) <= 0 else None

    def apply(self, value: Decimal, _column: Column) -> Computed:
        x, worst, best = shown(value), shown(self.worst), shown(self.best)
        if not self.log:
            share = (value - self.worst) / (self.best - self.worst)
            return computed(
                self.points * share, f"{shown(self.points)} × ({x} − {worst}) ÷ ({best} − {worst})"
            )
        if value <= 0:
            raise UndefinedError("log-of-nothing")
        low = self.worst.ln()
        share = (value.ln() - low) / (self.best.ln() - low)
        return computed(
            self.points * share,
            f"{shown(self.points)} × (ln {x} − ln {worst}) ÷ (ln {best} − ln {worst})",
        )
