"""One problem: its owner, its answers, how the asker rates them."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.commitments.unfilled import lacking_note
from luoshi.web.http import Request, page
from luoshi.web.units.queries import units_of
from luoshi.web.visits import actions
from luoshi.web.visits.forms import AnswerForm, AssignForm, NotedRatingForm, RatingForm
from luoshi.web.visits.models import Answer, Raised
from luoshi.web.visits.queries import link_by, lists_for, raised_for, rating_of
from luoshi.web.visits.rules import can_answer_raised, can_keep_visits
from luoshi.web.visits.views.frame import act_page, form_view, today

FORTNIGHT = timedelta(days=14)


@form_view
def assign(request: Request, pk: int) -> HttpResponse:
    """Who owns it, until when."""
    raised = raised_for(request.actor, pk)
    can_keep_visits(request.actor, raised.visit.jurisdiction_id).require()
    lists = lists_for(raised.visit)
    first = {"due_on": today(request) + FORTNIGHT}
    units = units_of(raised.visit.jurisdiction_id)
    form = AssignForm(posted(request), lists=lists, units=units, initial=first)
    if form.is_valid():
        with refusals_on(form):
            actions.raised_assign(
                raised=raised, **form.cleaned_data, by=request.actor, at=request.at
            )
            messages.success(request, _("已交办，等责任单位签收。"))
            if lacks := lacking_note(form.cleaned_data["within"], {}):
                messages.warning(request, lacks)
            return redirect(raised.visit)
    listless = not lists.exists()
    return act_page(request, form, _("明确责任单位"), raised.visit, raised, listless=listless)


@form_view
def answer(request: Request, pk: int) -> HttpResponse:
    """The answer: on the spot, or by its owner."""
    raised = raised_for(request.actor, pk)
    can_answer_raised(request.actor, raised).require()
    form = AnswerForm(posted(request))
    if form.is_valid():
        with refusals_on(form):
            text, until = form.cleaned_data["text"], form.cleaned_data["until"]
            actions.answer_give(
                raised=raised, text=text, until=until, by=request.actor, at=request.at
            )
            told = _("已记下，还没有解决，继续跟踪。") if until else _("已答复，请提出人评价。")
            messages.success(request, told)
            return redirect(raised.visit)
    return act_page(request, form, _("答复"), raised.visit, raised)


def _last(raised: Raised) -> Answer:
    if found := raised.answers.order_by("pk").last():
        return found
    raise Http404


@require_POST
def link(request: Request, pk: int) -> HttpResponse:
    """A personal address for the asker: shown once, the earlier one no longer holds."""
    raised = raised_for(request.actor, pk)
    secret = actions.link_make(answer=_last(raised), by=request.actor, at=request.at)
    address = request.build_absolute_uri(reverse("rate", args=[secret]))
    context = {"raised": raised, "visit": raised.visit, "address": address}
    return page(request, "visits/link.html", context)


@form_view
def rating(request: Request, pk: int) -> HttpResponse:
    """How the asker rated it, as it was told, and how it was asked."""
    raised = raised_for(request.actor, pk)
    can_keep_visits(request.actor, raised.visit.jurisdiction_id).require()
    last = _last(raised)
    form = NotedRatingForm(posted(request))
    if form.is_valid():
        with refusals_on(form):
            actions.rating_note(answer=last, **form.cleaned_data, by=request.actor, at=request.at)
            messages.success(request, _("评价已记下。不满意的重新办理。"))
            return redirect(raised.visit)
    return act_page(request, form, _("记录评价"), raised.visit, raised, answer=last)


@login_not_required
@form_view
def rate(request: Request, secret: str) -> HttpResponse:
    """The asker's own page: what was raised, what was answered, and the rating. No account."""
    found = link_by(secret, today(request))
    form = RatingForm(posted(request))
    given = rating_of(found.answer)
    if given is None and form.is_valid():
        with refusals_on(form):
            given = actions.rating_give(secret=secret, **form.cleaned_data, at=request.at)
            messages.success(request, _("谢谢，已收到您的评价。"))
    context = {"form": form, "answer": found.answer, "given": given}
    status = 422 if form.errors and given is None else 200
    response = page(request, "visits/rate.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response
