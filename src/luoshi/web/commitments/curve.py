"""The planned, said and achieved curve of one commitment: geometry for a drawing, and a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from luoshi.core.pace import Trajectory
from luoshi.web.commitments.wording import percent

WIDTH, HEIGHT = 640, 200
LEFT, TOP, RIGHT, BOTTOM = 44, 12, 16, 28
GRID = (Decimal(0), Decimal("0.25"), Decimal("0.5"), Decimal("0.75"), Decimal(1))


@dataclass(frozen=True, slots=True)
class Figure:
    """A share on a day."""

    on: date
    share: Decimal


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of the drawing with the words for who cannot see it."""

    x: int
    y: int
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """One day of the table beside the drawing; empty where nothing is known."""

    on: date
    planned: str
    said: str
    achieved: str


@dataclass(frozen=True, slots=True)
class Curve:
    """What the drawing needs: the planned line, dots of said and achieved, grid, today."""

    planned: str
    said: Sequence[Dot]
    said_line: str
    achieved: Sequence[Dot]
    grid: Sequence[Dot]
    days: Sequence[Dot]
    today: Dot | None
    lines: Sequence[Line]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def curve_of(
    trajectory: Trajectory, said: Sequence[Figure], achieved: Sequence[Figure], today: date
) -> Curve:
    """The curve up to the due day or the last figure, whichever is later."""
    last = max([trajectory.due_on, *(f.on for f in said), *(f.on for f in achieved)])
    first = trajectory.points[0].due_on
    plane = _Plane(first, max((last - first).days, 1))
    corners = [plane.dot(p.due_on, p.planned_share) for p in trajectory.corners]
    dots = [plane.dot(f.on, f.share) for f in said]
    return Curve(
        planned=_path(corners),
        said=dots,
        said_line=_path(dots),
        achieved=[plane.dot(f.on, f.share) for f in achieved],
        grid=[plane.level(share) for share in GRID],
        days=[plane.day(on) for on in sorted({trajectory.starts_on, trajectory.due_on, last})],
        today=plane.day(today) if first <= today <= last else None,
        lines=_lines(trajectory, said, achieved),
    )


@dataclass(frozen=True, slots=True)
class _Plane:
    first: date
    days: int

    def dot(self, on: date, share: Decimal) -> Dot:
        return Dot(self.x(on), self.y(share), f"{on.isoformat()} {percent(share)}")

    def level(self, share: Decimal) -> Dot:
        return Dot(LEFT, self.y(share), percent(share))

    def day(self, on: date) -> Dot:
        return Dot(self.x(on), HEIGHT - BOTTOM, on.isoformat())

    def y(self, share: Decimal) -> int:
        return TOP + round((1 - share) * (HEIGHT - TOP - BOTTOM))

    def x(self, on: date) -> int:
        return LEFT + (WIDTH - LEFT - RIGHT) * (on - self.first).days // self.days


def _path(dots: Sequence[Dot]) -> str:
    return " ".join(f"{dot.x},{dot.y}" for dot in dots)


def _lines(
    trajectory: Trajectory, said: Sequence[Figure], achieved: Sequence[Figure]
) -> list[Line]:
    spoken = {figure.on: percent(figure.share) for figure in said}
    verified = {figure.on: percent(figure.share) for figure in achieved}
    corners = {point.due_on for point in trajectory.points[1:]}
    return [
        Line(on, percent(trajectory.planned(on)), spoken.get(on, ""), verified.get(on, ""))
        for on in sorted(corners | spoken.keys() | verified.keys())
    ]
