"""Drawings of projects: geometry for inline SVG, each with the words for who cannot see it.

What is said is an outline, what evidence shows is hatched, what was found is solid: the three
can be told apart in grey and on paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from luoshi.core.projects import Funnel, Quarter, Stage, Step
from luoshi.web.projects.queries.figures import PlaceFigures, YearCurve
from luoshi.web.projects.wording import CLAIMS, RATES, money, rate, stage_text, summed

WIDTH = 640
BAR, PITCH, GAP = 11, 14, 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper of a drawing: room beside the bars for names and words; ``above`` is room for a
    name over its bars, none where it stands beside them."""

    width: int
    left: int
    right: int
    above: int

    @property
    def span(self) -> int:
        """The length of the longest bar."""
        return self.width - self.left - self.right


WIDE = Sheet(WIDTH, 70, 156, 0)
PHONE = Sheet(320, 2, 142, 16)
SHEETS = (WIDE, PHONE)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with the number written behind it; ``claim`` names its look."""

    claim: str
    x: int
    y: int
    width: int
    height: int
    label: str
    title: str

    @property
    def bottom(self) -> int:
        """Where its words stand."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Group:
    """The bars of one stage or one quarter under their common name, at ``y``."""

    name: str
    y: int
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Bars:
    """A whole drawing; ``mark`` is a vertical line with a name, None for none."""

    groups: Sequence[Group]
    height: int
    mark: int | None
    mark_label: str
    sheet: Sheet = WIDE

    @property
    def words(self) -> int:
        """Where the words behind the bars begin."""
        return self.sheet.left + self.sheet.span + 12

    @property
    def key(self) -> str:
        """What tells the drawing for a phone from the one beside it."""
        return "phone" if self.sheet.above else "wide"


def funnel_bars(funnel: Funnel, sheet: Sheet = WIDE) -> Bars:
    """Signed on top, then three bars for each later stage; the mark is the lessened denominator."""
    unit = Decimal(sheet.span) / max(funnel.size, 1)
    y = GAP + sheet.above
    top = Bar("signed", sheet.left, y, int(unit * funnel.size), BAR, str(funnel.size), "")
    groups = [Group(stage_text(Stage.SIGNED), y - 5 if sheet.above else y + BAR, [top])]
    y += BAR + GAP
    for whole, kept in zip(funnel.whole, funnel.kept, strict=True):
        y += sheet.above
        bars = [
            _bar(whole, kept, claim, unit, (sheet.left, y + PITCH * at))
            for at, claim in enumerate(CLAIMS)
        ]
        groups.append(Group(stage_text(whole.stage), _name_at(y, sheet), bars))
        y += PITCH * 3 + GAP
    mark = sheet.left + int(unit * (funnel.size - funnel.dropped)) if funnel.dropped else None
    return Bars(groups, y, mark, str(funnel.size - funnel.dropped), sheet)


def _name_at(y: int, sheet: Sheet) -> int:
    """The foot of a group's name: over its bars, or beside the middle one."""
    return y - 5 if sheet.above else y + PITCH + BAR - 2


def _bar(whole: Step, kept: Step, claim: str, unit: Decimal, at: tuple[int, int]) -> Bar:
    count = whole.count.at(claim)
    told = _told(whole.rate(claim), kept.rate(claim), both=whole.of != kept.of)
    title = f"{CLAIMS[claim]} {RATES[whole.stage]} {told}"
    return Bar(claim, *at, int(unit * count), BAR, f"{count} · {told}", title)


def quarter_bars(quarters: Sequence[Quarter], sheet: Sheet = WIDE) -> Bars:
    """Three bars for each quarter on a scale of 0 … 100 %; a target is a bar of its own look."""
    groups, y = [], GAP
    for quarter in quarters:
        y += sheet.above
        bars = [_rate_bar(claim, quarter, sheet, y + PITCH * at) for at, claim in enumerate(CLAIMS)]
        if quarter.target is not None:
            x = sheet.left + int(sheet.span * quarter.target)
            label = rate(quarter.target)
            bars.append(Bar("target", x, y - 3, 0, PITCH * 3 + 2, "", label))
        groups.append(Group(f"Q{quarter.number}", _name_at(y, sheet), bars))
        y += PITCH * 3 + GAP
    return Bars(groups, y, None, "", sheet)


def _rate_bar(claim: str, quarter: Quarter, sheet: Sheet, y: int) -> Bar:
    share = quarter.rate(claim)
    both = quarter.of_whole != quarter.of_kept
    told = _told(share, quarter.rate_kept(claim), both=both)
    label = f"{quarter.whole.at(claim)} · {told}"
    width, title = int(sheet.span * (share or 0)), f"{CLAIMS[claim]} {told}"
    return Bar(claim, sheet.left, y, width, BAR, label, title)


