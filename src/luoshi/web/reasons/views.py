"""Reasons for being behind: all of them, those of one commitment, giving one, deciding."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.commitments.queries import commitment_for
from luoshi.web.commitments.rows import shown_of
from luoshi.web.delivery.actions import progress_refresh
from luoshi.web.http import Request, page
from luoshi.web.reasons import actions
from luoshi.web.reasons.forms import DecideForm, GiveForm, cause_text
from luoshi.web.reasons.models import BehindReason, ReasonState
from luoshi.web.reasons.queries import reason_for, reasons_of, reasons_visible_to
from luoshi.web.reasons.rules import can_decide_reason, can_give_reason

form_view = require_http_methods(["GET", "HEAD", "POST"])
MOST = 300


@require_safe
def every(request: Request) -> HttpResponse:
    """What waits for a decision, what stands, what is over, over all lists."""
    today = timezone.localdate(request.at)
    rows = [(row, cause_text(row.cause)) for row in reasons_visible_to(request.actor)[:MOST]]
    stands = [pair for pair in rows if _stands(pair[0], today)]
    context = {
        "waiting": [pair for pair in rows if pair[0].state == ReasonState.GIVEN],
        "standing": stands,
        "over": [p for p in rows if p[0].state != ReasonState.GIVEN and p not in stands],
    }
    return page(request, "reasons/reasons.html", context)


def _stands(reason: BehindReason, today: object) -> bool:
    return reason.state == ReasonState.ACCEPTED and reason.until >= today  # type: ignore[operator]


@form_view
def of_commitment(request: Request, pk: int) -> HttpResponse:
    """Every reason given for a commitment, and giving one."""
    commitment = commitment_for(request.actor, pk)
    gives = can_give_reason(request.actor, commitment)
    form = GiveForm(posted(request))
    if request.method == "POST":
        gives.require()
    if form.is_valid():
        with refusals_on(form):
            told = form.cleaned_data
            actions.reason_give(commitment=commitment, **told, by=request.actor, at=request.at)
            messages.success(request, _("理由已提出，等督查室认定；认定之前亮灯照旧。"))
            return redirect("commitment-reasons", pk)
    rows = [(row, cause_text(row.cause)) for row in reasons_of(commitment)]
    is_open = any(row.state == ReasonState.GIVEN for row, _cause in rows)
    context = {
        "commitment": commitment,
        "shown": shown_of(commitment),
        "rows": rows,
        "gives": gives and not is_open and commitment.state in actions.OPEN,
        "form": form,
    }
    status = 422 if form.errors else 200
    return page(request, "reasons/of_commitment.html", context, part="form", status=status)


@form_view
def one(request: Request, pk: int) -> HttpResponse:
    """One reason, and the decision on it."""
    reason = reason_for(request.actor, pk)
    decides = can_decide_reason(request.actor, reason)
    form = DecideForm(posted(request))
    if request.method == "POST":
        decides.require()
        if form.is_valid() and (told := _decided(request, reason, form)):
            messages.success(request, told)
            return redirect("reason", pk)
    context = {
        "reason": reason,
        "cause": cause_text(reason.cause),
        "commitment": reason.commitment,
        "shown": shown_of(reason.commitment),
        "decides": decides and reason.state == ReasonState.GIVEN,
        "form": form,
    }
    status = 422 if form.errors else 200
    return page(request, "reasons/reason.html", context, part="form", status=status)


def _decided(request: Request, reason: BehindReason, form: DecideForm) -> str:
    """What was decided, empty where it was refused; the light shows it at once."""
    accept = request.POST.get("verdict") == "accept"
    with refusals_on(form):
        note = form.cleaned_data["note"]
        actions.reason_decide(
            reason=reason, accept=accept, note=note, by=request.actor, at=request.at
        )
        progress_refresh(ids=[reason.commitment_id], on=timezone.localdate(request.at))
        return _("已认可，亮灯旁注明认可人；颜色和数字不变。") if accept else _("已记为不认可。")
    return ""
