"""What happens by itself: meetings whose preparation has begun are prepared."""

from datetime import datetime

from django.utils import timezone

from luoshi.web.accounts.queries import actor_at
from luoshi.web.cadence.actions import meeting_prepare
from luoshi.web.cadence.models import Meeting
from luoshi.web.cadence.queries.meetings import due_to_prepare, running
from luoshi.web.cadence.rules import can_keep_cadences
from luoshi.web.calendars.queries import work_calendar


def prepare_meetings(at: datetime) -> list[Meeting]:
    """Each in the name of its keeper; a keeper who left office prepares nothing. Safe to repeat."""
    today, calendar = timezone.localdate(at), work_calendar()
    made = []
    for cadence in running():
        by = actor_at(cadence.keeper, today)
        if not can_keep_cadences(by, cadence.list.jurisdiction_id):
            continue
        made += [
            meeting_prepare(cadence=cadence, due=due, calendar=calendar, by=by, at=at)
            for due in due_to_prepare(cadence, today, calendar)
        ]
    return made


def prepare(at: datetime) -> None:
    """The daily task."""
    prepare_meetings(at)


DAILY = (prepare,)