def _told(whole: Decimal | None, kept: Decimal | None, *, both: bool) -> str:
    """Both rates where the denominators differ."""
    return f"{rate(whole)} / {rate(kept)}" if both else rate(whole)


CURVE_HEIGHT, CURVE_LEFT, CURVE_RIGHT, CURVE_TOP, CURVE_BOTTOM = 240, 52, 16, 12, 28


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of a drawing with its words."""

    x: int
    y: int
    label: str


@dataclass(frozen=True, slots=True)
class Curve:
    """Planned, said and counted investment of a year as lines over twelve months."""

    planned: str
    said: str
    said_dots: Sequence[Spot]
    achieved: str
    achieved_dots: Sequence[Spot]
    grid: Sequence[Spot]
    months: Sequence[Spot]
    width: int = WIDTH
    height: int = CURVE_HEIGHT
    left: int = CURVE_LEFT
    right: int = WIDTH - CURVE_RIGHT


def investment_curve(curve: YearCurve) -> Curve:
    """The running sums as drawn; the scale ends at the highest of them."""
    top = max((*curve.planned, *curve.said, *curve.achieved, Decimal(1)))
    said, achieved = _spots(curve.said, top), _spots(curve.achieved, top)
    return Curve(
        planned=_path(_spots(curve.planned, top)),
        said=_path(said),
        said_dots=said,
        achieved=_path(achieved),
        achieved_dots=achieved,
        grid=[
            Spot(CURVE_LEFT, _y(top * part / 4, top), money((top * part / 4).quantize(Decimal(1))))
            for part in range(5)
        ],
        months=[Spot(_x(month), CURVE_HEIGHT, str(month)) for month in range(1, 13)],
    )


def _spots(sums: Sequence[Decimal], top: Decimal) -> list[Spot]:
    return [
        Spot(_x(month), _y(total, top), f"{month} · {summed(total)}")
        for month, total in enumerate(sums, 1)
    ]


def _x(month: int) -> int:
    return CURVE_LEFT + (WIDTH - CURVE_LEFT - CURVE_RIGHT) * month // 12


def _y(amount: Decimal, top: Decimal) -> int:
    return CURVE_TOP + int((1 - amount / top) * (CURVE_HEIGHT - CURVE_TOP - CURVE_BOTTOM))


def _path(spots: Sequence[Spot]) -> str:
    return " ".join(f"{spot.x},{spot.y}" for spot in spots)


TILE, TILE_GAP, LEVELS = 104, 8, 5
BAR_WIDTH = TILE - 20


@dataclass(frozen=True, slots=True)
class Tile:
    """One county or park: its name, its numbers, a bar for each claim of started."""

    unit_id: int
    name: str
    is_park: bool
    x: int
    y: int
    level: int
    size: str
    said: str
    achieved: str
    said_width: int
    achieved_width: int


@dataclass(frozen=True, slots=True)
class TileMap:
    """The map with everything that has a place on it; the rest stands in the table."""

    tiles: Sequence[Tile]
    width: int
    height: int
    side: int = TILE


def tile_map(places: Sequence[PlaceFigures]) -> TileMap:
    """One square for each county and park that was given a place, at that place."""
    tiles = [tile for place in places if (tile := _tile(place))]
    width = max((tile.x for tile in tiles), default=0) + TILE + TILE_GAP
    height = max((tile.y for tile in tiles), default=0) + TILE + TILE_GAP
    return TileMap(tiles, width, height)


def _tile(place: PlaceFigures) -> Tile | None:
    site, unit = place.site, place.unit
    if unit is None or site is None or site.column is None or site.row is None:
        return None
    whole, _kept = place.funnel.pair(Stage.STARTED)
    said, achieved = whole.rate("said"), whole.rate("achieved")
    return Tile(
        unit_id=unit.pk,
        name=unit.short_name,
        is_park=unit.kind == "park",
        x=TILE_GAP + (site.column - 1) * (TILE + TILE_GAP),
        y=TILE_GAP + (site.row - 1) * (TILE + TILE_GAP),
        level=0 if achieved is None else 1 + int(achieved * (LEVELS - 1)),
        size=str(place.funnel.size),
        said=rate(said),
        achieved=rate(achieved),
        said_width=int(BAR_WIDTH * (said or 0)),
        achieved_width=int(BAR_WIDTH * (achieved or 0)),
    )
