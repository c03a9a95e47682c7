"""Legal clocks: a period in natural days, working days or months, and the day it ends."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from luoshi.core.calendar.workdays import WorkCalendar
from luoshi.core.errors import Invalid
from luoshi.core.node import Node

LONGEST = 3660


class Span(StrEnum):
    """What a clock counts."""

    DAY = "day"
    WORKING_DAY = "working-day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Clock:
    """A period as a rule of the field sets it.

    ``rolls``: a period that ends on a day off ends on the next working day instead. Most
    rules of the field do not say so, and then it does not.
    """

    key: str
    label: str
    span: Span
    length: int
    rolls: bool
    source: str


def due(start: date, clock: Clock, calendar: WorkCalendar) -> date:
    """The last day of the period: the day of the event is not counted (民法典 第201条).

    Months end on the day of the same number, or on the last day of a shorter month
    (第202条). A clock that rolls ends on the next working day where its last day is one off
    (第203条). A clock of natural days that does not roll needs no coverage.
    Raises Refused ``calendar-not-covered``.
    """
    match clock.span:
        case Span.WORKING_DAY:
            return calendar.add_working_days(start, clock.length)
        case Span.MONTH:
            last = _months_after(start, clock.length)
        case Span.DAY:
            last = start + timedelta(days=clock.length)
    return calendar.next_working(last) if clock.rolls else last


def _months_after(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def clock_from(key: str, data: object, path: str) -> Clock:
    """The clock that a mapping of rule data describes.

    Keys: zh, en, span (day | working-day | month), length (1 … 3660), rolls (absent: false),
    starts, tag, source, note. A clock of working days cannot roll.
    Raises Invalid with the ``path`` of the node at fault.
    """
    keys = ("zh", "en", "span", "length", "rolls", "starts", "tag", "source", "note")
    node = Node.of(data, path, keys)
    span = Span(node.choice("span", [span.value for span in Span]))
    rolls = node.flag("rolls", absent=False)
    if rolls and span is Span.WORKING_DAY:
        raise Invalid("clock-cannot-roll", path=node.at("rolls"))
    length = node.whole("length", 1, LONGEST)
    return Clock(key, node.text("zh"), span, length, rolls, node.text("source"))
