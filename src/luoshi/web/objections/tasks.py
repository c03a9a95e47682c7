"""The long act of this app: computing a run again after objections."""

from django.urls import reverse
from django.utils import timezone

from luoshi.web.accounts.queries import actor_at
from luoshi.web.jobs.kinds import Report
from luoshi.web.jobs.models import Job
from luoshi.web.objections.actions import run_again
from luoshi.web.objections.actions.again import AGAIN
from luoshi.web.objections.queries import order_of_job, rerun_of_job


def compute_again(job: Job, report: Report) -> str:
    """The run that the job asked for, computed now or already there: what it says otherwise."""
    now = timezone.now()
    made = rerun_of_job(job)
    if made is None:
        order = order_of_job(job)
        made = run_again(
            run=order.run,
            version=order.version,
            note=order.note,
            known_at=order.asked_at,
            by=actor_at(job.asked_by, timezone.localdate(now)),
            at=now,
            job=job,
            tell=report,
        )
    return reverse("run-changes", args=[made.new_id])


JOBS = {AGAIN: compute_again}
