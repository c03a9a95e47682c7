"""Each person finds the own jobs, and is told of those that ended."""

from datetime import timedelta

import pytest
from django.http import Http404

from luoshi.core.errors import DomainError
from luoshi.web.jobs.actions import job_begin, job_done, job_failed, job_seen
from luoshi.web.jobs.models import Job
from luoshi.web.jobs.queries import LEASE, fault_of, job_for, notices_for, orphans, visible_to
from tests.factories import NOW, City
from tests.web.jobs.build import start


def begun(city: City, role: str = "supervisor") -> Job:
    job = job_begin(job_id=start(city.actor(role)).pk, at=NOW)
    assert job
    return job


def test_jobs_of_another_are_not_there(city: City) -> None:
    mine, other = start(city.actor("supervisor")), start(city.actor("assessor"))
    assert list(visible_to(city.actor("supervisor"))) == [mine]
    assert job_for(city.actor("supervisor"), mine.pk) == mine
    with pytest.raises(Http404):
        job_for(city.actor("supervisor"), other.pk)


def test_notices_are_my_ended_jobs_until_seen(city: City) -> None:
    actor = city.actor("supervisor")
    done, failed, running, other = begun(city), begun(city), begun(city), begun(city, "assessor")
    job_done(job=done, result_url="/x/", at=NOW)
    job_failed(job=failed, error=DomainError("job-broken"), at=NOW)
    job_done(job=other, result_url="/x/", at=NOW)
    assert list(notices_for(actor)) == [failed, done]
    assert running not in notices_for(actor)
    failed.refresh_from_db()
    job_seen(job=failed, by=actor)
    assert list(notices_for(actor)) == [done]


def test_job_is_an_orphan_when_the_lease_is_over(city: City) -> None:
    job = begun(city)
    assert list(orphans(NOW + LEASE)) == []
    assert list(orphans(NOW + LEASE + timedelta(microseconds=1))) == [job]


def test_fault_of_a_job_that_went_well_is_empty(city: City) -> None:
    assert fault_of(begun(city)) == ""
