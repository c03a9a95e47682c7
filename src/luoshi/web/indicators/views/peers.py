"""With whom the jurisdiction is compared, and how every place stands in every indicator."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.http import Request, page
from luoshi.web.indicators import actions
from luoshi.web.indicators.forms import PeerChangeForm, PeerForm
from luoshi.web.indicators.lists import matrix_of
from luoshi.web.indicators.queries.library import (
    areas_kept,
    indicators_visible_to,
    peer_for,
    peers_visible_to,
)
from luoshi.web.indicators.rules import KEEPERS, can_keep_any_indicator, can_keep_indicators
from luoshi.web.indicators.views.frame import form_page, form_view, known_at, tabs


@require_safe
def peers(request: Request) -> HttpResponse:
    """Ranks of every place of a kind in every indicator; the peers by kind."""
    rows = list(indicators_visible_to(request.actor))
    context = {
        "matrix": matrix_of(rows, request.GET.get("level", ""), known_at(request)),
        "peers": peers_visible_to(request.actor),
        **tabs(request, "peers"),
    }
    return page(request, "indicators/peers.html", context)


@form_view
def new(request: Request) -> HttpResponse:
    """A place to compare with."""
    can_keep_any_indicator(request.actor).require()
    areas = areas_kept(request.actor, *KEEPERS)
    form = PeerForm(posted(request), areas=areas)
    if form.is_valid():
        with refusals_on(form):
            actions.peer_add(**form.cleaned_data, by=request.actor, at=request.at)
            messages.success(request, _("已添加，导入统计表时可以写这个名称。"))
            return redirect("indicator-peers")
    return form_page(request, form, _("添加对标地区"), "indicator-peers")


@form_view
def edit(request: Request, pk: int) -> HttpResponse:
    """Another name, or no longer compared; what was brought in stays."""
    peer = peer_for(request.actor, pk)
    can_keep_indicators(request.actor, peer.jurisdiction_id).require()
    form = PeerChangeForm(posted(request), initial={"name": peer.name})
    if form.is_valid():
        with refusals_on(form):
            told = form.cleaned_data
            if told["retire"]:
                actions.peer_retire(peer=peer, by=request.actor, at=request.at)
                messages.success(request, _("已停用，已有的数和位次保留。"))
            else:
                actions.peer_rename(peer=peer, name=told["name"], by=request.actor, at=request.at)
                messages.success(request, _("已改名，统计表里写原名也认得。"))
            return redirect("indicator-peers")
    return form_page(request, form, _("修改对标地区"), "indicator-peers")
