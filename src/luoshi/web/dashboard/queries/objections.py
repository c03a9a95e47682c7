"""Objections to scores: what waits for the person, and where one may still object."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from luoshi.core.calendar import WorkCalendar
from luoshi.web.accounts.actor import Actor
from luoshi.web.dashboard.queries.clocks import Clock, clock_of
from luoshi.web.objections.clocks import answer_due
from luoshi.web.objections.models import Objection, Window
from luoshi.web.objections.queries import waiting_for, windows_open_to
from luoshi.web.objections.rules import ANSWERING


@dataclass(frozen=True, slots=True)
class Objections:
    """Each with the limit of its answer, None beyond the calendar; and the windows open."""

    waiting: Sequence[tuple[Objection, Clock | None]]
    windows: Sequence[tuple[Window, Clock]]

    @property
    def late(self) -> int:
        """How many answers are over their limit."""
        return sum(clock is not None and clock.late for _objection, clock in self.waiting)


def objections_of(actor: Actor, calendar: WorkCalendar, on: date) -> Objections:
    """One query for who may have to answer, one for who may object."""
    waiting = waiting_for(actor) if actor.holds(*ANSWERING) else []
    windows = windows_open_to(actor, on)
    return Objections(
        waiting=[(row, _clock(row, calendar, on)) for row in waiting],
        windows=[(row, clock_of(calendar, row.closes_on, on)) for row in windows],
    )


def _clock(objection: Objection, calendar: WorkCalendar, on: date) -> Clock | None:
    due_on = answer_due(timezone.localdate(objection.filed_at), calendar)
    return clock_of(calendar, due_on, on) if due_on else None
