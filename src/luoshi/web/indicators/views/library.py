"""The library, one indicator, and what is set for it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.http import Request, page
from luoshi.web.indicators import actions
from luoshi.web.indicators.board import Board, finding_of, target_words
from luoshi.web.indicators.book import workbook
from luoshi.web.indicators.charts import bullets_of, slope_of
from luoshi.web.indicators.forms import IndicatorForm, PresetsForm, TargetForm, coming_ends
from luoshi.web.indicators.lists import lines_of
from luoshi.web.indicators.models import Indicator
from luoshi.web.indicators.queries.library import (
    areas_kept,
    indicator_for,
    indicators_visible_to,
    peers_of,
    rows_of,
    tables_at,
    target_for,
    targets_of,
)
from luoshi.web.indicators.queries.places import at_level, levels_of, places_of
from luoshi.web.indicators.rules import (
    KEEPERS,
    can_import_statistics,
    can_keep_any_indicator,
    can_keep_indicators,
)
from luoshi.web.indicators.views.frame import form_page, form_view, known_at, tabs
from luoshi.web.units.queries import units_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIELDS = (
    "code", "name", "unit_of_measure", "direction", "low", "high", "frequency", "cumulative",
    "places", "authority", "definition",
)  # fmt: skip


@require_safe
def indicators(request: Request) -> HttpResponse:
    """Every indicator: the own number, its standing among peers, the target."""
    rows = list(indicators_visible_to(request.actor))
    context = {"lines": lines_of(rows, request.at), **tabs(request, "library")}
    return page(request, "indicators/indicators.html", context)


@require_safe
def sheet(request: Request) -> HttpResponse:
    """The library in Excel."""
    rows = list(indicators_visible_to(request.actor))
    response = HttpResponse(workbook(lines_of(rows, request.at)), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="indicators.xlsx"'
    return response


@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    """An indicator among the places of one kind, as known on a day."""
    indicator = indicator_for(request.actor, pk)
    at = known_at(request)
    rows = rows_of([indicator.pk])
    table = tables_at(rows, at).get(indicator.pk, {})
    places = places_of(indicator.jurisdiction)
    keys = {place for place, _end in table}
    levels = levels_of(places, keys)
    wanted = request.GET.get("level", "")
    level = wanted if wanted in dict(levels) else (levels[-1][0] if levels else "")
    shown = at_level(places, level, keys)
    board = Board(indicator, shown, table, rows.get(indicator.pk, []), at)
    targets = list(targets_of(indicator))
    units = {place.unit_id for place in shown}
    reached = [
        board.reached(each)
        for each in targets
        if each.is_current and each.unit_id in units and board.end and each.period_end >= board.end
    ]
    context = {
        "indicator": indicator,
        "board": board,
        "lines": board.shown(),
        "levels": levels,
        "level": level,
        "slope": slope_of(board),
        "reached": reached,
        "finding": finding_of(reached),
        "bullets": bullets_of(board, reached),
        "targets": [(each, target_words(each, indicator)) for each in targets],
        "sets": can_keep_indicators(request.actor, indicator.jurisdiction_id),
        "brings": can_import_statistics(request.actor, indicator),
        "known": timezone.localdate(at) if request.GET.get("known") else None,
    }
    return page(request, "indicators/indicator.html", context)


@form_view
def new(request: Request) -> HttpResponse:
    """An indicator of one's own."""
    can_keep_any_indicator(request.actor).require()
    area = areas_kept(request.actor, *KEEPERS)[0]
    first = {"cumulative": True, "places": 1}
    form = IndicatorForm(posted(request), units=units_of(area.pk), initial=first)
    if form.is_valid():
        with refusals_on(form):
            made = actions.indicator_create(
                jurisdiction=area, draft=form.draft(), by=request.actor, at=request.at
            )
            messages.success(request, _("已建立指标，可以导入统计数。"))
            return redirect(made)
    return form_page(request, form, _("新建指标"), "indicators")


@form_view
def edit(request: Request, pk: int) -> HttpResponse:
    """Other words; what numbers mean only while there are none."""
    indicator = indicator_for(request.actor, pk)
    can_keep_indicators(request.actor, indicator.jurisdiction_id).require()
    first = {name: getattr(indicator, name) for name in FIELDS}
    units = units_of(indicator.jurisdiction_id)
    form = IndicatorForm(posted(request), units=units, fixed=True, initial=first)
    if form.is_valid():
        with refusals_on(form):
            actions.indicator_revise(
                indicator=indicator, draft=form.draft(), by=request.actor, at=request.at
            )
            messages.success(request, _("已保存。"))
            return redirect(indicator)
    hint = _("已有统计数的指标，方向、频率、计量单位和累计口径不再改动。")
    return form_page(request, form, _("修改指标"), indicator.get_absolute_url(), hint=hint)


@form_view
def presets(request: Request) -> HttpResponse:
    """Take usual indicators into the library."""
    can_keep_any_indicator(request.actor).require()
    areas = areas_kept(request.actor, *KEEPERS)
    taken = frozenset(indicators_visible_to(request.actor).values_list("code", flat=True))
    form = PresetsForm(posted(request), areas=areas, units=units_of(areas[0].pk), taken=taken)
    if form.is_valid():
        with refusals_on(form):
            made = actions.indicators_from_presets(
                **form.cleaned_data, by=request.actor, at=request.at
            )
            text = ngettext("已添加 %(n)s 项指标。", "已添加 %(n)s 项指标。", len(made))
            messages.success(request, text % {"n": len(made)})
            return redirect("indicators")
    return form_page(request, form, _("添加常用指标"), "indicators")


@form_view
def target(request: Request, pk: int) -> HttpResponse:
    """Set a target, or set one anew."""
    indicator = indicator_for(request.actor, pk)
    can_keep_indicators(request.actor, indicator.jurisdiction_id).require()
    form = _target_form(request, indicator)
    if form.is_valid():
        with refusals_on(form):
            actions.target_set(
                indicator=indicator, draft=form.draft(), by=request.actor, at=request.at
            )
            messages.success(request, _("已设定目标。"))
            return redirect(indicator)
    hint = _("同一单位、同一期末、同一类型的目标会被新的代替，两个都留存。")
    return form_page(request, form, _("设定指标目标"), indicator.get_absolute_url(), hint=hint)


def _target_form(request: Request, indicator: Indicator) -> TargetForm:
    return TargetForm(
        posted(request),
        indicator=indicator,
        units=units_of(indicator.jurisdiction_id),
        peers=peers_of(indicator.jurisdiction_id),
        ends=coming_ends(indicator, timezone.localdate(request.at)),
    )


@require_POST
def target_withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a target back."""
    found = target_for(request.actor, pk)
    actions.target_withdraw(target=found, by=request.actor, at=request.at)
    messages.success(request, _("已撤销目标。"))
    return redirect(found.indicator)
