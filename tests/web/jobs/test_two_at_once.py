"""Two workers reach for one job, and many people act at once: one run, one whole chain."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from luoshi.web.audit.queries import verify
from luoshi.web.jobs.actions import job_begin
from luoshi.web.jobs.models import Job
from luoshi.web.units.actions import alias_add
from tests.factories import NOW, make_city


@pytest.fixture(autouse=True)
def writers(committed: None) -> None:
    """Real commits. An in-memory SQLite is one table lock for all threads, so it cannot queue."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("two writers need PostgreSQL or a SQLite file")


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    gate, answers = Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            answers.append(act())
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_one_worker_gets_the_job() -> None:
    city = make_city()
    by = city.actor("supervisor")
    job = Job.objects.create(kind="count", title="x", asked_by_id=by.user_id, asked_at=NOW)
    answers = at_once([lambda: job_begin(job_id=job.pk, at=NOW)] * 4)
    assert [answer for answer in answers if answer is not None] == [job]
    job.refresh_from_db()
    assert job.attempts == 1


def test_acts_at_once_leave_one_whole_chain() -> None:
    city = make_city()
    by = city.actor("admin")

    def act(number: int) -> Callable[[], object]:
        return lambda: alias_add(unit=city.east, text=f"别名{number}", by=by, at=NOW)

    assert len(at_once([act(number) for number in range(8)])) == 8
    assert verify() == (8, None)
