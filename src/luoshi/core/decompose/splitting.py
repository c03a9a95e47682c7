"""Dividing a number so that the pieces still make it."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from luoshi.core.errors import Invalid

COUNTED = ("个", "家", "项", "件", "处", "座", "所", "条", "户", "人", "次", "台", "套")
"""Units of what comes in whole pieces."""


def split(total: Decimal, weights: Sequence[Decimal], step: Decimal) -> tuple[Decimal, ...]:
    """``total`` in multiples of ``step`` in proportion to ``weights``, in their order.

    The pieces always make ``total`` exactly. What rounding down leaves over goes, one step
    each, to the largest remainders; among equals to the first (method of largest remainders,
    Hamilton). All weights 0: evenly. Raises Invalid ``split-nothing`` without weights,
    ``split-negative`` for a negative total or weight, ``split-step`` where the total is no multiple
    of the step.
    """
    _check(total, weights, step)
    shares = [Fraction(weight) for weight in weights]
    if not any(shares):
        shares = [Fraction(1)] * len(weights)
    units = Fraction(total) / Fraction(step)
    exact = [units * share / sum(shares) for share in shares]
    whole = [int(part) for part in exact]
    left = int(units) - sum(whole)
    by_rest = sorted(range(len(exact)), key=lambda at: (whole[at] - exact[at], at))
    for at in by_rest[:left]:
        whole[at] += 1
    return tuple(step * pieces for pieces in whole)


def _check(total: Decimal, weights: Sequence[Decimal], step: Decimal) -> None:
    if not weights:
        raise Invalid("split-nothing")
    if total < 0 or any(weight < 0 for weight in weights):
        raise Invalid("split-negative")
    if step <= 0 or total % step:
        raise Invalid("split-step")


def step_of(total: Decimal, unit_of_measure: str) -> Decimal:
    """The finest step that a proposal uses: 1 for whole pieces; else one place finer than
    the total, so that 120 is split by 0.1 and 12.5 by 0.01; never finer than four places."""
    exponent = total.normalize().as_tuple().exponent
    places = max(-exponent, 0) if isinstance(exponent, int) else 0
    if unit_of_measure.endswith(COUNTED) and not places:
        return Decimal(1)
    return Decimal(1).scaleb(-min(places + 1, 4))


def accumulated(values: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Values period by period as values from the beginning on."""
    sums, running = [], Decimal(0)
    for value in values:
        running += value
        sums.append(running)
    return tuple(sums)


def proportional(stages: Sequence[Decimal], whole: Decimal, part: Decimal) -> tuple[Decimal, ...]:
    """The stages of a whole scaled to one of its parts, to two places rounded down."""
    if not whole:
        return tuple(Decimal(0) for _ in stages)
    return tuple((stage * part / whole).quantize(Decimal("0.01"), ROUND_DOWN) for stage in stages)
