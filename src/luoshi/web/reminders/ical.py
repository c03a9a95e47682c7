"""A calendar as RFC 5545 writes it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from luoshi.web.reminders.queries import Entry


def calendar_bytes(entries: Sequence[Entry], name: str, base: str, at: datetime) -> bytes:
    """Whole-day events with a title and an address, no description, no place, no people."""
    calendar = Calendar()
    calendar.add("prodid", "-//Luoshi//Luoshi//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.key}@luoshi")
        event.add("dtstamp", at)
        event.add("dtstart", entry.on)
        event.add("dtend", entry.on + timedelta(days=1))
        event.add("summary", entry.title)
        event.add("url", base + entry.url)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
