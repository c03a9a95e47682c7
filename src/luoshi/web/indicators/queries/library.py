"""The library as a person sees it, and what was known of it when."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet
from django.http import Http404

from luoshi.core import indicators as core
from luoshi.web.accounts.actor import Actor
from luoshi.web.indicators.models import Indicator, Observation, Peer, Target
from luoshi.web.units.models import Unit

FACTS = (
    "pk", "indicator", "unit", "peer", "period_end", "value", "stage", "published_on", "known_at",
    "file__withdrawn_at",
)  # fmt: skip
Table = dict[tuple[str, date], core.Observation]


def indicators_visible_to(actor: Actor) -> QuerySet[Indicator]:
    """Those of every jurisdiction in which the person is appointed."""
    areas = {held.jurisdiction_id for held in actor.held}
    rows = Indicator.objects.filter(jurisdiction__in=areas)
    return rows.select_related("authority", "jurisdiction")


def indicator_for(actor: Actor, pk: int) -> Indicator:
    """One indicator. Raises Http404."""
    if found := indicators_visible_to(actor).filter(pk=pk).first():
        return found
    raise Http404


def peers_visible_to(actor: Actor) -> QuerySet[Peer]:
    """Those of every jurisdiction in which the person is appointed."""
    areas = {held.jurisdiction_id for held in actor.held}
    rows = Peer.objects.filter(jurisdiction__in=areas).select_related("jurisdiction")
    return rows.prefetch_related("changes")


def peer_for(actor: Actor, pk: int) -> Peer:
    """One of them. Raises Http404."""
    if found := peers_visible_to(actor).filter(pk=pk).first():
        return found
    raise Http404


def tables_known(
    indicators: Collection[int],
    at: datetime,
    *,
    since: date | None = None,
    ends: Collection[date] | None = None,
) -> dict[int, Table]:
    """By indicator what counted at ``at``, of periods that end on ``since`` or later, or on one of
    ``ends``: one query."""
    return tables_at(rows_of(indicators, since=since, ends=ends), at)


def last_periods(
    indicators: Collection[int], since: date, until: date, at: datetime
) -> dict[int, date]:
    """By indicator the last period that ended in the span of which a unit's number counted at
    ``at``: one query."""
    rows = _known_of_units(indicators, at).filter(period_end__range=(since, until))
    return dict(rows.values_list("indicator").annotate(Max("period_end")))


def units_known(indicators: Collection[int], at: datetime) -> dict[int, set[int]]:
    """By indicator the units that ever had a number that counted at ``at``: one query."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = _known_of_units(indicators, at)
    for indicator, unit in rows.values_list("indicator", "unit").distinct():
        found[indicator].add(unit)
    return found


def _known_of_units(indicators: Collection[int], at: datetime) -> QuerySet[Observation]:
    kept = Q(file__withdrawn_at__isnull=True) | Q(file__withdrawn_at__gt=at)
    return Observation.objects.filter(
        kept, indicator__in=list(indicators), unit__isnull=False, known_at__lte=at
    ).order_by()


def rows_of(
    indicators: Collection[int],
    *,
    since: date | None = None,
    ends: Collection[date] | None = None,
) -> dict[int, list[core.Observation]]:
    """By indicator everything that was ever brought in: one query."""
    rows = Observation.objects.filter(indicator__in=list(indicators)).order_by()
    if since:
        rows = rows.filter(period_end__gte=since)
    if ends is not None:
        rows = rows.filter(period_end__in=ends)
    found: dict[int, list[core.Observation]] = defaultdict(list)
    for pk, indicator, unit, peer, *facts in rows.values_list(*FACTS):
        place = f"unit:{unit}" if unit else f"peer:{peer}"
        found[indicator].append(core.Observation(pk, place, *facts))
    return found


def tables_at(rows: dict[int, list[core.Observation]], at: datetime) -> dict[int, Table]:
    """What counted at a time."""
    return {indicator: core.known(told, at) for indicator, told in rows.items()}


def targets_of(indicator: Indicator) -> QuerySet[Target]:
    """Every target ever set, the latest period first."""
    related = ("unit", "peer", "other", "set_by", "withdrawn_by", "successor")
    return indicator.targets.select_related(*related).order_by(
        "-period_end", "unit__position", "-id"
    )


def current_targets(indicators: Collection[int]) -> dict[int, list[Target]]:
    """By indicator the targets that count: one query."""
    rows = Target.objects.filter(
        indicator__in=list(indicators), withdrawn_at__isnull=True, successor__isnull=True
    )
    found: dict[int, list[Target]] = defaultdict(list)
    for row in rows.select_related("unit", "peer", "other").order_by("period_end", "pk"):
        found[row.indicator_id].append(row)
    return found


def peers_of(jurisdiction_id: int) -> list[Peer]:
    """Those of one jurisdiction that are still compared."""
    return list(Peer.objects.filter(jurisdiction=jurisdiction_id, retired=False))


def areas_of(indicators: QuerySet[Indicator]) -> QuerySet[Unit]:
    """The jurisdictions of indicators."""
    areas = indicators.order_by().values("jurisdiction")
    units: QuerySet[Unit] = Unit.objects.filter(pk__in=areas).without_tree_fields()
    return units


def target_for(actor: Actor, pk: int) -> Target:
    """One target of an indicator that the person sees. Raises Http404."""
    rows = Target.objects.filter(indicator__in=indicators_visible_to(actor))
    if found := rows.select_related("indicator", "unit").filter(pk=pk).first():
        return found
    raise Http404


def areas_kept(actor: Actor, *roles: str) -> QuerySet[Unit]:
    """The jurisdictions in which the person holds one of the roles."""
    ids = actor.jurisdictions(*roles)
    units: QuerySet[Unit] = Unit.objects.filter(pk__in=ids).without_tree_fields()
    return units
