"""How firm a run's ranking is: asked for once, then shown."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from luoshi.web.assessment.actions import study_order
from luoshi.web.assessment.firmness import firmness_of, plan_words
from luoshi.web.assessment.queries import run_for, study_of
from luoshi.web.assessment.rules import can_compute
from luoshi.web.http import Request, page


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: Request, pk: int) -> HttpResponse:
    """The study of a run; a POST asks a worker for it, and the page of its job says how far."""
    run = run_for(request.actor, pk)
    if request.method == "POST":
        return _on(request, study_order(run=run, by=request.actor, at=request.at).pk)
    study = study_of(run)
    context = {
        "run": run,
        "study": study,
        "groups": firmness_of(run, study) if study else [],
        "varied": plan_words(study) if study else "",
        "orders": can_compute(request.actor, run.jurisdiction_id),
    }
    return page(request, "assessment/study.html", context)


def _on(_request: Request, job: int) -> HttpResponse:
    return redirect("job", job)
