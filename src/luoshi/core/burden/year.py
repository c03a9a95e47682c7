"""The minutes of a year by who asked: for the offices that ask, never for those who answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median


@dataclass(frozen=True, slots=True)
class Cost:
    """What one request cost one unit: ``minutes`` as the asker estimated it, ``taken`` as the
    unit said afterwards. ``level`` is the kind of the unit."""

    asker: int
    request: int
    level: str
    minutes: int
    taken: int | None = None


@dataclass(slots=True)
class YearRow:
    """One asking office: minutes by level of those asked, requests, answers asked for.

    ``taken``: the median over its requests of the median minutes that units stated; None where
    nobody stated any. ``estimated``: the median estimate of the same requests.
    """

    asker: int
    minutes: dict[str, int] = field(default_factory=dict)
    requests: int = 0
    answers: int = 0
    taken: Decimal | None = None
    estimated: Decimal | None = None

    @property
    def total(self) -> int:
        """Minutes over all levels."""
        return sum(self.minutes.values())


def median_minutes(taken: Iterable[int | None]) -> Decimal | None:
    """The median of what was stated, to a half minute; None where nobody stated any."""
    stated = [minutes for minutes in taken if minutes is not None]
    return Decimal(str(median(stated))) if stated else None


def year_rows(costs: Iterable[Cost]) -> Sequence[YearRow]:
    """By asking office, the most minutes first, then by its number."""
    rows: dict[int, YearRow] = {}
    requests: dict[int, dict[int, list[Cost]]] = {}
    for cost in costs:
        row = rows.setdefault(cost.asker, YearRow(cost.asker))
        row.minutes[cost.level] = row.minutes.get(cost.level, 0) + cost.minutes
        row.answers += 1
        requests.setdefault(cost.asker, {}).setdefault(cost.request, []).append(cost)
    for asker, row in rows.items():
        row.requests = len(requests[asker])
        row.taken, row.estimated = _medians(requests[asker].values())
    return sorted(rows.values(), key=lambda row: (-row.total, row.asker))


def _medians(requests: Iterable[list[Cost]]) -> tuple[Decimal | None, Decimal | None]:
    stated = [
        (taken, median_minutes([cost.minutes for cost in costs]))
        for costs in requests
        if (taken := median_minutes(cost.taken for cost in costs)) is not None
    ]
    if not stated:
        return None, None
    taken = median([each for each, _ in stated])
    estimated = median([each for _, each in stated if each is not None])
    return taken, estimated
