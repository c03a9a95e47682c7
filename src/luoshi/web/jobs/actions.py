"""The life of a job. Its own progress is not audited: the act it does writes its own entries."""

import re
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.module_loading import import_string

from luoshi.core.errors import DomainError, Invalid
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import User
from luoshi.web.audit.actions import plain, record
from luoshi.web.jobs.kinds import long_acts
from luoshi.web.jobs.models import Job, State
from luoshi.web.jobs.rules import can_follow_job

RUN_JOB = "luoshi.web.jobs.tasks.run_job"
"""By name: tasks stand above actions."""

MAX_ATTEMPTS = 3
"""A job that has lost its worker so often is given up: it may be what kills them."""

ID = re.compile(r"[0-9a-f-]{1,64}")
"""A key as text: a UUID, a SHA-256, a day."""


@transaction.atomic
def job_start(
    *, kind: str, title: str, params: Mapping[str, object], by: Actor, at: datetime
) -> Job:
    """Ask for a long act; it begins once the caller's transaction is committed.

    ``params`` are ids only (numbers, UUIDs, hashes, or lists of them): contents stay where
    they are.
    """
    if kind not in long_acts():
        raise Invalid("unknown-job-kind")
    _require_ids(params)
    job = Job.objects.create(
        kind=kind, title=title, params=dict(params), asked_by_id=by.user_id, asked_at=at
    )
    record(by=by, at=at, verb="job.start", obj=job, after={"kind": kind, "params": params})
    job_enqueue(job)
    return job


def job_enqueue(job: Job) -> None:
    """Hand the job to a worker after the commit. A job handed over twice still runs once."""
    transaction.on_commit(lambda: import_string(RUN_JOB).enqueue(job.pk))


@transaction.atomic
def job_begin(*, job_id: int, at: datetime) -> Job | None:
    """Claim a waiting job; None when another worker was quicker or it has ended."""
    claimed = Job.objects.filter(pk=job_id, state=State.WAITING).update(
        state=State.RUNNING, attempts=F("attempts") + 1, heartbeat_at=at, done=0, total=0, step=""
    )
    return Job.objects.select_related("asked_by").get(pk=job_id) if claimed else None


@transaction.atomic
def job_progress(*, job: Job, step: str, done: int, total: int, at: datetime) -> None:
    """How far this run is. Written at once, so others see it only outside a transaction."""
    _this_run(job).update(step=step[:60], done=done, total=total, heartbeat_at=at)


@transaction.atomic
def job_beat(*, job: Job, at: datetime) -> None:
    """This run is alive."""
    _this_run(job).update(heartbeat_at=at)


@transaction.atomic
def job_done(*, job: Job, result_url: str, at: datetime) -> None:
    """This run came to its end; nothing happens when the job was taken from it."""
    _end(job, state=State.DONE, result_url=result_url, finished_at=at, done=F("total"))


@transaction.atomic
def job_failed(*, job: Job, error: DomainError, at: datetime) -> None:
    """This run was refused or broke."""
    params = plain(error.params)
    _end(job, state=State.FAILED, error=error.code, error_params=params, finished_at=at)


def _end(job: Job, **values: object) -> None:
    """One more notice for who asked, unless the job was taken from this run."""
    ended = _this_run(job).update(**values)
    _count(job.asked_by_id, ended)


def _count(user_id: int, notices: int) -> None:
    if notices:
        User.objects.filter(pk=user_id).update(unread=F("unread") + notices)


@transaction.atomic
def job_redeliver(*, job: Job, at: datetime) -> None:
    """The worker is gone: wait for another, or give up after the last attempt."""
    if job.attempts >= MAX_ATTEMPTS:
        job_failed(job=job, error=DomainError("job-gave-up"), at=at)
    elif _this_run(job).update(state=State.WAITING, heartbeat_at=None):
        job_enqueue(job)


@transaction.atomic
def job_seen(*, job: Job, by: Actor) -> None:
    """Take the notice away. Not audited: who looked when is nobody's business (law 1)."""
    can_follow_job(by, job).require()
    _see(Job.objects.filter(pk=job.pk), by)


@transaction.atomic
def jobs_seen(*, by: Actor) -> None:
    """Take all of the person's notices away: the list of them was shown. Not audited either."""
    _see(Job.objects.filter(asked_by=by.user_id), by)


def _see(jobs: QuerySet[Job], by: Actor) -> None:
    seen = jobs.filter(finished_at__isnull=False, seen=False).update(seen=True)
    _count(by.user_id, -seen)


def _this_run(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)


def _require_ids(params: Mapping[str, object]) -> None:
    for name, value in params.items():
        for item in value if isinstance(value, list | tuple) else (value,):
            if not (isinstance(item, int) or (isinstance(item, str) and ID.fullmatch(item))):
                raise TypeError(f"job parameter {name} is not an id")
