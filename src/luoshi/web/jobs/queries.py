"""The jobs of a person: how far they are, and which ended unseen."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.http import Http404

from luoshi.core.errors import DomainError
from luoshi.web.accounts.actor import Actor
from luoshi.web.jobs.models import Job, State
from luoshi.web.messages import message

LEASE = timedelta(seconds=45)
"""A job that has not beaten for so long has lost its worker: three missed beats."""


def visible_to(actor: Actor) -> QuerySet[Job]:
    """The jobs the person asked for, newest first."""
    return Job.objects.filter(asked_by=actor.user_id)


def job_for(actor: Actor, pk: int) -> Job:
    """One of the person's own jobs. Raises Http404 for anybody else's."""
    job = visible_to(actor).filter(pk=pk).first()
    if job is None:
        raise Http404
    return job


def notices_for(actor: Actor) -> QuerySet[Job]:
    """The person's jobs that ended and were not yet looked at, newest first."""
    return visible_to(actor).filter(state__in=(State.DONE, State.FAILED), seen=False)


def has_result(actor: Actor, url: str) -> bool:
    """Whether a job of the person ended with that address."""
    return visible_to(actor).filter(state=State.DONE, result_url=url).exists()


def fault_of(job: Job) -> str:
    """Why the job failed, in the reader's language; empty when it did not."""
    return message(DomainError(job.error, **job.error_params)) if job.error else ""


def orphans(at: datetime) -> QuerySet[Job]:
    """The jobs whose worker is gone."""
    return Job.objects.filter(state=State.RUNNING, heartbeat_at__lt=at - LEASE)


def waiting() -> QuerySet[Job]:
    """The jobs that no worker has begun."""
    return Job.objects.filter(state=State.WAITING)
