"""Runs in the browser: ordered, followed, ranked, checked, taken on; and the trace."""

import io
import re
import zipfile
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from luoshi.web.assessment.models import ScoreRun, UnitScore
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.delivery.periods import year_so_far
from luoshi.web.jobs.actions import job_begin
from luoshi.web.jobs.models import Job
from luoshi.web.jobs.tasks import run_job
from luoshi.web.projects.models import Cohort
from luoshi.web.units.actions import unit_rename
from tests.conftest import SignIn
from tests.factories import City, make_list
from tests.web.assessment.build import (
    KNOWN,
    LATER,
    PLAIN,
    START,
    compute,
    make_quarter,
    make_run,
    make_scheme,
    preset_scheme,
    told_quarter,
)

HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is some days after the account was given."""
    monkeypatch.setattr(timezone, "now", lambda: LATER)


@pytest.fixture
def office(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("assessor"))


def order(city: City, **fields: object) -> dict[str, object]:
    return {
        "title": "一季度考核", "period_start": "2026-01-01", "period_end": "一季度末",
        "known_at": "2026-04-20 10:00",
    } | fields  # fmt: skip


def test_run_is_ordered_computed_and_opened(city: City, office: Client) -> None:
    quarter, version = told_quarter(city), make_scheme(city)
    data = order(city, version=version.pk, lists=[quarter.list.pk])
    response = office.post("/runs/new/", data)
    job = Job.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/jobs/{job.pk}/")
    assert (job.title, job.asked_by) == ("一季度考核", city.person("assessor"))
    assert not ScoreRun.objects.exists()
    run_job.call(job.pk)
    job.refresh_from_db()
    run = ScoreRun.objects.get()
    assert (job.state, job.result_url, run.job) == ("done", f"/runs/{run.pk}/", job)
    assert (run.known_at, run.title, [entry.pk for entry in run.lists.all()]) == (
        KNOWN, "一季度考核", [quarter.list.pk],
    )  # fmt: skip


def test_job_that_is_run_again_computes_once(city: City, office: Client) -> None:
    quarter, version = told_quarter(city), make_scheme(city)
    office.post("/runs/new/", order(city, version=version.pk, lists=[quarter.list.pk]))
    job = Job.objects.get()
    run_job.call(job.pk)
    Job.objects.update(state="waiting", finished_at=None)
    run_job.call(job.pk)
    job.refresh_from_db()
    assert (ScoreRun.objects.count(), job.state, job.attempts) == (1, "done", 2)
    assert job_begin(job_id=job.pk, at=timezone.now()) is None


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("title", "", "这个字段是必填项"),
        ("lists", [], "请至少选择一份清单"),
        ("period_end", "2025-12-31", "结束日期早于开始日期"),
        ("known_at", "2027-01-01 08:00", "数据截至时间不能晚于现在"),
        ("known_at", "昨天", "known_at"),
    ],
)
def test_plan_at_fault_is_told_beside_the_field(
    city: City, office: Client, field: str, value: object, told: str
) -> None:
    quarter, version = told_quarter(city), make_scheme(city)
    data = order(city, version=version.pk, lists=[quarter.list.pk]) | {field: value}
    response = office.post("/runs/new/", data)
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in response.content.decode()
    assert told in response.content.decode()
    assert not Job.objects.exists()


def test_group_without_commitments_is_told_before_any_job(city: City, office: Client) -> None:
    quarter, version = told_quarter(city), preset_scheme(city)
    data = order(city, version=version.pk, lists=[quarter.list.pk])
    response = office.post("/runs/new/", data, **HTMX)
    assert response.status_code == 422
    assert "“市直部门”组没有一个单位在所选清单中牵头事项" in text_of(response)
    assert "<html" not in response.content.decode()
    assert not Job.objects.exists()


def test_only_the_own_jurisdiction_can_be_ordered(
    city: City, other_city: City, office: Client
) -> None:
    theirs, lst = make_scheme(other_city), make_quarter(other_city).list
    make_scheme(city)
    make_quarter(city)
    response = office.post("/runs/new/", order(city, version=theirs.pk, lists=[lst.pk]))
    assert response.status_code == 422
    assert not Job.objects.exists()


def test_without_scheme_or_list_it_says_what_to_do(office: Client) -> None:
    assert "要先有一份考核办法和至少一份清单" in text_of(office.get("/runs/new/"))


def test_ranking_shows_ties_as_ties(city: City, office: Client) -> None:
    quarter = make_quarter(city)
    made = [quarter.commit(unit) for unit in (city.east, city.west)]
    quarter.open()
    for commitment in made:
        quarter.tell(commitment, "40")
    run = compute(make_scheme(city), quarter.list, city=city)
    shown = text_of(office.get(f"/runs/{run.pk}/"))
    assert shown.count("1 并列") == 2
    assert f"第 1 位有 2 个单位并列：{city.east}、{city.west}" in shown
    assert "40.00" in shown
    assert "※" in shown


def test_every_number_opens_its_trace(city: City, office: Client) -> None:
    run = make_run(city)
    page = office.get(f"/runs/{run.pk}/").content.decode()
    for unit in (city.east, city.west):
        link = f"/runs/{run.pk}/units/{unit.pk}/"
        counts = [page.count(f'"{link}{anchor}"') for anchor in ("", "#done", "#seen")]
        assert counts == [1, 1, 1]
    for digest in (run.inputs_digest, run.result_digest, run.version.digest):
        assert digest in page


def test_check_says_same_and_then_which_differs(city: City, office: Client) -> None:
    run = make_run(city)
    assert "逐字节相同" in text_of(office.get(f"/runs/{run.pk}/check/"))
    UnitScore.objects.filter(run=run, unit=city.west).update(points=99)
    shown = text_of(office.get(f"/runs/{run.pk}/check/", **HTMX))
    assert "有内容与计算时不同" in shown
    assert re.search(r"排名表 +不同", shown)
    assert re.search(r"保存的结果 +相同", shown)


def test_finalising_asks_once(city: City, sign_in: SignIn) -> None:
    run = make_run(city)
    leader = sign_in(city.person("principal"))
    assert f"{city.east} 100.00" in text_of(leader.get(f"/runs/{run.pk}/finalise/"))
    run.refresh_from_db()
    assert run.finalised_at is None
    response = leader.post(f"/runs/{run.pk}/finalise/", follow=True)
    run.refresh_from_db()
    assert (response.status_code, run.finalised_by) == (200, city.person("principal"))
    assert leader.post(f"/runs/{run.pk}/finalise/").status_code == 409


def test_assessor_does_not_finalise(city: City, office: Client) -> None:
    run = make_run(city)
    assert office.post(f"/runs/{run.pk}/finalise/").status_code == 403
    run.refresh_from_db()
    assert run.finalised_at is None


def test_excel_has_a_sheet_for_each_group_and_the_origin(city: City, office: Client) -> None:
    run = make_run(city)
    response = office.get(f"/runs/{run.pk}/sheet/")
    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        strings = book.read("xl/sharedStrings.xml").decode()
    assert names == ["1 县区", "出处"]
    assert run.result_digest in strings
    assert "任务完成 (60)" in strings


def test_trace_goes_down_to_report_evidence_and_verification(city: City, office: Client) -> None:
    run = make_run(city)
    response = office.get(f"/runs/{run.pk}/units/{city.east.pk}/")
    page, shown = response.content.decode(), text_of(response)
    score = UnitScore.objects.get(run=run, unit=city.east)
    fact = score.nodes.get(path="seen").trace["facts"][0]
    for ref in fact["refs"]:
        kind, _, pk = ref.partition(":")
        if kind != "verification":
            assert f'href="/{kind}{"s" if kind == "report" else ""}/{pk}/"' in page
    assert f'href="/commitments/{fact["key"].partition(":")[2]}/"' in page
    assert f"属实 核验员 {city.health}" in shown
    assert "(60 × 100 + 40 × 100) ÷ 100 = 100" in shown
    assert "100 / 100 公里" in shown


def test_trace_ends_with_what_would_change_it(city: City, sign_in: SignIn, office: Client) -> None:
    """West said half of what was planned: full marks there bring the 50 it is behind."""
    run = make_run(city)
    url = f"/runs/{run.pk}/units/{city.west.pk}/"
    shown = text_of(office.get(url))
    assert "什么会改变这个得分 比前一名少 50 分" in shown
    assert "任务完成 50 100 +50 100 100%" in shown
    own = text_of(sign_in(city.person("contact", city.west)).get(url))
    assert "比前一名少" not in own
    assert "任务完成 50 100 +50" in own
    assert "什么会改变" not in text_of(office.get(f"/runs/{run.pk}/units/{city.east.pk}/"))


def test_trace_names_what_has_no_document_behind_it(city: City, office: Client) -> None:
    source = "source: commitments.completion"
    assert PLAIN.count(source) == 1
    run = make_run(city, text=PLAIN.replace(source, f"{source}, proof: true"))
    east, west = (
        text_of(office.get(f"/runs/{run.pk}/units/{unit.pk}/")) for unit in (city.east, city.west)
    )
    assert "没有文件为凭，按缺数处理" in west
    assert "没有文件为凭" not in east


def test_trace_says_that_nothing_was_verified(city: City, office: Client) -> None:
    run = make_run(city)
    shown = text_of(office.get(f"/runs/{run.pk}/units/{city.west.pk}/"))
    assert "没有一个事项抽中核验：核验结果不计分，也不扣分，其权重由其他项目分担。" in shown
    assert "有数的占权重 60%，缺的不计，其权重由有数的按比例分担。 缺：核验结果" in shown


def test_unit_sees_its_own_trace_before_and_all_after_the_end(city: City, sign_in: SignIn) -> None:
    run = make_run(city)
    west = sign_in(city.person("contact", city.west))
    urls = [f"/runs/{run.pk}/", *(f"/runs/{run.pk}/units/{u.pk}/" for u in (city.west, city.east))]
    assert [west.get(url).status_code for url in urls] == [404, 200, 404]
    shown = text_of(west.get(urls[1]))
    assert "位次定稿后公布" in shown
    assert f'"{urls[0]}"' not in west.get("/runs/").content.decode()
    ScoreRun.objects.update(finalised_by=city.person("principal"), finalised_at=LATER)
    assert [west.get(url).status_code for url in urls] == [200, 200, 200]


def test_another_units_trace_names_but_does_not_open(city: City, sign_in: SignIn) -> None:
    run = make_run(city, final=True)
    west = sign_in(city.person("contact", city.west))
    page = west.get(f"/runs/{run.pk}/units/{city.east.pk}/").content.decode()
    assert "照片.png" in page
    assert re.findall(r'href="/(?:commitments/\d+|reports|evidence)[^"]*"', page) == []


PATHS = ["/runs/{run}/", "/runs/{run}/check/", "/runs/{run}/sheet/", "/runs/{run}/units/{unit}/"]


@pytest.mark.parametrize("path", [*PATHS, "/runs/{run}/finalise/"])
def test_strangers_find_nothing(
    city: City, other_city: City, sign_in: SignIn, client: Client, path: str
) -> None:
    run = make_run(city, final=True)
    url = path.format(run=run.pk, unit=city.east.pk)
    for role in ("assessor", "principal", "contact"):
        assert sign_in(other_city.person(role)).get(url).status_code == 404
    for role in ("auditor", "admin", "verifier"):
        assert sign_in(city.person(role)).get(url).status_code == 404
    response = client.get(url)
    assert (response.status_code, response["Location"]) == (302, f"/login/?next={url}")


@pytest.mark.parametrize("path", ["/runs/", *PATHS])
def test_reading_pages_are_not_written_to(city: City, office: Client, path: str) -> None:
    run = make_run(city)
    assert office.post(path.format(run=run.pk, unit=city.east.pk)).status_code == 405


def test_a_new_run_comes_filled_in(city: City, office: Client) -> None:
    span, quarter = year_so_far(timezone.localdate()), make_quarter(city)
    make_scheme(city)
    Cohort.objects.create(list=make_list(city), jurisdiction=city.unit)
    CommitmentList.objects.update(period_start=span.start, period_end=span.end)
    make_list(city, period_start=date(2020, 1, 1), period_end=date(2020, 12, 31))
    page = office.get("/runs/new/").content.decode()
    for value in (f"{span.title}考核", span.start.isoformat(), span.end.isoformat()):
        assert f'value="{value}"' in page
    checked = re.findall(r'name="lists" value="(\d+)"[^>]* checked', page)
    assert checked == [str(quarter.list.pk)]
    assert 'value="自拟"' in office.get("/runs/new/?title=自拟").content.decode()


@pytest.mark.parametrize("role", ["supervisor", "principal", "contact"])
def test_others_do_not_order(city: City, sign_in: SignIn, role: str) -> None:
    response = sign_in(city.person(role)).get("/runs/new/")
    assert response.status_code == 403


def test_english_pages_are_english(city: City, sign_in: SignIn) -> None:
    run = make_run(city)
    user = city.person("assessor")
    user.language = "en"
    user.save()
    shown = text_of(sign_in(user).get(f"/runs/{run.pk}/units/{city.west.pk}/"))
    assert "Not one commitment was drawn for verification" in shown


def test_an_old_run_keeps_the_names_of_its_day(city: City, office: Client, sign_in: SignIn) -> None:
    """Also where the new name counts from before: nobody knew of it then."""
    run = make_run(city)
    unit_rename(
        unit=city.east, name="东城区政府", short_name="东城区", on=START, reason="区划调整",
        by=city.actor("admin"), at=LATER,
    )  # fmt: skip
    contact = sign_in(city.person("contact", city.east))
    for client, url in (
        (office, f"/runs/{run.pk}/"),
        (office, f"/runs/{run.pk}/units/{city.east.pk}/"),
        (contact, "/runs/"),
    ):
        shown = text_of(client.get(url))
        assert "东区YC" in shown
        assert "东城区" not in shown
    later = compute(run.version, run.lists.get(), city=city, known_at=LATER)
    assert "东城区" in text_of(office.get(f"/runs/{later.pk}/"))


@pytest.mark.parametrize("units", [1, 3])
def test_queries_are_constant(
    city: City,
    office: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    units: int,
) -> None:
    quarter = make_quarter(city)
    made = [quarter.commit(u) for u in (city.east, city.west, city.park)[:units]]
    quarter.open()
    reports = [quarter.tell(commitment, "40", evidence=True) for commitment in made]
    for report in reports:
        quarter.verify(report, "confirmed")
    version = make_scheme(city, PLAIN.replace("[county]", "[county, park]"))
    for _ in range(units):
        run = compute(version, quarter.list, city=city)
    with django_assert_num_queries(6):
        office.get("/runs/")
    with django_assert_num_queries(11):
        office.get(f"/runs/{run.pk}/")
    with django_assert_num_queries(14):
        office.get(f"/runs/{run.pk}/units/{city.east.pk}/")
