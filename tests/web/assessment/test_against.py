"""A run against amended or original targets, as known at its time; the trace says which."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from luoshi.core.errors import Invalid
from luoshi.web.assessment.inputs import Window, gather
from luoshi.web.assessment.models import ScoreRun
from luoshi.web.assessment.recompute import recomputed
from luoshi.web.commitments.actions import list_freeze
from luoshi.web.commitments.models import Amendment, Commitment
from luoshi.web.jobs.models import Job
from luoshi.web.jobs.tasks import run_job
from luoshi.web.publishing.facts import run_facts
from tests.conftest import SignIn
from tests.factories import NOW, City
from tests.web.assessment.build import (
    END,
    KNOWN,
    LATER,
    START,
    TOLD,
    Quarter,
    compute,
    make_quarter,
    make_scheme,
    said,
)
from tests.web.commitments.frozen import amend

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> None:
    settings.BLOB_DIR = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def quarter(city: City) -> Quarter:
    """East said and was confirmed 80 of 100; west said 100 of 100; the list is frozen."""
    made = make_quarter(city)
    east, west = made.commit(city.east, text="新建农村公路"), made.commit(city.west)
    made.open()
    made.verify(made.tell(east, "80", evidence=True), "confirmed")
    made.tell(west, "100")
    list_freeze(lst=made.list, by=city.actor("supervisor"), at=NOW)
    return made


def east(city: City) -> Commitment:
    return Commitment.objects.get(text="新建农村公路")


def done(city: City, quarter: Quarter, **fields: object) -> str | None:
    return said(compute(make_scheme(city), quarter.list, city=city, **fields), city.east, "done")


def test_amended_target_counts_and_the_original_when_asked(city: City, quarter: Quarter) -> None:
    amend(city, east(city), at=TOLD, target=Decimal(80))
    version = make_scheme(city)
    amended = compute(version, quarter.list, city=city)
    original = compute(version, quarter.list, city=city, against="original")
    assert (amended.against, original.against) == ("amended", "original")
    for path in ("done", "seen"):
        assert (said(amended, city.east, path), said(original, city.east, path)) == ("1", "0.8")
    assert said(original, city.west, "done") == said(amended, city.west, "done") == "1"
    assert recomputed(amended).same
    assert recomputed(original).same


@pytest.mark.parametrize(
    ("decided", "expected"), [(KNOWN - DAY, "1"), (KNOWN, "1"), (KNOWN + DAY, "0.8")]
)
def test_what_was_approved_later_was_not_known(
    city: City, quarter: Quarter, decided: datetime, expected: str
) -> None:
    amend(city, east(city), at=decided, target=Decimal(80))
    assert done(city, quarter) == expected


def test_amended_dates_move_the_plan(city: City, quarter: Quarter) -> None:
    amend(city, east(city), at=TOLD, due_on=date(2026, 6, 29))
    assert done(city, quarter) == "1"
    assert done(city, quarter, against="original") == "0.8"


def test_owner_is_the_one_known_then_whatever_the_target(city: City, quarter: Quarter) -> None:
    amend(city, east(city), at=KNOWN + DAY, lead_unit=city.west)
    Commitment.objects.update(state="underway")
    window = Window(START, END, KNOWN)
    assert set(gather([quarter.list], window)) == {city.east.pk, city.west.pk}
    later = Window(START, END, LATER, "original")
    assert set(gather([quarter.list], later)) == {city.west.pk}


def test_one_more_query_where_something_was_amended(
    city: City, quarter: Quarter, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    window = Window(START, END, KNOWN)
    with django_assert_num_queries(8):
        gather([quarter.list], window)
    amend(city, east(city), at=TOLD, target=Decimal(80))
    amend(city, Commitment.objects.exclude(text="新建农村公路").get(), at=TOLD, target=Decimal(90))
    with django_assert_num_queries(9):
        gather([quarter.list], window)


def test_unknown_side_is_refused(city: City, quarter: Quarter) -> None:
    with pytest.raises(Invalid) as refused:
        done(city, quarter, against="both")
    assert (refused.value.code, refused.value.params["field"]) == ("against-unknown", "against")


def test_page_and_trace_say_which(city: City, quarter: Quarter, sign_in: SignIn) -> None:
    amend(city, east(city), at=TOLD, target=Decimal(80))
    row = Amendment.objects.get()
    version = make_scheme(city)
    office = sign_in(city.person("assessor"))
    for against, words, figure in (
        ("amended", "已计入调整：目标值 100 公里 → 80 公里", "80 / 80 公里"),
        ("original", "未计入调整：目标值 100 公里 → 80 公里", "80 / 100 公里"),
    ):
        run = compute(version, quarter.list, city=city, against=against)
        assert run.get_against_display() in office.get(f"/runs/{run.pk}/").content.decode()
        trace = office.get(f"/runs/{run.pk}/units/{city.east.pk}/").content.decode()
        for text in (words, figure, "政策变化", f"/amendments/{row.pk}/"):
            assert text in trace
        other = office.get(f"/runs/{run.pk}/units/{city.west.pk}/").content.decode()
        assert "调整：" not in other
    assert "冻结时的原目标" in office.get("/runs/").content.decode()


def test_form_asks_which(city: City, quarter: Quarter, sign_in: SignIn) -> None:
    amend(city, east(city), at=TOLD, target=Decimal(80))
    office: Client = sign_in(city.person("assessor"))
    version = make_scheme(city)
    assert 'name="against"' in office.get("/runs/new/").content.decode()
    office.post(
        "/runs/new/",
        {
            "title": "一季度考核", "version": version.pk, "lists": [quarter.list.pk],
            "period_start": "2026-01-01", "period_end": "2026-03-31",
            "known_at": "2026-04-20 10:00", "against": "original",
        },
    )  # fmt: skip
    run_job.call(Job.objects.get().pk)
    run = ScoreRun.objects.get()
    assert (run.against, said(run, city.east, "done")) == ("original", "0.8")


def test_bulletin_shows_the_lights_of_the_same_side(city: City, quarter: Quarter) -> None:
    amend(city, east(city), at=TOLD, target=Decimal(80))
    version = make_scheme(city)

    def light(against: str) -> str:
        run = compute(version, quarter.list, city=city, against=against)
        units = run_facts(run).groups[0].units
        unit = next(each for each in units if each.code == city.east.code)
        return unit.standings[0].reason

    assert (light("amended"), light("original")) == ("距时限还有0天", "滞后序时进度20个百分点")
