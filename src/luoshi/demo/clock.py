"""Times at which the people of the demo city act: office hours of the city's own zone."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def at_office(on: date, hour: int = 10) -> datetime:
    """That hour of the day, aware."""
    return timezone.make_aware(datetime.combine(on, time(hour)))


def month_end(year: int, month: int) -> date:
    """The last day of a month; months beyond 12 or below 1 count into other years."""
    years, month0 = divmod(month, 12)
    return date(year + years, month0 + 1, 1) - timedelta(days=1)
