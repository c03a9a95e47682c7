"""Two years of statistics, month by month with their revisions; targets; a documented figure."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from luoshi.core.indicators import Frequency, before
from luoshi.demo.clock import at_office, month_end
from luoshi.demo.founding import City, read
from luoshi.web.commitments.actions.amendments import Paper
from luoshi.web.indicators import actions
from luoshi.web.indicators.models import Indicator, Peer
from luoshi.web.indicators.reading import preview_of

MONTHS, PUBLISHED = 24, 20
Place = tuple[str, str]
"""Its key and its name as sheets write it."""


@dataclass
class Numbers:
    """What each place's statistics say: the same for one seed, whoever asks in which order."""

    told: Mapping[str, Any]
    library: Mapping[str, Indicator]
    places: Sequence[Place]
    counties: Sequence[str]
    made_of: Mapping[str, Sequence[str]]
    """The city of its counties, the mean of the cities."""
    known: dict[tuple[str, str, date], Decimal] = field(default_factory=dict)

    def at(self, code: str, place: str, end: date, *, flash: bool) -> Decimal:
        """The number as published first (``flash``), or as revised a month later."""
        told = self.told[code]
        settled = self._settled(code, place, end)
        if not flash:
            return settled
        off = Random(f"{code} {place} {end} flash").gauss(0, 1) * told["revision"]
        size = float(settled) if "grows" in told else 1.0
        return self._round(code, float(settled) + off * size)

    def _settled(self, code: str, place: str, end: date) -> Decimal:
        spot = (code, place, end)
        if spot not in self.known:
            parts = self.made_of.get(place)
            if parts is None:
                self.known[spot] = self._round(code, self._drawn(code, place, end))
            else:
                whole = sum((self._settled(code, each, end) for each in parts), Decimal(0))
                share = 1 if self.told[code].get("total") else len(parts)
                self.known[spot] = self._round(code, float(whole / share))
        return self.known[spot]

    def _drawn(self, code: str, place: str, end: date) -> float:
        told = self.told[code]
        lasting = Random(f"{code} {place}").gauss(0, 1)
        month = Random(f"{code} {place} {end.year} {end.month}").gauss(0, 1)
        if "grows" not in told:
            return float(told["level"] + lasting * told["spread"] + month * told["step"])
        size = told["level"] * (1 + lasting * told["spread"] * 0.6)
        if told.get("total") and place in self.counties:
            size /= len(self.counties)
        years = end.year - 2024
        rising = (1 + told["grows"]) ** years * (1 + month * told["step"] * 0.5)
        return float(max(size, told["level"] * 0.02) * rising * end.month / 12)

    def _round(self, code: str, number: float) -> Decimal:
        return Decimal(number).quantize(Decimal(1).scaleb(-self.library[code].places))

    def sheet(self, ends: Sequence[date], revised: Sequence[date]) -> bytes:
        """A table of those periods, with the numbers of ``revised`` as they became."""
        stream = io.StringIO()
        writer = csv.writer(stream)
        writer.writerow(["地区", "期间", *(self.library[code].name for code in self.told)])
        for end, flash in [*((e, True) for e in ends), *((e, False) for e in revised)]:
            for key, name in self.places:
                cells = [self._cell(code, key, end, flash) for code in self.told]
                writer.writerow([name, f"{end.year}年1-{end.month}月", *cells])
        return stream.getvalue().encode()

    def _cell(self, code: str, key: str, end: date, flash: bool) -> str:
        quarterly = self.library[code].frequency == "quarter"
        if (quarterly and end.month % 3) or (self.told[code].get("total") and key == "mean"):
            return "—"
        return str(self.at(code, key, end, flash=flash))


