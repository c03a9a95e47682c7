"""One row of the chart as SVG elements, its left upper corner at 0, 0."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape

SHAPES = {
    "green": "M-.5 0a.5 .5 0 1 0 1 0a.5 .5 0 1 0-1 0z",
    "yellow": "M0-.55L.6.5H-.6z",
    "red": "M-.47-.47H.47V.47H-.47z",
    "blue": "M0-.65L.65 0L0 .65L-.65 0z",
    "grey": "M-.45 0a.45 .45 0 1 0 .9 0a.45 .45 0 1 0-.9 0z",
}
"""Outlines of lights, one unit high about the origin: circle, triangle, square, diamond, ring."""
FLAG = "M-.45-.75H-.27L.65-.3L-.27 .15V.75H-.45z"
"""The outline of a milestone: like none of the lights, in colour or in grey."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Whole months from that of ``first`` to that of ``last`` over ``width`` units."""

    first: date
    last: date
    width: float

    @property
    def starts(self) -> date:
        """The first day of the first month."""
        return self.first.replace(day=1)

    @property
    def ends(self) -> date:
        """The day after the last month."""
        return _next_month(self.last)

    @property
    def months(self) -> list[date]:
        """The first day of every month, in order."""
        found = [self.starts]
        while (following := _next_month(found[-1])) < self.ends:
            found.append(following)
        return found

    def x(self, on: date) -> float:
        """Where the morning of the day lies; days outside lie on the edge."""
        days = (self.ends - self.starts).days
        gone = min(max((on - self.starts).days, 0), days)
        return round(self.width * gone / days, 2)

    def covers(self, on: date) -> bool:
        """Whether the day lies on the axis."""
        return self.starts <= on < self.ends


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone: ``state`` is a ``core.pace.StepState``; ``words`` what a pointer reads."""

    on: date
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """From the start to the due day; ``said`` and ``achieved`` are shares (0 … 1) or unknown."""

    starts_on: date
    due_on: date
    light: str
    said: Decimal | None = None
    achieved: Decimal | None = None
    steps: Sequence[Step] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What falls due in one month: light and count, the worst first."""

    month: date
    lights: Sequence[tuple[str, int]]


def grid(axis: Axis, height: float) -> str:
    """The lines at the beginning of each month."""
    edges = "".join(f"M{axis.x(month):g} 0v{height:g}" for month in axis.months)
    return f'<path class="wall-line" d="{edges}"/>'


def today_line(axis: Axis, height: float, today: date) -> str:
    """The morning of today; empty where the axis does not cover it."""
    if not axis.covers(today):
        return ""
    return f'<path class="wall-today" d="M{axis.x(today):g} 0v{height:g}"/>'


def bar_strip(axis: Axis, bar: Bar, height: float) -> str:
    """The bar with the said share above and the verified share below, steps, and the light: at its
    end, or before it where a step stands there.
    """
    left, right = axis.x(bar.starts_on), axis.x(bar.due_on)
    long = max(right - left, height / 4)
    top, thick = height * 0.24, height * 0.26
    steps = [step for step in bar.steps if axis.covers(step.on)]
    end = left + long
    if any(abs(axis.x(step.on) - end) < height * 0.55 for step in steps):
        end -= height * 0.6
    return "".join(
        [
            _box("wall-plan", left, top, long, 2 * thick),
            _box("wall-said", left, top, long * _drawn(bar.said), thick),
            _box("wall-achieved", left, top + thick, long * _drawn(bar.achieved), thick),
            *(_step(axis, step, height) for step in steps),
            shape(bar.light, end, height / 2, height * 0.5),
        ]
    )


def cell_strip(axis: Axis, cells: Sequence[Cell], height: float) -> str:
    """In every month the lights of what falls due in it, each with its count."""
    drawn = []
    for cell in cells:
        start = axis.x(cell.month)
        pitch = (axis.x(_next_month(cell.month)) - start) / max(len(cell.lights), 1)
        size = min(height * 0.4, pitch * 0.45)
        for place, (light, count) in enumerate(cell.lights):
            x = start + pitch * place + pitch * 0.3
            drawn.append(shape(light, x, height / 2, size))
            drawn.append(text(str(count), x + size * 0.75, height / 2 + size * 0.36, size))
    return "".join(drawn)


def shape(light: str, x: float, y: float, size: float) -> str:
    """The shape of a light about a point, ``size`` high."""
    return (
        f'<path class="wall-{light}" d="{SHAPES[light]}"'
        f' transform="translate({x:.6g} {y:.6g}) scale({size:.3g})"/>'
    )


def text(words: str, x: float, y: float, size: float, *, kind: str = "wall-text") -> str:
    """A line of text from its base point."""
    place = f'x="{x:.5g}" y="{y:.5g}" font-size="{size:.3g}"'
    return f'<text class="{kind}" {place}>{escape(words)}</text>'


def month_names(axis: Axis, names: Sequence[str], height: float) -> str:
    """The name of each month at its beginning, in the order of ``axis.months``."""
    size = height * 0.4
    return "".join(
        text(name, axis.x(month) + size * 0.25, height * 0.65, size)
        for month, name in zip(axis.months, names, strict=True)
    )


def key(mark: str, x: float, y: float, size: float) -> str:
    """What the legend shows of a light, a ``step-…`` or a ``bar-…``, about a point."""
    kind, _dash, state = mark.partition("-")
    if kind == "step":
        return (
            f'<path class="wall-step wall-step-{escape(state)}" d="{FLAG}" '
            f'transform="translate({x:.5g} {y:.5g}) scale({size * 0.7:.3g})"/>'
        )
    if kind == "bar":
        left, top = x - size * 0.5, y - size * 0.2
        return (
            f'<rect class="wall-{escape(state)}" x="{left:.5g}" y="{top:.5g}"'
            f' width="{size:.3g}" height="{size * 0.45:.3g}"/>'
        )
    return shape(mark, x, y, size * 0.9)


def _step(axis: Axis, step: Step, height: float) -> str:
    size = height * 0.42
    return (
        f'<path class="wall-step wall-step-{step.state}" d="{FLAG}" '
        f'transform="translate({axis.x(step.on):.6g} {height / 2:.6g}) scale({size:.3g})">'
        f"<title>{escape(step.words)}</title></path>"
    )


def _box(kind: str, x: float, y: float, width: float, height: float) -> str:
    if not width:
        return ""
    return (
        f'<rect class="{kind}" x="{x:.5g}" y="{y:.3g}" width="{width:.5g}" height="{height:.3g}"/>'
    )


def _drawn(share: Decimal | None) -> float:
    return float(min(max(share or Decimal(0), Decimal(0)), Decimal(1)))


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
