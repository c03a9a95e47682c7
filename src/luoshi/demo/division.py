"""City targets divided to counties, and one county's share divided to its towns and quarters."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from luoshi.core.decompose import split, stage_days, step_of
from luoshi.demo.clock import at_office
from luoshi.demo.founding import City
from luoshi.demo.story import drawn
from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.actions import (
    commitment_dispatch,
    commitment_dispute,
    commitments_accept,
    parts_save,
)
from luoshi.web.commitments.division.drafts import Division, PartDraft
from luoshi.web.commitments.division.helps import staged
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.commitments.trajectory import trajectory_of
from luoshi.web.units.models import Unit
from luoshi.web.units.queries import units_of

ROADS, FIELDS, FORESTS = "新建改建农村公路", "新建高标准农田", "完成营造林"
SHARES = {"YC-LJ": 1, "YC-BH": 2, "YC-QS": 6, "YC-HY": 5, "YC-AL": 4, "YC-MS": 3}
"""How the rural counties and the urban districts share the roads."""


def divide_targets(city: City, lst: CommitmentList, year: int) -> None:
    """Three targets of the work report: one fits, one has a gap, one is not yet sent."""
    at = at_office(date(year, 1, 20))
    counties = [unit for unit in city.of_kind("county") if unit.code in SHARES]
    shares = [Decimal(SHARES[unit.code]) for unit in counties]
    roads = _of(lst, ROADS)
    _divide(city, roads, counties, shares, at, quarters=True)
    _send(city, roads, city.actor("supervisor", at.date()), at, disputes="YC-MS")
    fields = _of(lst, FIELDS)
    rural = [unit for unit in counties if unit.code not in ("YC-LJ", "YC-BH")]
    _divide(city, fields, rural, [Decimal(1)] * len(rural), at, of=Decimal("0.95"))
    _send(city, fields, city.actor("supervisor", at.date()), at)
    _divide(city, _of(lst, FORESTS), rural, [Decimal(3), Decimal(2), Decimal(2), Decimal(1)], at)
    _to_towns(city, roads, at_office(date(year, 1, 27)))


def _of(lst: CommitmentList, metric: str) -> Commitment:
    return Commitment.objects.get(items__list=lst, text__contains=metric)


def _divide(
    city: City,
    whole: Commitment,
    units: Sequence[Unit],
    shares: Sequence[Decimal],
    at: datetime,
    *,
    of: Decimal = Decimal(1),
    quarters: bool = False,
    by: Actor | None = None,
) -> None:
    total = (whole.target or Decimal(0)) * of
    pieces = split(total, shares, step_of(total, whole.unit_of_measure))
    stages = _stages(whole, pieces) if quarters else [{} for _piece in pieces]
    parts = [
        PartDraft(unit=unit, target=piece, due_on=whole.due_on, stages=mine)
        for unit, piece, mine in zip(units, pieces, stages, strict=True)
    ]
    supervisor = by or city.actor("supervisor", at.date())
    parts_save(whole=whole, division=Division(parts=parts), by=supervisor, at=at)


def _stages(whole: Commitment, pieces: Sequence[Decimal]) -> list[dict[date, Decimal]]:
    """The quarters of each part at the pace of the whole, as the page proposes them."""
    pace = trajectory_of(whole, list(whole.milestones.all()))
    found: list[dict[date, Decimal]] = [{} for _piece in pieces]
    for day in stage_days(whole.starts_on, whole.due_on, "quarter"):
        for mine, value in zip(
            found, staged(pieces, pace.planned(day), whole.unit_of_measure), strict=True
        ):
            mine[day] = value
    return found


def _send(
    city: City, whole: Commitment, by: Actor, at: datetime, disputes: str = ""
) -> list[Commitment]:
    """Dispatched; every county answers, one of them that it is too much."""
    parts = commitment_dispatch(commitments=whole.parts.filter(state="draft"), by=by, at=at)
    units = {unit.pk: unit for unit in city.units.values()}
    for part in parts:
        unit = units.get(part.lead_unit_id or 0)
        if unit is None:
            continue
        leader = city.leader(unit, at.date())
        if unit.code == disputes:
            commitment_dispute(
                commitment=part,
                reason="本市在建的两条农村公路由省级项目统筹，里程不应重复计入，建议核减。",
                by=leader,
                at=at,
            )
        else:
            commitments_accept(commitments=[part], by=leader, at=at)
    return parts


def _to_towns(city: City, roads: Commitment, at: datetime) -> None:
    """青杉县 gives its share to its towns; most have answered."""
    county = city.units["YC-QS"]
    leader = city.leader(county, at.date())
    share = roads.parts.select_related("lead_unit").get(lead_unit=county)
    towns = list(units_of(city.unit.pk).filter(parent=county.pk))
    weights = [1 + (3 * drawn(town.code, "roads")).quantize(Decimal("0.1")) for town in towns]
    _divide(city, share, towns, weights, at, quarters=True, by=leader)
    sent = commitment_dispatch(commitments=share.parts.filter(state="draft"), by=leader, at=at)
    for part, town in zip(sent[:-2], towns, strict=False):
        commitments_accept(commitments=[part], by=city.leader(town, at.date()), at=at)
