"""Rounds: the list, a new one, and one round as each role needs it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.web.delivery.actions import reports_accept, reports_sign, round_close
from luoshi.web.delivery.filling import Filled, Filling, filling_of
from luoshi.web.delivery.filling import fill as fill_in
from luoshi.web.delivery.models import Round
from luoshi.web.delivery.queries import (
    counts_of,
    round_for,
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
