"""Weights out of the group's own numbers (客观赋权): one for each child, together 100."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from luoshi.core.scoring.arithmetic import HUNDRED, ONE, ZERO, UndefinedError

Numbers = Sequence[Decimal]


def weights_of(method: str, columns: Sequence[Numbers]) -> tuple[Decimal, ...]:
    """The weights of ``columns`` (one sequence of unit numbers each), adding up to 100.

    Raises: UndefinedError("no-spread") where the numbers tell nothing apart, ("weights-of-less")
    for numbers that are not above 0 where the method takes their logarithm.
    """
    raw = WEIGHTINGS[method](columns)
    total = sum(raw, ZERO)
    if total <= 0:
        raise UndefinedError("no-spread")
    return tuple(HUNDRED * one / total for one in raw)


def _equal(columns: Sequence[Numbers]) -> list[Decimal]:
    """The same for each."""
    return [ONE for _ in columns]


def _entropy(columns: Sequence[Numbers]) -> list[Decimal]:
    """1 − e, e the entropy of the shares x ÷ Σx over ln n (熵权法). Shannon (1948)."""
    return [ONE - _disorder(column) for column in columns]


def _disorder(column: Numbers) -> Decimal:
    if len(column) < 2:
        raise UndefinedError("no-spread")
    total = _positive(column)
    shares = [x / total for x in column if x]
    return -sum((p * p.ln() for p in shares), ZERO) / Decimal(len(column)).ln()


def _deviation(columns: Sequence[Numbers]) -> list[Decimal]:
    """The standard deviation of the numbers as they are."""
    return [_spread(column) for column in columns]


def _critic(columns: Sequence[Numbers]) -> list[Decimal]:
    """Deviation × Σ (1 − correlation with the others), on numbers over their range (CRITIC).

    Source: Diakoulaki, Mavrotas & Papayannakis (1995).
    """
    scaled = [_ranged(column) for column in columns]
    return [
        _spread(one) * sum((ONE - _correlation(one, other) for other in scaled), ZERO)
        for one in scaled
    ]


def _merec(columns: Sequence[Numbers]) -> list[Decimal]:
    """How much the units' performance changes when a column is taken out (MEREC).

    Numbers are measured against the least of their column. Source: Keshavarz-Ghorabaee et al.
    (2021), Symmetry 13.
    """
    logs = []
    for column in columns:
        _positive(column, strictly=True)
        logs.append([abs((min(column) / x).ln()) for x in column])
    count = Decimal(len(columns))
    whole = [sum(row, ZERO) for row in zip(*logs, strict=True)]
    return [
        sum(
            (
                abs((ONE + (total - own) / count).ln() - (ONE + total / count).ln())
                for total, own in zip(whole, column, strict=True)
            ),
            ZERO,
        )
        for column in logs
    ]


WEIGHTINGS: Mapping[str, Callable[[Sequence[Numbers]], list[Decimal]]] = MappingProxyType(
    {
        "equal": _equal,
        "entropy": _entropy,
        "deviation": _deviation,
        "critic": _critic,
        "merec": _merec,
    }
)


def _positive(column: Numbers, *, strictly: bool = False) -> Decimal:
    total = sum(column, ZERO)
    if min(column) < 0 or total <= 0 or (strictly and min(column) <= 0):
        raise UndefinedError("weights-of-less")
    return total


def _ranged(column: Numbers) -> list[Decimal]:
    low, high = min(column), max(column)
    if low == high:
        raise UndefinedError("no-spread")
    return [(x - low) / (high - low) for x in column]


def _spread(column: Numbers) -> Decimal:
    if len(column) < 2:
        raise UndefinedError("no-spread")
    mean = sum(column, ZERO) / len(column)
    return (sum(((x - mean) ** 2 for x in column), ZERO) / (len(column) - 1)).sqrt()


def _correlation(one: Numbers, other: Numbers) -> Decimal:
    ones, others = sum(one, ZERO) / len(one), sum(other, ZERO) / len(other)
    both = sum(((a - ones) * (b - others) for a, b in zip(one, other, strict=True)), ZERO)
    apart = sum(((a - ones) ** 2 for a in one), ZERO) * sum(
        ((b - others) ** 2 for b in other), ZERO
    )
    return both / apart.sqrt()
