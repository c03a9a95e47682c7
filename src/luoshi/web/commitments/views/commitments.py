"""Commitments: the table over all lists, one with everything known of it, and changing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.core.errors import Refused
from luoshi.web.commitments import actions
from luoshi.web.commitments.account import account_page
from luoshi.web.commitments.actions.entries import is_frozen
from luoshi.web.commitments.bothlights import side_chosen
from luoshi.web.commitments.forms import (
    CommitmentForm,
    MilestoneSet,
    NoteForm,
    PlaceForm,
    ReasonForm,
    posted,
    refusals_on,
    steps_given,
    steps_initial,
)
from luoshi.web.commitments.ledger import Filters, tally
from luoshi.web.commitments.meanwhile import Meanwhile, meanwhile_of
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.queries import commitment_for, open_lists
from luoshi.web.commitments.rules import can_change, can_propose_amendment, can_withdraw
from luoshi.web.commitments.views.accounts import curve_for, told_of
from luoshi.web.commitments.views.ledger import ledger, sheet
from luoshi.web.forecast.words import forecast_told
from luoshi.web.http import Request, page
from luoshi.web.units.queries import units_of
from luoshi.web.visits.queries import raised_of

form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def every(request: Request) -> HttpResponse:
    """Everything the person sees, searched and filtered."""
    counts = tally(request.actor, frozen=Filters.of(request.GET).is_frozen)
    context = ledger(request, counts)
    return page(request, "commitments/commitments.html", context, part="ledger")


@require_safe
def every_sheet(request: Request) -> HttpResponse:
    """The same in Excel."""
    return sheet(request)


@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    """What was promised, by whom; said, did, achieved; the light; history."""
    commitment = commitment_for(request.actor, pk)
    against = request.GET.get("against", "")
    held = side_chosen(commitment, against)
    told = told_of(request.actor, held)
    curve = curve_for(held, told, timezone.localdate(request.at))
    context = account_page(request.actor, commitment, against) | {
        "told": told,
        "curve": curve,
        "forecast": forecast_told(commitment),
        "raised": raised_of(request.actor, commitment),
    }
    return page(request, "commitments/commitment.html", context)


@form_view
def edit(request: Request, pk: int) -> HttpResponse:
    """Other values, while nothing is frozen."""
    commitment = commitment_for(request.actor, pk)
    can_change(request.actor, commitment).require()
    if is_frozen(commitment):
        return _frozen(request, commitment)
    units = list(units_of(commitment.jurisdiction_id))
    first = CommitmentForm.initial_of(commitment)
    form = CommitmentForm(posted(request), units=units, initial=first)
    version = _read_version(request, commitment)
    context = {"form": form, "commitment": commitment, "version": version}
    if form.is_valid():
        with refusals_on(form):
            if not (clash := _clash(request, commitment, form, version)):
                messages.success(request, _("已保存。"))
                return redirect(commitment)
            form = CommitmentForm(units=units, initial={**clash.values})
            context |= {"form": form, "meanwhile": clash, "version": clash.version}
            return page(request, "commitments/edit.html", context, part="form", status=409)
    status = 422 if form.errors else 200
    return page(request, "commitments/edit.html", context, part="form", status=status)


def _frozen(request: Request, commitment: Commitment) -> HttpResponse:
    """Only amendments change what is frozen."""
    proposes = can_propose_amendment(request.actor, commitment)
    context = {"commitment": commitment, "proposes": proposes}
    return page(request, "commitments/frozen.html", context, status=409)


def _read_version(request: Request, commitment: Commitment) -> int:
    """The version that the person had before their eyes; the present one where none is named."""
    told = request.POST.get("version", "")
    return int(told) if told.isdecimal() and len(told) < 10 else commitment.version


def _clash(
    request: Request, commitment: Commitment, form: CommitmentForm, version: int
) -> Meanwhile | None:
    """Saved: nothing. Not saved, because somebody else was quicker: what they changed."""
    changes = form.changes()
    try:
        actions.commitment_edit(
            commitment=commitment,
            changes=changes,
            version=version,
            by=request.actor,
            at=request.at,
        )
    except Refused as refusal:
        if refusal.code != "edited-meanwhile":
            raise
        fresh = commitment_for(request.actor, commitment.pk)
        units = list(units_of(commitment.jurisdiction_id))
        return meanwhile_of(fresh, version, changes, units)
    return None


@form_view
def milestones(request: Request, pk: int) -> HttpResponse:
    """The dated steps, all on one form."""
    commitment = commitment_for(request.actor, pk)
    can_change(request.actor, commitment).require()
    steps = MilestoneSet(
        posted(request), initial=steps_initial(commitment.milestones.all()), prefix="step"
    )
    top = NoteForm(posted(request))
    if steps.is_valid():
        with refusals_on(top):
            actions.milestones_set(
                commitment=commitment, steps=steps_given(steps), by=request.actor, at=request.at
            )
            messages.success(request, _("节点已保存。"))
            return redirect(commitment)
    status = 422 if steps.is_bound else 200
    context = {"steps": steps, "form": top, "commitment": commitment}
    return page(request, "commitments/milestones.html", context, part="form", status=status)


@form_view
def place(request: Request, pk: int) -> HttpResponse:
    """One more list."""
    commitment = commitment_for(request.actor, pk)
    can_change(request.actor, commitment).require()
    form = PlaceForm(posted(request), lists=open_lists(request.actor, commitment))
    if form.is_valid():
        with refusals_on(form):
            actions.commitment_list_in(
                commitment=commitment, **form.cleaned_data, by=request.actor, at=request.at
            )
            told = {"list": form.cleaned_data["within"]}
            messages.success(request, _("已列入“%(list)s”。") % told)
            return redirect(commitment)
    context = {"form": form, "commitment": commitment, "title": _("列入另一清单")}
    status = 422 if form.errors else 200
    return page(request, "commitments/act.html", context, part="form", status=status)


@form_view
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Ask once, with the reason."""
    commitment = commitment_for(request.actor, pk)
    can_withdraw(request.actor, commitment).require()
    form = ReasonForm(posted(request))
    if form.is_valid():
        with refusals_on(form):
            actions.commitment_withdraw(
                commitment=commitment, **form.cleaned_data, by=request.actor, at=request.at
            )
            messages.success(request, _("事项已撤销。"))
            return redirect(commitment)
    context = {
        "form": form,
        "commitment": commitment,
        "title": _("撤销事项"),
        "warning": _("撤销后，该事项不再报送、核验和计分；理由留在记录里，不能恢复。"),
    }
    status = 422 if form.errors else 200
    return page(request, "commitments/act.html", context, part="form", status=status)
