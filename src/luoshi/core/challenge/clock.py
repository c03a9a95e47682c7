"""Times of a challenge: late to the second, days to bid, days of public notice."""

from datetime import date, datetime, timedelta

from luoshi.core.calendar import WorkCalendar

SECOND = timedelta(seconds=1)


def seconds_late(at: datetime, opens_at: datetime) -> int:
    """Whole seconds by which ``at`` lies behind the opening time; 0 when it is in time.

    Fractions of a second count for the one who comes: 10:00:00.999 is in time for 10:00:00 and
    10:00:01.000 is one second late. What is in time for a bid is too early for a key, and the
    other way round: there is no moment at which both are taken.
    """
    return max(0, (at.replace(microsecond=0) - opens_at.replace(microsecond=0)) // SECOND)


def bid_time_is_short(
    published_on: date, opens_on: date, least: int, calendar: WorkCalendar
) -> bool:
    """Whether fewer than ``least`` working days lie after the day of publication and before the
    opening day's end. Raises Refused ``calendar-not-covered``.
    """
    return opens_on < calendar.add_working_days(published_on, least)


def notice_until(noticed_on: date, days: int, calendar: WorkCalendar) -> date:
    """The last day of a public notice of ``days`` working days; its first day is not counted.

    Raises Refused ``calendar-not-covered``.
    """
    return calendar.add_working_days(noticed_on, days)


def notice_is_over(until: date, today: date) -> bool:
    """Whether the last day of the notice has passed: it runs to that day's end."""
    return today > until
