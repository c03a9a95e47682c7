"""The working calendar: weekends, public holidays and make-up days (调休)."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from luoshi.core.errors import Invalid, Refused

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day that differs from its weekday: a holiday (working false) or a make-up day."""

    on: date
    working: bool
    name: str


def _ordinals(year: int) -> Iterator[int]:
    yield from range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked in the covered years. Questions about any other year are refused.

    Monday to Friday are worked, Saturday and Sunday are not, and ``days`` lists the
    exceptions. A year is covered once its notice has been published: an exception that
    lies in an uncovered year (31 December of the year before) does not cover that year.
    Source: 全国年节及纪念日放假办法 and the State Council's notice of each year.
    """

    days: tuple[CalendarDay, ...]
    years: frozenset[int]
    _worked: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        said = {day.on.toordinal(): day.working for day in self.days}
        worked = tuple(
            ordinal
            for year in sorted(self.years)
            for ordinal in _ordinals(year)
            if said.get(ordinal, (ordinal - 1) % 7 < SATURDAY)
        )
        object.__setattr__(self, "_worked", worked)

    @classmethod
    def of(cls, days: Iterable[CalendarDay], years: Iterable[int]) -> "WorkCalendar":
        """The calendar of these exceptions, whatever their order.

        Raises Invalid ``calendar-day-twice`` when two rows speak of one day.
        """
        ordered = tuple(sorted(days, key=lambda day: day.on))
        for before, after in pairwise(ordered):
            if before.on == after.on:
                raise Invalid("calendar-day-twice", day=after.on.isoformat())
        return cls(ordered, frozenset(years))

    def is_working(self, day: date) -> bool:
        """Whether ``day`` is worked. Raises Refused ``calendar-not-covered``."""
        self._require(day.year, day.year)
        ordinal = day.toordinal()
        place = bisect_left(self._worked, ordinal)
        return place < len(self._worked) and self._worked[place] == ordinal

    def working_days_between(self, start: date, end: date) -> int:
        """The number of working days from ``start`` to ``end``, both counted; 0 or more.

        Raises Invalid ``days-reversed`` when ``end`` lies before ``start``, and
        Refused ``calendar-not-covered``.
        """
        if end < start:
            raise Invalid("days-reversed", start=start.isoformat(), end=end.isoformat())
        self._require(start.year, end.year)
        after = bisect_right(self._worked, end.toordinal())
        return after - bisect_left(self._worked, start.toordinal())

    def working_days_late(self, due_on: date, today: date) -> int:
        """Working days after ``due_on`` up to and with ``today``; 0 when not past due.

        The due day itself is never late, and days off do not make anything later.
        Raises Refused ``calendar-not-covered`` once ``due_on`` is past.
        """
        if today <= due_on:
            return 0
        return self.working_days_between(due_on + timedelta(days=1), today)

    def add_working_days(self, start: date, n: int) -> date:
        """The n-th working day after ``start``, or before it when ``n`` is negative.

        ``start`` itself is never counted, worked or not; ``n`` = 0 gives ``start`` back.
        Raises Refused ``calendar-not-covered``.
        """
        self._require(start.year, start.year)
        if n == 0:
            return start
        ordinal = start.toordinal()
        if n > 0:
            place = bisect_right(self._worked, ordinal) + n - 1
        else:
            place = bisect_left(self._worked, ordinal) + n
        return self._nth(place, start)

    def next_working(self, day: date) -> date:
        """``day`` where it is worked, else the first working day after it.

        Raises Refused ``calendar-not-covered``.
        """
        return day if self.is_working(day) else self.add_working_days(day, 1)

    def _nth(self, place: int, start: date) -> date:
        if place >= len(self._worked):
            raise Refused("calendar-not-covered", year=max(self.years) + 1)
        if place < 0:
            raise Refused("calendar-not-covered", year=min(self.years) - 1)
        found = date.fromordinal(self._worked[place])
        self._require(min(start, found).year, max(start, found).year)
        return found

    def _require(self, first: int, last: int) -> None:
        for year in range(first, last + 1):
            if year not in self.years:
                raise Refused("calendar-not-covered", year=year)
