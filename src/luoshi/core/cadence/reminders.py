"""When something that is due is told to whom: once for each step, in working hours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from luoshi.core.calendar import WorkCalendar
from luoshi.core.node import Node


@dataclass(frozen=True, slots=True)
class Step:
    """``days``: working days from the day something is due (negative before it).

    ``to``: the owner, or the leader of the owner's unit.
    """

    key: str
    days: int
    to: str


def step_from(key: str, data: object, path: str) -> Step:
    """The step that a mapping of rule data describes. Raises Invalid with the path at fault."""
    node = Node.of(data, path, ("zh", "en", "days", "to", "tag", "source"))
    return Step(key, node.whole("days", -30, 30), node.choice("to", ("owner", "leader")))


def reached(
    steps: Iterable[Step], due_on: date, today: date, calendar: WorkCalendar
) -> Step | None:
    """The last step whose day has come; None before the first.

    A day on which nobody was told is made up for by the step that was reached since.
    Raises Refused ``calendar-not-covered``.
    """
    found = None
    for step in sorted(steps, key=lambda step: step.days):
        if calendar.add_working_days(due_on, step.days) <= today:
            found = step
    return found


def sends_at(local: datetime, begins: time, ends: time, calendar: WorkCalendar) -> bool:
    """Whether reminders may go out at this local time: a working day, from ``begins`` and
    before ``ends``. A day of a year that is not known is none. (Law 7 of the product.)
    """
    day = local.date()
    if day.year not in calendar.years or not calendar.is_working(day):
        return False
    return begins <= local.time() < ends
