"""A year's investment spread over its months, standing still where nothing can be built."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from luoshi.core.errors import Invalid
from luoshi.core.node import Node
from luoshi.core.pace import Plateau, Trajectory

CENT = Decimal("0.0001")
"""亿元 with four places: to the 万元."""
KEYS = ("zh", "en", "still", "tag", "source", "note")
MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Season:
    """The months of a year in which nothing is planned to move; none for work under a roof."""

    key: str
    still: tuple[int, ...] = ()

    def plateaus(self, year: int) -> tuple[Plateau, ...]:
        """The still months of one year as plateaus of the planned curve."""
        return tuple(Plateau(date(year, month, 1), month_end(year, month)) for month in self.still)


def season_from(key: str, data: object, path: str) -> Season:
    """The season of a mapping of rule data: ``still`` lists months 1 … 12.

    Raises Invalid with ``path``; ``season-months`` for no month, or where all twelve stand still.
    """
    node = Node.of(data, path, KEYS)
    still = node.data.get("still", [])
    months = set(still) if isinstance(still, list) else {0}
    if not months <= set(MONTHS) or len(months) == len(MONTHS):
        raise Invalid("season-months", path=node.at("still"))
    return Season(key, tuple(sorted(months)))


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def spread(
    amount: Decimal, year: int, season: Season, begins_on: date | None = None
) -> tuple[Decimal, ...]:
    """``amount`` (亿元) over the twelve months of ``year``: four places, adding up exactly.

    Even over the days that do not stand still, from ``begins_on`` where that lies in the year.
    A project that begins when everything stands still goes on evenly nevertheless.
    """
    first = max(date(year, 1, 1), min(begins_on or date(year, 1, 1), date(year, 12, 31)))
    curve = _curve(first, date(year, 12, 31), season.plateaus(year))
    gone = [
        (amount * curve.planned(month_end(year, month))).quantize(CENT, ROUND_HALF_UP)
        for month in MONTHS
    ]
    gone[-1] = amount
    return tuple(now - before for before, now in zip([Decimal(0), *gone], gone, strict=False))


def _curve(first: date, last: date, plateaus: tuple[Plateau, ...]) -> Trajectory:
    try:
        return Trajectory.linear(first, last, plateaus)
    except Invalid:
        return Trajectory.linear(first, last)


def through(months: Mapping[int, Decimal], last: int) -> tuple[Decimal, ...]:
    """The running sums of months 1 … ``last``; a month without a figure adds nothing."""
    sums, total = [], Decimal(0)
    for month in range(1, last + 1):
        total += months.get(month, Decimal(0))
        sums.append(total)
    return tuple(sums)
