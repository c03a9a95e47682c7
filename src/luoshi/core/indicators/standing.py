"""Who stands where among peers: ranks by an indicator's direction, with their ties."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from luoshi.core.errors import Invalid
from luoshi.core.ranking import published, rank


class Direction(StrEnum):
    """Which numbers are better: 正向, 逆向, 适度 (inside a range)."""

    HIGHER = "higher"
    LOWER = "lower"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True)
class Measure:
    """How an indicator is read: its direction, its decimals, and the range of a moderate one."""

    direction: Direction = Direction.HIGHER
    places: int = 2
    low: Decimal | None = None
    high: Decimal | None = None

    def check(self) -> None:
        """Raises Invalid ``indicator-range`` where a moderate one has no range, or another has."""
        ends = (self.low, self.high)
        if self.direction == Direction.INTERVAL:
            if self.low is None or self.high is None or self.low > self.high:
                raise Invalid("indicator-range", field="low")
        elif ends != (None, None):
            raise Invalid("indicator-range", field="low")

    def merit(self, value: Decimal) -> Decimal:
        """A number that is greater for what is better; 0 inside the range of a moderate one."""
        shown = published(value, self.places)
        if self.direction == Direction.LOWER:
            return -shown
        if self.direction == Direction.INTERVAL and self.low is not None and self.high is not None:
            return -max(self.low - shown, shown - self.high, Decimal(0))
        return shown


@dataclass(frozen=True, slots=True)
class Standing:
    """A place's rank (1 is best) among ``of`` with a number; ``tied`` share it, itself included."""

    place: str
    value: Decimal
    rank: int
    of: int
    tied: int


def standings(values: Mapping[str, Decimal], measure: Measure) -> dict[str, Standing]:
    """The standing of every place, best first, equal ones by name.

    Ties are seen on the number as published (``measure.places`` decimals, half up) and share a
    rank: 1 2 2 4. A moderate indicator ranks by the distance from its range; all inside are first.

    Raises: Invalid ("number-out-of-range") as :func:`luoshi.core.ranking.published`.
    Source: the customary 并列排名 of 考核办法; 正向, 逆向, 适度 indicators of composite scoring.
    """
    merits = {place: measure.merit(value) for place, value in values.items()}
    return {
        one.key: Standing(one.key, values[one.key], int(one.rank), len(values), one.shared_by)
        for one in rank(merits, places=measure.places)
    }
