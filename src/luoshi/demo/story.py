"""How the units of the demo city really did, and what they said of it: drawn from the seed.

The same seed tells the same story. A unit has a pace (how much of the plan it does) and a
candour (how much more it says than it did); both stay with it for the whole year.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any, TypeVar

T = TypeVar("T")
SEED = "云川市"
WHOLE = Decimal(1)
SHARE = Decimal("0.0001")
COUNTED = ("个", "家", "件", "场", "处", "座", "所", "条", "项")
BUILT = ("新建", "改建", "改造", "大修", "打通", "除险", "灌溉", "高标准农田", "首末站", "积水点")
SLOW = Decimal("0.7")
"""Below this pace a unit does not catch up even at the end."""


def drawn(*keys: object, low: str = "0", high: str = "1") -> Decimal:
    """A number from low … high that depends on nothing but the seed and the keys."""
    text = "|".join([SEED, *map(str, keys)])
    part = Decimal(int(hashlib.sha256(text.encode()).hexdigest()[:12], 16)) / 16**12
    return Decimal(low) + (Decimal(high) - Decimal(low)) * part


def chosen(options: Sequence[T], *keys: object) -> T:
    """One of the options, by the same rule."""
    return options[int(drawn(*keys) * len(options)) % len(options)]


@dataclass(frozen=True, slots=True)
class Character:
    """A unit's pace (1 is as planned), candour (1 says what is) and punctuality (0 … 1)."""

    pace: Decimal
    inflation: Decimal
    punctuality: Decimal

    @classmethod
    def of(cls, code: str) -> "Character":
        """The character of the unit with that code: one in seven overstates, one in five lags."""
        overstates = drawn(code, "candour") < Decimal("0.15")
        lags = drawn(code, "lag") < Decimal("0.2")
        low, high = ("0.62", "0.85") if lags else ("0.95", "1.12")
        return cls(
            pace=drawn(code, "pace", low=low, high=high),
            inflation=drawn(code, "inflation", low="1.12", high="2.2") if overstates else WHOLE,
            punctuality=drawn(code, "punctuality", low="0.7", high="1"),
        )

    def did(self, planned: Decimal, *keys: object) -> Decimal:
        """The share really done where ``planned`` was planned."""
        luck = drawn(*keys, "luck", low="0.92", high="1.08")
        spurt = Decimal("1.2") if planned == WHOLE and self.pace > SLOW else WHOLE
        return min(planned * self.pace * luck * spurt, WHOLE).quantize(SHARE)

    def said(self, done: Decimal) -> Decimal:
        """The share the unit reports."""
        return min(done * self.inflation, WHOLE).quantize(SHARE)


def is_built(text: str) -> bool:
    """Whether what is promised is built out of doors: rain and land hold up nothing else."""
    return any(word in text for word in BUILT)


def fits(told: Mapping[str, Any], text: str) -> bool:
    """Whether a hindrance or reason can be that of the promise."""
    return is_built(text) or not told.get("built")


def value_of(
    share: Decimal,
    baseline: Decimal | None,
    target: Decimal,
    comparator: str,
    measure: str = "",
) -> Decimal:
    """The figure that stands for a share of the way to the target, as a unit writes it: what is
    counted by the piece is whole."""
    start = baseline or Decimal(0)
    if comparator.endswith(("<=", "<")):
        return (target * (Decimal("1.6") - Decimal("0.6") * share)).quantize(Decimal("0.1"))
    if comparator.startswith(("growth", "share", "rank")):
        return (target * (Decimal("0.7") + Decimal("0.33") * share)).quantize(Decimal("0.1"))
    figure = start + (target - start) * share
    whole = target == target.to_integral_value() and (target >= 6 or measure in COUNTED)
    places = Decimal(1) if whole else Decimal("0.1")
    return figure.quantize(places, rounding=ROUND_DOWN)
