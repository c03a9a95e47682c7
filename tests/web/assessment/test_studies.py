"""Studies of a run: computed once beside it, shown to who sees the ranking, never in its place."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from luoshi.core.errors import Forbidden, Refused
from luoshi.core.scoring import digest
from luoshi.web.assessment.actions import study_compute, study_order
from luoshi.web.assessment.firmwords import likely, moved, sentence
from luoshi.web.assessment.models import RunStudy, ScoreRun
from luoshi.web.assessment.recompute import recomputed
from luoshi.web.audit.models import Entry
from luoshi.web.jobs.models import Job
from luoshi.web.jobs.tasks import run_job
from tests.conftest import SignIn
from tests.factories import City
from tests.web.assessment.build import (
    LATER,
    PLAIN,
    assessor,
    compute,
    make_quarter,
    make_run,
    make_scheme,
    principal,
    told_quarter,
)
from tests.web.assessment.test_run_views import order, text_of


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: LATER)


@pytest.fixture
def office(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("assessor"))


def studied(city: City, **fields: Any) -> ScoreRun:
    run = make_run(city, **fields)
    study_compute(run=run, by=assessor(city), at=LATER)
    return run


def test_run_that_is_ordered_brings_its_study(city: City, office: Client) -> None:
    quarter, version = told_quarter(city), make_scheme(city)
    office.post("/runs/new/", order(city, version=version.pk, lists=[quarter.list.pk]))
    run_job.call(Job.objects.get().pk)
    run, study = ScoreRun.objects.get(), RunStudy.objects.get()
    told = json.loads(study.text)
    assert (study.run, study.seed, study.digest) == (
        run, run.result_digest, digest(study.text.encode()),
    )  # fmt: skip
    assert list(told["groups"]) == ["counties"]
    assert Job.objects.get().result_url == f"/runs/{run.pk}/"


def test_study_changes_nothing_official_and_leaves_an_entry(city: City) -> None:
    run = make_run(city)
    before = list(run.scores.order_by("pk").values())
    study_compute(run=run, by=assessor(city), at=LATER)
    assert (list(run.scores.order_by("pk").values()), recomputed(run).same) == (before, True)
    entry = Entry.objects.latest("seq")
    assert (entry.verb, entry.object_id) == ("run.study", str(run.pk))


def test_study_is_the_same_again_and_made_once(city: City) -> None:
    run = studied(city)
    first = RunStudy.objects.get().digest
    with pytest.raises(Refused, match=r"^run-studied$"):
        study_compute(run=run, by=assessor(city), at=LATER)
    RunStudy.objects.all().delete()
    assert study_compute(run=run, by=assessor(city), at=LATER).digest == first


def test_run_whose_inputs_were_changed_is_not_studied(city: City) -> None:
    run = make_run(city)
    run.inputs = run.inputs.replace('"value":"1"', '"value":"0.1"')
    with pytest.raises(Refused, match=r"^run-differs$"):
        study_compute(run=run, by=assessor(city), at=LATER)
    assert not RunStudy.objects.exists()


def test_only_the_assessor_asks_for_one(city: City, office: Client, sign_in: SignIn) -> None:
    run = make_run(city)
    with pytest.raises(Forbidden):
        study_order(run=run, by=principal(city), at=LATER)
    leader = sign_in(city.person("principal"))
    url = f"/runs/{run.pk}/firmness/"
    assert "由考核办发起" in text_of(leader.get(url))
    assert (leader.post(url).status_code, Job.objects.count()) == (403, 0)
    response = office.post(url)
    job = Job.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/jobs/{job.pk}/")
    run_job.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result_url) == ("done", url)
    assert office.post(url).status_code == 409


def test_page_says_it_in_a_sentence_and_shows_its_seed(city: City, office: Client) -> None:
    run = studied(city)
    shown = text_of(office.get(f"/runs/{run.pk}/firmness/"))
    assert f"{city.east}的第一站得住（&gt; 99% 的情形）；名次都分得开" in shown
    assert run.result_digest in shown
    assert "定第一的是“任务完成”：总分领先 50 分，单这一项就领先" in shown


def test_rules_that_cannot_be_varied_are_named(city: City, office: Client) -> None:
    run = studied(city, text=PLAIN + "total: {aggregate: harmonic}\n")
    shown = text_of(office.get(f"/runs/{run.pk}/firmness/"))
    assert "“总分”不是加权平均或求和，或另有计分函数，不能换权重来检验。" in shown


def test_unit_sees_it_with_the_ranking_only(city: City, sign_in: SignIn, other_city: City) -> None:
    run = studied(city)
    url = f"/runs/{run.pk}/firmness/"
    west = sign_in(city.person("contact", city.west))
    assert west.get(url).status_code == 404
    ScoreRun.objects.update(finalised_by=city.person("principal"), finalised_at=LATER)
    assert west.get(url).status_code == 200
    assert sign_in(other_city.person("assessor")).get(url).status_code == 404


@pytest.mark.parametrize("units", [1, 3])
def test_queries_are_constant(
    city: City, office: Client, django_assert_num_queries: DjangoAssertNumQueries, units: int
) -> None:
    quarter = make_quarter(city)
    made = [quarter.commit(u) for u in (city.east, city.west, city.park)[:units]]
    quarter.open()
    for commitment in made:
        quarter.tell(commitment, "40")
    version = make_scheme(city, PLAIN.replace("[county]", "[county, park]"))
    run = compute(version, quarter.list, city=city)
    study_compute(run=run, by=assessor(city), at=LATER)
    with django_assert_num_queries(7):
        office.get(f"/runs/{run.pk}/firmness/")


def told(tiers: list[list[str]], first: str, last: str) -> dict[str, Any]:
    units = [code for tier in tiers for code in tier]
    row = {"first": "0.2", "last": "0.1"}
    rows = [{"unit": code} | row for code in units]
    rows[0] |= {"first": first}
    rows[-1] |= {"last": last}
    return {"units": rows, "tiers": tiers}


NAMES = {code: code.upper() for code in "abcd"}


@pytest.mark.parametrize(
    ("case", "says"),
    [
        (told([["a"]], "1", "1"), "只有 A 一个单位，不存在先后。"),
        (told([["a", "b"]], "0.6", "0.6"), "2 个单位全都分不出先后，不宜据此论第一和末位。"),
        (
            told([["a"], ["b", "c"], ["d"]], "0.93", "1"),
            "A的第一站得住（93% 的情形）；第 2 到第 3 的 2 个单位（B至C）分不出先后；"
            "D的末位也站得住（> 99%）。",
        ),
        (
            told([["a", "b"], ["c"], ["d"]], "0.5", "0.41"),
            "A的第一不稳（50% 的情形；B 20%）；第 1 到第 2 的 2 个单位（A至B）分不出先后；"
            "D只在 41% 的情形里是末位，不宜单凭这一轮问责。",
        ),
    ],
)  # fmt: skip
def test_sentence(case: dict[str, Any], says: str) -> None:
    assert sentence(case, NAMES) == says


def test_no_draw_gives_a_certainty() -> None:
    assert [likely(s) for s in ("1", "0.995", "0.99", "0.5", "0.01", "0")] == [
        "> 99%", "> 99%", "99%", "50%", "1%", "< 1%",
    ]  # fmt: skip


def test_a_small_move_is_not_told_as_none() -> None:
    assert [moved(places) for places in ("0", "0.04", "0.06", "1")] == [
        "0.0 名", "< 0.1 名", "0.1 名", "1.0 名",
    ]  # fmt: skip
