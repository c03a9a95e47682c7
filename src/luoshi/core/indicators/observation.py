"""Observations as facts with two times: the period they are of, and when they became known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Observation:
    """One number of one place for one period, as published once.

    ``key`` orders what came in at the same moment; ``period`` is its last day; ``stage`` counts
    the vintages (1 快报, higher is more settled). ``known_at`` is when it came in,
    ``withdrawn_at`` when its file was taken back.
    """

    key: int
    place: str
    period: date
    value: Decimal
    stage: int
    published_on: date
    known_at: datetime
    withdrawn_at: datetime | None = None

    def is_known(self, at: datetime) -> bool:
        """Whether it had come in by ``at`` and was not taken back yet."""
        return self.known_at <= at and (self.withdrawn_at is None or at < self.withdrawn_at)

    @property
    def standing(self) -> tuple[int, date, datetime, int]:
        """Which of several counts: the more settled, then the later published."""
        return (self.stage, self.published_on, self.known_at, self.key)


Known = Mapping[tuple[str, date], Observation]


def known(rows: Iterable[Observation], at: datetime) -> dict[tuple[str, date], Observation]:
    """By place and period, the observation that counted at ``at``, in whatever order they came.

    A more settled vintage goes before a later published one of a lower stage: a 快报 that is
    brought in again does not undo a 核实. Within a vintage the later published one corrects.
    """
    found: dict[tuple[str, date], Observation] = {}
    for row in rows:
        if row.is_known(at):
            other = found.get((row.place, row.period))
            if other is None or other.standing < row.standing:
                found[row.place, row.period] = row
    return found


def values_of(rows: Known, period: date) -> dict[str, Decimal]:
    """The values of one period by place."""
    return {place: row.value for (place, end), row in rows.items() if end == period}
