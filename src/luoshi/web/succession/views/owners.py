"""Nothing without an owner who accepted: what is over the limit, and what waits for me."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.core.errors import Refused
from luoshi.web.calendars.queries import work_calendar
from luoshi.web.http import Request, page
from luoshi.web.messages import message
from luoshi.web.succession import actions
from luoshi.web.succession.queries.handovers import waiting_for_me
from luoshi.web.succession.queries.transfers import transfers_to_accept, waiting_for
from luoshi.web.succession.queries.unowned import unaccepted, unaccepted_commitment


@require_safe
def owners(request: Request) -> HttpResponse:
    """To the office: what it assigned and nobody has accepted. To a leader: what waits."""
    actor = request.actor
    if not actor.holds("supervisor", "unit_leader"):
        raise Http404
    calendar, today = work_calendar(), timezone.localdate(request.at)
    assigns = actor.holds("supervisor")
    context = {
        "assigns": assigns,
        "found": unaccepted(actor, calendar, today) if assigns else None,
        "transfers": transfers_to_accept(actor) if actor.holds("unit_leader") else [],
        "handovers": waiting_for_me(actor),
        "today": today,
    }
    return page(request, "succession/owners.html", context)


@require_POST
def accept(request: Request) -> HttpResponse:
    """签收 the chosen transfers."""
    chosen = [int(pk) for pk in request.POST.getlist("transfer") if pk.isdecimal() and len(pk) < 16]
    if not chosen:
        messages.error(request, _("请先勾选要签收的事项。"))
        return redirect("owners")
    rows = waiting_for(request.actor, chosen)
    actions.transfers_accept(transfers=rows, by=request.actor, at=request.at)
    messages.success(request, _("已签收 %(n)s 项。") % {"n": len(rows)})
    return redirect("owners")


@require_POST
def remind(request: Request, pk: int) -> HttpResponse:
    """催办: shown on the home page of the unit's leader."""
    found = unaccepted_commitment(request.actor, pk)
    if found is None:
        raise Http404
    try:
        actions.owner_remind(commitment=found, by=request.actor, at=request.at)
        messages.success(request, _("已催办，责任单位负责人首页可见。"))
    except Refused as error:
        messages.error(request, message(error))
    return redirect("owners")
