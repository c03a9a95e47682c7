"""The fixed decimal arithmetic of scoring, and how numbers are written in formulas."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

from luoshi.core.scoring.canonical import decimal_text

CONTEXT = Context(
    prec=28, rounding=ROUND_HALF_UP, traps=[DivisionByZero, InvalidOperation, Overflow]
)
HUNDRED = Decimal(100)
ONE = Decimal(1)
ZERO = Decimal(0)

PLACES_SHOWN = 6

_SHOWN = Decimal(1).scaleb(-PLACES_SHOWN)
_WIDE = Context(prec=100)


class UndefinedError(ArithmeticError):
    """A formula has no value for these numbers; ``reason`` is a key of ``REASONS``."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class WithheldError(ArithmeticError):
    """A number that is not given although it could be computed; ``effect`` as in ``Gap``."""

    def __init__(self, effect: str) -> None:
        self.effect = effect
        super().__init__(effect)


@dataclass(frozen=True, slots=True)
class Computed:
    """A number and the formula that gave it, with its numbers put in."""

    value: Decimal
    formula: str


def computed(value: Decimal, expression: str) -> Computed:
    """``value`` with ``expression = value``, or ``≈`` where the written result is rounded."""
    text = shown(value)
    sign = "=" if Decimal(text) == value else "≈"
    return Computed(value, f"{expression} {sign} {text}")


def shown(number: Decimal) -> str:
    """``number`` for reading: at most six decimals, half up, no trailing zeros."""
    text = decimal_text(number)
    decimals = text.partition(".")[2]
    if len(decimals) <= PLACES_SHOWN:
        return text
    return decimal_text(number.quantize(_SHOWN, rounding=ROUND_HALF_UP, context=_WIDE))
