"""A worker does a job to its end, and what breaks does not break the worker."""

import logging
from datetime import timedelta
from threading import Event

import pytest
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks

from luoshi.core.errors import DomainError, Refused
from luoshi.web.jobs.models import Job
from luoshi.web.jobs.queries import fault_of
from luoshi.web.jobs.runs import Beating, Contained, sparing
from luoshi.web.jobs.tasks import KEPT, queue_prune, run_job
from tests.factories import NOW, City
from tests.web.jobs.build import SECRET, start


def ran(city: City, kind: str) -> Job:
    job = start(city.actor("supervisor"), kind)
    run_job.call(job.pk)
    job.refresh_from_db()
    return job


def test_job_runs_to_its_result(city: City) -> None:
    job = ran(city, "count")
    assert (job.state, job.result_url, job.done, job.total, job.step) == (
        "done",
        "/things/7/",
        2,
        2,
        "写入",
    )


def test_job_begins_after_the_commit(
    city: City, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        job = start(city.actor("supervisor"))
    assert Job.objects.get(pk=job.pk).state == "waiting"
    for callback in callbacks:
        callback()
    assert Job.objects.get(pk=job.pk).state == "done"


def test_job_handed_over_twice_runs_once(city: City) -> None:
    job = ran(city, "count")
    run_job.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 1)


def test_refusal_is_told_in_the_readers_words(city: City) -> None:
    job = ran(city, "refuse")
    assert (job.state, job.error, job.error_params) == (
        "failed",
        "calendar-not-covered",
        {"year": 2027},
    )
    assert fault_of(job) == "2027 年的节假日安排尚未公布，不能计算工作日。"


def test_surprise_is_logged_without_its_text(city: City, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        job = ran(city, "explode")
    assert (job.state, job.error, job.error_params) == ("failed", "job-broken", {})
    assert "ZeroDivisionError" in caplog.text
    assert SECRET not in caplog.text


def test_contained_lets_an_exit_through() -> None:
    with pytest.raises(SystemExit), Contained("job"):
        raise SystemExit
    with Contained("job") as run:
        raise Refused("wrong-state")
    assert isinstance(run.error, DomainError)


def test_heartbeat_beats_until_the_end() -> None:
    beaten = Event()
    with Beating(beaten.set, seconds=0) as beating:
        assert beaten.wait(5)
    assert not beating.thread.is_alive()


def test_reports_are_spared_but_for_steps_and_the_end() -> None:
    told: list[tuple[str, int, int]] = []
    report = sparing(lambda *progress: told.append(progress))
    for done in range(1, 1001):
        report("读取", done, 1000)
    report("写入", 1, 9)
    assert told[0] == ("读取", 1, 1000)
    assert told[-2:] == [("读取", 1000, 1000), ("写入", 1, 9)]
    assert len(told) < 10


def test_old_queue_rows_are_forgotten(db: None) -> None:
    for status, age in (("SUCCESSFUL", 0), ("SUCCESSFUL", 1), ("FAILED", 1), ("READY", 1)):
        DBTaskResult.objects.create(
            status=status,
            finished_at=NOW - KEPT - timedelta(days=age) + timedelta(hours=1),
            args_kwargs={"args": [], "kwargs": {}},
            task_path="luoshi.web.jobs.tasks.run_job",
            backend_name="default",
            run_after=NOW,
        )
    queue_prune(NOW)
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["READY", "SUCCESSFUL"]
