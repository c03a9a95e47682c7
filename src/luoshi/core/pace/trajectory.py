"""The planned curve of a commitment (序时进度): linear, by milestones, with plateaus."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from luoshi.core.errors import Invalid

NOTHING = Decimal("0.0000")
WHOLE = Decimal("1.0000")
SHARE = Decimal("0.0001")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated step: ``planned_share`` (0 … 1, cumulative) is owed by the end of ``due_on``."""

    due_on: date
    planned_share: Decimal


@dataclass(frozen=True, slots=True)
class Plateau:
    """Days on which nothing is planned to move, both ends included: a frozen winter."""

    start: date
    end: date

    def days_within(self, first: date, last: date) -> int:
        """How many days of the plateau lie in first … last, both included."""
        return max((min(self.end, last) - max(self.start, first)).days + 1, 0)


@dataclass(frozen=True, slots=True)
class Trajectory:
    """The planned cumulative share between ``starts_on`` and ``due_on``.

    Shares are owed at the end of a day: nothing before ``starts_on``, everything at the
    end of ``due_on``, so 30 June of a plan for the year is 181/365. Between milestones
    the share grows evenly over the days that lie on no plateau.
    """

    starts_on: date
    due_on: date
    milestones: tuple[Milestone, ...] = ()
    plateaus: tuple[Plateau, ...] = ()

    def __post_init__(self) -> None:
        if self.due_on < self.starts_on:
            raise Invalid("trajectory-reversed", start=str(self.starts_on), due=str(self.due_on))
        _check_plateaus(self.plateaus)
        _check_milestones(self)
        for before, after in pairwise(self.points):
            if before.planned_share < after.planned_share and not self._moving(before, after):
                raise Invalid("milestone-on-plateau", due=after.due_on.isoformat())

    @classmethod
    def linear(
        cls, starts_on: date, due_on: date, plateaus: Sequence[Plateau] = ()
    ) -> "Trajectory":
        """An even pace, standing still on plateaus. Raises Invalid."""
        return cls(starts_on, due_on, (), tuple(plateaus))

    @classmethod
    def by_milestones(
        cls,
        starts_on: date,
        due_on: date,
        milestones: Sequence[Milestone],
        plateaus: Sequence[Plateau] = (),
    ) -> "Trajectory":
        """Through the milestones, whatever their order, to the whole at ``due_on``.

        Raises Invalid where dates leave the span or repeat, shares fall or leave 0 … 1,
        the milestone of the due day is not the whole, or a step falls within a plateau.
        """
        steps = tuple(sorted(milestones, key=lambda step: step.due_on))
        return cls(starts_on, due_on, steps, tuple(plateaus))

    @classmethod
    def level(cls, starts_on: date, due_on: date) -> "Trajectory":
        """The whole from the first day: for rates, ranks and limits that are held, not built."""
        return cls(starts_on, due_on, (Milestone(starts_on, WHOLE),))

    @property
    def points(self) -> tuple[Milestone, ...]:
        """The corners of the curve, from nothing on the eve to the whole at the due day."""
        eve = Milestone(self.starts_on - DAY, NOTHING)
        if self.milestones and self.milestones[-1].due_on == self.due_on:
            return (eve, *self.milestones)
        return (eve, *self.milestones, Milestone(self.due_on, WHOLE))

    @property
    def corners(self) -> tuple[Milestone, ...]:
        """The points with the ends of plateaus between them: straight lines join them."""
        first, last = self.starts_on - DAY, self.due_on
        edges = {day for each in self.plateaus for day in (each.start - DAY, each.end)}
        days = {point.due_on for point in self.points} | {d for d in edges if first < d < last}
        return tuple(Milestone(day, self.planned(day)) for day in sorted(days))

    def planned(self, on: date) -> Decimal:
        """The planned share at the end of ``on``: 0 … 1, four places, half up."""
        if on < self.starts_on:
            return NOTHING
        for before, after in pairwise(self.points):
            if on <= after.due_on:
                return self._between(before, after, on).quantize(SHARE, ROUND_HALF_UP)
        return WHOLE

    def _between(self, before: Milestone, after: Milestone, on: date) -> Decimal:
        rise = after.planned_share - before.planned_share
        if not rise:
            return after.planned_share
        gone = self._moving(before, Milestone(on, after.planned_share))
        return before.planned_share + rise * gone / self._moving(before, after)

    def _moving(self, before: Milestone, after: Milestone) -> int:
        first, last = before.due_on + DAY, after.due_on
        still = sum(plateau.days_within(first, last) for plateau in self.plateaus)
        return (last - first).days + 1 - still


def _check_plateaus(plateaus: tuple[Plateau, ...]) -> None:
    for plateau in plateaus:
        if plateau.end < plateau.start:
            raise Invalid("plateau-reversed", start=plateau.start.isoformat())
    ordered = sorted(plateaus, key=lambda plateau: plateau.start)
    for before, after in pairwise(ordered):
        if after.start <= before.end:
            raise Invalid("plateaus-overlap", start=after.start.isoformat())


def _check_milestones(trajectory: Trajectory) -> None:
    steps = trajectory.milestones
    for step in steps:
        if not trajectory.starts_on <= step.due_on <= trajectory.due_on:
            raise Invalid("milestone-outside", due=step.due_on.isoformat())
        if not NOTHING <= step.planned_share <= WHOLE:
            raise Invalid("milestone-share", due=step.due_on.isoformat())
    for before, after in pairwise(steps):
        if before.due_on >= after.due_on:
            raise Invalid("milestone-twice", due=after.due_on.isoformat())
        if before.planned_share > after.planned_share:
            raise Invalid("milestone-falls", due=after.due_on.isoformat())
    if steps and steps[-1].due_on == trajectory.due_on and steps[-1].planned_share != WHOLE:
        raise Invalid("milestone-not-whole", due=trajectory.due_on.isoformat())
