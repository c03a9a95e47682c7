"""Working days with their make-up days, and the clocks of law that run on them."""

from luoshi.core.calendar.clocks import Clock, Span, clock_from, due
from luoshi.core.calendar.workdays import CalendarDay, WorkCalendar

__all__ = ["CalendarDay", "Clock", "Span", "WorkCalendar", "clock_from", "due"]
