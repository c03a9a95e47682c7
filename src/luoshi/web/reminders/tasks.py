"""What happens by itself in working hours: one digest a person and working day."""

from datetime import datetime

from luoshi.web.calendars.queries import work_calendar
from luoshi.web.reminders.actions import digests_make, may_send
from luoshi.web.reminders.mail import send


def remind(at: datetime) -> None:
    """Make and mail the digests of this day. Safe to repeat; nothing happens off hours."""
    calendar = work_calendar()
    if may_send(at, calendar):
        send(digests_make(calendar=calendar, at=at))


OFTEN = (remind,)
