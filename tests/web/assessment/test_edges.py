"""Quotas whose edge is a tie, decided once by a named person; vetoes beside the rank."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.assessment.actions import edge_decide, run_finalise
from luoshi.web.assessment.models import EdgeDecision, RunQuota, ScoreRun
from luoshi.web.assessment.recompute import recomputed
from luoshi.web.audit.models import Entry
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
)
from tests.web.assessment.test_run_views import text_of
from tests.web.indicators.test_figures import enter

QUOTA = PLAIN + "quotas: [{key: top, title: 优秀, share: 0.5}]\n"
VETO = QUOTA + (
    "vetoes: [{key: bad, title: 重大事故, source: commitments.verified, basis: 某条例第六十条,"
    " level: province, expires: 2027-12-31, bars: [top]}]\n"
)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: LATER)


def tied(city: City) -> ScoreRun:
    """East and west level, and one seat."""
    quarter = make_quarter(city)
    made = [quarter.commit(unit) for unit in (city.east, city.west)]
    quarter.open()
    for commitment in made:
        quarter.tell(commitment, "40")
    return compute(make_scheme(city, QUOTA), quarter.list, city=city)


def decide(city: City, quota: RunQuota, **fields: Any) -> EdgeDecision:
    values = {"chosen": [city.east.code], "reason": "核验属实的事项更多", "by": principal(city)}
    return edge_decide(quota=quota, at=LATER, **values | fields)


def test_tie_at_the_edge_waits_for_a_person(city: City, sign_in: SignIn) -> None:
    run = tied(city)
    names = f"{city.east.short_name}、{city.west.short_name}"
    with pytest.raises(Refused, match=r"^edge-undecided") as refused:
        run_finalise(run=run, by=principal(city), at=LATER)
    assert refused.value.params == {"group": "县区", "quota": "优秀", "units": names}
    quota = run.quotas.get()
    assert (quota.seats, quota.inside, sorted(quota.edge)) == (
        1, [], sorted([city.east.code, city.west.code]),
    )  # fmt: skip
    office, leader = sign_in(city.person("assessor")), sign_in(city.person("principal"))
    url = f"/runs/{run.pk}/quotas/{quota.pk}/"
    waiting = text_of(leader.get(f"/runs/{run.pk}/finalise/"))
    assert f"{names} 并列" in waiting
    assert "确认定稿" not in waiting
    assert "等市领导具名决定" in text_of(office.get(f"/runs/{run.pk}/"))
    assert f'href="{url}"' in leader.get(f"/runs/{run.pk}/").content.decode()
    assert office.get(url).status_code == 403
    response = leader.post(url, {"chosen": [city.east.code], "reason": "核验更多"}, follow=True)
    assert f"定：{city.east}。理由：核验更多" in text_of(response)
    assert EdgeDecision.objects.get().decided_by == city.person("principal")
    entry = Entry.objects.latest("seq")
    assert (entry.verb, entry.object_id) == ("run.edge", str(run.pk))


def test_a_decision_changes_no_rank_and_stands(city: City) -> None:
    run = tied(city)
    decide(city, run.quotas.get())
    assert recomputed(run).same
    assert {score.rank for score in run.scores.all()} == {1}
    with pytest.raises(Refused, match=r"^edge-decided$"):
        decide(city, run.quotas.get(), chosen=[])
    run_finalise(run=run, by=principal(city), at=LATER)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"chosen": ["east", "west"]}, "edge-too-many"),
        ({"chosen": ["park"]}, "edge-others"),
        ({"reason": " "}, "edge-reason"),
    ],
)
def test_choice_at_fault_is_refused(city: City, fields: dict[str, Any], code: str) -> None:
    run = tied(city)
    if "chosen" in fields:
        fields = {"chosen": [getattr(city, name).code for name in fields["chosen"]]}
    with pytest.raises(Invalid) as refused:
        decide(city, run.quotas.get(), **fields)
    assert (refused.value.code, EdgeDecision.objects.count()) == (code, 0)


def test_fault_is_beside_the_field(city: City, sign_in: SignIn) -> None:
    run = tied(city)
    leader: Client = sign_in(city.person("principal"))
    url = f"/runs/{run.pk}/quotas/{run.quotas.get().pk}/"
    both = {"chosen": [city.east.code, city.west.code], "reason": "都好"}
    response = leader.post(url, both)
    assert (response.status_code, EdgeDecision.objects.count()) == (422, 0)
    assert "只剩 1 个名额" in text_of(response)


def test_who_computed_does_not_decide(city: City) -> None:
    run = tied(city)
    with pytest.raises(Forbidden):
        decide(city, run.quotas.get(), by=assessor(city))
    ScoreRun.objects.update(computed_by=city.person("principal"))
    with pytest.raises(Forbidden, match="own-run"):
        decide(city, run.quotas.get())


def test_quota_without_a_tie_asks_nobody(city: City) -> None:
    run = make_run(city, text=QUOTA)
    quota = run.quotas.get()
    assert (quota.inside, quota.edge) == ([city.east.code], [])
    with pytest.raises(Refused, match=r"^edge-none$"):
        decide(city, quota, chosen=[])


def test_other_citys_quota_is_not_there(city: City, other_city: City, sign_in: SignIn) -> None:
    run = tied(city)
    url = f"/runs/{run.pk}/quotas/{run.quotas.get().pk}/"
    assert sign_in(other_city.person("principal")).get(url).status_code == 404


def test_veto_stands_beside_rank_and_points(city: City, sign_in: SignIn) -> None:
    """East was verified, which this scheme makes its veto: it stays first and takes no seat."""
    run = make_run(city, text=VETO)
    office = sign_in(city.person("assessor"))
    told = "重大事故（省：某条例第六十条，有效至 2027-12-31），不得列入：优秀；分数和名次照常"
    page = text_of(office.get(f"/runs/{run.pk}/"))
    assert f"{city.east}：{told}" in page
    assert f"因一票否决不得列入：{city.east}" in page
    assert f"{city.east} 否决 100.00" in page
    quota = run.quotas.get()
    assert (quota.inside, quota.barred) == ([city.west.code], [city.east.code])
    trace = text_of(office.get(f"/runs/{run.pk}/units/{city.east.pk}/"))
    assert told in trace
    assert told not in text_of(office.get(f"/runs/{run.pk}/units/{city.west.pk}/"))
    assert recomputed(run).same


def test_trace_says_what_a_veto_rests_on(city: City, sign_in: SignIn) -> None:
    """A documented figure above nought, within its period and before the veto ends."""
    enter(city, name="accident", unit=city.east, value=Decimal(1), day=date(2026, 3, 1))
    text = VETO.replace("commitments.verified, basis", "'manual:accident', basis")
    run = make_run(city, text=text)
    office = sign_in(city.person("assessor"))
    trace = text_of(office.get(f"/runs/{run.pk}/units/{city.east.pk}/"))
    assert re.search(r"分数和名次照常 凭据 accident 2026-03-01：\S+（依据 ", trace)
    assert "一票否决" not in text_of(office.get(f"/runs/{run.pk}/units/{city.west.pk}/"))


def test_changed_quota_or_veto_is_found(city: City) -> None:
    run = make_run(city, text=VETO)
    run.scores.update(vetoes=[])
    assert recomputed(run).differing == ("scores",)
    run.quotas.update(seats=2)
    assert recomputed(run).differing == ("scores", "quotas")
