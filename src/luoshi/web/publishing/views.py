"""Bulletins: list, preview, wording, issue, files."""

import shutil

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.web import blobs
from luoshi.web.appraisal.resultqueries import sealed_for
from luoshi.web.assessment.queries import run_for
from luoshi.web.http import Request, page
from luoshi.web.messages import message
from luoshi.web.publishing import actions
from luoshi.web.publishing.forms import WordingForm
from luoshi.web.publishing.models import Bulletin, Source
from luoshi.web.publishing.preview import findings_of, missing_fonts, names_for, sheet_of
from luoshi.web.publishing.queries import (
    bulletin_for,
    bulletin_rows,
    issued_already,
    issued_of,
    number_for,
    numbers_of,
    require_reader,
)
from luoshi.web.publishing.rules import (
    can_draft,
    can_edit,
    can_issue,
    is_ready,
)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
ROWS = 50


@require_safe
def bulletins(request: Request) -> HttpResponse:
    """What was published, and for those who work on it the drafts."""
    require_reader(request.actor)
    rows = Paginator(bulletin_rows(request.actor), ROWS).get_page(request.GET.get("page"))
    return page(request, "publishing/bulletins.html", {"page": rows})


@require_POST
def make(request: Request, pk: int) -> HttpResponse:
    """One click: the draft of a run, made or made again; an issued one is only shown."""
    run = run_for(request.actor, pk)
    if issued := _issued(request, run):
        return redirect(issued)
    bulletin = actions.bulletin_make(run=run, by=request.actor, at=request.at)
    messages.success(request, _("通报已按考核轮的数据生成，修改过的文字保留不变。"))
    return redirect(bulletin)


@require_POST
def make_of_session(request: Request, pk: int) -> HttpResponse:
    """The same of an appraisal session, once its result is released."""
    session = sealed_for(request.actor, pk)
    if issued := _issued(request, session):
        return redirect(issued)
    bulletin = actions.bulletin_make_of_session(session=session, by=request.actor, at=request.at)
    messages.success(request, _("通报已按公布的评议结果生成，修改过的文字保留不变。"))
    return redirect(bulletin)


def _issued(request: Request, source: Source) -> Bulletin | None:
    """What is out already, told to who would draft it anew."""
    issued = issued_of(source) if can_draft(request.actor, source) else None
    if issued:
        messages.warning(request, message(issued_already(issued)))
    return issued


@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    """The paper, what the checks found, every number with its trace."""
    bulletin = bulletin_for(request.actor, pk)
    context = {
        "bulletin": bulletin,
        "sheet": sheet_of(bulletin),
        "numbers": numbers_of(bulletin),
        "findings": findings_of(bulletin),
        "missing_fonts": missing_fonts(bulletin),
        "edit": can_edit(request.actor, bulletin),
        "issue": is_ready(bulletin) and can_issue(request.actor, bulletin),
    }
    return page(request, "publishing/bulletin.html", context)


@require_safe
def number(request: Request, pk: int, ref: str) -> HttpResponse:
    """One number: what it says and what it counts, or where a session's result says it."""
    bulletin = bulletin_for(request.actor, pk)
    trace = number_for(request.actor, bulletin, ref)
    return page(request, "publishing/number.html", {"bulletin": bulletin, "trace": trace})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """The words of a draft; its numbers cannot be retyped."""
    bulletin = bulletin_for(request.actor, pk)
    can_edit(request.actor, bulletin).require()
    form = WordingForm(request.POST if request.method == "POST" else None, bulletin=bulletin)
    if form.is_valid():
        actions.bulletin_reword(
            bulletin=bulletin, texts=form.cleaned_data, by=request.actor, at=request.at
        )
        messages.success(request, _("文字已保存，通报已重新排版。"))
        return redirect(bulletin)
    context = {"bulletin": bulletin, "form": form, "names": names_for(bulletin.content)}
    status = 422 if form.errors else 200
    return page(request, "publishing/edit.html", context, part="form", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: Request, pk: int) -> HttpResponse:
    """Say what will happen to whom, then let it out."""
    bulletin = bulletin_for(request.actor, pk)
    can_issue(request.actor, bulletin).require()
    if request.method == "POST":
        actions.bulletin_issue(bulletin=bulletin, by=request.actor, at=request.at)
        messages.success(request, _("通报已印发。"))
        return redirect(bulletin)
    return page(request, "publishing/issue.html", {"bulletin": bulletin})


@require_safe
def word(request: Request, pk: int) -> HttpResponse:
    """The Word file under the bulletin's own title."""
    bulletin = bulletin_for(request.actor, pk)
    return _file(blobs.read(bulletin.sha256), WORD, f"{bulletin.title}.docx", download=True)


@require_http_methods(["GET", "HEAD", "POST"])
def pdf(request: Request, pk: int) -> HttpResponse:
    """The preview; asked for with a POST, since making it takes a while."""
    bulletin = bulletin_for(request.actor, pk)
    if request.method == "POST":
        job = actions.bulletin_preview(bulletin=bulletin, by=request.actor, at=request.at)
        return redirect("job", job.pk)
    if bulletin.pdf_sha256:
        return _file(blobs.read(bulletin.pdf_sha256), PDF, f"{bulletin.title}.pdf", download=False)
    context = {"bulletin": bulletin, "has_office": bool(shutil.which("soffice"))}
    return page(request, "publishing/pdf.html", context)


def _file(data: bytes, kind: str, name: str, *, download: bool) -> HttpResponse:
    disposition = content_disposition_header(download, name) or ""
    return HttpResponse(data, kind, headers={"Content-Disposition": disposition})
