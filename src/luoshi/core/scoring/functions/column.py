"""What a scoring function may look at besides the unit's own number."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import ClassVar, Literal, Protocol

from luoshi.core.ranking import Spot, settled
from luoshi.core.scoring.arithmetic import ZERO, Computed, UndefinedError
from luoshi.core.scoring.functions.pool import Pool, pooled

Direction = Literal["higher", "lower"]
End = Literal["best", "worst"]


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a step table: from ``at`` on, ``points``."""

    at: Decimal
    points: Decimal


@dataclass(frozen=True)
class Column:
    """The numbers of all units of the group at one node, and which way is better.

    ``own`` are, for each number, the parameters that this unit takes from sources.
    """

    direction: Direction
    values: tuple[Decimal, ...]
    own: tuple[Mapping[str, Decimal], ...] = ()

    @property
    def best(self) -> Decimal:
        """The best number of the group; the column is never empty where a unit is scored."""
        return max(self.values) if self.direction == "higher" else min(self.values)

    @property
    def worst(self) -> Decimal:
        """The worst number of the group."""
        return min(self.values) if self.direction == "higher" else max(self.values)

    @cached_property
    def mean(self) -> Decimal:
        """Σ x ÷ n."""
        return sum(self.values, ZERO) / len(self.values)

    @cached_property
    def squares(self) -> Decimal:
        """Σ (x − mean)²."""
        return sum(((value - self.mean) ** 2 for value in self.values), ZERO)

    @cached_property
    def norm(self) -> Decimal:
        """√ Σ x². Raises: UndefinedError("no-spread") where every number is 0."""
        total = sum((value**2 for value in self.values), ZERO)
        if not total:
            raise UndefinedError("no-spread")
        return total.sqrt()

    @cached_property
    def pool(self) -> Pool:
        """The group's rates taken together, with ``n`` out of ``own``."""
        return pooled([(x, own["n"]) for x, own in self._with_own if "n" in own])

    def spot(self, value: Decimal, end: End = "best") -> Spot:
        """Where ``value`` stands, counted from one end; what differs by noise only is equal."""
        ordered, distinct = self._ordered
        wanted = settled(value)
        below, upto = bisect_left(ordered, wanted), bisect_right(ordered, wanted)
        size = upto - below
        if (self.direction == "lower") == (end == "best"):
            return Spot(below, bisect_left(distinct, wanted), size)
        bands = len(distinct) - bisect_right(distinct, wanted)
        return Spot(len(ordered) - upto, bands, size)

    @cached_property
    def _ordered(self) -> tuple[tuple[Decimal, ...], tuple[Decimal, ...]]:
        ordered = tuple(sorted(map(settled, self.values)))
        return ordered, tuple(sorted(set(ordered)))

    @property
    def _with_own(self) -> list[tuple[Decimal, Mapping[str, Decimal]]]:
        return list(zip(self.values, self.own, strict=False))


class Function(Protocol):
    """A frozen dataclass whose fields are the parameters of the function.

    Field types say what a scheme may write: ``Decimal`` a number or ``{source: …}`` (the unit's
    own number), ``Decimal | None`` one that may be absent, ``bool``, ``Literal`` one of its
    words, ``tuple[Step, …]`` a table.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    norm: ClassVar[str]

    def fault(self, direction: Direction, /) -> str | None:
        """Why these parameters cannot be used (a key of ``REASONS``), or None."""

    def apply(self, value: Decimal, column: Column, /) -> Computed:
        """The points of ``value``. Raises: UndefinedError; WithheldError for no number."""
