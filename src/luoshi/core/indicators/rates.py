"""Rates of counts: what was done of what was to do, period by period."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from luoshi.core.errors import Invalid
from luoshi.core.indicators.observation import Observation

Counts = Mapping[date, Observation]


@dataclass(frozen=True, slots=True)
class Rate:
    """The part of the whole in the period that ends on ``period``; None where one was not told.

    ``cases`` is the whole: how many the rate is of.
    """

    period: date
    part: Observation | None
    whole: Observation | None

    @property
    def cases(self) -> Decimal | None:
        """How many the rate is of."""
        return self.whole.value if self.part and self.whole else None

    @property
    def share(self) -> Decimal | None:
        """0-1, by the decimal context at hand; None without both counts."""
        if self.part is None or self.whole is None:
            return None
        return self.part.value / self.whole.value


def rates(parts: Counts, wholes: Counts, periods: Mapping[date, object]) -> list[Rate]:
    """A rate for each of ``periods``, the earliest first; one in which nothing was to do is none.

    Raises: Invalid("rate-counts", period) where a count is below 0 or the part above the whole.
    """
    found = []
    for period in sorted(periods):
        part, whole = parts.get(period), wholes.get(period)
        if any(one.value < 0 for one in (part, whole) if one):
            raise Invalid("rate-counts", period=period)
        if part and whole and part.value > whole.value:
            raise Invalid("rate-counts", period=period)
        if whole is None or whole.value:
            found.append(Rate(period, part, whole))
    return found
