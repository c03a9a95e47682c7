"""A job is asked for, claimed once, kept alive, ended once, and handed on when its worker dies."""

from datetime import timedelta

import pytest
from django.db import transaction

from luoshi.core.errors import DomainError, Forbidden, Invalid, Refused
from luoshi.web.audit.models import Entry
from luoshi.web.jobs.actions import (
    MAX_ATTEMPTS,
    job_beat,
    job_begin,
    job_done,
    job_failed,
    job_progress,
    job_redeliver,
    job_seen,
    job_start,
)
from luoshi.web.jobs.models import Job, State
from tests.factories import NOW, City
from tests.web.jobs.build import start

LATER = NOW + timedelta(minutes=1)


def begun(city: City) -> Job:
    job = job_begin(job_id=start(city.actor("supervisor")).pk, at=NOW)
    assert job
    return job


def test_start_keeps_who_and_ids_and_leaves_an_entry(city: City) -> None:
    job = start(city.actor("supervisor"))
    assert (job.state, job.params, job.asked_by) == (
        "waiting",
        {"thing": 7},
        city.person("supervisor"),
    )
    entry = Entry.objects.get()
    assert (entry.verb, entry.object_id) == ("job.start", str(job.pk))
    assert entry.after == {"kind": "count", "params": {"thing": 7}}


def test_unknown_kind_is_refused(city: City) -> None:
    with pytest.raises(Invalid, match="unknown-job-kind"):
        job_start(kind="os.system", title="x", params={}, by=city.actor("supervisor"), at=NOW)
    assert not Job.objects.exists()


@pytest.mark.parametrize("value", ["第一条 承诺", {"text": "x"}, None, ["a b"]])
def test_contents_are_no_parameters(city: City, value: object) -> None:
    with pytest.raises(TypeError, match="text is not an id"):
        job_start(kind="count", title="x", params={"text": value}, by=city.actor("admin"), at=NOW)


@pytest.mark.parametrize("value", [7, "2026-03-02", "0b" * 32, [1, 2], []])
def test_ids_are_parameters(city: City, value: object) -> None:
    params = {"thing": value}
    job = job_start(kind="count", title="x", params=params, by=city.actor("admin"), at=NOW)
    assert Job.objects.get(pk=job.pk).params == params


def test_rolled_back_act_leaves_no_job_and_no_entry(city: City) -> None:
    @transaction.atomic
    def act() -> None:
        start(city.actor("supervisor"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert (Job.objects.count(), Entry.objects.count()) == (0, 0)


def test_only_the_first_worker_gets_the_job(city: City) -> None:
    job = start(city.actor("supervisor"))
    first, second = job_begin(job_id=job.pk, at=NOW), job_begin(job_id=job.pk, at=NOW)
    assert first
    assert (first.state, first.attempts, first.heartbeat_at, second) == ("running", 1, NOW, None)


def test_progress_moves_bar_and_heartbeat(city: City) -> None:
    job = begun(city)
    job_progress(job=job, step="读" * 70, done=3, total=9, at=LATER)
    job.refresh_from_db()
    assert (job.step, job.done, job.total, job.heartbeat_at) == ("读" * 60, 3, 9, LATER)


def test_done_tells_where_the_result_is(city: City) -> None:
    job = begun(city)
    job_progress(job=job, step="写入", done=3, total=9, at=NOW)
    job_done(job=job, result_url="/lists/3/", at=LATER)
    job.refresh_from_db()
    assert (job.state, job.result_url, job.finished_at, job.done) == ("done", "/lists/3/", LATER, 9)


def test_failed_keeps_code_and_params(city: City) -> None:
    job = begun(city)
    job_failed(job=job, error=Refused("wrong-state", since=NOW.date()), at=LATER)
    job.refresh_from_db()
    assert (job.state, job.error, job.error_params) == (
        "failed",
        "wrong-state",
        {"since": "2026-03-02"},
    )


def test_job_without_worker_waits_for_another(city: City) -> None:
    job = begun(city)
    job_redeliver(job=job, at=LATER)
    job.refresh_from_db()
    assert (job.state, job.heartbeat_at, job.attempts) == ("waiting", None, 1)


def test_job_that_loses_every_worker_is_given_up(city: City) -> None:
    job = begun(city)
    for _ in range(MAX_ATTEMPTS - 1):
        job_redeliver(job=job, at=LATER)
        again = job_begin(job_id=job.pk, at=LATER)
        assert again
        job = again
    job_redeliver(job=job, at=LATER)
    job.refresh_from_db()
    assert (job.state, job.error, job.attempts) == ("failed", "job-gave-up", MAX_ATTEMPTS)


def test_run_that_lost_its_job_changes_nothing(city: City) -> None:
    lost = begun(city)
    job_redeliver(job=lost, at=LATER)
    job_begin(job_id=lost.pk, at=LATER)
    job_progress(job=lost, step="旧", done=1, total=2, at=NOW)
    job_beat(job=lost, at=NOW)
    job_done(job=lost, result_url="/old/", at=NOW)
    job_failed(job=lost, error=DomainError("job-broken"), at=NOW)
    job_redeliver(job=lost, at=NOW)
    now = Job.objects.get(pk=lost.pk)
    assert (now.state, now.step, now.heartbeat_at, now.attempts) == ("running", "", LATER, 2)


def test_seen_takes_the_notice_away_from_an_ended_job_only(city: City) -> None:
    job, actor = begun(city), city.actor("supervisor")
    job_seen(job=job, by=actor)
    assert not Job.objects.get(pk=job.pk).seen
    job_done(job=job, result_url="", at=LATER)
    job_seen(job=job, by=actor)
    assert Job.objects.get(pk=job.pk).seen


def test_nobody_else_takes_a_notice_away(city: City) -> None:
    job = begun(city)
    job_done(job=job, result_url="", at=LATER)
    with pytest.raises(Forbidden, match="job-of-another"):
        job_seen(job=job, by=city.actor("admin"))
    assert not Job.objects.get(state=State.DONE).seen
