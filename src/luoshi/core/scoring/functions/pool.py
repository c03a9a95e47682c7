"""Rates of many units taken together: their mean, and how much of their spread is real."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from luoshi.core.scoring.arithmetic import ONE, ZERO


@dataclass(frozen=True, slots=True)
class Pool:
    """``mean`` (0-1) of all cases, and the ``strength`` of the group in cases.

    The strength is what a beta prior weighs against a unit's own n; None where the units differ
    no more than chance lets them: then the group's mean is all that is known.
    """

    mean: Decimal
    strength: Decimal | None


def pooled(rates: Sequence[tuple[Decimal, Decimal]]) -> Pool:
    """The pool of (rate 0-1, n) pairs, by moments of the beta-binomial; pairs without n are out.

    Source: Kleinman (1973), JASA 68: the intra-class correlation ρ from Σ n(p − μ)², strength
    (1 − ρ) ÷ ρ.
    """
    counted = [(p, n) for p, n in rates if n > 0]
    cases = sum((n for _, n in counted), ZERO)
    if not cases:
        return Pool(ZERO, None)
    mean = sum((n * p for p, n in counted), ZERO) / cases
    chance = mean * (ONE - mean)
    free = Decimal(len(counted) - 1)
    room = chance * (cases - sum((n * n for _, n in counted), ZERO) / cases - free)
    spread = sum((n * (p - mean) ** 2 for p, n in counted), ZERO)
    if room <= 0 or spread <= chance * free:
        return Pool(mean, None)
    alike = (spread - chance * free) / room
    return Pool(mean, max(ZERO, (ONE - alike) / alike))
