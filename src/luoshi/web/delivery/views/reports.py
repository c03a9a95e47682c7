"""One report: fill, sign, accept, return, correct."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.core.errors import DomainError
from luoshi.web.delivery import actions
from luoshi.web.delivery.filling import Filling, filling_of
from luoshi.web.delivery.filling import fill as fill_in
from luoshi.web.delivery.forms import RecallForm, ReturnForm
from luoshi.web.delivery.models import ProgressReport
from luoshi.web.delivery.queries import report_for
from luoshi.web.delivery.reportpage import fillable_report, next_waiting, report_page
from luoshi.web.delivery.rules import can_recall, can_return
from luoshi.web.delivery.views.rounds import filled_text
from luoshi.web.http import Request, page


@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    """What is said, who stands for it, what came of it; and the next step for whose turn it is."""
    report = report_for(request.actor, pk)
    return _page(request, report, _filling(request, report))


def _filling(request: Request, report: ProgressReport, *, typed: bool = False) -> Filling:
    return filling_of(request, fillable_report(request.actor, report), typed=typed)


def _page(
    request: Request,
    report: ProgressReport,
    filling: Filling,
    back: ReturnForm | None = None,
    recall: RecallForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = report_page(request.actor, report, filling)
    context |= {"return_form": back or ReturnForm(), "recall_form": recall or RecallForm()}
    return page(request, "delivery/report.html", context, part="report", status=status)


@require_POST
def fill(request: Request, pk: int) -> HttpResponse:
    """Keep what is said; hand it in when that was asked."""
    report = report_for(request.actor, pk)
    filling = _filling(request, report, typed=True)
    if not filling.lines:
        raise Http404
    filled = fill_in(request, filling)
    if filled is None:
        return _page(request, report, filling, status=422)
    messages.success(request, filled_text(filled))
    return redirect("report", pk)


@require_POST
def sign(request: Request, pk: int) -> HttpResponse:
    """签发."""
    report = report_for(request.actor, pk)
    actions.report_sign(report=report, by=request.actor, at=request.at)
    messages.success(request, _("已签发。"))
    return _on(request, report, "submitted")


@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """采信."""
    report = report_for(request.actor, pk)
    actions.report_accept(report=report, by=request.actor, at=request.at)
    messages.success(request, _("已采信。"))
    return _on(request, report, "signed")


@require_POST
def send_back(request: Request, pk: int) -> HttpResponse:
    """退回 with a reason of the list."""
    report = report_for(request.actor, pk)
    can_return(request.actor, report).require()
    form, state = ReturnForm(request.POST), report.state
    if form.is_valid():
        try:
            actions.report_return(
                report=report, **form.cleaned_data, by=request.actor, at=request.at
            )
        except DomainError as error:
            if "field" not in error.params:
                raise
            form.refuse(error)
        else:
            messages.success(request, _("已退回。"))
            return _on(request, report, state)
    return _page(request, report, _filling(request, report), form, status=422)


def _on(request: Request, report: ProgressReport, state: str) -> HttpResponse:
    """To the next report that waits for the same step, else back to the round."""
    following = next_waiting(request.actor, report, state)
    return redirect("report", following.pk) if following else redirect("round", report.round_id)


@require_POST
def recall(request: Request, pk: int) -> HttpResponse:
    """撤回 before it is accepted."""
    report = report_for(request.actor, pk)
    can_recall(request.actor, report).require()
    form = RecallForm(request.POST)
    if form.is_valid():
        note = form.cleaned_data["note"]
        actions.report_recall(report=report, note=note, by=request.actor, at=request.at)
        messages.success(request, _("已撤回，改好后可以重新报送。"))
        return redirect("report", pk)
    return _page(request, report, _filling(request, report), recall=form, status=422)


@require_POST
def correct(request: Request, pk: int) -> HttpResponse:
    """更正: a draft beside the accepted report."""
    report = report_for(request.actor, pk)
    draft = actions.report_correct(report=report, by=request.actor, at=request.at)
    messages.success(request, _("已开始更正。新的交账采信以前，原来的继续有效。"))
    return redirect("report", draft.pk)


@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    """Give a correction up."""
    report = report_for(request.actor, pk)
    actions.correction_drop(report=report, by=request.actor, at=request.at)
    messages.success(request, _("更正已取消，原来的交账不变。"))
    return redirect("report", report.supersedes_id)
