"""Visits: all of them, one, a new one, the follow-up of everything that is open."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.http import Request, page
from luoshi.web.units.queries import jurisdictions_of, units_of
from luoshi.web.visits import actions
from luoshi.web.visits.forms import RaisedForm, VisitForm
from luoshi.web.visits.queries import (
    OWNING,
    WHOLE,
    following,
    kept_areas,
    raised_on,
    rows_of,
    unsettled,
    visit_for,
    visit_rows,
)
from luoshi.web.visits.rules import can_answer_raised, can_keep_any_visit, can_keep_visits
from luoshi.web.visits.views.frame import act_page, form_view, today
from luoshi.web.visits.wording import kind_text

ROWS = 50


@require_safe
def visits(request: Request) -> HttpResponse:
    """Every visit, the latest first."""
    _require_reader(request)
    rows = Paginator(visit_rows(request.actor), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": rows,
        "rows": [(each, kind_text(each.kind)) for each in rows],
        "keeps": can_keep_any_visit(request.actor),
        "query": "",
    }
    return page(request, "visits/visits.html", context)


def _require_reader(request: Request) -> None:
    if not request.actor.holds(*WHOLE, *OWNING):
        raise Http404


@require_safe
def follow_up(request: Request) -> HttpResponse:
    """Everything that is not closed, with its owner, its answer and its rating."""
    _require_reader(request)
    found = Paginator(following(request.actor), ROWS).get_page(request.GET.get("page"))
    rows = rows_of(found.object_list)  # type: ignore[arg-type]  # a slice of the queryset
    context = {
        "page": found,
        "rows": [(row, can_answer_raised(request.actor, row.raised)) for row in rows],
        "query": "",
    }
    return page(request, "visits/follow_up.html", context)


@form_view
def new(request: Request) -> HttpResponse:
    """A visit or a desk on site."""
    can_keep_any_visit(request.actor).require()
    areas = kept_areas(request.actor)
    area = jurisdictions_of(request.actor).filter(pk__in=areas).first()
    units = units_of(area.pk if area else 0)
    first = {"on": today(request), "jurisdiction": area}
    form = VisitForm(posted(request), areas=areas, units=units, initial=first)
    if form.is_valid():
        with refusals_on(form):
            made = actions.visit_create(**form.cleaned_data, by=request.actor, at=request.at)
            messages.success(request, _("已记录。现在可以逐条记下提出的问题。"))
            return redirect(made)
    status = 422 if form.errors else 200
    return page(request, "visits/new.html", {"form": form}, part="form", status=status)


@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    """One visit with what was raised and what became of it."""
    visit = visit_for(request.actor, pk)
    rows = raised_on(request.actor, visit)
    keeps = can_keep_visits(request.actor, visit.jurisdiction_id)
    context = {
        "visit": visit,
        "kind": kind_text(visit.kind),
        "rows": [(row, can_answer_raised(request.actor, row.raised)) for row in rows],
        "keeps": keeps,
        "unsettled": unsettled(visit) if keeps and not visit.ended_at else [],
        "whole": request.actor.holds(*WHOLE, jurisdiction_id=visit.jurisdiction_id),
    }
    return page(request, "visits/visit.html", context)


@form_view
def note(request: Request, pk: int) -> HttpResponse:
    """One more problem."""
    visit = visit_for(request.actor, pk)
    can_keep_visits(request.actor, visit.jurisdiction_id).require()
    form = RaisedForm(posted(request))
    if form.is_valid():
        with refusals_on(form):
            actions.raised_note(visit=visit, **form.cleaned_data, by=request.actor, at=request.at)
            messages.success(request, _("已记下。请当场答复，或明确责任单位。"))
            return redirect(visit)
    return act_page(request, form, _("记一个问题"), visit)


@form_view
def end(request: Request, pk: int) -> HttpResponse:
    """Ask once, then end: what has neither owner nor answer is named."""
    visit = visit_for(request.actor, pk)
    can_keep_visits(request.actor, visit.jurisdiction_id).require()
    if request.method == "POST":
        actions.visit_end(visit=visit, by=request.actor, at=request.at)
        messages.success(request, _("已结束。没有办结的问题在跟踪页里，直到办结。"))
        return redirect(visit)
    return page(request, "visits/end.html", {"visit": visit, "unsettled": unsettled(visit)})
