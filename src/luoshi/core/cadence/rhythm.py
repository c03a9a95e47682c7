"""A rhythm as data, and the working days on which its meetings fall."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr

from luoshi.core.calendar import WorkCalendar
from luoshi.core.errors import Invalid
from luoshi.core.node import Node

EVERY = ("week", "month", "quarter")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ABOUT = ("before", "current")
SHEETS = ("comment", "arena", "tour", "subject")
LAST = {"week": 1, "month": 15, "quarter": 45}
"""No span is sure to have more working days: the highest ``nth`` either way."""
MONTHS = {"month": 1, "quarter": 3}
KEYS = ("zh", "en", "every", "weekday", "nth", "about", "ahead", "opens_round", "sheet", "criteria",
        "tag", "source")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When meetings fall.

    ``every`` week: on ``weekday``, else on the nearest working day after it in that week, else
    before it. ``every`` month or quarter: on the ``nth`` working day, counted from the end when
    negative. ``about``: whether the span ``before`` or the ``current`` one is reported.
    Raises Invalid ``rhythm-every``, ``rhythm-weekday``, ``rhythm-nth``, ``rhythm-about``.
    """

    every: str
    weekday: str = "MO"
    nth: int = 1
    about: str = "current"

    def __post_init__(self) -> None:
        if self.every not in EVERY:
            raise Invalid("rhythm-every", field="every")
        if self.weekday not in WEEKDAYS:
            raise Invalid("rhythm-weekday", field="weekday")
        if self.nth == 0 or abs(self.nth) > LAST[self.every]:
            raise Invalid("rhythm-nth", field="nth", limit=LAST[self.every])
        if self.about not in ABOUT:
            raise Invalid("rhythm-about", field="about")

    @property
    def rrule(self) -> str:
        """The RFC 5545 recurrence of the days from which the working days are counted."""
        if self.every == "week":
            return f"FREQ=WEEKLY;BYDAY={self.weekday}"
        return f"FREQ=MONTHLY;INTERVAL={MONTHS[self.every]};BYMONTHDAY=1"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One meeting: its day, None where its span has no such working day; the span it reports."""

    on: date | None
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Criterion:
    """What judges of a tour give points for, 0 … ``most``."""

    key: str
    zh: str
    en: str
    most: int


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of meeting as a preset describes it."""

    key: str
    zh: str
    en: str
    rhythm: Rhythm
    ahead: int
    opens_round: bool
    sheet: str
    criteria: tuple[Criterion, ...]
    source: str


def span_of(day: date, every: str) -> tuple[date, date]:
    """First and last day of the week (from Monday), month or quarter that the day lies in."""
    if every == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    months = MONTHS[every]
    first = day.month - (day.month - 1) % months
    last = first + months - 1
    return date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1])


def occurrences(
    rhythm: Rhythm, first: date, last: date, calendar: WorkCalendar
) -> Iterator[Occurrence]:
    """Those whose span touches ``first`` … ``last``, in time order; also those without a day.

    Each span has one: a span that ends before ``first`` or begins after ``last`` has none.
    Raises Refused ``calendar-not-covered`` once a span lies in a year that is not known.
    """
    begins = span_of(first, rhythm.every)[0]
    dtstart = datetime.combine(begins, time(0))
    for anchor in rrulestr(rhythm.rrule, dtstart=dtstart):
        start, end = span_of(anchor.date(), rhythm.every)
        if start > last:
            return
        on = _day(rhythm, anchor.date(), start, end, calendar)
        if rhythm.about == "before":
            start, end = span_of(start - timedelta(days=1), rhythm.every)
        yield Occurrence(on, start, end)


def _day(
    rhythm: Rhythm, anchor: date, start: date, end: date, calendar: WorkCalendar
) -> date | None:
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    worked = [day for day in days if calendar.is_working(day)]
    if rhythm.every == "week":
        after = [day for day in worked if day >= anchor]
        return after[0] if after else worked[-1] if worked else None
    place = rhythm.nth - 1 if rhythm.nth > 0 else len(worked) + rhythm.nth
    return worked[place] if 0 <= place < len(worked) else None


def kind_from(key: str, data: object, path: str) -> Kind:
    """The kind that a mapping of rule data describes. Raises Invalid with the path at fault."""
    node = Node.of(data, path, KEYS)
    every = node.choice("every", EVERY)
    weekday = node.choice("weekday", WEEKDAYS) if every == "week" else "MO"
    limit = LAST[every]
    rhythm = Rhythm(every, weekday, node.whole("nth", -limit, limit), node.choice("about", ABOUT))
    criteria = node.data.get("criteria", [])
    if not isinstance(criteria, list):
        raise Invalid("rule-mapping", path=node.at("criteria"))
    return Kind(
        key=key,
        zh=node.text("zh"),
        en=node.text("en"),
        rhythm=rhythm,
        ahead=node.whole("ahead", 0, 30),
        opens_round=node.flag("opens_round", absent=False),
        sheet=node.choice("sheet", SHEETS),
        criteria=tuple(_criterion(each, node.at("criteria")) for each in criteria),
        source=node.text("source"),
    )


def _criterion(data: Mapping[str, object], path: str) -> Criterion:
    node = Node.of(data, path, ("key", "zh", "en", "max"))
    most = node.whole("max", 1, 1000)
    return Criterion(node.text("key"), node.text("zh"), node.text("en"), most)
