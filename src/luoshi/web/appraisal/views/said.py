"""Typing what is said and asked in the room, and what the next session opens with."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.core.errors import Invalid
from luoshi.web.appraisal.actions import said as actions
from luoshi.web.appraisal.heard import (
    asked_before,
    asked_for,
    asked_of,
    comment_for,
    comments_of,
    lists_for,
    on_stage,
)
from luoshi.web.appraisal.models import Session
from luoshi.web.appraisal.queries import session_for
from luoshi.web.appraisal.rules import can_run_sessions
from luoshi.web.appraisal.saidforms import AskedForm, CommentForm, OwnerForm
from luoshi.web.commitments.forms import refusals_on
from luoshi.web.http import Request, page
from luoshi.web.units.queries import units_of

FORTNIGHT = timedelta(days=14)
form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
def said(request: Request, pk: int) -> HttpResponse:
    """Comments and questions of a session; who runs it types the next one here."""
    session = session_for(request.actor, pk)
    if request.method == "POST":
        return _noted(request, session)
    return _said_page(request, session, _forms(request, session))


def _noted(request: Request, session: Session) -> HttpResponse:
    can_run_sessions(request.actor, session.jurisdiction_id).require()
    what = request.POST.get("what")
    if what not in ("comment", "question"):
        raise Invalid("said-what-unknown")
    forms = _forms(request, session, what)
    form = forms[what]
    if form.is_valid():
        told = {key: form.cleaned_data[key] for key in ("contender", "text")}
        with refusals_on(form):
            _note(what, form, {"session": session, **told, "by": request.actor, "at": request.at})
            messages.success(request, _("已记下。"))
            kept = {"of": told["contender"].pk if told["contender"] else "", "what": what}
            leader = form.cleaned_data.get("said_by") or form.cleaned_data.get("asked_by")
            return redirect(
                reverse("session-said", args=[session.pk], query={**kept, "leader": leader or ""})
            )
    return _said_page(request, session, forms, status=422)


def _note(what: str, form: Any, told: dict[str, Any]) -> None:
    if what == "comment":
        actions.comment_note(said_by=form.cleaned_data["said_by"], **told)
    else:
        actions.asked_note(asked_by=form.cleaned_data["asked_by"], owner=form.owner(), **told)


def _forms(request: Request, session: Session, what: str = "") -> dict[str, Any]:
    """Both forms; what was typed last (who, of whom) stands in them again."""
    contenders = session.contenders.select_related("unit")
    stage = on_stage(session)
    chosen = request.GET.get("of", "")
    of = (
        int(chosen)
        if chosen.isdecimal()
        else (stage.pk if stage and "of" not in request.GET else None)
    )
    leader = request.GET.get("leader", "")[:40]
    lists = lists_for(session)
    first = {"contender": of, "said_by": leader, "asked_by": leader}
    owner = {"within": lists.first(), "due_on": timezone.localdate(request.at) + FORTNIGHT}
    data = {what: request.POST} if what else {}
    return {
        "comment": CommentForm(
            data.get("comment"), prefix="comment", contenders=contenders, initial=first
        ),
        "question": AskedForm(
            data.get("question"),
            prefix="question",
            contenders=contenders,
            lists=lists,
            units=units_of(session.jurisdiction_id),
            initial=first | owner,
        ),
    }


def _said_page(
    request: Request, session: Session, forms: dict[str, Any], status: int = 200
) -> HttpResponse:
    runs = can_run_sessions(request.actor, session.jurisdiction_id)
    rows = asked_of(request.actor, session)
    context = {
        "session": session,
        "comments": comments_of(request.actor, session),
        "rows": rows,
        "runs": runs,
        "noting": bool(runs) and session.state in actions.IN_THE_ROOM,
        "unowned": sum(row.asked.commitment_id is None for row in rows),
        "forms": forms,
        "first": request.POST.get("what") or request.GET.get("what") or "comment",
    }
    return page(request, "appraisal/said.html", context, status=status)


@require_safe
def opening(request: Request, pk: int) -> HttpResponse:
    """With what a session opens: earlier questions, answered and not."""
    session = session_for(request.actor, pk)
    rows = asked_before(request.actor, session)
    context = {
        "session": session,
        "waiting": [row for row in rows if not row.answered],
        "answered": [row for row in rows if row.answered],
        "runs": can_run_sessions(request.actor, session.jurisdiction_id),
    }
    return page(request, "appraisal/asked_before.html", context)


@form_view
def assign(request: Request, pk: int) -> HttpResponse:
    """Who answers a question, until when."""
    asked = asked_for(request.actor, pk)
    session = asked.session
    can_run_sessions(request.actor, session.jurisdiction_id).require()
    lists = lists_for(session)
    first = {
        "within": lists.first(),
        "lead_unit": asked.contender.unit_id if asked.contender else None,
        "due_on": timezone.localdate(request.at) + FORTNIGHT,
    }
    form = OwnerForm(
        request.POST if request.method == "POST" else None,
        lists=lists,
        units=units_of(session.jurisdiction_id),
        initial=first,
    )
    if form.is_valid():
        owner = form.owner()
        assert owner
        with refusals_on(form):
            actions.asked_assign(asked=asked, owner=owner, by=request.actor, at=request.at)
            messages.success(request, _("已交办，等责任单位签收。"))
            return redirect("session-said", session.pk)
    context = {"session": session, "asked": asked, "form": form, "listless": not lists.exists()}
    return page(request, "appraisal/asked_assign.html", context, status=422 if form.errors else 200)


@require_POST
def remove_asked(request: Request, pk: int) -> HttpResponse:
    """A question noted by mistake."""
    asked = asked_for(request.actor, pk)
    actions.asked_remove(asked=asked, by=request.actor, at=request.at)
    return _removed(request, asked.session)


@require_POST
def remove_comment(request: Request, pk: int) -> HttpResponse:
    """A comment noted by mistake."""
    comment = comment_for(request.actor, pk)
    actions.comment_remove(comment=comment, by=request.actor, at=request.at)
    return _removed(request, comment.session)


def _removed(request: Request, session: Session) -> HttpResponse:
    messages.success(request, _("已删去。记录里仍能查到原文。"))
    return redirect("session-said", session.pk)
