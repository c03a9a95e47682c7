"""The rule laboratory: a draft tried on a period that is over, before it is adopted."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from luoshi.core.errors import Invalid
from luoshi.web.assessment.forms import TrialForm
from luoshi.web.assessment.laboratory import Trial, trial
from luoshi.web.assessment.queries import rankings_visible_to, scheme_for, versions_visible_to
from luoshi.web.assessment.rules import can_write_schemes
from luoshi.web.http import Request, page
from luoshi.web.messages import message


@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    """Choose a version and a run; both chosen, what the version would have done."""
    scheme = scheme_for(request.actor, pk)
    can_write_schemes(request.actor, scheme.jurisdiction_id).require()
    versions = versions_visible_to(request.actor).filter(scheme=scheme).order_by("-number")
    runs = rankings_visible_to(request.actor).filter(jurisdiction=scheme.jurisdiction_id)
    runs = runs.select_related("version", "jurisdiction").order_by("-period_end", "-pk")
    form = TrialForm(request.GET if "run" in request.GET else None, versions=versions, runs=runs)
    found: Trial | None = None
    if form.is_valid():
        told = form.cleaned_data
        try:
            found = trial(run=told["run"], version=told["version"], by=request.actor, at=request.at)
        except Invalid as refusal:
            form.add_error("version", message(refusal))
            form.mark()
    context = {"scheme": scheme, "form": form, "trial": found, "ready": runs.exists()}
    context |= form.cleaned_data if found else {}
    status = 422 if form.errors else 200
    return page(request, "assessment/laboratory.html", context, status=status)
