"""Figures over projects: funnel, start rate, investment, reserve, map."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.core.projects import Stage
from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.http import Request, page
from luoshi.web.projects import actions
from luoshi.web.projects.charts import (
    SHEETS,
    funnel_bars,
    investment_curve,
    quarter_bars,
    tile_map,
)
from luoshi.web.projects.findings import (
    curve_finding,
    funnel_finding,
    map_finding,
    reserve_finding,
    starts_finding,
)
from luoshi.web.projects.forms import MapForm
from luoshi.web.projects.models import Cohort
from luoshi.web.projects.queries.cohorts import chosen_area, kept_areas
from luoshi.web.projects.queries.figures import (
    funnels_of,
    places_figures,
    reserve_meter,
    signed_in,
    sites_of,
    starts_of,
    year_curve,
)
from luoshi.web.projects.queries.projects import (
    Filters,
    cohorts_visible_to,
    counties_of,
    project_rows,
    visible_to,
)
from luoshi.web.projects.queries.thresholds import threshold_keys
from luoshi.web.projects.rows import row_of
from luoshi.web.projects.rules import can_keep_any_projects, can_keep_projects
from luoshi.web.projects.tables import (
    curve_lines,
    funnel_lines,
    place_lines,
    quarter_lines,
    threshold_lines,
)
from luoshi.web.projects.terms import name_of, source_of
from luoshi.web.projects.views.frame import form_view, today
from luoshi.web.projects.wording import summed

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_BELOW = 200


def _year(request: Request, on: date) -> int:
    text = request.GET.get("year", "")
    year = int(text) if text.isdecimal() and len(text) == 4 else on.year
    return year if FIRST_YEAR <= year <= LAST_YEAR else on.year


def _cohort(request: Request, cohorts: list[Cohort]) -> Cohort | None:
    text = request.GET.get("cohort", "")
    return next((cohort for cohort in cohorts if str(cohort.pk) == text), None)


def _signed(request: Request, on: date) -> list[Cohort]:
    return [each for each in cohorts_visible_to(request.actor, on) if each.signed_on]


@require_safe
def funnel(request: Request) -> HttpResponse:
    """Every cohort beside the others, and one of them drawn."""
    on = today(request)
    cohorts = _signed(request, on)
    funnels = funnels_of(request.actor, cohorts, on)
    chosen = _cohort(request, cohorts) or next(
        (cohort for cohort, found in funnels if found.size), None
    )
    drawn = next((found for cohort, found in funnels if cohort == chosen), None)
    context = {
        "chosen": chosen,
        "cohorts": cohorts,
        "lines": [
            (cohort, found.size, funnel_lines(found)) for cohort, found in funnels if found.size
        ],
        "heads": funnel_lines(drawn) if drawn else [],
        "drawn": [funnel_bars(drawn, each) for each in SHEETS if drawn and drawn.size],
        "finding": funnel_finding(str(chosen), drawn) if drawn and drawn.size else "",
        "dropped": drawn.dropped if drawn else 0,
    }
    return page(request, "projects/funnel.html", context)


@require_safe
def starts(request: Request) -> HttpResponse:
    """The start rate of a year by quarter."""
    on = today(request)
    cohorts = _signed(request, on)
    chosen = _cohort(request, cohorts)
    found = starts_of(signed_in(request.actor, chosen, on), _year(request, on), on)
    context = {
        "chosen": chosen,
        "cohorts": cohorts,
        "starts": found,
        "before": found.year - 1,
        "after": found.year + 1,
        "drawn": [quarter_bars(found.quarters, each) for each in SHEETS if found.quarters],
        "lines": quarter_lines(found.quarters),
        "finding": starts_finding(found),
        "rule": source_of("start_rate"),
    }
    return page(request, "projects/starts.html", context)


@require_safe
def investment(request: Request) -> HttpResponse:
    """Planned, said and counted investment of a year."""
    on = today(request)
    cohorts = _signed(request, on)
    chosen = _cohort(request, cohorts)
    curve = year_curve(list(signed_in(request.actor, chosen, on)), _year(request, on))
    context = {
        "chosen": chosen,
        "cohorts": cohorts,
        "curve": curve,
        "before": curve.year - 1,
        "after": curve.year + 1,
        "drawn": investment_curve(curve) if curve.plan or curve.said else None,
        "lines": curve_lines(curve),
        "finding": curve_finding(curve),
        "season": source_of("season-building"),
        "tells": request.actor.holds("contact", "verifier"),
    }
    return page(request, "projects/investment.html", context)


@require_safe
def reserve(request: Request) -> HttpResponse:
    """The reserve against its goals, and what invests too little."""
    on = today(request)
    held = visible_to(request.actor, on).filter(said=Stage.RESERVE.value)
    meter = reserve_meter(held.select_related("commitment"))
    keys = threshold_keys()
    below = project_rows(request.actor, Filters(mark="below", sort="place"), on)[:MOST_BELOW]
    context = {
        "meter": meter,
        "held": summed(meter.investment),
        "wanted": summed(meter.wanted_investment),
        "finding": reserve_finding(meter),
        "rule": name_of("reserve"),
        "source": source_of("reserve"),
        "below": [row_of(project, keys, on) for project in below],
        "thresholds": threshold_lines(),
        "keeps": can_keep_any_projects(request.actor),
    }
    return page(request, "projects/reserve.html", context)


@require_safe
def district_map(request: Request) -> HttpResponse:
    """Counties and parks as tiles, each with how much of it has started."""
    on = today(request)
    cohorts = _signed(request, on)
    chosen = _cohort(request, cohorts)
    area = chosen_area(request.actor, on)
    projects = signed_in(request.actor, chosen, on).select_related("place")
    places = []
    if area is not None:
        counties = list(counties_of(area.pk))
        mine = projects.filter(cohort__jurisdiction=area)
        places = places_figures(mine, counties, sites_of(area.pk))
    context = {
        "area": area,
        "chosen": chosen,
        "cohorts": cohorts,
        "drawn": tile_map(places),
        "lines": place_lines(places),
        "finding": map_finding(places),
        "keeps": area is not None and can_keep_projects(request.actor, area.pk),
    }
    return page(request, "projects/map.html", context)


@form_view
def map_edit(request: Request) -> HttpResponse:
    """Where counties and parks stand on the map, and which thresholds count there."""
    can_keep_any_projects(request.actor).require()
    area = kept_areas(request.actor)[0]
    units = list(counties_of(area.pk))
    form = MapForm(posted(request), units=units, sites=sites_of(area.pk))
    if form.is_valid():
        with refusals_on(form):
            actions.sites_set(
                jurisdiction=area, spots=form.spots(), by=request.actor, at=request.at
            )
            messages.success(request, _("已保存示意图。"))
            return redirect("projects-map")
    status = 422 if form.errors else 200
    return page(request, "projects/map_edit.html", {"form": form}, part="form", status=status)
