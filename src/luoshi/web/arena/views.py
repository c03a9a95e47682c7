"""Pages of arenas: seasons, the scoreboard, comparisons, the weather vane, who speaks."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.web.appraisal.rules import OWNING, WHOLE
from luoshi.web.arena import actions
from luoshi.web.arena.board import board_of
from luoshi.web.arena.charts import slopes_of
from luoshi.web.arena.comparison import compared
from luoshi.web.arena.forms import BoutForm, SeasonForm, SpeakerForm
from luoshi.web.arena.models import Season
from luoshi.web.arena.queries import (
    RELEASED,
    bout_for,
    kept_areas,
    may_join,
    season_for,
    seasons_listed,
    speakers_of,
    units_in,
)
from luoshi.web.arena.rules import can_choose_speakers, can_keep_any_season, can_keep_season
from luoshi.web.arena.vane import vane_of
from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.http import Request, page

ROWS = 50
form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def seasons(request: Request) -> HttpResponse:
    """Every season, the latest first."""
    if not request.actor.holds(*WHOLE, *OWNING):
        raise Http404
    rows = Paginator(seasons_listed(request.actor), ROWS).get_page(request.GET.get("page"))
    context = {"page": rows, "keeps": can_keep_any_season(request.actor), "query": ""}
    return page(request, "arena/seasons.html", context)


@form_view
def new(request: Request) -> HttpResponse:
    """A new season."""
    can_keep_any_season(request.actor).require()
    areas = kept_areas(request.actor)
    first = {"jurisdiction": areas.first(), "starts_on": timezone.localdate(request.at)}
    form = SeasonForm(posted(request), areas=areas, initial=first)
    if form.is_valid():
        with refusals_on(form):
            made = actions.season_create(**form.cleaned_data, by=request.actor, at=request.at)
            messages.success(request, _("赛季已建立。现在把评议会列进来。"))
            return redirect(made)
    context = {"form": form, "title": _("新建赛季"), "season": None}
    return page(request, "arena/form.html", context, status=422 if form.errors else 200)


@form_view
def season(request: Request, pk: int) -> HttpResponse:
    """The scoreboard; who keeps the season puts the next session into it here."""
    found = season_for(request.actor, pk)
    keeps = can_keep_season(request.actor, found.jurisdiction_id)
    form = BoutForm(posted(request), sessions=may_join(found)) if keeps else None
    if request.method == "POST":
        keeps.require()
        assert form
        if form.is_valid():
            with refusals_on(form):
                actions.bout_add(season=found, **form.cleaned_data, by=request.actor, at=request.at)
                messages.success(request, _("已列入赛季。"))
                return redirect(found)
    board = board_of(found)
    context = {
        "season": found,
        "board": board,
        "slopes": slopes_of(board),
        "speakers": speakers_of(found),
        "keeps": keeps,
        "chooses": can_choose_speakers(request.actor, found.jurisdiction_id),
        "form": form,
    }
    status = 422 if form and form.errors else 200
    return page(request, "arena/season.html", context, status=status)


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """A session that was put into the season by mistake."""
    bout = bout_for(request.actor, pk)
    actions.bout_remove(bout=bout, by=request.actor, at=request.at)
    messages.success(request, _("已移出赛季。"))
    return redirect(bout.season)


@require_safe
def comparison(request: Request, pk: int) -> HttpResponse:
    """五大比拼 beside the appraisal, each number with what it was counted from."""
    found = season_for(request.actor, pk)
    on = timezone.localdate(request.at)
    context = {
        "season": found,
        "groups": compared(board_of(found), on),
        "on": on,
        "whole": _whole(request, found),
        "own": request.actor.units(*OWNING),
    }
    return page(request, "arena/comparison.html", context)


def _whole(request: Request, found: Season) -> bool:
    return request.actor.holds(*WHOLE, jurisdiction_id=found.jurisdiction_id)


@require_safe
def vane(request: Request, pk: int) -> HttpResponse:
    """风向标: what moved most and on what, one sheet of A4."""
    found = season_for(request.actor, pk)
    board = board_of(found)
    context = {"season": found, "board": board, "vanes": vane_of(board)}
    return page(request, "arena/vane.html", context)


@form_view
def speaker(request: Request, pk: int) -> HttpResponse:
    """Who speaks, chosen by a person from the scoreboard."""
    bout = bout_for(request.actor, pk)
    can_choose_speakers(request.actor, bout.season.jurisdiction_id).require()
    unit = request.GET.get("unit", "")
    first = {"unit": int(unit)} if unit.isdecimal() else {}
    form = SpeakerForm(posted(request), units=units_in([bout]).values(), initial=first)
    if form.is_valid():
        with refusals_on(form):
            actions.speaker_choose(bout=bout, **form.cleaned_data, by=request.actor, at=request.at)
            messages.success(request, _("已确定发言单位，记录了确定人和理由。"))
            return redirect(bout.season)
    context = {
        "form": form,
        "title": _("确定交流发言"),
        "season": bout.season,
        "released": bout.session.state in RELEASED,
    }
    return page(request, "arena/form.html", context, status=422 if form.errors else 200)
