"""Drawing the order before everybody, and how anyone draws it again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from luoshi.web.appraisal import actions
from luoshi.web.appraisal.agenda import plan
from luoshi.web.appraisal.draw import lots_of
from luoshi.web.appraisal.models import SessionState
from luoshi.web.appraisal.queries import contenders_of, session_for
from luoshi.web.appraisal.rules import can_run_sessions
from luoshi.web.appraisal.views.frame import form_view
from luoshi.web.http import Request, page


@form_view
def order(request: Request, pk: int) -> HttpResponse:
    """On the big screen: before the draw who is drawn, after it the order and the seed."""
    session = session_for(request.actor, pk)
    if request.method == "POST":
        actions.order_draw(session=session, by=request.actor, at=request.at)
        messages.success(request, _("次序已抽定。"))
        return redirect("session-order", pk)
    rows = contenders_of(session)
    runs = can_run_sessions(request.actor, session.jurisdiction_id)
    context = {
        "session": session,
        "lots": lots_of(session, rows) if session.drawn_at else [],
        "contenders": rows,
        "ends": plan(session, rows),
        "may_draw": bool(runs) and session.state == SessionState.FROZEN and not session.drawn_at,
    }
    return page(request, "appraisal/order.html", context)
