"""Following one's jobs."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from luoshi.web.http import Request, page
from luoshi.web.jobs.actions import job_seen, jobs_seen
from luoshi.web.jobs.queries import fault_of, job_for, visible_to

STOP_POLLING = 286
SHOWN = 50


@require_safe
def jobs(request: Request) -> HttpResponse:
    """My latest jobs; what ended since I looked last is marked, and then counts as seen."""
    mine = [(job, fault_of(job)) for job in visible_to(request.actor)[:SHOWN]]
    if request.user.unread:
        jobs_seen(by=request.actor)
        request.user.unread = 0
    return page(request, "jobs/jobs.html", {"jobs": mine})


@require_safe
def job(request: Request, pk: int) -> HttpResponse:
    """How far one job is. Asked every second by the page; 286 ends the asking."""
    found = job_for(request.actor, pk)
    asked_by_page = bool(request.htmx)
    status = STOP_POLLING if asked_by_page and found.is_finished else 200
    context = {"job": found, "fault": fault_of(found), "live": asked_by_page}
    return page(request, "jobs/job.html", context, part="progress", status=status)


@require_POST
def job_open(request: Request, pk: int) -> HttpResponseBase:
    """Go to the result (or back to my jobs where there is none), and take the notice away."""
    found = job_for(request.actor, pk)
    job_seen(job=found, by=request.actor)
    if not found.result_url:
        return redirect("jobs")
    if request.htmx:
        return HttpResponseClientRedirect(found.result_url)
    return redirect(found.result_url)
