"""Cadences: what comes when, one cadence, a new one."""

from dataclasses import asdict

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.web.cadence import actions
from luoshi.web.cadence.actions import Plan
from luoshi.web.cadence.forms import CadenceForm
from luoshi.web.cadence.kinds import kinds, named
from luoshi.web.cadence.queries.meetings import (
    cadence_for,
    days_ahead,
    lists_to_keep,
    meetings_visible_to,
    overview,
)
from luoshi.web.cadence.rules import can_keep_any_cadence, can_keep_cadences
from luoshi.web.cadence.views.frame import form_view, today
from luoshi.web.cadence.wording import rhythm_text
from luoshi.web.calendars.queries import work_calendar
from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.http import Request, page

SOON = 12
PAST = 20


@require_safe
def cadences(request: Request) -> HttpResponse:
    """What comes when, what waits to be recorded, what runs."""
    found = overview(request.actor, today(request), work_calendar())
    context = {
        "overview": found,
        "rows": [(row, rhythm_text(row.cadence)) for row in found.rows],
        "coming": found.coming[:SOON],
        "keeps": can_keep_any_cadence(request.actor),
        "today": today(request),
    }
    return page(request, "cadence/cadences.html", context)


@form_view
def new(request: Request, kind: str) -> HttpResponse:
    """A cadence of that kind, filled with what the preset says."""
    can_keep_any_cadence(request.actor).require()
    if kind not in kinds():
        raise Http404
    plan = Plan.of_kind(kind, kinds()[kind].zh, today(request))
    lists = lists_to_keep(request.actor)
    form = CadenceForm(posted(request), lists=lists, initial=asdict(plan))
    if form.is_valid():
        with refusals_on(form):
            made = actions.cadence_create(
                lst=form.cleaned_data["lst"], plan=form.plan(kind), by=request.actor, at=request.at
            )
            messages.success(request, _("已安排。到了准备的日子，系统自动建立例会。"))
            return redirect(made)
    context = {"form": form, "kind": named(kinds()[kind]), "source": kinds()[kind].source}
    status = 422 if form.errors else 200
    return page(request, "cadence/new.html", context, part="form", status=status)


@require_safe
def choose(request: Request) -> HttpResponse:
    """Which kind of meeting."""
    can_keep_any_cadence(request.actor).require()
    return page(request, "cadence/choose.html", {"kinds": [
        (key, named(kind), kind.source) for key, kind in kinds().items()
    ]})  # fmt: skip


@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    """One cadence with the days to come and the meetings that were."""
    cadence = cadence_for(request.actor, pk)
    rows = meetings_visible_to(request.actor).filter(cadence=cadence)
    past = Paginator(rows, PAST).get_page(request.GET.get("page"))
    coming, unknown = days_ahead(cadence, today(request), work_calendar())
    known = {meeting.period_end for meeting in past}
    context = {
        "cadence": cadence,
        "rhythm": rhythm_text(cadence),
        "page": past,
        "query": "",
        "coming": [] if cadence.stopped_at else [day for day in coming if day.end not in known][:6],
        "unknown": unknown,
        "keeps": can_keep_cadences(request.actor, cadence.list.jurisdiction_id),
        "mine": cadence.keeper_id == request.actor.user_id,
    }
    return page(request, "cadence/cadence.html", context)


@require_POST
def keep(request: Request, pk: int) -> HttpResponse:
    """From now on in my name."""
    cadence = cadence_for(request.actor, pk)
    actions.cadence_keep(cadence=cadence, by=request.actor, at=request.at)
    messages.success(request, _("已接管，以后自动动作以您的名义进行。"))
    return redirect(cadence)


@form_view
def stop(request: Request, pk: int) -> HttpResponse:
    """Ask once, then stop."""
    cadence = cadence_for(request.actor, pk)
    can_keep_cadences(request.actor, cadence.list.jurisdiction_id).require()
    if request.method == "POST":
        actions.cadence_stop(cadence=cadence, by=request.actor, at=request.at)
        messages.success(request, _("已停止。已经准备好的例会仍然保留。"))
        return redirect(cadence)
    return page(request, "cadence/stop.html", {"cadence": cadence})
