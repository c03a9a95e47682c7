"""Units with their past, and last year beside this year under the units of today."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from luoshi.core.lineage import Nature
from luoshi.web.http import Request, page
from luoshi.web.succession.comparison import (
    CLAIMS,
    SAID,
    Carrier,
    Metric,
    Told,
    bases_of,
    figures,
    metrics_in,
)
from luoshi.web.units.forms import DayForm
from luoshi.web.units.models import Unit
from luoshi.web.units.past import tree, versions_of
from luoshi.web.units.queries import (
    decided_in,
    events_of,
    heirs_of,
    jurisdictions_of,
    units_ever,
    visible_to,
)
from luoshi.web.units.wording import event_text


@require_safe
def units(request: Request) -> HttpResponse:
    """The tree of a day, and what has happened to it."""
    area, today = _area(request), timezone.localdate(request.at)
    asked = DayForm(request.GET if "on" in request.GET else None)
    on = asked.cleaned_data["on"] if asked.is_bound and asked.is_valid() else None
    context = {
        "area": area,
        "areas": jurisdictions_of(request.actor),
        "rows": tree(area.pk, on=on or today),
        "on": on if on != today else None,
        "asked": asked,
        "events": [(event, event_text(event)) for event in decided_in(area.pk)],
    }
    status = 422 if asked.is_bound and asked.errors else 200
    return page(request, "succession/units.html", context, status=status)


@require_safe
def unit(request: Request, pk: int) -> HttpResponse:
    """One unit: what became of it, and its figures of two years."""
    found = visible_to(request.actor).select_related("parent").filter(pk=pk).first()
    if found is None:
        raise Http404
    claim, year = _claim(request), timezone.localdate(request.at).year
    told = figures(request.actor, found.jurisdiction_id or found.pk, year, claim)
    carrier = _carrier(request, found.jurisdiction_id or found.pk, year)
    compared = [carrier.compare(metric, told) for metric in metrics_in(told)]
    context = {
        "unit": found,
        "heir": heirs_of([found])[found.pk] if found.closed_on else None,
        "versions": versions_of(found),
        "events": [(event, event_text(event)) for event in events_of(found)],
        "rows": [row for one in compared for row in one.rows if row.unit.pk == pk],
        "claims": CLAIMS.items(),
        "claim": claim,
        "year": year,
        "last_year": year - 1,
    }
    return page(request, "succession/unit.html", context)


@require_safe
def comparison(request: Request) -> HttpResponse:
    """One metric over all units of today."""
    area, year, claim = _area(request), timezone.localdate(request.at).year, _claim(request)
    told = figures(request.actor, area.pk, year, claim)
    metrics = metrics_in(told)
    metric = _chosen(metrics, request.GET.get("metric", "")) or (metrics[0] if metrics else None)
    base = _chosen(metrics, request.GET.get("base", ""))
    context = {
        "area": area,
        "metrics": metrics,
        "metric": metric,
        "bases": _weights(metrics, metric),
        "base": base,
        "found": _compared(request, area, year, told, metric, base),
        "claims": CLAIMS.items(),
        "claim": claim,
        "year": year,
        "last_year": year - 1,
    }
    return page(request, "succession/comparison.html", context)


def _compared(
    request: Request,
    area: Unit,
    year: int,
    told: list[Told],
    metric: Metric | None,
    base: Metric | None,
) -> object:
    if metric is None:
        return None
    bases = bases_of(base, told, year) if base else None
    return _carrier(request, area.pk, year).compare(metric, told, bases)


def _carrier(request: Request, jurisdiction_id: int, year: int) -> Carrier:
    today = timezone.localdate(request.at)
    return Carrier.of(units_ever(jurisdiction_id), jurisdiction_id, year, today)


def _weights(metrics: list[Metric], metric: Metric | None) -> list[Metric]:
    """The amounts by which a rate may be weighted."""
    if metric is None or metric.nature is not Nature.RATE:
        return []
    return [each for each in metrics if each.nature is Nature.ADDITIVE]


def _chosen(metrics: list[Metric], key: str) -> Metric | None:
    return next((each for each in metrics if each.key == key), None)


def _claim(request: Request) -> str:
    asked = request.GET.get("claim", SAID)
    return asked if asked in CLAIMS else SAID


def _area(request: Request) -> Unit:
    """The jurisdiction asked for, else the first of the person's own."""
    areas = {area.pk: area for area in jurisdictions_of(request.actor)}
    asked = request.GET.get("area", "")
    if not areas:
        raise Http404
    if not asked:
        return next(iter(areas.values()))
    if not asked.isdigit() or int(asked) not in areas:
        raise Http404
    return areas[int(asked)]
