"""Rounds: the list, a new one, and one round as each role needs it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.core.errors import DomainError
from luoshi.web.calendars.queries import work_calendar
from luoshi.web.delivery.actions import reports_accept, reports_sign, round_close, round_open
from luoshi.web.delivery.filling import Filled, Filling, filling_of
from luoshi.web.delivery.filling import fill as fill_in
from luoshi.web.delivery.forms import RoundForm
from luoshi.web.delivery.models import Round
from luoshi.web.delivery.periods import periods_offered
from luoshi.web.delivery.queries import (
    counts_of,
    lists_to_open,
    round_for,
    round_suggested,
    rounds_visible_to,
)
from luoshi.web.delivery.roundpage import fillable_in, round_page, waiting_in
from luoshi.web.delivery.rules import OWNING, WHOLE
from luoshi.web.http import Request, page

DAYS_TO_REPORT = 5
PAGE = 50


@require_safe
def rounds(request: Request) -> HttpResponse:
    """Every round the person has to do with, the latest first."""
    _require_reader(request)
    found = Paginator(rounds_visible_to(request.actor), PAGE).get_page(request.GET.get("page"))
    counts = counts_of(request.actor, found)
    context = {
        "page": found,
        "rows": [(each, counts[each.pk]) for each in found],
        "opens": request.actor.holds("supervisor"),
        "today": timezone.localdate(request.at),
        "query": "",
    }
    return page(request, "delivery/rounds.html", context)


def _require_reader(request: Request) -> None:
    if not request.actor.holds(*WHOLE, *OWNING):
        raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Which list, which period, until when."""
    if not request.actor.holds("supervisor"):
        raise Http404
    today = timezone.localdate(request.at)
    choices = [(span.key, span.title) for span in periods_offered(today)]
    lists, status = lists_to_open(request.actor), 200
    if request.method == "POST":
        form = RoundForm(lists, choices, request.POST)
    else:
        lst, span = round_suggested(request.actor, today)
        form = RoundForm(lists, choices, initial={"lst": lst, "period": span.key})
    if request.method == "POST":
        status = 422
        if form.is_valid() and (opened := _open(request, form)):
            messages.success(request, _("已开轮，各单位联络员现在可以填报。"))
            return redirect("round", opened.pk)
    return page(request, "delivery/round_new.html", {"form": form}, part="form", status=status)


def _open(request: Request, form: RoundForm) -> Round | None:
    given = form.cleaned_data
    offered = periods_offered(timezone.localdate(request.at))
    span = next(p for p in offered if p.key == given["period"])
    try:
        due_on = given["due_on"] or work_calendar().add_working_days(span.end, DAYS_TO_REPORT)
        return round_open(
            lst=given["lst"],
            title=given["title"] or span.title,
            period_start=span.start,
            period_end=span.end,
            due_on=due_on,
            by=request.actor,
            at=request.at,
        )
    except DomainError as error:
        if error.code == "calendar-not-covered":
            error.params["field"] = "due_on"
        form.refuse(error)
        return None


@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    """What is due from me in it; for the supervision office who has reported."""
    found = round_for(request.actor, pk)
    return _page(request, found, filling_of(request, fillable_in(request.actor, found)))


def _page(
    request: Request,
    found: Round,
    filling: Filling,
    *,
    done: str = "",
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    context = round_page(request.actor, found, filling, request.at)
    context |= {"done": done, "wrong": wrong}
    return page(request, "delivery/round.html", context, part="round", status=status)


@require_POST
def fill(request: Request, pk: int) -> HttpResponse:
    """Keep all lines; hand them in when that was asked."""
    found = round_for(request.actor, pk)
    filling = filling_of(request, fillable_in(request.actor, found), typed=True)
    if not filling.lines:
        raise Http404
    filled = fill_in(request, filling)
    if filled is None:
        return _page(request, found, filling, status=422)
    messages.success(request, filled_text(filled))
    return redirect("round", pk)


def filled_text(filled: Filled) -> str:
    """What became of the lines."""
    if not filled.submitted and not filled.left:
        return _("已保存。")
    parts = []
    if filled.submitted:
        parts.append(_("已报送 %(n)s 项，等负责人签发。") % {"n": filled.submitted})
    if filled.left:
        parts.append(_("还有 %(n)s 项没有填，或退回后没有改动。") % {"n": filled.left})
    return " ".join(parts)


@require_POST
def sign(request: Request, pk: int) -> HttpResponse:
    """签发 the chosen reports."""
    found = round_for(request.actor, pk)
    chosen = list(waiting_in(request.actor, found, "submitted").filter(pk__in=_chosen(request)))
    if not chosen:
        return _none_chosen(request, found)
    rows = reports_sign(reports=chosen, by=request.actor, at=request.at)
    return _done(request, found, _("已签发 %(n)s 项。") % {"n": len(rows)})


@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """采信 the chosen reports."""
    found = round_for(request.actor, pk)
    chosen = list(waiting_in(request.actor, found, "signed").filter(pk__in=_chosen(request)))
    if not chosen:
        return _none_chosen(request, found)
    rows = reports_accept(reports=chosen, by=request.actor, at=request.at)
    return _done(request, found, _("已采信 %(n)s 项。") % {"n": len(rows)})


def _none_chosen(request: Request, found: Round) -> HttpResponse:
    filling = filling_of(request, fillable_in(request.actor, found))
    return _page(request, found, filling, wrong=_("请先勾选要办理的交账。"), status=422)


def _chosen(request: Request) -> list[int]:
    return [int(pk) for pk in request.POST.getlist("report") if pk.isdecimal() and len(pk) < 16]


def _done(request: Request, found: Round, text: str) -> HttpResponse:
    if request.htmx:
        filling = filling_of(request, fillable_in(request.actor, found))
        return _page(request, found, filling, done=text)
    messages.success(request, text)
    return redirect("round", found.pk)


@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    """No first report of the round is taken any more."""
    found = round_for(request.actor, pk)
    round_close(round=found, by=request.actor, at=request.at)
    messages.success(request, _("本轮已截止。"))
    return redirect("round", pk)
