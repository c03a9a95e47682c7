"""The clocks of objections, as the presets set them."""

from datetime import date

from django.utils.translation import get_language

from luoshi import presets
from luoshi.core.calendar import Clock, WorkCalendar, clock_from, due
from luoshi.core.errors import Refused

WINDOWS = ("score-objection", "score-objection-short")
"""How long a window may be, the longer first."""
DECIDE = "score-objection-decide"


def clock_named(key: str) -> Clock:
    """One clock of the presets."""
    return clock_from(key, presets.load("clocks")[key], f"clocks.{key}")


def clock_words(key: str) -> str:
    """A clock in the reader's language, with its source."""
    row = presets.load("clocks")[key]
    return str(row["en"] if get_language() == "en" else row["zh"])


def answer_due(filed_on: date, calendar: WorkCalendar) -> date | None:
    """The last day for the answer; None where the calendar does not reach so far."""
    try:
        return due(filed_on, clock_named(DECIDE), calendar)
    except Refused:
        return None
