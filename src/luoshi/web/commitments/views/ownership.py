"""Dispatch, acceptance, dispute and decision of one commitment."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from luoshi.web.commitments import actions
from luoshi.web.commitments.acts import require_decides
from luoshi.web.commitments.forms import DecisionForm, DisputeForm, posted, refusals_on
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.queries import commitment_for
from luoshi.web.commitments.rules import can_answer, can_change
from luoshi.web.http import Request, page
from luoshi.web.units.models import Unit
from luoshi.web.units.queries import units_of

form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
def dispatch(request: Request, pk: int) -> HttpResponse:
    """Ask once, then dispatch."""
    commitment = commitment_for(request.actor, pk)
    can_change(request.actor, commitment).require()
    if request.method == "POST":
        actions.commitment_dispatch(commitments=[commitment], by=request.actor, at=request.at)
        messages.success(request, _("已交办。"))
        return redirect(commitment)
    units = {str(commitment.lead_unit or ""): [commitment]}
    context = {"commitment": commitment, "units": units, "count": 1, "verb": "dispatch"}
    return page(request, "commitments/confirm.html", context)


@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """The lead unit takes it on."""
    commitment = commitment_for(request.actor, pk)
    actions.commitment_accept(commitment=commitment, by=request.actor, at=request.at)
    messages.success(request, _("已签收。"))
    return redirect(commitment)


@form_view
def dispute(request: Request, pk: int) -> HttpResponse:
    """Why it is not ours."""
    commitment = commitment_for(request.actor, pk)
    can_answer(request.actor, commitment).require()
    form = DisputeForm(posted(request), units=_others(commitment))
    if form.is_valid():
        with refusals_on(form):
            actions.commitment_dispute(
                commitment=commitment, **form.cleaned_data, by=request.actor, at=request.at
            )
            messages.success(request, _("异议已提交，由双方的共同上级裁定。"))
            return redirect(commitment)
    context = {
        "form": form,
        "commitment": commitment,
        "title": _("提出异议"),
        "warning": _("异议由双方的共同上级裁定；裁定前该事项仍记在本单位名下。"),
    }
    status = 422 if form.errors else 200
    return page(request, "commitments/act.html", context, part="form", status=status)


@form_view
def decide(request: Request, pk: int) -> HttpResponse:
    """The common superior's word."""
    commitment = commitment_for(request.actor, pk)
    answer = require_decides(request.actor, commitment)
    first = {"lead_unit": answer.proposed_unit_id}
    form = DecisionForm(posted(request), units=_others(commitment), initial=first)
    if form.is_valid():
        upholds = form.upholds
        with refusals_on(form):
            actions.dispute_decide(
                commitment=commitment,
                uphold=upholds,
                lead_unit=None if upholds else form.cleaned_data["lead_unit"],
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=request.at,
            )
            said = (
                _("已裁定：维持原牵头单位。")
                if upholds
                else _("已裁定：改派，由新的牵头单位签收。")
            )
            messages.success(request, said)
            return redirect(commitment)
    context = {
        "form": form,
        "commitment": commitment,
        "title": _("裁定异议"),
        "dispute": answer,
        "warning": _("维持即视为原单位已签收；改派后由新的牵头单位签收。"),
    }
    status = 422 if form.errors else 200
    return page(request, "commitments/act.html", context, part="form", status=status)


def _others(commitment: Commitment) -> list[Unit]:
    units = units_of(commitment.jurisdiction_id)
    return [unit for unit in units if unit.pk != commitment.lead_unit_id]
