"""How long there is left, in working days."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext, ngettext

from luoshi.core.calendar import WorkCalendar
from luoshi.core.errors import Refused

SOON = 3
"""Working days before a limit from which it is near: when the one reminder is sent."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A limit as seen today. ``days``: working days left, or late; None beyond the calendar."""

    due_on: date
    today: date
    days: int | None

    @property
    def late(self) -> bool:
        """Whether the limit has passed; the due day itself is not late."""
        return self.today > self.due_on

    @property
    def tone(self) -> str:
        """late, soon or calm."""
        if self.late:
            return "late"
        return "soon" if self.days is not None and self.days <= SOON else "calm"

    @property
    def words(self) -> str:
        """How long there is left; empty where the calendar cannot tell."""
        if self.late:
            return late_words(self.days)
        if self.due_on == self.today:
            return gettext("今天截止")
        if self.days is None:
            return ""
        return ngettext("还剩 %(n)d 个工作日", "还剩 %(n)d 个工作日", self.days) % {"n": self.days}


def clock_of(calendar: WorkCalendar, due_on: date, today: date) -> Clock:
    """The limit as seen today; days off make nothing later."""
    if today >= due_on:
        days = waited(calendar, due_on, today)
    else:
        days = _known(lambda: calendar.working_days_between(today + timedelta(days=1), due_on))
    return Clock(due_on, today, days)


def late_words(days: int | None) -> str:
    """How late something is; without a number where only days off have passed since."""
    if not days:
        return gettext("已过截止日")
    return ngettext("逾期 %(n)d 个工作日", "逾期 %(n)d 个工作日", days) % {"n": days}


def waited(calendar: WorkCalendar, since: date, today: date) -> int | None:
    """Working days that passed since a day; None beyond the calendar."""
    return _known(lambda: calendar.working_days_late(since, today))


def _known(count: Callable[[], int]) -> int | None:
    try:
        return count()
    except Refused:
        return None
