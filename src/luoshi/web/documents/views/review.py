"""The review page, and the parts of it that an act renews."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect, replace_url, retarget

from luoshi.web.documents.forms import (
    ConfirmForm,
    EditForm,
    MarkForm,
    OurForm,
    RejectForm,
    SplitForm,
)
from luoshi.web.documents.models import Candidate, SourceDocument
from luoshi.web.documents.queries import document_for, job_of
from luoshi.web.documents.review import Review
from luoshi.web.http import Request, page

REMEMBERED = "documents-list"
"""Session key of the list chosen last."""
TEMPLATE = "documents/review.html"


@require_safe
def review(request: Request, pk: int) -> HttpResponse:
    """Document and candidates side by side; ``at`` on the desk, ``do`` what to do with it."""
    document = document_for(request.actor, pk)
    if document.extracted_at is None:
        job = job_of(request.actor, document)
        context: dict[str, object] = {"document": document, "job": job}
        return page(request, "documents/waiting.html", context)
    at, number = _number(request, "at"), _number(request, "part")
    return shown(request, document, at=at, page_part=number, part="desk")


def shown(
    request: Request,
    document: SourceDocument,
    *,
    at: int | None,
    part: str,
    page_part: int | None = None,
    mode: str = "",
    form: OurForm | None = None,
    changed: Iterable[int] = (),
    problem: str = "",
    said: str = "",
    mark_form: MarkForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, or its part: the desk, the original, or what a step or a new shape renews."""
    found = Review(document, at=at, part=page_part, repaired=_repaired(request))
    mode = mode or request.GET.get("do", "")
    mode = mode if mode in MODES else "confirm"
    keep = "&text=clean" if found.repaired else ""
    context = {
        "review": found,
        "document": document,
        "mode": mode,
        "form": form or _form(request, found.current, mode),
        "mark_form": mark_form or MarkForm(initial={"view": "clean" if found.repaired else "raw"}),
        "changed": found.rows_of(changed),
        "problem": problem,
        "said": said,
        "keep": keep,
        "stay": f"part={found.part}{keep}",
    }
    if request.method == "POST" and request.htmx and _number(request, "part") != found.part:
        return HttpResponseClientRedirect(place(request, document, at))
    return page(request, TEMPLATE, context, part=part, status=status)


MODES: dict[str, Any] = {
    "edit": EditForm,
    "split": SplitForm,
    "reject": lambda _candidate: RejectForm(),
}


def _form(request: Request, candidate: Candidate | None, mode: str) -> OurForm | None:
    if candidate is None or candidate.state != "open":
        return None
    if mode in MODES:
        made: OurForm = MODES[mode](candidate)
        return made
    document, within = request.session.get(REMEMBERED) or (None, None)
    return ConfirmForm(candidate, within=within if document == candidate.document_id else None)


def moved_on(
    request: Request,
    document: SourceDocument,
    *,
    at: int | None,
    part: str,
    said: str,
    changed: Iterable[int] = (),
) -> HttpResponse:
    """After an act: the parts it renews, or the page without HTMX."""
    address = place(request, document, at)
    if not request.htmx:
        messages.success(request, said)
        return redirect(f"{address}#clause-{at}" if at else address)
    answer = shown(request, document, at=at, part=part, changed=changed, said=said)
    return replace_url(retarget(answer, "#desk"), address)


def place(request: Request, document: SourceDocument, at: int | None) -> str:
    """The address of the review with a candidate on the desk."""
    asked: dict[str, object] = {"at": at} if at else {}
    if _repaired(request):
        asked["text"] = "clean"
    address = reverse("document_review", args=[document.pk])
    return f"{address}?{urlencode(asked)}" if asked else address


def _repaired(request: Request) -> bool:
    return request.GET.get("text") == "clean"


def _number(request: Request, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
