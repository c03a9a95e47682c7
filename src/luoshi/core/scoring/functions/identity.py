"""The number is the points."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from luoshi.core.scoring.arithmetic import Computed, shown
from luoshi.core.scoring.functions.column import Column, Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Points = x, unrounded. For numbers that are points already, such as an appraisal result.

    Source: domain.md §1.15 (民主测评 and 述职测评 enter with their own points).
    """

    name: ClassVar[str] = "identity"
    title: ClassVar[str] = "原值"
    norm: ClassVar[str] = "测评结果等已是分值的数直接计入"

    def fault(self, direction: Direction) -> str | None:
        return None if direction == "higher" else "direction-unused"

    def apply(self, value: Decimal, _column: Column) -> Computed:
        return Computed(value, shown(value))
