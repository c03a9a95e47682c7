"""From totals to a group's result: ranks, ties, vetoes and quotas."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from luoshi.core.errors import Invalid
from luoshi.core.ranking import Place, fill_quota, rank, tie_bands
from luoshi.core.scoring.canonical import canonical_json, digest
from luoshi.core.scoring.facts import Fact, Frozen
from luoshi.core.scoring.result import NodeResult, QuotaResult, Result, Triggered, UnitResult
from luoshi.core.scoring.scheme import Group, Quota, Scheme, Veto, scheme_digest

Vetoes = Mapping[str, tuple[Triggered, ...]]


def ranked(
    scheme: Scheme,
    group: Group,
    inputs: Frozen,
    totals: Mapping[str, NodeResult],
    on: date | None,
) -> Result:
    """The group's result. Raises: Invalid("day-missing") for vetoes without a day to look at."""
    if scheme.vetoes and on is None:
        raise Invalid("day-missing")
    scores = {unit: node.points for unit, node in totals.items() if node.points is not None}
    chain = scheme.ranking.tie_break
    places = rank(
        scores,
        method=scheme.ranking.method,
        places=scheme.rounding.places,
        mode=scheme.rounding.mode,
        tie_break={unit: _chain(totals[unit], chain) for unit in scores} if chain else None,
    )
    by_unit = {place.key: place for place in places}
    vetoes = {unit: _triggered(scheme.vetoes, inputs[unit], on) for unit in inputs}
    return Result(
        scheme_digest=scheme_digest(scheme),
        inputs_digest=digest(canonical_json(inputs)),
        group=group.key,
        units=tuple(_unit(unit, totals[unit], by_unit.get(unit), vetoes[unit]) for unit in inputs),
        ties=tie_bands(places),
        quotas=tuple(_filled(quota, places, vetoes) for quota in scheme.quotas),
        on=on.isoformat() if scheme.vetoes and on else None,
    )


def _triggered(
    vetoes: Sequence[Veto], sources: Mapping[str, tuple[Fact, ...]], on: date | None
) -> tuple[Triggered, ...]:
    found = []
    for veto in vetoes:
        facts = tuple(
            f for f in sources.get(veto.source, ()) if f.value is not None and f.value > 0
        )
        if facts and on is not None and on <= date.fromisoformat(veto.expires):
            found.append(
                Triggered(
                    veto.key, veto.title, veto.basis, veto.level, veto.expires, veto.bars, facts
                )
            )
    return tuple(found)


def _filled(quota: Quota, places: Sequence[Place], vetoes: Vetoes) -> QuotaResult:
    barred = tuple(
        place.key for place in places if any(quota.key in veto.bars for veto in vetoes[place.key])
    )
    filled = fill_quota(places, quota.share, quota.mode, barred)
    return QuotaResult(quota.key, quota.title, filled, barred)


def _chain(total: NodeResult, paths: Sequence[str]) -> tuple[Decimal | None, ...]:
    points = {node.path: node.points for node in total.walk()}
    return tuple(points[path] for path in paths)


def _unit(
    unit: str, total: NodeResult, place: Place | None, vetoes: tuple[Triggered, ...]
) -> UnitResult:
    if place is None:
        return UnitResult(unit, None, None, total, vetoes)
    return UnitResult(unit, place.points, place.rank, total, vetoes)
