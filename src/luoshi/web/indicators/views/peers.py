"""With whom the jurisdiction is compared, and how every place stands in every indicator."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.http import Request, page
from luoshi.web.indicators import actions
from luoshi.web.indicators.forms import PeerForm
from luoshi.web.indicators.lists import matrix_of
from luoshi.web.indicators.queries.library import (
    areas_kept,
    indicators_visible_to,
    peers_visible_to,
)
from luoshi.web.indicators.rules import KEEPERS, can_keep_any_indicator
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
