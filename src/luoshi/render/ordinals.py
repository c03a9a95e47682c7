"""Ordinals of the four levels of an official paper."""

from dataclasses import dataclass, field

from luoshi.core.errors import Invalid

_DIGITS = "〇一二三四五六七八九"


@dataclass(slots=True)
class Ordinals:
    """Counts headings; a heading starts the deeper levels again.

    Source: GB/T 9704-2012, 7.3.3 (一、 （一） 1. （1）).
    """

    counts: list[int] = field(default_factory=lambda: [0, 0, 0, 0])

    def next(self, level: int) -> str:
        """The ordinal with its own punctuation of the next heading of level 1-4."""
        self.counts[level - 1] += 1
        self.counts[level:] = [0] * (4 - level)
        count = self.counts[level - 1]
        forms = (f"{chinese(count)}、", f"（{chinese(count)}）", f"{count}.", f"（{count}）")
        return forms[level - 1]


def chinese(count: int) -> str:
    """1-99 in Chinese numerals. Raises: ``Invalid("ordinal-range")``."""
    if not 1 <= count <= 99:
        raise Invalid("ordinal-range", count=count)
    tens, ones = divmod(count, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones else "")
