"""Requests for data: made, checked, approved, sent, taken back."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.core.errors import DomainError
from luoshi.web.burden import actions
from luoshi.web.burden.book import rule
from luoshi.web.burden.forms import (
    ApproverForm,
    RepeatsForm,
    RequestForm,
    RoundRequestForm,
    WordsForm,
    chosen,
)
from luoshi.web.burden.models import DataRequest, RequestState
from luoshi.web.burden.queries.budgets import loads
from luoshi.web.burden.queries.requests import (
    approvers,
    asked_of,
    askers_for,
    own_requests,
    remarks_to_handle,
    repeats_of_figure,
    request_for,
    this_week,
    unanswered,
)
from luoshi.web.burden.requestpage import request_page
from luoshi.web.burden.rules import ASKING, WHOLE
from luoshi.web.delivery.forms import OurForm
from luoshi.web.delivery.periods import Period, periods_offered
from luoshi.web.delivery.queries import lists_to_open, round_suggested
from luoshi.web.http import Request, page
from luoshi.web.units.queries import units_of

READERS = (*ASKING, "principal", "auditor")
SHOWN = 100


@require_safe
def burden(request: Request) -> HttpResponse:
    """This week as the own units bear it; what the own unit asked; what waits for a word."""
    actor, today = request.actor, timezone.localdate(request.at)
    if not actor.holds(*READERS):
        raise Http404
    week = this_week(today)
    weeks = [week, week + timedelta(days=7)]
    asked = list(asked_of(actor, weeks=weeks))
    own = list(own_requests(actor)[:SHOWN])
    units = list({row.unit_id: row.unit for row in asked if row.lifted_at is None}.values())
    context = {
        "week": week,
        "asked": asked,
        "loads": [(each, load) for each in weeks for load in loads(units, each) if load.minutes],
        "unanswered": unanswered(actor, today),
        "own": [each for each in own if each.runs(today)],
        "past": [each for each in own if not each.runs(today)],
        "remarks": remarks_to_handle(actor),
        "asks": actor.holds(*ASKING),
        "answers": actor.holds("contact", "unit_leader"),
        "whole": actor.holds(*WHOLE),
        "limit": rule().weekly_minutes,
        "today": today,
    }
    return page(request, "burden/burden.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """A request; what it repeats and whom it overloads is shown before it goes out."""
    askers = askers_for(request.actor)
    first = askers.first()
    if first is None:
        raise Http404
    today = timezone.localdate(request.at)
    start = {"asker": first, "period_start": date(today.year, 1, 1), "period_end": today}
    data = request.POST if request.method == "POST" else None
    units = units_of(first.jurisdiction_id or first.pk)
    form = RequestForm(data, askers=askers, units=units, initial=start)
    if form.is_valid():
        try:
            made = actions.request_ask(draft=form.draft(), by=request.actor, at=request.at)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.add_message(request, *_told(made))
            return redirect(made)
    context = {"form": form, "rule": rule()}
    status = 422 if form.errors else 200
    return page(request, "burden/request_new.html", context, part="form", status=status)


def _told(made: DataRequest) -> tuple[int, str]:
    """What became of it, with the level of the notice: held back is no success."""
    if made.state == RequestState.SENT:
        return messages.SUCCESS, _("已发出。")
    return messages.WARNING, _("还没有发出：请先核对重复的项目和超出的预算。")


@require_http_methods(["GET", "HEAD", "POST"])
def round_new(request: Request) -> HttpResponse:
    """Which list, which period, until when; what it costs and what it repeats."""
    if not request.actor.holds("supervisor"):
        raise Http404
    today = timezone.localdate(request.at)
    spans = {span.key: span for span in periods_offered(today)}
    choices = [(key, span.title) for key, span in spans.items()]
    lists, status = lists_to_open(request.actor), 200
    if request.method == "POST":
        form = RoundRequestForm(lists, choices, request.POST)
        status = 422
        if form.is_valid() and (made := _ask_round(request, form, spans)):
            if made.round_id is None:
                messages.add_message(request, *_told(made))
                return redirect(made)
            messages.success(request, _("已开轮，各单位联络员现在可以填报。"))
            return redirect("round", made.round_id)
    else:
        lst, span = round_suggested(request.actor, today)
        start = {"lst": lst, "period": span.key, "minutes": rule().minutes_per_line}
        form = RoundRequestForm(lists, choices, initial=start)
    return page(request, "burden/round_new.html", {"form": form}, part="form", status=status)


def _ask_round(
    request: Request, form: RoundRequestForm, spans: Mapping[str, Period]
) -> DataRequest | None:
    asker = askers_for(request.actor, "supervisor").first()
    try:
        if asker is None:
            raise Http404
        draft = form.draft(spans, asker)
        return actions.request_ask(draft=draft, by=request.actor, at=request.at)
    except DomainError as error:
        if error.code == "calendar-not-covered":
            error.params["field"] = "due_on"
        form.refuse(error)
        return None


@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    """What is asked, by whom, of whom, and what each said."""
    return show(request, request_for(request.actor, pk))


def show(request: Request, found: DataRequest, status: int = 200, **forms: object) -> HttpResponse:
    """The page, with a form that was not in order in the place of an empty one."""
    context = request_page(request.actor, found, timezone.localdate(request.at)) | forms
    return page(request, "burden/request.html", context, status=status)


@require_POST
def repeats(request: Request, pk: int) -> HttpResponse:
    """What is done with the ticked repeats, or with all of one figure."""
    found, form = request_for(request.actor, pk), RepeatsForm(request.POST)
    figure = request.POST.get("figure", "")
    ids = repeats_of_figure(found, figure) if figure else chosen(request.POST.getlist("repeat"))
    if form.is_valid():
        try:
            actions.repeats_decide(
                request=found, ids=ids, **form.cleaned_data, by=request.actor, at=request.at
            )  # fmt: skip
        except DomainError as error:
            _require_field(error)
            form.refuse(error)
        else:
            messages.success(request, _("已记下。"))
            return redirect(found)
    return show(request, found, 422, repeats_form=form)


def _require_field(error: DomainError) -> None:
    if "field" not in error.params:
        raise error


@require_POST
def send(request: Request, pk: int) -> HttpResponse:
    """发出."""
    found = request_for(request.actor, pk)
    sent = actions.request_send(request=found, by=request.actor, at=request.at)
    messages.success(request, _("已发出。"))
    return redirect("round", sent.round_id) if sent.round_id else redirect(sent)


@require_POST
def approval(request: Request, pk: int) -> HttpResponse:
    """Name who is to approve what is over budget."""
    found = request_for(request.actor, pk)
    people = approvers(found.jurisdiction_id, timezone.localdate(request.at))
    form: OurForm = ApproverForm(request.POST, people=people)
    if form.is_valid():
        try:
            actions.approval_ask(
                request=found, approver=form.cleaned_data["approver"],
                by=request.actor, at=request.at,
            )  # fmt: skip
        except DomainError as error:
            _require_field(error)
            form.refuse(error)
        else:
            messages.success(request, _("已报请批准，批准以后再发出。"))
            return redirect(found)
    return show(request, found, 422, approver_form=form)


@require_POST
def approve(request: Request, pk: int) -> HttpResponse:
    """批准 or not, with the reason."""
    found, form = request_for(request.actor, pk), WordsForm(request.POST)
    yes = "approve" in request.POST
    if form.is_valid():
        try:
            actions.request_approve(
                request=found, approve=yes, words=form.cleaned_data["words"],
                by=request.actor, at=request.at,
            )  # fmt: skip
        except DomainError as error:
            _require_field(error)
            form.refuse(error)
        else:
            messages.success(request, _("已批准。") if yes else _("未批准，已退回。"))
            return redirect("burden") if not yes else redirect(found)
    return show(request, found, 422, words_form=form)


@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """撤回."""
    found = request_for(request.actor, pk)
    actions.request_withdraw(request=found, by=request.actor, at=request.at)
    messages.success(request, _("已撤回，各单位不用再报。"))
    return redirect("burden")
