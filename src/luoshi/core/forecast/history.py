"""Where the own history of a commitment puts it: how far in time, and what its pace would reach."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from luoshi.core.forecast.rule import ForecastRule

CENT = 100
MOST = Fraction(2)


@dataclass(frozen=True, slots=True)
class Point:
    """One report: the day it tells of, what was planned and what was there by then (0 … 1)."""

    on: date
    planned: Decimal
    actual: Decimal


@dataclass(frozen=True, slots=True)
class Place:
    """``time``: the band of time gone; ``reach``: the band of what the own pace would reach."""

    time: int
    reach: int


@dataclass(frozen=True, slots=True)
class Past:
    """A finished commitment with its reports, oldest first, and whether it was done on time."""

    key: int
    starts_on: date
    due_on: date
    on_time: bool
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Where a finished commitment stood on a day before it was due, and what came of it.

    ``reached``: the share that its own pace would have reached by the due day, in hundredths.
    """

    key: int
    on: date
    place: Place
    reached: int
    on_time: bool


def place_of(
    rule: ForecastRule, starts_on: date, due_on: date, points: Sequence[Point]
) -> tuple[Place, int]:
    """The place by the reports so far, and the share (hundredths, 0 … 200) reached by the due day.

    The own pace is what was done of what was planned, the last stretch weighing ``rule.recent``;
    the rest of the plan goes on at that pace, so a season in the plan is a season in the
    forecast. Needs one point at least.
    """
    last = points[-1]
    share = Fraction((last.on - starts_on).days + 1, max((due_on - starts_on).days + 1, 1))
    reached = _reached(rule, points)
    place = Place(_band(rule.time_bands, share), _band(rule.reach_bands, reached))
    return place, int(reached * CENT)


def snapshots(rule: ForecastRule, past: Past) -> Iterator[Snapshot]:
    """One for each band of time in which it reported before it was due: the last there."""
    found: dict[int, Snapshot] = {}
    for count, point in enumerate(past.points, 1):
        if point.on >= past.due_on:
            break
        place, reached = place_of(rule, past.starts_on, past.due_on, past.points[:count])
        found[place.time] = Snapshot(past.key, point.on, place, reached, past.on_time)
    yield from found.values()


def _reached(rule: ForecastRule, points: Sequence[Point]) -> Fraction:
    last = points[-1]
    done, planned = Fraction(last.actual), Fraction(last.planned)
    if planned <= 0:
        return Fraction(1) if done >= 0 else done
    pace = done / planned
    if len(points) > 1:
        before = points[-2]
        step = planned - Fraction(before.planned)
        if step > 0:
            latest = max((done - Fraction(before.actual)) / step, Fraction(0))
            pace = rule.recent * latest + (1 - rule.recent) * pace
    return min(done + (1 - planned) * pace, MOST)


def _band(limits: Sequence[Decimal], value: Fraction) -> int:
    return bisect_right([Fraction(limit) for limit in limits], value)
