"""The steps between verification and sign-off: which are taken, and when the next may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from luoshi.core.calendar import WorkCalendar
from luoshi.core.listtype.definition import Step


@dataclass(frozen=True, slots=True)
class Stage:
    """A step with the day it was taken (None: not yet) and the first day on which it may be.

    ``opens_on`` is None where nothing before it has to pass.
    """

    step: Step
    taken_on: date | None
    opens_on: date | None


@dataclass(frozen=True, slots=True)
class Stages:
    """The steps of one place in a list, in order. ``ends_on``: the first day for the sign-off."""

    stages: tuple[Stage, ...]
    ends_on: date | None

    @property
    def next(self) -> Stage | None:
        """The first step not taken; None when all are."""
        return next((stage for stage in self.stages if stage.taken_on is None), None)


def stages(steps: Sequence[Step], taken: Mapping[str, date], calendar: WorkCalendar) -> Stages:
    """Each step with its days. ``taken``: by key of the step.

    What follows a step with ``working_days`` may be done on the day after the last of them; the
    day of the step itself does not count (公示 begins the day after it is put up). Raises Refused
    ``calendar-not-covered`` where the days reach beyond the calendar.
    """
    opens_on: date | None = None
    found = []
    for step in steps:
        on = taken.get(step.key)
        found.append(Stage(step, on, opens_on))
        opens_on = None if on is None else _free_from(step, on, calendar)
    return Stages(tuple(found), opens_on)


def _free_from(step: Step, on: date, calendar: WorkCalendar) -> date:
    if not step.working_days:
        return on
    return calendar.add_working_days(on, step.working_days) + timedelta(days=1)
