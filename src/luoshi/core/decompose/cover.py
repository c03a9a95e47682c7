"""Cover, gap and slack: what parts make together, held against the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from luoshi.core.decompose.aggregation import Aggregation
from luoshi.core.pace import less_is_better

SHARE = Decimal("0.0001")
NOTHING = Decimal(0)
WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Figure:
    """The value of one part, in the unit of the whole; ``weight`` only where means are weighted."""

    value: Decimal | None
    weight: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """What ``counted`` parts make together against ``target``; ``missing`` ones have no figure.

    ``total``: the sum, the weakest part, or the weighted mean; None where nothing counts.
    ``cover``: 0 …, four places, rounded down, so that 1 and more is covered and nothing less
    is; for a ceiling the part of the total that it allows, at most 1; for EACH the share of
    parts that meet the level. ``gap`` and ``slack``: how far the total falls short of the
    target or goes beyond it for the better; never both above 0.
    """

    target: Decimal
    total: Decimal | None
    cover: Decimal
    gap: Decimal
    slack: Decimal
    counted: int
    missing: int

    @property
    def state(self) -> str:
        """``none`` (no figure yet), ``gap``, ``slack`` or ``exact``."""
        if self.total is None:
            return "none"
        return "gap" if self.gap else "slack" if self.slack else "exact"

    @property
    def is_met(self) -> bool:
        """Whether the parts, all of them with figures, make the whole."""
        return self.total is not None and not self.gap and not self.missing


def cover_of(
    target: Decimal, comparator: str, aggregation: Aggregation, figures: Sequence[Figure]
) -> Cover:
    """The cover of a whole by its parts, in any order.

    WEIGHTED counts the parts that have a weight above 0 (the mean to four places, half up).
    Raises Invalid ``comparator`` for one that sets no measurable end.
    """
    less = less_is_better(comparator)
    usable = [figure for figure in figures if _is_usable(figure, aggregation)]
    missing = len(figures) - len(usable)
    total = _total(aggregation, usable, less=less) if usable else None
    if total is None:
        return Cover(target, None, NOTHING, _owed(target, less=less), NOTHING, 0, missing)
    short = total - target if less else target - total
    return Cover(
        target,
        total,
        _cover(target, total, aggregation, usable, less=less),
        max(short, NOTHING),
        max(-short, NOTHING),
        len(usable),
        missing,
    )


def part_share(target: Decimal, value: Decimal | None) -> Decimal | None:
    """One part's share of a sum: four places, half up; None without figure or target."""
    if value is None or not target:
        return None
    return (value / target).quantize(SHARE, ROUND_HALF_UP)


def _is_usable(figure: Figure, aggregation: Aggregation) -> bool:
    if figure.value is None:
        return False
    return aggregation is not Aggregation.WEIGHTED or bool(figure.weight and figure.weight > 0)


def _owed(target: Decimal, *, less: bool) -> Decimal:
    """Nothing is short of a ceiling where nothing is used."""
    return NOTHING if less else max(target, NOTHING)


def _values(figures: Sequence[Figure]) -> list[Decimal]:
    return [figure.value for figure in figures if figure.value is not None]


def _total(aggregation: Aggregation, figures: Sequence[Figure], *, less: bool) -> Decimal:
    values = _values(figures)
    if aggregation is Aggregation.SUM:
        return sum(values, NOTHING)
    if aggregation is Aggregation.EACH:
        return max(values) if less else min(values)
    weights = [figure.weight or NOTHING for figure in figures]
    weighed = sum((value * weight for value, weight in zip(values, weights, strict=True)), NOTHING)
    return (weighed / sum(weights)).quantize(SHARE, ROUND_HALF_UP)


def _cover(
    target: Decimal,
    total: Decimal,
    aggregation: Aggregation,
    figures: Sequence[Figure],
    *,
    less: bool,
) -> Decimal:
    if aggregation is Aggregation.EACH:
        met = sum((value <= target if less else value >= target) for value in _values(figures))
        return (Decimal(met) / len(figures)).quantize(SHARE, ROUND_DOWN)
    if less:
        return WHOLE if total <= target else _part(target, total)
    return _part(total, target) if target > 0 else (WHOLE if total >= target else NOTHING)


def _part(one: Decimal, other: Decimal) -> Decimal:
    return max(one / other, NOTHING).quantize(SHARE, ROUND_DOWN)
