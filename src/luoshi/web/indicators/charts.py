"""Drawings of an indicator: geometry for inline SVG; up and down can be told apart in grey."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from luoshi.core import indicators as core
from luoshi.web.indicators.board import Board, Reached
from luoshi.web.indicators.periods import measured, period_text
from luoshi.web.indicators.queries.places import Place

WIDTH = 640
SLOPE, NAMES, PITCH, TOP = 480, 130, 26, 44
BAR_LEFT, BAR_RIGHT, BAR_PITCH, BAR = 150, 210, 44, 14


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place of a drawing."""

    x: int
    y: int
    text: str
    anchor: str = "start"
    own: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One place's way over the columns; ``look``: up, down, flat, or peer."""

    points: str
    look: str
    title: str
    dots: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Slope:
    """Standings of the period before and now; between them, where numbers were revised, the period
    before as known now."""

    heads: Sequence[Label]
    labels: Sequence[Label]
    lines: Sequence[Line]
    finding: str
    height: int
    width: int = SLOPE


def slope_of(board: Board) -> Slope | None:
    """The moves of every place that had a rank both times; None where there are fewer than two."""
    moves = {place.key: board.move(place.key) for place in board.places}
    moving = {key: move for key, move in moves.items() if move}
    if len(moving) < 2 or board.end is None:
        return None
    before, now = period_text(board.before, board.indicator), board.period
    columns = [(before, _("当时公布"), board.then)]
    if any(move.revision for move in moving.values()):
        columns.append((before, _("修订后"), board.revised))
    columns.append((now, "", board.standings))
    xs = _spread(len(columns))
    spots = [_spots(side) for *_told, side in columns]
    height = TOP + PITCH * max(len(each) for each in spots) + 6
    names = {place.key: place for place in board.places}
    heads = [
        Label(x, y, text, "middle")
        for x, (period, known, _side) in zip(xs, columns, strict=True)
        for y, text in ((16, period), (34, known))
        if text
    ]
    labels = [
        *_labels(columns[0][-1], spots[0], names, xs[0] - 10, "end"),
        *_labels(columns[-1][-1], spots[-1], names, xs[-1] + 10, "start"),
    ]
    lines = [
        _line(names[key], move, [(x, spot[key]) for x, spot in zip(xs, spots, strict=True)])
        for key, move in moving.items()
    ]
    return Slope(heads, labels, lines, _finding(moving, names), height)


def _spread(count: int) -> list[int]:
    span = SLOPE - 2 * NAMES
    return [NAMES + span * at // (count - 1) for at in range(count)]


def _spots(side: Mapping[str, core.Standing]) -> dict[str, int]:
    """By place its height: one row each, best on top."""
    return {key: TOP + PITCH * at + PITCH // 2 for at, key in enumerate(side)}


def _labels(
    side: Mapping[str, core.Standing],
    spots: Mapping[str, int],
    names: Mapping[str, Place],
    x: int,
    anchor: str,
) -> list[Label]:
    found = []
    for key, one in side.items():
        place = names[key]
        text = f"{place.name} {one.rank}" if anchor == "end" else f"{one.rank} {place.name}"
        found.append(Label(x, spots[key] + 4, text, anchor, place.own))
    return found


def _line(place: Place, move: core.Move, dots: Sequence[tuple[int, int]]) -> Line:
    look = "up" if move.gained > 0 else "down" if move.gained < 0 else "flat"
    title = f"{place.name} {move.before.rank} → {move.after.rank}"
    points = " ".join(f"{x},{y}" for x, y in dots)
    return Line(points, look if place.own else "peer", title, dots)


def _finding(moving: Mapping[str, core.Move], names: Mapping[str, Place]) -> str:
    """Who gained most and who lost most, and whether revision alone moved anybody."""
    own = {key: move for key, move in moving.items() if names[key].own}
    best = max(own, key=lambda key: own[key].gained, default=None)
    worst = min(own, key=lambda key: own[key].gained, default=None)
    told = []
    if best and own[best].gained > 0:
        up = {"name": names[best].name, "n": own[best].gained}
        told.append(_("%(name)s上升 %(n)s 位") % up)
    if worst and own[worst].gained < 0:
        down = {"name": names[worst].name, "n": -own[worst].gained}
        told.append(_("%(name)s下降 %(n)s 位") % down)
    revised = sum(move.revision != 0 for move in moving.values())
    if revised:
        told.append(_("其中 %(n)s 个地区的位次因数据修订而变") % {"n": revised})
    return _("，").join(told) if told else _("位次没有变化")


@dataclass(frozen=True, slots=True)
class Bullet:
    """One target: the value as a bar, the number to be reached as a tick."""

    name: str
    target: str
    y: int
    x: int
    width: int
    tick: int | None
    level: str
    words: str
    title: str

    @property
    def middle(self) -> int:
        """Where its words stand."""
        return self.y + BAR - 3


@dataclass(frozen=True, slots=True)
class Bullets:
    """Every target of the newest period on one scale; ``zero`` is where bars begin."""

    rows: Sequence[Bullet]
    zero: int
    height: int
    width: int = WIDTH
    left: int = BAR_LEFT
    right: int = WIDTH - BAR_RIGHT
    span: int = WIDTH - BAR_RIGHT - BAR_LEFT
    bar: int = BAR


def bullets_of(board: Board, reached: Sequence[Reached]) -> Bullets | None:
    """The targets that have a number to be drawn; None without any."""
    drawn = [one for one in reached if one.value is not None or one.outlook.bound is not None]
    if not drawn:
        return None
    numbers = [Decimal(0)]
    for one in drawn:
        numbers += [n for n in (one.value, one.outlook.bound) if n is not None]
    low, high = min(numbers), max(numbers)
    scale = Decimal(WIDTH - BAR_LEFT - BAR_RIGHT) / ((high - low) or 1)

    def x(number: Decimal) -> int:
        return BAR_LEFT + int((number - low) * scale)

    rows = [_bullet(board, one, at, x) for at, one in enumerate(drawn)]
    return Bullets(rows, x(Decimal(0)), BAR_PITCH * len(rows) + 8)


def _bullet(board: Board, one: Reached, at: int, place: Callable[[Decimal], int]) -> Bullet:
    zero = place(Decimal(0))
    end = zero if one.value is None else place(one.value)
    bound = one.outlook.bound
    value = "—" if one.value is None else measured(one.value, board.indicator)
    return Bullet(
        name=one.target.unit.short_name,
        target=one.text,
        y=BAR_PITCH * at + 10,
        x=min(zero, end),
        width=abs(end - zero),
        tick=None if bound is None else place(bound),
        level=one.level,
        words=value,
        title=f"{one.target.unit.short_name} {value} / {one.text} {one.bound}",
    )
