"""A file of statistics before it is brought in: each number with what would become of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils import timezone

from luoshi import presets
from luoshi.core import indicators as core
from luoshi.core.errors import Invalid
from luoshi.core.exchange.guess import plain
from luoshi.core.indicators.sheet import NUMBER
from luoshi.intake.rows import Row, read_rows
from luoshi.web import blobs
from luoshi.web.accounts.actor import Actor
from luoshi.web.documents.papers import limits
from luoshi.web.exchange.stored import fingerprint
from luoshi.web.indicators.models import Indicator, Observation, Peer, PeerChange, StatisticsFile
from luoshi.web.indicators.rules import can_import_statistics
from luoshi.web.messages import message
from luoshi.web.units.queries import named

LONGEST_NAME, WHOLE = 60, "whole"
Key = tuple[int, str, date, int, date]


@dataclass(slots=True)
class Line:
    """One number where it stands in the sheet, and what would become of it.

    ``fault``: why it cannot be taken; ``known``: it is there already; ``was``: the number that
    counts now and that it would take the place of.
    """

    cell: core.Cell
    indicator: Indicator | None = None
    stage: int = 0
    fault: str = ""
    known: bool = False
    was: Decimal | None = None

    @property
    def key(self) -> Key:
        """What may stand only once."""
        assert self.indicator
        assert self.cell.period
        cell = self.cell
        return (self.indicator.pk, cell.place, self.cell.period.end, self.stage, cell.published_on)

    def observation(self, file: StatisticsFile, at: datetime) -> Observation:
        """What is added."""
        kind, _colon, pk = self.cell.place.partition(":")
        _indicator, _place, period, stage, published_on = self.key
        return Observation(
            file=file,
            indicator=self.indicator,
            unit_id=int(pk) if kind == "unit" else None,
            peer_id=int(pk) if kind == "peer" else None,
            period_end=period,
            value=self.cell.value,
            vintage=self.cell.vintage,
            stage=stage,
            published_on=published_on,
            known_at=at,
        )


@dataclass(frozen=True, slots=True)
class Preview:
    """Every number of a file."""

    lines: Sequence[Line] = field(default_factory=list)

    @property
    def good(self) -> list[Line]:
        """What would be added."""
        return [line for line in self.lines if not line.fault and not line.known]

    @property
    def faulty(self) -> list[Line]:
        """What cannot be taken."""
        return [line for line in self.lines if line.fault]

    @property
    def revising(self) -> list[Line]:
        """What would take the place of another number."""
        return [line for line in self.good if line.was is not None]

    @property
    def seen(self) -> str:
        """A name for what the person has before the eyes."""
        told = [
            [line.cell.row, line.cell.column, line.fault, line.known, str(line.was)]
            for line in self.lines
        ]
        return fingerprint(told)


@cache
def vintages() -> Mapping[str, Mapping[str, Any]]:
    """Vintage → its names, mark and stage."""
    found: Mapping[str, Mapping[str, Any]] = presets.load("vintages")
    return found


@cache
def heads() -> core.Heads:
    """The words over the columns of sheets."""
    rows = presets.load("indicator_sheets")
    return core.Heads(**{name: row["words"] for name, row in rows.items() if name != WHOLE})


def rows_of(name: str, data: bytes) -> list[Row]:
    """The rows of a file. Raises Invalid beside the ``field`` as ``luoshi.intake.read_ledgers``."""
    try:
        return read_rows(name, data, limits())
    except Invalid as refusal:
        raise Invalid(refusal.code, **{"field": "file", **refusal.params}) from refusal


def preview_of(file: StatisticsFile, by: Actor, at: datetime) -> Preview:
    """What would become of each number, asked for this person: seven queries at most.

    Raises Invalid ``statistics-no-places``, ``statistics-no-values``, ``statistics-many``,
    ``statistics-empty``, and ``statistics-period`` for what the person said of the sheet.
    """
    rows = rows_of(file.name, blobs.read(file.sha256))
    library = Indicator.objects.filter(jurisdiction=file.jurisdiction_id)
    indicators = {each.code: each for each in library.select_related("authority")}
    names = core.Names(_called(indicators.values()), _places(file, rows), _vintage_words())
    cells = core.cells_of(rows, heads(), names, _usual(file))
    most = presets.limit("statistics_numbers")
    if not cells:
        raise Invalid("statistics-empty", field="file")
    if len(cells) > most:
        raise Invalid("statistics-many", field="file", limit=most)
    today = timezone.localdate(at)
    may = {code: can_import_statistics(by, each) for code, each in indicators.items()}
    lines = [_line(cell, indicators, may, today) for cell in cells]
    _against_known([line for line in lines if not line.fault])
    return Preview(lines)


def _usual(file: StatisticsFile) -> core.Usual:
    code = file.indicator.code if file.indicator else ""
    period = core.read_period(file.period, file.published_on) if file.period else None
    if file.period and period is None:
        raise Invalid("statistics-period", field="period", text=file.period)
    return core.Usual(file.vintage, file.published_on, code, period)


def _called(indicators: Any) -> dict[str, str]:
    return {plain(text): each.code for each in indicators for text in (each.code, each.name)}


def _vintage_words() -> dict[str, str]:
    return {
        plain(word): key for key, row in vintages().items() for word in (row["zh"], *row["words"])
    }


def _places(file: StatisticsFile, rows: Sequence[Row]) -> dict[str, str]:
    texts = {
        text
        for _number, cells in rows
        for text in cells
        if text and len(text) <= LONGEST_NAME and not NUMBER.fullmatch(plain(text))
    }
    peers = Peer.objects.filter(jurisdiction=file.jurisdiction_id, retired=False)
    former = PeerChange.objects.filter(peer__in=peers).order_by("pk").values_list("was", "peer")
    whole = presets.load("indicator_sheets")[WHOLE]["words"]
    found = {plain(word): f"unit:{file.jurisdiction_id}" for word in whole}
    found |= {plain(was): f"peer:{pk}" for was, pk in former}
    found |= {plain(each.name): f"peer:{each.pk}" for each in peers}
    units = named(sorted(texts), jurisdiction_id=file.jurisdiction_id, on=file.published_on)
    return found | {plain(text): f"unit:{unit.pk}" for text, unit in units.items()}


def _line(
    cell: core.Cell, indicators: Mapping[str, Indicator], may: Mapping[str, Any], today: date
) -> Line:
    if cell.fault or cell.period is None:
        return Line(cell, fault=message(cell.fault) if cell.fault else "")
    indicator = indicators[cell.indicator]
    line = Line(cell, indicator, vintages()[cell.vintage]["stage"])
    try:
        _check(line, cell.period, may, today)
    except Invalid as fault:
        line.fault = message(fault)
    return line


def _check(line: Line, period: core.Told, may: Mapping[str, Any], today: date) -> None:
    indicator, cell = line.indicator, line.cell
    assert indicator
    if not may[indicator.code]:
        raise Invalid("statistics-authority", unit=indicator.authority.short_name)
    if not period.fits(indicator.rhythm, cumulative=indicator.cumulative):
        raise Invalid("statistics-period-other", text=cell.texts[2] or period.end.isoformat())
    if cell.published_on < period.end:
        raise Invalid("statistics-before-end")
    if cell.published_on > today:
        raise Invalid("statistics-in-future")


def _against_known(lines: Sequence[Line]) -> None:
    """Against the rest of the sheet, and against what counts now: one query."""
    pks = {line.key[0] for line in lines}
    ends = {line.key[2] for line in lines}
    rows = Observation.objects.filter(
        indicator__in=pks, period_end__in=ends, file__withdrawn_at__isnull=True
    ).order_by("id")
    held: dict[Key, Decimal] = {}
    counts: dict[tuple[int, str, date], Observation] = {}
    for row in rows:
        held[row.indicator_id, row.place, row.period_end, row.stage, row.published_on] = row.value
        spot = (row.indicator_id, row.place, row.period_end)
        if spot not in counts or _order(counts[spot]) < _order(row):
            counts[spot] = row
    first: dict[Key, int] = {}
    for line in lines:
        key = line.key
        if key in first:
            line.fault = message(Invalid("statistics-twice", row=first[key]))
            continue
        first[key] = line.cell.row
        _weigh(line, held.get(key), counts.get(key[:3]))


def _order(row: Observation) -> tuple[int, date]:
    return (row.stage, row.published_on)


def _weigh(line: Line, same: Decimal | None, now: Observation | None) -> None:
    if same is not None and same != line.cell.value:
        value = f"{same.normalize():f}"
        line.fault = message(Invalid("statistics-published-already", value=value))
        return
    line.known = same is not None
    later = now is not None and _order(now) < (line.stage, line.cell.published_on)
    if now is not None and later and now.value != line.cell.value:
        line.was = now.value
