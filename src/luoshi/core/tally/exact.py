"""Means without rounding, and the one rounding at the end."""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from luoshi.core.tally.rules import Trim

HALF = Fraction(1, 2)


def kept(marks: Iterable[Decimal], trim: Trim) -> list[tuple[Decimal, int]]:
    """The marks that count, each with how often, ascending: without the ``drop`` highest and
    lowest where there are ``least`` or more. Of equal marks it does not matter which is dropped."""
    counted = sorted(Counter(marks).items())
    if sum(often for _, often in counted) >= trim.least:
        for _ in range(2):
            counted = _without(counted, trim.drop)[::-1]
    return counted


def combined(counted: Sequence[tuple[Decimal, int]], combine: str) -> Fraction | None:
    """Their exact mean or sum as ``combine`` says; None without any."""
    number = sum(often for _, often in counted)
    if not number:
        return None
    total = sum((Fraction(mark) * often for mark, often in counted), Fraction(0))
    return total if combine == "sum" else total / number


def rounded(value: Fraction, places: int, mode: str) -> Decimal:
    """``value`` with exactly ``places`` decimals, from the exact fraction: ``half_up`` away from
    zero, ``half_even``, ``down`` towards zero, as :func:`luoshi.core.ranking.published`."""
    scaled = abs(value) * 10**places
    whole = scaled.numerator // scaled.denominator
    over = scaled - whole
    up = over > HALF or (over == HALF and (mode == "half_up" or whole % 2 == 1))
    whole += mode != "down" and up
    return Decimal(whole if value >= 0 else -whole).scaleb(-places) + Decimal(0)


def _without(counted: Sequence[tuple[Decimal, int]], drop: int) -> list[tuple[Decimal, int]]:
    found = []
    for mark, often in counted:
        gone = min(drop, often)
        drop -= gone
        if often > gone:
            found.append((mark, often - gone))
    return found
