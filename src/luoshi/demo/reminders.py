"""What people of the city were told this morning, or on the last working morning."""

from luoshi.core.calendar import WorkCalendar
from luoshi.demo.clock import at_office
from luoshi.demo.founding import City
from luoshi.web.reminders.actions import digests_make


def remind(city: City, calendar: WorkCalendar) -> None:
    """One digest for each person for whom something waits."""
    day = city.today
    if not calendar.is_working(day):
        day = calendar.add_working_days(day, -1)
    digests_make(calendar=calendar, at=at_office(day, 9))
