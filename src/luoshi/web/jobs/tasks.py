"""What workers run: a job, and the daily upkeep of this app."""

from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone, translation
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from luoshi.web.jobs import actions
from luoshi.web.jobs.kinds import long_acts
from luoshi.web.jobs.models import Job
from luoshi.web.jobs.runs import Beating, Contained, sparing

KEPT = timedelta(days=14)


@task()
def run_job(job_id: int) -> None:
    """Do a job, in the language of the one who asked. A job that is not waiting is left alone."""
    job = actions.job_begin(job_id=job_id, at=timezone.now())
    if job is None:
        return
    with translation.override(job.asked_by.language), Contained(f"job {job.kind} {job.pk}") as run:
        with Beating(lambda: actions.job_beat(job=job, at=timezone.now())):
            result_url = long_acts()[job.kind](job, sparing(partial(_progress, job)))
        actions.job_done(job=job, result_url=result_url, at=timezone.now())
    if run.error:
        actions.job_failed(job=job, error=run.error, at=timezone.now())


def _progress(job: Job, step: str, done: int, total: int) -> None:
    actions.job_progress(job=job, step=step, done=done, total=total, at=timezone.now())


def queue_prune(at: datetime) -> None:
    """Forget the queue's own rows of finished tasks; the jobs themselves stay."""
    DBTaskResult.objects.finished().filter(finished_at__lt=at - KEPT).delete()


DAILY = (queue_prune,)
