"""Lists of indicators as tables: the library, the matrix of ranks, the preview of a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from luoshi.core import indicators as core
from luoshi.web.delivery.wording import words
from luoshi.web.indicators.board import Board, Cell, Moved, Reached
from luoshi.web.indicators.models import Indicator, Target
from luoshi.web.indicators.periods import number_text, period_text
from luoshi.web.indicators.queries.library import current_targets, rows_of, tables_at
from luoshi.web.indicators.queries.places import Place, at_level, levels_of, places_of
from luoshi.web.indicators.reading import Line, Preview, vintages
from luoshi.web.units.models import Unit

RECENT = timedelta(days=800)
"""The newest period of a yearly statistic, and the one before it."""


@dataclass(frozen=True, slots=True)
class LibraryLine:
    """One indicator with the jurisdiction's own newest number."""

    indicator: Indicator
    period: str = ""
    cell: Cell | None = None
    standing: core.Standing | None = None
    moved: Moved | None = None
    reached: Sequence[Reached] = ()


def lines_of(indicators: Sequence[Indicator], at: datetime) -> list[LibraryLine]:
    """Each indicator among the peers of the jurisdiction itself: four queries for one of these."""
    rows = rows_of([each.pk for each in indicators], since=(at - RECENT).date())
    tables = tables_at(rows, at)
    targets = current_targets([each.pk for each in indicators])
    places = {area.pk: places_of(area) for area in {each.jurisdiction for each in indicators}}
    return [
        _line(
            Board(
                each,
                _beside(each.jurisdiction, places[each.jurisdiction_id]),
                tables.get(each.pk, {}),
                rows.get(each.pk, []),
                at,
            ),
            targets.get(each.pk, []),
        )
        for each in indicators
    ]


def _beside(area: Unit, places: Sequence[Place]) -> list[Place]:
    """The jurisdiction itself and its peers."""
    own = f"unit:{area.pk}"
    return [
        place
        for place in places
        if place.level == area.kind and (not place.own or place.key == own)
    ]


def _line(board: Board, targets: Sequence[Target]) -> LibraryLine:
    indicator, end = board.indicator, board.end
    if end is None:
        return LibraryLine(indicator)
    key = f"unit:{indicator.jurisdiction_id}"
    mine = [each for each in targets if f"unit:{each.unit_id}" == key and each.period_end >= end]
    return LibraryLine(
        indicator,
        board.period,
        board.cell(key, end),
        board.standings.get(key),
        board.moved(key),
        [board.reached(each) for each in mine],
    )


@dataclass(frozen=True, slots=True)
class Rank:
    """One place's rank in one indicator; empty without a number."""

    standing: core.Standing | None = None
    moved: Moved | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Every indicator down, every ranked place of a kind across."""

    levels: Sequence[tuple[str, str]]
    level: str
    places: Sequence[Place]
    rows: Sequence[tuple[Indicator, str, Sequence[Rank]]]


def matrix_of(indicators: Sequence[Indicator], level: str, at: datetime) -> Matrix:
    """The ranks of the places of a kind, our own before peers: three queries for a jurisdiction."""
    rows = rows_of([each.pk for each in indicators], since=(at - RECENT).date())
    tables = tables_at(rows, at)
    keys = {place for table in tables.values() for place, _end in table}
    areas = {each.jurisdiction for each in indicators}
    places = [place for area in areas for place in places_of(area)]
    levels = levels_of(places, keys)
    chosen = level if level in dict(levels) else (levels[-1][0] if levels else "")
    shown = [place for place in at_level(places, chosen, keys) if not place.benchmark]
    boards = [
        Board(each, shown, tables.get(each.pk, {}), rows.get(each.pk, []), at)
        for each in indicators
    ]
    return Matrix(
        levels,
        chosen,
        shown,
        [
            (
                board.indicator,
                board.period,
                [Rank(board.standings.get(p.key), board.moved(p.key)) for p in shown],
            )
            for board in boards
            if board.end
        ],
    )


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One number of a file as it would be taken, as written where it cannot be."""

    line: Line
    indicator: str
    place: str
    period: str
    value: str
    was: str
    vintage: str


def preview_rows(preview: Preview) -> list[PreviewRow]:
    """What has a fault first, then what revises, then the rest, each in the order of the sheet."""
    order = sorted(preview.lines, key=lambda line: (not line.fault, line.was is None, line.known))
    return [_preview_row(line) for line in order]


def _preview_row(line: Line) -> PreviewRow:
    cell, indicator = line.cell, line.indicator
    name, place, period = cell.texts
    if indicator is None or cell.period is None:
        return PreviewRow(line, name, place, period, "", "", "")
    return PreviewRow(
        line,
        indicator.name,
        place,
        period_text(cell.period.end, indicator),
        number_text(cell.value, indicator),
        "" if line.was is None else number_text(line.was, indicator),
        words(vintages()[cell.vintage]),
    )
