"""Objections in the browser: from the trace to the answer, and to the result after it."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from luoshi.web.accounts.models import User
from luoshi.web.accounts.openwork import open_work
from luoshi.web.assessment.models import ScoreRun
from luoshi.web.jobs.models import Job
from luoshi.web.jobs.tasks import run_job
from luoshi.web.objections.actions import objection_decide
from luoshi.web.objections.models import Objection
from luoshi.web.objections.tasks import compute_again
from tests.conftest import SignIn
from tests.factories import City
from tests.web.assessment.build import LATER, make_run
from tests.web.delivery.build import PNG
from tests.web.objections.build import OVER, file, make_opened, name


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window is open."""
    monkeypatch.setattr(timezone, "now", lambda: LATER)


def trace_of(city: City, run: ScoreRun) -> str:
    return f"/runs/{run.pk}/units/{city.west.pk}/"


def test_a_leader_objects_beside_the_number_and_reads_the_answer(
    city: City, sign_in: SignIn
) -> None:
    run = make_opened(city)
    leader = sign_in(city.person("unit_leader", city.west))
    trace = trace_of(city, run)
    address = f"{trace}object/?path=done"
    assert f'href="{address}"' in leader.get(trace).content.decode()
    asked = leader.get(address)
    assert "任务完成" in text_of(asked)
    assert "核验结果" not in text_of(asked)
    assert leader.post(address, {"grounds": ""}).status_code == 422
    proof = SimpleUploadedFile("证明.png", PNG, "image/png")
    sent = leader.post(address, {"grounds": "漏记", "wanted": "100", "evidence": proof})
    objection = Objection.objects.get()
    assert sent["Location"] == f"/objections/{objection.pk}/"
    found = objection.evidence.get()
    assert leader.get(f"/objections/{objection.pk}/evidence/{found.pk}/").content == PNG

    office = sign_in(city.person("assessor"))
    city.person("assessor", username="reviewer")
    assigning = f"/objections/{objection.pk}/assign/"
    barred = text_of(office.get(assigning)).partition("应当回避的人")[2]
    assert re.search("assessor-YC .*此人制定了考核办法", barred)
    assert office.post(assigning, {"answerer": city.person("supervisor").pk}).status_code == 422
    reviewer = city.person("assessor", username="reviewer")
    assert office.post(assigning, {"answerer": reviewer.pk}).status_code == 302

    page, answer = f"/objections/{objection.pk}/", {"outcome": "upheld", "reasons": "确有漏记"}
    assert office.post(page, answer).status_code == 403
    named = sign_in(reviewer)
    assert named.post(page, answer | {"reasons": ""}).status_code == 422
    assert named.post(page, answer).status_code == 302
    assert "确有漏记" in text_of(leader.get(page))
    User.objects.update(language="en")
    whole = text_of(leader.get(f"{trace}object/"))
    assert ("Total" in whole, "总分" in whole) == (True, False)


