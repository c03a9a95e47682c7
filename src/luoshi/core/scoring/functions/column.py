"""What a scoring function may look at besides the unit's own number."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Literal, Protocol

from luoshi.core.scoring.arithmetic import Computed

Direction = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a step table: from ``at`` on, ``points``."""

    at: Decimal
    points: Decimal


@dataclass(frozen=True, slots=True)
class Column:
    """The numbers of all units of the group at one node, and which way is better."""

    direction: Direction
    values: tuple[Decimal, ...]

    @property
    def best(self) -> Decimal:
        """The best number of the group; the column is never empty where a unit is scored."""
        return max(self.values) if self.direction == "higher" else min(self.values)


class Function(Protocol):
    """A frozen dataclass whose fields are the parameters of the function.

    Field types say what a scheme may write: ``Decimal`` a number or ``{source: …}`` (the unit's
    own number), ``bool``, ``Literal`` one of its words, ``tuple[Step, …]`` a table.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    norm: ClassVar[str]

    def fault(self, direction: Direction, /) -> str | None:
        """Why these parameters cannot be used (a key of ``REASONS``), or None."""

    def apply(self, value: Decimal, column: Column, /) -> Computed:
        """The points of ``value``. Raises: UndefinedError."""
