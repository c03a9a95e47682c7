"""The rule laboratory: a draft tried on a period that is over, before it is adopted."""

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from luoshi.core.errors import Invalid
from luoshi.web.assessment.actions.trials import trial_order
from luoshi.web.assessment.forms import TrialForm
from luoshi.web.assessment.frozen import thawed
from luoshi.web.assessment.laboratory import Trial
from luoshi.web.assessment.models import RuleTrial, Scheme, ScoreRun
from luoshi.web.assessment.queries import (
    rankings_visible_to,
    scheme_for,
    trial_for,
    trials_of,
    units_scored,
    versions_visible_to,
)
from luoshi.web.assessment.rules import can_see_trials, can_write_schemes
from luoshi.web.http import Request, page
from luoshi.web.messages import message


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: Request, pk: int) -> HttpResponse:
    """Choose a version and a run: a POST asks a worker to try it, and the page of its job leads
    back here. Both in the address, what the version would have done, once it was tried.

    Who decides on the rules reads what was tried; 404 for those who may not know of it.
    """
    scheme = scheme_for(request.actor, pk)
    if not can_see_trials(request.actor, scheme.jurisdiction_id):
        raise Http404
    writes = can_write_schemes(request.actor, scheme.jurisdiction_id)
    if request.method == "POST":
        writes.require()
    runs = _runs(request, scheme)
    form = _form(request, scheme, runs)
    found = trial_for(request.actor, **form.cleaned_data) if form.is_valid() else None
    if not (writes or found) and form.is_bound:
        raise Http404
    if request.method == "POST" and form.is_valid():
        try:
            return _on(trial_order(**form.cleaned_data, by=request.actor, at=request.at).pk)
        except Invalid as refusal:
            form.add_error("version", message(refusal))
            form.mark()
    context = {
        "scheme": scheme, "form": form, "writes": writes, "ready": runs.exists(),
        "kept": found, "trials": trials_of(request.actor, scheme),
    }  # fmt: skip
    if found:
        context |= form.cleaned_data | _read(found)
    status = 422 if form.errors else 200
    return page(request, "assessment/laboratory.html", context, status=status)


def _runs(request: Request, scheme: Scheme) -> QuerySet[ScoreRun]:
    runs = rankings_visible_to(request.actor).filter(jurisdiction=scheme.jurisdiction_id)
    return runs.select_related("version", "jurisdiction").order_by("-period_end", "-pk")


def _form(request: Request, scheme: Scheme, runs: QuerySet[ScoreRun]) -> TrialForm:
    """What was sent, what the address says, or an empty one."""
    versions = versions_visible_to(request.actor).filter(scheme=scheme).order_by("-number")
    chosen = request.GET if "run" in request.GET else None
    sent = request.POST if request.method == "POST" else chosen
    return TrialForm(sent, versions=versions, runs=runs)


def _read(kept: RuleTrial) -> dict[str, object]:
    """What was found; each unit of a group with the key that leads to its old score."""
    found: Trial = thawed(Trial, kept.text)
    keys = units_scored(kept.run)
    groups = [
        (title, [(row, keys.get(row.move.unit)) for row in rows]) for title, rows in found.groups
    ]
    return {"trial": found, "groups": groups}


def _on(job: int) -> HttpResponse:
    return redirect("job", job)
