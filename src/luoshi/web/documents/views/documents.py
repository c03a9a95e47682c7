"""The list of source documents, and importing one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from luoshi import presets
from luoshi.core.errors import Invalid, Refused
from luoshi.web.documents.actions import document_extract_later, document_import
from luoshi.web.documents.forms import ImportForm
from luoshi.web.documents.models import SourceDocument
from luoshi.web.documents.queries import (
    counts_of,
    document_for,
    documents_with_counts,
    import_places,
    job_of,
)
from luoshi.web.http import Request, page


@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: Request) -> HttpResponse:
    """My documents, each with how far it is worked through; POST imports one more."""
    places = import_places(request.actor)
    if request.method == "POST":
        form = ImportForm(places, request.POST, request.FILES)
        imported = _imported(request, form) if form.is_valid() else None
        return _opened(request, imported) if imported else _listed(request, form, status=422)
    return _listed(request, ImportForm(places))


def _imported(request: Request, form: ImportForm) -> SourceDocument | None:
    try:
        return document_import(**form.given(), by=request.actor, at=request.at)
    except Invalid as error:
        form.refuse(error)
    except Refused as error:
        form.refuse(error)
        form.duplicate = document_for(request.actor, int(str(error.params["document"])))
    return None


def _opened(request: Request, document: SourceDocument) -> HttpResponse:
    if document.extracted_at is None:
        job = job_of(request.actor, document)
        return redirect("job", job.pk) if job else redirect("document_review", document.pk)
    states, _reasons = counts_of(document)
    count = states.total()
    if not count:
        messages.success(request, _("已导入，没有找到承诺；可以在原文里手工标出。"))
        return redirect("document_review", document.pk)
    text = ngettext(
        "已导入，找到 %(count)s 项候选承诺。", "已导入，找到 %(count)s 项候选承诺。", count
    )
    messages.success(request, text % {"count": count})
    return redirect("document_review", document.pk)


def _listed(request: Request, form: ImportForm, *, status: int = 200) -> HttpResponse:
    rows = presets.limit("page_rows")
    found = Paginator(documents_with_counts(request.actor), rows)
    context = {
        "page": found.get_page(request.GET.get("page")),
        "form": form,
        "may_import": bool(request.actor.jurisdictions("supervisor")),
        "query": "",
    }
    return page(request, "documents/documents.html", context, status=status)


@require_POST
def extract(request: Request, pk: int) -> HttpResponse:
    """Search again in a document whose job did not come to its end."""
    document = document_for(request.actor, pk)
    job = document_extract_later(document=document, by=request.actor, at=request.at)
    messages.info(request, _("已重新开始识别。"))
    return redirect("job", job.pk)
