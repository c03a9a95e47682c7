"""Amendments: propose, read, decide, and the ledger of a list."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.web import blobs
from luoshi.web.commitments import actions
from luoshi.web.commitments.actions.entries import is_frozen
from luoshi.web.commitments.amending import AmendForm, DecideForm, amendments_workbook, line_of
from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.commitments.models import Amendment
from luoshi.web.commitments.queries import (
    amendment_for,
    amendments_of_list,
    amendments_visible_to,
    commitment_for,
    list_for,
)
from luoshi.web.commitments.rules import can_decide_amendment, can_propose_amendment
from luoshi.web.delivery.actions import progress_refresh
from luoshi.web.http import Request, page
from luoshi.web.units.queries import units_of

form_view = require_http_methods(["GET", "HEAD", "POST"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 500
"""Rows of the page over all lists; the ledger of one list has them all."""


@form_view
def amend(request: Request, pk: int) -> HttpResponse:
    """New values with cause, reason and document."""
    commitment = commitment_for(request.actor, pk)
    can_propose_amendment(request.actor, commitment).require()
    form = AmendForm(
        posted(request),
        request.FILES or None,
        commitment=commitment,
        units=list(units_of(commitment.jurisdiction_id)),
    )
    if form.is_valid():
        with refusals_on(form):
            actions.amendments_propose(
                commitment=commitment, **form.proposal(), by=request.actor, at=request.at
            )
            messages.success(request, _("已提出调整，等市领导批准后生效。"))
            return redirect(commitment)
    context = {"form": form, "commitment": commitment, "frozen": is_frozen(commitment)}
    status = 422 if form.errors else 200
    return page(request, "commitments/amend.html", context, part="form", status=status)


@form_view
def one(request: Request, pk: int) -> HttpResponse:
    """One amendment, and its decision."""
    amendment = amendment_for(request.actor, pk)
    form = DecideForm(posted(request))
    if request.method == "POST":
        can_decide_amendment(request.actor, amendment).require()
        if form.is_valid() and (told := _decided(request, amendment, form)):
            messages.success(request, told)
            return redirect("amendment", pk)
    context = {
        "line": line_of(amendment, amendment.commitment, request.actor),
        "commitment": amendment.commitment,
        "form": form,
    }
    status = 422 if form.errors else 200
    return page(request, "commitments/amendment.html", context, part="form", status=status)


def _decided(request: Request, amendment: Amendment, form: DecideForm) -> str:
    """What was decided, empty where it was refused; the light follows an approval at once."""
    told = {"note": form.cleaned_data["note"], "by": request.actor, "at": request.at}
    with refusals_on(form):
        if request.POST.get("verdict") == "approve":
            actions.amendment_approve(amendment=amendment, **told)
            progress_refresh(ids=[amendment.commitment_id], on=timezone.localdate(request.at))
            return _("已批准，调整自现在起生效。")
        actions.amendment_refuse(amendment=amendment, **told)
        return _("已记为未批准，原值不变。")
    return ""


@require_safe
def document(request: Request, pk: int) -> HttpResponse:
    """The paper it rests on, as it was given."""
    amendment = amendment_for(request.actor, pk)
    data = blobs.read(amendment.document_sha256)
    response = HttpResponse(data, content_type=amendment.document_type)
    header = content_disposition_header(as_attachment=True, filename=amendment.document_name)
    response["Content-Disposition"] = header or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def every(request: Request) -> HttpResponse:
    """What waits for a decision, then what was decided, over all lists."""
    rows = amendments_visible_to(request.actor)[:MOST]
    lines = [line_of(row, row.commitment, request.actor) for row in rows]
    context = {
        "waiting": [line for line in lines if line.is_open],
        "decided": [line for line in lines if not line.is_open],
    }
    return page(request, "commitments/amendments.html", context)


@require_safe
def of_list(request: Request, pk: int) -> HttpResponse:
    """The ledger of one list, for the screen and for paper."""
    lst = list_for(request.actor, pk)
    rows = amendments_of_list(request.actor, lst)
    lines = [line_of(row, row.commitment) for row in rows]
    return page(request, "commitments/amendment_ledger.html", {"list": lst, "lines": lines})


@require_safe
def sheet(request: Request, pk: int) -> HttpResponse:
    """The ledger of one list in Excel."""
    lst = list_for(request.actor, pk)
    rows = amendments_of_list(request.actor, lst)
    data = amendments_workbook(line_of(row, row.commitment) for row in rows)
    response = HttpResponse(data, content_type=XLSX)
    name = f"amendments-{lst.pk}-{timezone.localdate(request.at):%Y%m%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