def test_the_assessor_opens_the_window_and_computes_again(
    city: City, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = make_run(city)
    office = sign_in(city.person("assessor"))
    address = f"/runs/{run.pk}/objections/"
    assert "办法写明不设异议期：试行一季度" in text_of(office.get(address))
    office.post(address, {"clock": "score-objection-short"})
    assert "异议期 2026-04-25 – 2026-04-29" in text_of(office.get(address))
    assert f"/runs/{run.pk}/again/" not in office.get(address).content.decode()
    reviewer = city.actor("assessor", username="reviewer")
    objection_decide(
        objection=name(city, file(city, run)), outcome="partly", reasons="是", by=reviewer, at=LATER
    )
    monkeypatch.setattr(timezone, "now", lambda: OVER)
    office = sign_in(city.person("assessor"))
    assert f"/runs/{run.pk}/again/" in office.get(address).content.decode()
    assert office.post(f"/runs/{run.pk}/again/", {"version": run.version_id}).status_code == 422
    order = {"version": run.version_id, "note": "补记"}
    sent = office.post(f"/runs/{run.pk}/again/", order)
    job = Job.objects.get()
    assert (sent["Location"], ScoreRun.objects.count()) == (f"/jobs/{job.pk}/", 1)
    assert "正在重新计算" in text_of(office.post(f"/runs/{run.pk}/again/", order))
    run_job.call(job.pk)
    job.refresh_from_db()
    new = ScoreRun.objects.exclude(pk=run.pk).get()
    assert (job.state, job.result_url, new.job) == ("done", f"/runs/{new.pk}/changes/", job)
    assert compute_again(job, lambda *_step: None) == job.result_url
    assert "补记" in text_of(office.get(job.result_url))
    assert "已由新结果取代" in text_of(office.get(f"/runs/{run.pk}/"))
    listed = office.get("/runs/").content.decode()
    assert listed.count("已被取代") == 1
    assert f'已被取代</span> <a href="/runs/{new.pk}/">' in listed
    assert office.get(f"/runs/{run.pk}/changes/").status_code == 404
    opened = f'href="/runs/{run.pk}/'
    assert opened in office.get(job.result_url).content.decode()
    ScoreRun.objects.filter(pk=new.pk).update(
        finalised_by=city.person("principal"), finalised_at=OVER
    )
    unit = sign_in(city.person("unit_leader", city.west)).get(job.result_url).content.decode()
    assert ("补记" in unit, opened in unit) == (True, False)


def test_an_answer_that_is_late_is_said(
    city: City, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    file(city, make_opened(city))
    office = sign_in(city.person("assessor"))
    assert "已超期" not in text_of(office.get("/objections/"))
    monkeypatch.setattr(timezone, "now", lambda: OVER.replace(day=9))
    office = sign_in(city.person("assessor"))
    assert "2026-05-08 已超期" in text_of(office.get("/objections/"))


def test_nobody_else_sees_it(city: City, other_city: City, sign_in: SignIn) -> None:
    run = make_opened(city)
    objection = name(city, file(city, run))
    page = f"/objections/{objection.pk}/"
    strangers = [
        city.person("contact", city.east), city.person("verifier", city.health),
        other_city.person("assessor"), other_city.person("principal"),
    ]  # fmt: skip
    assert [sign_in(who).get(page).status_code for who in strangers] == [404] * 4
    seeing = [
        city.person("contact", city.west), city.person("principal"), city.person("supervisor"),
        city.person("assessor", username="reviewer"),
    ]  # fmt: skip
    assert [sign_in(who).get(page).status_code for who in seeing] == [200] * 4
    assert sign_in(strangers[0]).post(f"{page}withdraw/").status_code == 404
    east = sign_in(strangers[0])
    assert f"/units/{city.west.pk}/object" not in east.get("/runs/").content.decode()
    assert east.get(f"{trace_of(city, run)}object/").status_code == 404
    assert sign_in(city.person("principal")).get(f"{trace_of(city, run)}object/").status_code == 403


def test_homes_say_what_waits(city: City, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    run = make_opened(city)
    asked = file(city, run)
    west, office = city.person("contact", city.west), city.person("assessor")
    assert "可以对得分提出异议" in text_of(sign_in(west).get("/"))
    assert f'href="/objections/{asked.pk}/assign/"' in sign_in(office).get("/").content.decode()
    name(city, asked)
    reviewer = city.person("assessor", username="reviewer")
    assert "等我办的得分异议" in text_of(sign_in(reviewer).get("/"))
    assert "等我办的得分异议" not in text_of(sign_in(office).get("/"))
    assert "定稿考核结果" not in text_of(sign_in(city.person("principal")).get("/"))
    monkeypatch.setattr(timezone, "now", lambda: OVER.replace(day=11))
    assert "逾期 1 个工作日" in text_of(sign_in(reviewer).get("/"))
    assert "可以对得分提出异议" not in text_of(sign_in(west).get("/"))


def test_a_hand_over_lists_what_must_be_named_anew(city: City) -> None:
    asked = name(city, file(city, make_opened(city)))
    held = asked.answerer.appointments.get() if asked.answerer else None
    assert held is not None
    assert [(work.kind, work.url, work.due_on) for work in open_work(held)] == [
        ("objection", f"/objections/{asked.pk}/", date(2026, 5, 8))
    ]


def test_a_unit_withdraws(city: City, sign_in: SignIn) -> None:
    objection = file(city, make_opened(city))
    contact = sign_in(city.person("contact", city.west))
    contact.post(f"/objections/{objection.pk}/withdraw/")
    objection.refresh_from_db()
    assert (objection.state, objection.withdrawn_by) == (
        "withdrawn", city.person("contact", city.west),
    )  # fmt: skip
    assert contact.post(f"/objections/{objection.pk}/withdraw/").status_code == 409


@pytest.mark.parametrize("filed", [1, 3])
def test_queries_are_constant(
    city: City, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries, filed: int
) -> None:
    run = make_opened(city)
    numbers = [(city.west, "done"), (city.west, "total"), (city.east, "seen")]
    for unit, path in numbers[:filed]:
        objection = file(city, run, unit, path)
    office: Client = sign_in(city.person("assessor"))
    with django_assert_num_queries(5):
        office.get("/objections/")
    with django_assert_num_queries(8):
        office.get(f"/runs/{run.pk}/objections/")
    objection = Objection.objects.earliest("pk")
    with django_assert_num_queries(18):
        office.get(f"/objections/{objection.pk}/")
    with django_assert_num_queries(11):
        office.get(f"/objections/{objection.pk}/assign/")
