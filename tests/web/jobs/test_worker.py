"""The worker takes what the queue holds, and what a dead worker left behind."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from luoshi.web.jobs import worker
from luoshi.web.jobs.actions import job_begin
from luoshi.web.jobs.models import DailyRun, Job
from luoshi.web.jobs.queries import LEASE
from luoshi.web.jobs.worker import JobWorker, redeliver_waiting
from tests.factories import City
from tests.web.jobs.build import start


@pytest.fixture(autouse=True)
def queue(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks wait in the database, as in the running site; the connection stays the test's."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(
        "django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None
    )


def state(job: Job) -> str:
    job.refresh_from_db()
    return job.state


def test_round_runs_what_waits(
    city: City, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        jobs = [start(city.actor("supervisor")), start(city.actor("assessor"), "explode")]
    assert [state(job) for job in jobs] == ["waiting", "waiting"]
    JobWorker().round(timezone.now())
    assert [state(job) for job in jobs] == ["done", "failed"]
    assert {row.status for row in DBTaskResult.objects.all()} == {"SUCCESSFUL"}


def test_round_takes_up_a_job_whose_worker_died(
    city: City, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    job = start(city.actor("supervisor"))
    job_begin(job_id=job.pk, at=timezone.now() - LEASE - timedelta(seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        JobWorker().round(timezone.now())
    assert state(job) == "waiting"
    JobWorker().round(timezone.now())
    assert (state(job), job.attempts) == ("done", 2)


def test_round_leaves_a_job_alone_that_is_alive(city: City) -> None:
    job = start(city.actor("supervisor"))
    job_begin(job_id=job.pk, at=timezone.now())
    JobWorker().round(timezone.now())
    assert (state(job), job.attempts) == ("running", 1)


def test_start_enqueues_what_never_reached_the_queue(
    city: City, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    job = start(city.actor("supervisor"))
    with django_capture_on_commit_callbacks(execute=True):
        redeliver_waiting()
    JobWorker().round(timezone.now())
    assert state(job) == "done"


def test_daily_tasks_run_in_the_first_round(db: None) -> None:
    JobWorker().round(timezone.now())
    ran = DailyRun.objects.get(name="luoshi.web.jobs.tasks.queue_prune")
    assert ran.last_on == timezone.localdate()
