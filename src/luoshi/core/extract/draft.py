"""A candidate before it is bound to the raw text."""

from dataclasses import dataclass, field
from decimal import Decimal

from luoshi.core.extract.candidate import Kind
from luoshi.core.extract.periods import Period


@dataclass(frozen=True, slots=True)
class Draft:
    """What one rule read at ``start`` to ``end`` of the repaired text.

    ``marks`` are names of reasons, each with its own weight in ``confidence``.
    """

    start: int
    end: int
    kind: Kind
    metric: str
    comparator: str
    value: Decimal | None = None
    unit: str | None = None
    marks: tuple[str, ...] = field(default=())
    period: Period | None = None
