"""功效系数法: 60 points at the value not to be fallen below, 100 at the satisfactory one."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from luoshi.core.scoring.arithmetic import Computed, computed, shown
from luoshi.core.scoring.functions.column import Column, Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Efficacy:
    """Points = base + span × (x − unacceptable) ÷ (satisfactory − unacceptable), unrounded.

    60 + 40 unless the scheme says otherwise. Both anchors must stand before the data do; the
    node's cap (usually 100) and floor cut the rest.

    Source: domain.md §1.15 功效系数法, §7 (60+40×, cap 100, floor stated).
    """

    name: ClassVar[str] = "efficacy"
    title: ClassVar[str] = "功效系数法"
    norm: ClassVar[str] = "60 + 40 × (实际值−不允许值)÷(满意值−不允许值)"
    unacceptable: Decimal
    satisfactory: Decimal
    base: Decimal = Decimal(60)
    span: Decimal = Decimal(40)

    def fault(self, direction: Direction) -> str | None:
        if self.unacceptable == self.satisfactory:
            return "goalposts-equal"
        rising = self.satisfactory > self.unacceptable
        return None if rising == (direction == "higher") else "goalposts-against-direction"

    def apply(self, value: Decimal, _column: Column) -> Computed:
        low, high = shown(self.unacceptable), shown(self.satisfactory)
        share = (value - self.unacceptable) / (self.satisfactory - self.unacceptable)
        ratio = f"({shown(value)} − {low}) ÷ ({high} − {low})"
        return computed(
            self.base + self.span * share, f"{shown(self.base)} + {shown(self.span)} × {ratio}"
        )
