"""Data pages and slides of contenders."""

from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from luoshi.web import blobs
from luoshi.web.appraisal import actions
from luoshi.web.appraisal.facts import data_page
from luoshi.web.appraisal.forms import SlidesForm
from luoshi.web.appraisal.models import Contender, SessionState
from luoshi.web.appraisal.page import step_url
from luoshi.web.appraisal.queries import contender_for, contenders_of, last_slides, slides_for
from luoshi.web.appraisal.rules import can_upload_slides
from luoshi.web.appraisal.views.frame import form_view, session_run
from luoshi.web.commitments.forms import refusals_on
from luoshi.web.http import Request, page


@require_safe
def pages(request: Request, pk: int) -> HttpResponse:
    """Whose data page is frozen, and whose slides are there."""
    session = session_run(request, pk)
    rows = contenders_of(session)
    shown = last_slides(rows)
    frozen = all(each.frozen_at for each in rows)
    context = {
        "session": session,
        "rows": [(each, shown.get(each.pk)) for each in rows],
        "freeze": ""
        if frozen or session.state != SessionState.FROZEN
        else step_url(session, "facts"),
    }
    return page(request, "appraisal/data_pages.html", context)


@form_view
def one(request: Request, pk: int, of: int) -> HttpResponse:
    """One contender's data page; its unit exchanges its slides here."""
    contender = contender_for(request.actor, pk, of)
    may = can_upload_slides(request.actor, contender)
    form = SlidesForm(*_sent(request))
    if form.is_valid():
        with refusals_on(form):
            _put(request, contender, form.cleaned_data["file"])
            messages.success(request, _("课件已收到，截止以前还可以换。"))
            return redirect("session-contender", pk, of)
    is_open = contender.session.state == SessionState.FROZEN
    context = {
        "session": contender.session,
        "contender": contender,
        "data": data_page(contender),
        "slides": last_slides([contender]).get(contender.pk),
        "form": form if may and is_open and request.at <= contender.session.slides_until else None,
    }
    status = 422 if form.errors else 200
    return page(request, "appraisal/contender.html", context, status=status)


def _sent(request: Request) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _put(request: Request, contender: Contender, file: Any) -> None:
    name, data = file.name or "", file.read()
    actions.slides_put(contender=contender, name=name, data=data, by=request.actor, at=request.at)


@require_safe
@csp_replace({"default-src": [NONE], "frame-ancestors": [SELF]})  # type: ignore[arg-type]
@xframe_options_sameorigin
def slides(request: Request, pk: int, of: int) -> HttpResponse:
    """The file: a PDF is shown, on our own stage too; slides of another kind are handed out."""
    found = slides_for(request.actor, pk, of)
    response = HttpResponse(blobs.read(found.sha256), content_type=found.media_type)
    header = content_disposition_header(as_attachment=not found.is_shown, filename=found.name)
    response["Content-Disposition"] = header or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
