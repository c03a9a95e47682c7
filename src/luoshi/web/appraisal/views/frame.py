"""What pages of sessions share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods

from luoshi.web.appraisal.models import Session, SessionState
from luoshi.web.appraisal.queries import frozen_by, session_for
from luoshi.web.appraisal.rules import can_run_sessions
from luoshi.web.commitments.forms import refusals_on
from luoshi.web.http import Request, page

form_view = require_http_methods(["GET", "HEAD", "POST"])
Label = str | Promise


def session_run(request: Request, pk: int) -> Session:
    """The session for who runs it: 404 for whom it is not there, 403 for whom it is."""
    session = session_for(request.actor, pk)
    can_run_sessions(request.actor, session.jurisdiction_id).require()
    return session


def fixed_page(request: Request, session: Session, title: Label) -> HttpResponse | None:
    """Once nothing of a session can be prepared any more, what says so in place of its form: 409
    where one was sent all the same."""
    if session.state == SessionState.PREPARING:
        return None
    context = {"session": session, "title": title, "frozen": frozen_by(session)}
    status = 409 if request.method == "POST" else 200
    return page(request, "appraisal/fixed.html", context, status=status)


def asked(
    request: Request,
    session: Session | None,
    form: Any,
    act: Callable[[], Any],
    *,
    title: Label,
    done: Label,
    button: Label = "",
    warning: Label = "",
    to: str = "",
    template: str = "appraisal/act.html",
    **more: object,
) -> HttpResponse:
    """Do the act when the form is sent and whole, and go on to ``to``, the session, or what was
    made; else show the form."""
    if form.is_valid():
        with refusals_on(form):
            made = act()
            messages.success(request, str(done))
            return redirect(to or session or made)
    return form_page(
        request, template, form, session=session, title=title, button=button or title,
        warning=warning, **more,
    )  # fmt: skip


def form_page(request: Request, template: str, form: BaseForm, **context: object) -> HttpResponse:
    """A form on a page: 422 where something is wrong in it."""
    status = 422 if form.errors else 200
    return page(request, template, {"form": form, **context}, status=status)
