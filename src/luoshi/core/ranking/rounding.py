"""The one place where a number becomes the number that is published."""

from collections.abc import Mapping
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from types import MappingProxyType

from luoshi.core.errors import Invalid

MODES: Mapping[str, str] = MappingProxyType(
    {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}
)
MAX_PLACES = 10
LIMIT = Decimal(10) ** 18

# 28-digit arithmetic leaves 84.99499999999999999999999999 where paper arithmetic has 84.995;
# fifteen decimals are far beyond any measured input and well inside the 28 digits.
_NOISE = Decimal("1E-15")
_WIDE = Context(prec=60)


def published(points: Decimal, places: int, mode: str = "half_up") -> Decimal:
    """``points`` with exactly ``places`` decimals (0-10), rounded once.

    Calculation noise beyond 15 decimals is removed first, so that a value that is a tie on
    paper is a tie here. ``half_up`` rounds a tie away from zero (四舍五入), ``half_even`` to
    the even digit, ``down`` cuts off. Applying it twice changes nothing.

    Raises: Invalid("number-out-of-range") when not finite or 10^18 and more in size,
    Invalid("rounding-unknown") for another mode or number of places.
    Source: GB/T 8170-2008 数值修约规则 §3.2 (half_even) and the 四舍五入 of 考核办法.
    """
    if mode not in MODES or not 0 <= places <= MAX_PLACES:
        raise Invalid("rounding-unknown", mode=mode, places=places)
    if not points.is_finite() or abs(points) >= LIMIT:
        raise Invalid("number-out-of-range")
    rounded = settled(points).quantize(
        Decimal(1).scaleb(-places), rounding=MODES[mode], context=_WIDE
    )
    return abs(rounded) if rounded.is_zero() else rounded


def settled(number: Decimal) -> Decimal:
    """``number`` without the calculation noise beyond 15 decimals; finite and below 10^40."""
    return number.quantize(_NOISE, rounding=ROUND_HALF_EVEN, context=_WIDE)
