"""Step tables: from this number on, these points."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar

from luoshi.core.scoring.arithmetic import ZERO, Computed, shown
from luoshi.core.scoring.functions.column import Column, Direction, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """Points of the best row that x reaches, else ``otherwise``; exact, bounds included.

    Where higher is better a row is reached by x ≥ at, where lower is better by x ≤ at. Rows
    stand best first. A place in a ranking as x with ``direction: lower`` makes it a rank table.

    Source: domain.md §1.15, 瑞安: 优秀票率 ≥90 % → 200, 80-90 → 190 …; 60/57/54/51/48 for 1-5.
    """

    name: ClassVar[str] = "steps"
    title: ClassVar[str] = "分档计分"
    norm: ClassVar[str] = "达到某档得该档分（含下限）"
    table: tuple[Step, ...]
    otherwise: Decimal = ZERO

    def fault(self, direction: Direction) -> str | None:
        if not self.table:
            return "table-empty"
        bounds = [row.at if direction == "higher" else -row.at for row in self.table]
        ordered = all(first > second for first, second in pairwise(bounds))
        return None if ordered else "table-not-ordered"

    def apply(self, value: Decimal, column: Column) -> Computed:
        higher = column.direction == "higher"
        for row in self.table:
            if value == row.at or (value > row.at) == higher:
                sign = "≥" if higher else "≤"
                text = f"{shown(value)} {sign} {shown(row.at)} → {shown(row.points)}"
                return Computed(row.points, text)
        sign, last = "<" if higher else ">", shown(self.table[-1].at)
        return Computed(self.otherwise, f"{shown(value)} {sign} {last} → {shown(self.otherwise)}")
