"""The tables beside the drawings: every number in words, under both denominators."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from luoshi.core.projects import Funnel, Quarter, Stage
from luoshi.web.projects.models import Sector
from luoshi.web.projects.queries.figures import PlaceFigures, YearCurve
from luoshi.web.projects.terms import name_of, thresholds
from luoshi.web.projects.wording import CLAIMS, DASH, RATES, money, rate, stage_text, summed
from luoshi.web.units.models import Unit


@dataclass(frozen=True, slots=True)
class Claimed:
    """One claim: how many, of the whole cohort, of what was kept, of the stage before."""

    label: str | Promise
    count: int
    whole: str
    kept: str
    passed: str


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage of a funnel with its three claims, said first."""

    stage: str
    label: str | Promise
    claims: Sequence[Claimed]


def funnel_lines(funnel: Funnel) -> list[StageLine]:
    """The stages after signing."""
    return [
        StageLine(
            stage_text(whole.stage),
            RATES[whole.stage],
            [
                Claimed(
                    label,
                    whole.count.at(claim),
                    rate(whole.rate(claim)),
                    rate(kept.rate(claim)),
                    rate(whole.passed(claim)),
                )
                for claim, label in CLAIMS.items()
            ],
        )
        for whole, kept in zip(funnel.whole, funnel.kept, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """One quarter: the three claims, the target, and whether said and achieved meet it."""

    quarter: Quarter
    claims: Sequence[Claimed]
    target: str
    said_meets: bool | None
    achieved_meets: bool | None


def quarter_lines(quarters: Sequence[Quarter]) -> list[QuarterLine]:
    """The quarters that have begun."""
    return [
        QuarterLine(
            quarter,
            [
                Claimed(
                    label,
                    quarter.whole.at(claim),
                    rate(quarter.rate(claim)),
                    rate(quarter.rate_kept(claim)),
                    "",
                )
                for claim, label in CLAIMS.items()
            ],
            rate(quarter.target),
            quarter.met("said"),
            quarter.met("achieved"),
        )
        for quarter in quarters
    ]


@dataclass(frozen=True, slots=True)
class MonthLine:
    """Running sums at the end of a month, in 亿元."""

    month: int
    planned: str
    said: str
    achieved: str


def curve_lines(curve: YearCurve) -> list[MonthLine]:
    """Twelve months; dashes where nothing was told yet."""
    said = [summed(total) for total in curve.said] + [DASH] * 12
    achieved = [summed(total) for total in curve.achieved] + [DASH] * 12
    return [
        MonthLine(month, summed(planned), said[month - 1], achieved[month - 1])
        for month, planned in enumerate(curve.planned, 1)
    ]


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One county or park, or the rest (no ``unit``)."""

    unit: Unit | None
    size: int
    dropped: int
    investment: str
    claims: Sequence[Claimed]


def place_lines(places: Sequence[PlaceFigures]) -> list[PlaceLine]:
    """Counties and parks in their order with what has started there."""
    lines = []
    for place in places:
        whole, kept = place.funnel.pair(Stage.STARTED)
        claims = [
            Claimed(
                label,
                whole.count.at(claim),
                rate(whole.rate(claim)),
                rate(kept.rate(claim)),
                "",
            )
            for claim, label in CLAIMS.items()
        ]
        funnel = place.funnel
        invested = summed(place.investment)
        lines.append(PlaceLine(place.unit, funnel.size, funnel.dropped, invested, claims))
    return lines


@dataclass(frozen=True, slots=True)
class ThresholdLine:
    """One set of thresholds: its name, its source, and sector → least investment in words."""

    name: str
    source: str
    least: Sequence[tuple[str | Promise, str]]


def threshold_lines() -> list[ThresholdLine]:
    """Every set there is; the first counts where none is chosen."""
    return [
        ThresholdLine(
            name_of(key),
            rule.source,
            [(sector.label, money(rule.least.get(sector.value))) for sector in Sector],
        )
        for key, rule in thresholds().items()
    ]
