"""A draft tried on a run's period: the page, who may open it, and what cannot be computed."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from luoshi.core.errors import Forbidden
from luoshi.web.assessment.actions import scheme_revise
from luoshi.web.assessment.actions.trials import trial_order
from luoshi.web.assessment.frozen import frozen, thawed
from luoshi.web.assessment.laboratory import Trial, trial
from luoshi.web.assessment.models import SchemeVersion, ScoreRun
from luoshi.web.jobs.models import Job
from luoshi.web.jobs.tasks import run_job
from tests.conftest import SignIn
from tests.factories import City
from tests.web.assessment.build import (
    KNOWN,
    LATER,
    PLAIN,
    assessor,
    compute,
    make_quarter,
    make_run,
    make_scheme,
)

DRAFT = PLAIN.replace("weight: 60", "weight: 20").replace("weight: 40", "weight: 80")


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is some days after the run."""
    monkeypatch.setattr(timezone, "now", lambda: LATER)


def draft(city: City, run: ScoreRun, text: str = DRAFT) -> SchemeVersion:
    scheme = run.version.scheme
    return scheme_revise(scheme=scheme, text=text, note="", by=assessor(city), at=LATER)


def address(run: ScoreRun, version: SchemeVersion) -> str:
    return f"/schemes/{version.scheme_id}/laboratory/?version={version.pk}&run={run.pk}"


def order(client: Client, run: ScoreRun, version: SchemeVersion) -> Any:
    where = f"/schemes/{version.scheme_id}/laboratory/"
    return client.post(where, {"version": version.pk, "run": run.pk})


def tried(client: Client, run: ScoreRun, version: SchemeVersion) -> str:
    """Ordered, done by a worker; where its result stands."""
    assert order(client, run, version).status_code == 302
    job = Job.objects.latest("pk")
    run_job.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result_url) == ("done", address(run, version))
    return job.result_url


def test_a_draft_moves_units_and_says_by_which_items(city: City) -> None:
    quarter = make_quarter(city)
    shares = (("100", "30"), ("40", "90"))
    made = [quarter.commit(unit) for unit in (city.east, city.west)]
    quarter.open()
    for commitment, (said, found) in zip(made, shares, strict=True):
        quarter.verify(quarter.tell(commitment, said), "partly", value=found)
    run = compute(make_scheme(city), quarter.list, city=city)
    found_out = trial(run=run, version=draft(city, run), by=assessor(city), at=LATER)
    ((title, rows),) = found_out.groups
    told = [(r.name[:2], r.move.rank_before, r.move.rank_after, str(r.points)) for r in rows]
    assert (title, told) == ("县区", [("东区", 1, 2, "-28.00"), ("西县", 2, 1, "20.00")])
    assert [(name, str(points)) for name, points in rows[0].parts] == [
        ("任务完成", "-40.00"), ("核验结果", "12.00"),
    ]  # fmt: skip
    assert (found_out.moved, found_out.units) == (2, 2)
    assert ScoreRun.objects.count() == 1


def test_the_page_shows_every_part_and_stores_nothing(city: City, sign_in: SignIn) -> None:
    run = make_run(city)
    version = draft(city, run)
    office = sign_in(city.person("assessor"))
    assert "试算" in text_of(office.get(f"/schemes/{version.scheme_id}/laboratory/"))
    assert "还没有用这一轮试过" in text_of(office.get(address(run, version)))
    told = text_of(office.get(tried(office, run, version)))
    for words in (
        "2 个单位中 0 个位次变化", "同一事项，问的是两件事", "封顶，过了不再加分",
        "附近的数太少，看不出", "规模：事项数", "单位太少，看不出",
    ):  # fmt: skip
        assert words in told
    assert (
        f'href="/schemes/{version.scheme_id}/laboratory/"'
        in office.get(f"/schemes/{version.scheme_id}/").content.decode()
    )
    assert ScoreRun.objects.count() == 1


def test_a_draft_that_cannot_be_computed_is_refused_in_words(city: City, sign_in: SignIn) -> None:
    run = make_run(city)
    broken = DRAFT.replace("commitments.verified", "value:gdp")
    answer = order(sign_in(city.person("assessor")), run, draft(city, run, broken))
    assert (answer.status_code, Job.objects.count()) == (422, 0)
    assert "value:gdp" in text_of(answer)


def test_only_who_writes_the_scheme_tries_it(city: City, other_city: City, sign_in: SignIn) -> None:
    run = make_run(city, final=True)
    version = draft(city, run)
    assert order(sign_in(city.person("principal")), run, version).status_code == 403
    for person in (city.person("supervisor"), other_city.person("assessor")):
        outsider = sign_in(person)
        assert outsider.get(address(run, version)).status_code == 404
        assert order(outsider, run, version).status_code == 404
    with pytest.raises(Forbidden):
        trial_order(run=run, version=version, by=city.actor("principal"), at=LATER)


def test_who_decides_on_rules_reads_what_was_tried(
    city: City, other_city: City, sign_in: SignIn
) -> None:
    run = make_run(city)
    version = draft(city, run)
    scheme, bare = f"/schemes/{version.scheme_id}/", address(run, version).partition("?")[0]
    leader = sign_in(city.person("principal"))
    assert leader.get(f"{scheme}?version={version.number}").status_code == 404
    assert leader.get(address(run, version)).status_code == 404
    assert "考核办还没有试算过这份办法" in text_of(leader.get(bare))
    assert 'href="/schemes/"' in leader.get("/runs/").content.decode()
    where = tried(sign_in(city.person("assessor")), run, version)
    assert f'href="{bare}"' in leader.get(scheme).content.decode()
    assert f'href="{where.replace("&", "&amp;")}"' in leader.get(bare).content.decode()
    page = leader.get(where).content.decode()
    assert ("同一事项，问的是两件事" in page, "试算</button>" in page) == (True, False)
    traces = re.findall(rf'href="(/runs/{run.pk}/units/\d+/)"', page)
    scored = run.scores.values_list("unit_id", flat=True)
    assert sorted(traces) == sorted(f"/runs/{run.pk}/units/{unit}/" for unit in scored)
    assert [leader.get(trace).status_code for trace in traces] == [200] * len(traces)
    assert leader.get(f"{scheme}?version={version.number}").status_code == 200
    for person in (city.person("supervisor"), other_city.person("principal")):
        assert sign_in(person).get(where).status_code == 404


def test_what_was_found_is_kept_to_the_last_digit(city: City) -> None:
    run = make_run(city)
    found = trial(run=run, version=draft(city, run), by=assessor(city), at=LATER)
    again = thawed(Trial, frozen(found))
    assert (len(again.near), len(again.fairness)) == (2, 1)
    assert (frozen(again), again.near[0]) == (frozen(found), found.near[0])
    assert again.groups[0][1][0].move == found.groups[0][1][0].move


@pytest.mark.parametrize("units", [1, 3])
def test_queries_are_constant(
    city: City, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries, units: int
) -> None:
    quarter = make_quarter(city)
    made = [quarter.commit(u) for u in (city.east, city.west, city.park)[:units]]
    quarter.open()
    for commitment in made:
        quarter.tell(commitment, "40", evidence=True)
    version = make_scheme(city, PLAIN.replace("[county]", "[county, park]"))
    run = compute(version, quarter.list, city=city, known_at=KNOWN)
    office: Client = sign_in(city.person("assessor"))
    where = tried(office, run, version)
    with django_assert_num_queries(14):
        office.get(where)
