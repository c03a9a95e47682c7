"""Evidence files: out under one's own permission, and off a report that is still open."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.web import blobs
from luoshi.web.delivery.actions import evidence_detach
from luoshi.web.delivery.queries import evidence_for, report_for
from luoshi.web.http import Request


@require_safe
def download(request: Request, pk: int) -> HttpResponse:
    """The file as it was given, never shown inside the site."""
    evidence = evidence_for(request.actor, pk)
    response = HttpResponse(blobs.read(evidence.sha256), content_type=evidence.media_type)
    header = content_disposition_header(as_attachment=True, filename=evidence.name)
    response["Content-Disposition"] = header or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def detach(request: Request, pk: int, evidence_pk: int) -> HttpResponse:
    """Take it back from a report that was not handed in."""
    report = report_for(request.actor, pk)
    evidence = evidence_for(request.actor, evidence_pk)
    evidence_detach(evidence=evidence, report=report, by=request.actor, at=request.at)
    messages.success(request, _("已取下佐证。"))
    return redirect("report", pk)
