"""The pages that follow a job."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from luoshi.core.errors import Refused
from luoshi.web.accounts.queries import actor_at
from luoshi.web.jobs.actions import job_begin, job_done, job_failed, job_progress
from luoshi.web.jobs.models import Job
from tests.conftest import SignIn
from tests.factories import NOW, City
from tests.web.jobs.build import start

HTMX = {"HX-Request": "true"}


@pytest.fixture
def asker(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("supervisor"))


@pytest.fixture
def job(city: City) -> Job:
    begun = job_begin(job_id=start(city.actor("supervisor")).pk, at=NOW)
    assert begun
    job_progress(job=begun, step="正在读取", done=3, total=9, at=NOW)
    return begun


def test_running_job_shows_step_and_bar_and_asks_again(asker: Client, job: Job) -> None:
    answer = asker.get(f"/jobs/{job.pk}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "正在读取" in page
    assert 'value="3" max="9"' in page
    assert f'hx-get="/jobs/{job.pk}/" hx-trigger="every 1s"' in page


def test_polling_goes_on_until_the_end(asker: Client, job: Job) -> None:
    url = f"/jobs/{job.pk}/"
    running = asker.get(url, headers=HTMX)
    assert (running.status_code, "<html" in running.content.decode()) == (200, False)
    job_done(job=job, result_url="/lists/3/", at=NOW)
    ended = asker.get(url, headers=HTMX)
    assert ended.status_code == 286
    assert 'hx-trigger="load, submit"' in ended.content.decode()


def test_ended_job_opened_by_hand_waits_for_a_click(asker: Client, job: Job) -> None:
    job_done(job=job, result_url="/lists/3/", at=NOW)
    answer = asker.get(f"/jobs/{job.pk}/")
    assert answer.status_code == 200
    assert "hx-trigger" not in answer.content.decode()
    assert "查看结果" in answer.content.decode()
    assert not Job.objects.get().seen


def test_bell_counts_what_ended_unseen_and_asks_nothing_for_it(asker: Client, job: Job) -> None:
    def bell() -> tuple[list[str], int]:
        with CaptureQueriesContext(connection) as asked:
            html = asker.get("/documents/").content.decode()
        return re.findall(r'class="bell-count"[^>]*>(\d+)<', html), len(asked)

    quiet, queries = bell()
    assert quiet == []
    job_done(job=job, result_url="/lists/3/", at=NOW)
    job_failed(job=job, error=Refused("x"), at=NOW)
    assert bell() == (["1"], queries)
    other = job_begin(job_id=start(actor_at(job.asked_by, NOW.date())).pk, at=NOW)
    assert other
    job_failed(job=other, error=Refused("calendar-not-covered", year=2027), at=NOW)
    assert bell() == (["2"], queries)
    asker.post(f"/jobs/{job.pk}/open/")
    asker.post(f"/jobs/{job.pk}/open/")
    assert bell() == (["1"], queries)
    page = asker.get("/jobs/").content.decode()
    assert (page.count(">新</span>"), "bell-count" in page) == (1, False)
    assert ">新</span>" not in asker.get("/jobs/").content.decode()
    assert bell() == ([], queries)


@pytest.mark.parametrize("htmx", [False, True])
def test_opening_goes_to_the_result_and_takes_the_notice_away(
    asker: Client, job: Job, htmx: bool
) -> None:
    job_done(job=job, result_url="/lists/3/", at=NOW)
    answer = asker.post(f"/jobs/{job.pk}/open/", headers=HTMX if htmx else {})
    wanted = (200, "/lists/3/") if htmx else (302, "/lists/3/")
    header = "HX-Redirect" if htmx else "Location"
    assert (answer.status_code, answer.headers[header]) == wanted
    assert Job.objects.get().seen


def test_failed_job_says_why_and_leads_back(asker: Client, job: Job) -> None:
    job_failed(job=job, error=Refused("calendar-not-covered", year=2027), at=NOW)
    assert "2027 年的节假日安排尚未公布" in asker.get(f"/jobs/{job.pk}/").content.decode()
    answer = asker.post(f"/jobs/{job.pk}/open/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/jobs/")


def test_job_of_another_is_not_there(city: City, sign_in: SignIn, job: Job) -> None:
    other = sign_in(city.person("assessor"))
    assert other.get(f"/jobs/{job.pk}/").status_code == 404
    assert other.post(f"/jobs/{job.pk}/open/").status_code == 404
    assert f"/jobs/{job.pk}/" not in other.get("/jobs/").content.decode()


def test_visitor_is_asked_to_sign_in(job: Job) -> None:
    for url in ("/jobs/", f"/jobs/{job.pk}/"):
        assert Client().get(url).headers["Location"] == f"/login/?next={url}"


def test_wrong_methods(asker: Client, job: Job) -> None:
    assert asker.post("/jobs/").status_code == 405
    assert asker.post(f"/jobs/{job.pk}/").status_code == 405
    assert asker.get(f"/jobs/{job.pk}/open/").status_code == 405


def test_empty_list_says_what_will_be_here(asker: Client) -> None:
    assert "还没有需要较长时间的任务" in asker.get("/jobs/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_any_number_of_jobs(
    city: City, asker: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        start(city.actor("supervisor"))
    with django_assert_num_queries(4):
        asker.get("/jobs/")
