"""The rule laboratory: a draft tried on a period that is over, before it is adopted."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from luoshi.core.errors import Invalid
from luoshi.web.assessment.actions.trials import trial_order
from luoshi.web.assessment.forms import TrialForm
from luoshi.web.assessment.frozen import thawed
from luoshi.web.assessment.laboratory import Trial
from luoshi.web.assessment.queries import (
    rankings_visible_to,
    scheme_for,
    trial_of,
    versions_visible_to,
)
from luoshi.web.assessment.rules import can_write_schemes
from luoshi.web.http import Request, page
from luoshi.web.messages import message


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: Request, pk: int) -> HttpResponse:
    """Choose a version and a run: a POST asks a worker to try it, and the page of its job leads
    back here. Both in the address, what the version would have done, once it was tried."""
    scheme = scheme_for(request.actor, pk)
    can_write_schemes(request.actor, scheme.jurisdiction_id).require()
    versions = versions_visible_to(request.actor).filter(scheme=scheme).order_by("-number")
    runs = rankings_visible_to(request.actor).filter(jurisdiction=scheme.jurisdiction_id)
    runs = runs.select_related("version", "jurisdiction").order_by("-period_end", "-pk")
    sent = request.POST if request.method == "POST" else None
    chosen = request.GET if "run" in request.GET else None
    form = TrialForm(sent or chosen, versions=versions, runs=runs)
    found = trial_of(**form.cleaned_data) if form.is_valid() else None
    if sent is not None and form.is_valid():
        try:
            job = trial_order(**form.cleaned_data, by=request.actor, at=request.at)
            return _on(job.pk)
        except Invalid as refusal:
            form.add_error("version", message(refusal))
            form.mark()
    context = {"scheme": scheme, "form": form, "ready": runs.exists()}
    if found:
        context |= form.cleaned_data | {"kept": found, "trial": thawed(Trial, found.text)}
    status = 422 if form.errors else 200
    return page(request, "assessment/laboratory.html", context, status=status)


def _on(job: int) -> HttpResponse:
    return redirect("job", job)