def make_indicators(city: City) -> None:
    """The library, the peers, the numbers of the last two years, this year's targets."""
    told = read("indicators.yaml")
    begun = at_office(date(city.today.year - 1, 6, 20))
    statistics = city.units["YC-TJJ"]
    office = city.actor("supervisor", begun.date())
    made = actions.indicators_from_presets(
        jurisdiction=city.unit, keys=told["indicators"], authority=statistics, by=office, at=begun
    )
    peers = {name: _peer(city, name, begun) for name in (*told["peers"], told["benchmark"])}
    counties = [unit.code for unit in city.of_kind("county")]
    places = [
        ("city", city.unit.name),
        *((unit.code, unit.name) for unit in city.of_kind("county")),
        *((name, name) for name in told["peers"]),
        ("mean", told["benchmark"]),
    ]
    library = {each.code: each for each in made}
    made_of = {"city": counties, "mean": ["city", *told["peers"]]}
    numbers = Numbers(told["indicators"], library, places, counties, made_of)
    ends = _ends(city.today)
    history = [end for end in ends if _published(end) <= begun.date()]
    _bring(city, numbers, history, [], begun)
    for last, end in zip([history[-1], *ends[len(history) :]], ends[len(history) :], strict=False):
        _bring(city, numbers, [end], [last], at_office(_published(end)))
    _set_targets(city, told["targets"], library, peers)
    _enter_figure(city, told["figure"])


def _peer(city: City, name: str, at: datetime) -> Peer:
    return actions.peer_add(
        jurisdiction=city.unit, name=name, level="city", is_benchmark="平均" in name,
        by=city.actor("supervisor", at.date()), at=at,
    )  # fmt: skip


def _ends(today: date) -> list[date]:
    """The last months that were published by today, the earliest first."""
    last = month_end(today.year, today.month)
    ends = [last]
    while len(ends) < MONTHS + 2:
        ends.append(before(ends[-1], Frequency.MONTH))
    return [end for end in reversed(ends) if _published(end) < today][-MONTHS:]


def _published(end: date) -> date:
    return end + timedelta(days=PUBLISHED)


def _bring(
    city: City, numbers: Numbers, ends: Sequence[date], revised: Sequence[date], at: datetime
) -> None:
    by = city.contact(city.units["YC-TJJ"], at.date())
    draft = actions.SheetDraft(
        vintage="flash", published_on=at.date(), source="云川市统计局统计月报"
    )
    file = actions.statistics_take(
        jurisdiction=city.unit, name=f"{ends[-1].year}年{ends[-1].month}月统计月报.csv",
        data=numbers.sheet(ends, revised), draft=draft, by=by, at=at,
    )  # fmt: skip
    seen = preview_of(file, by, at).seen
    actions.statistics_apply(file=file, seen=seen, by=by, at=at)


def _set_targets(
    city: City,
    targets: Sequence[Mapping[str, Any]],
    library: Mapping[str, Indicator],
    peers: Mapping[str, Peer],
) -> None:
    on = date(city.today.year, 1, 25)
    year = month_end(city.today.year, 12)
    units = {city.unit.code: city.unit, **city.units}
    for told in targets:
        against = told.get("against", "")
        draft = actions.TargetDraft(
            unit=units[told["unit"]],
            period_end=year,
            kind=told["kind"],
            sign=told["sign"],
            number=Decimal(told["number"]),
            modality=told["modality"],
            basis=told["basis"],
            peer=peers.get(against),
            other=units.get(against),
        )
        actions.target_set(
            indicator=library[told["indicator"]], draft=draft,
            by=city.actor("supervisor", on), at=at_office(on),
        )  # fmt: skip


def _enter_figure(city: City, told: Mapping[str, Any]) -> None:
    on = date(city.today.year, 2, 10)
    draft = actions.FigureDraft(
        unit=city.units[told["unit"]],
        name=told["name"],
        day=on,
        value=Decimal(told["value"]),
        note=told["note"],
        paper=Paper(told["document"], told["text"].encode()),
    )
    by = city.actor("assessor", on)
    actions.figure_enter(jurisdiction=city.unit, draft=draft, by=by, at=at_office(on))
