"""The projection: said, did, achieved, planned and the light, from the facts alone."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from luoshi.web.commitments.models import CommitmentList, ListType, Milestone
from luoshi.web.commitments.views.accounts import curve_for, told_of
from luoshi.web.delivery.actions import (
    progress_refresh,
    report_accept,
    report_correct,
    verification_record,
)
from luoshi.web.delivery.models import Evidence, EvidenceUse, Progress
from luoshi.web.delivery.said import Said
from luoshi.web.delivery.tasks import refresh_lights
from tests.factories import NOW, City, make_commitment, make_list
from tests.web.delivery.build import (
    AT,
    ON,
    SAID,
    bring,
    contact,
    draw_now,
    make_report,
    make_round,
    progress,
    step_due,
    supervisor,
    workdays,
)

HALF_YEAR = date(2026, 7, 2)
FEW = Said(value=Decimal(5), narrative="刚开工")
DONE = replace(SAID, value=Decimal(100), claims_done=True)


def test_said_did_and_achieved_stay_apart(city: City) -> None:
    report = make_report(city, state="signed")
    for name in "ab":
        evidence = Evidence.objects.create(
            jurisdiction=city.unit, unit=city.transport, sha256=name * 64, name=name, size=1,
            added_by=city.person("contact", city.transport), added_at=NOW, media_type="text/plain",
        )  # fmt: skip
        EvidenceUse.objects.create(report=report, evidence=evidence)
    assert progress(report).said_value is None
    city.person("verifier", city.health)
    report_accept(report=report, by=supervisor(city), at=AT)
    shown = progress(report)
    assert (shown.report, shown.said_value, shown.said_share) == (report, 30, Decimal("0.3"))
    assert (shown.evidence_count, shown.achieved_value, shown.achieved_share) == (2, None, None)
    sample = draw_now(city, report.round).samples.get()
    verification_record(
        sample=sample, finding="partly", verified_value=Decimal(20), note="少十公里",
        by=city.actor("verifier", city.health), at=AT,
    )  # fmt: skip
    shown = progress(report)
    assert (shown.said_value, shown.evidence_count, shown.achieved_value) == (30, 2, 20)
    assert (shown.said_share, shown.achieved_share) == (Decimal("0.3"), Decimal("0.2"))


def test_light_says_how_far_behind_and_by_which_rule(city: City) -> None:
    report = make_report(city, state="accepted", said=FEW)
    assert progress_refresh(on=HALF_YEAR) == 1
    shown = progress(report)
    assert (shown.light, shown.light_code, shown.light_rule) == ("yellow", "behind", "default")
    assert shown.light_params == {"points": "18.84"}
    assert shown.as_of == HALF_YEAR


@pytest.mark.parametrize(
    ("on", "planned"),
    [(date(2026, 3, 20), "0.2164"), (HALF_YEAR, "0.2384"), (date(2027, 1, 4), "1")],
)
def test_account_is_held_against_the_plan_of_its_own_period(
    city: City, on: date, planned: str
) -> None:
    """Until it is due: a March report is not behind because April has begun."""
    report = make_report(city, state="accepted")
    progress_refresh(on=on)
    assert progress(report).planned_share == Decimal(planned)


@pytest.mark.parametrize(
    ("comparator", "steps", "planned"),
    [
        (">=", [], "0.5014"),
        ("growth>=", [], "1"),
        ("rank<=", [], "1"),
        ("reduce>=", [], "0.5014"),
        (">=", [(date(2026, 7, 2), "0.2")], "0.2"),
        ("growth>=", [(date(2026, 7, 2), "0.2")], "0.2"),
    ],
)
def test_planned_share(
    city: City, comparator: str, steps: list[tuple[date, str]], planned: str
) -> None:
    commitment = make_commitment(city, city.transport, comparator=comparator)
    for due_on, share in steps:
        Milestone.objects.create(
            commitment=commitment, title="节点", due_on=due_on, planned_share=Decimal(share)
        )
    progress_refresh(ids=[commitment.pk], on=HALF_YEAR)
    assert Progress.objects.get().planned_share == Decimal(planned)


@pytest.mark.parametrize(
    ("fields", "said", "share"),
    [
        (
            {"target": None, "comparator": ""},
            Said(said_share=Decimal("0.4"), narrative="过半"),
            "0.4",
        ),
        ({"target": None, "comparator": ""}, Said(claims_done=True, narrative="办完"), "1"),
        ({}, Said(value=Decimal(95), claims_done=True), "0.95"),
        ({"comparator": "<=", "baseline": Decimal(200)}, Said(value=Decimal(150)), "0.5"),
    ],
)
def test_said_share(city: City, fields: dict[str, object], said: Said, share: str) -> None:
    report = make_report(city, state="accepted", said=said, **fields)
    assert progress(report).said_share == Decimal(share)


def test_rule_is_that_of_the_kind_of_list(city: City) -> None:
    kind = ListType.objects.create(
        jurisdiction=city.unit, key="projects", title="项目", light_rule="wuhan"
    )
    report = make_report(city, state="accepted", said=FEW)
    CommitmentList.objects.filter(pk=report.round.list_id).update(list_type=kind)
    progress_refresh(on=HALF_YEAR)
    shown = progress(report)
    assert (shown.light, shown.light_code, shown.light_rule) == ("red", "behind-ratio", "wuhan")


def test_report_that_is_owed_shows_until_it_is_signed(city: City) -> None:
    workdays(2026)
    report = make_report(city)
    for on, code in ((date(2026, 4, 8), "no-figure"), (date(2026, 4, 9), "report-late")):
        progress_refresh(on=on)
        assert progress(report).light_code == code
    bring(city, report, "signed")
    progress_refresh(on=date(2026, 4, 9))
    assert progress(report).light_code == "no-figure"


def test_claim_stops_the_clock_on_the_day_it_was_first_made(city: City) -> None:
    workdays(2026)
    lst = make_list(city)
    commitment = make_commitment(city, city.transport, within=lst, due_on=date(2026, 4, 3))
    first = bring(city, make_round(city, lst, month=2).reports.get(), "accepted", DONE)
    progress_refresh(on=date(2026, 4, 20))
    assert progress(first).light_code == "said-done"
    later = make_round(city, lst, month=4, due_on=date(2026, 5, 8)).reports.get()
    later = bring(city, later, "accepted", DONE)
    type(later).objects.filter(pk=later.pk).update(submitted_at=AT.replace(month=5))
    progress_refresh(on=date(2026, 5, 20))
    assert (Progress.objects.get().report, progress(later).light_code) == (later, "said-done")
    type(first).objects.filter(pk=first.pk).update(claims_done=False)
    progress_refresh(ids=[commitment.pk], on=date(2026, 5, 20))
    assert progress(later).light_code == "late"


def test_verified_commitment_stays_verified_when_it_is_reported_on_again(city: City) -> None:
    city.person("verifier", city.health)
    lst = make_list(city)
    make_commitment(city, city.transport, within=lst)
    report = bring(city, make_round(city, lst).reports.get(), "accepted", DONE)
    sample = draw_now(city, report.round).samples.get()
    verification_record(
        sample=sample, finding="confirmed", verified_value=None, note="",
        by=city.actor("verifier", city.health), at=AT,
    )  # fmt: skip
    step_due(report.commitment, 4)
    next_report = bring(city, make_round(city, lst, month=4).reports.get(), "accepted", DONE)
    shown = progress(next_report)
    assert (shown.report, shown.finding, shown.light) == (next_report, "confirmed", "blue")


def test_finding_stays_shown_with_its_day_but_does_not_light_a_later_account(city: City) -> None:
    city.person("verifier", city.health)
    lst = make_list(city)
    make_commitment(city, city.transport, within=lst)
    report = bring(city, make_round(city, lst).reports.get(), "accepted")
    sample = draw_now(city, report.round).samples.get()
    verification_record(
        sample=sample, finding="partly", verified_value=Decimal(4), note="少二十六公里",
        by=city.actor("verifier", city.health), at=AT,
    )  # fmt: skip
    assert progress(report).light_code == "partly"
    later = bring(city, make_round(city, lst, month=4).reports.get(), "accepted")
    shown = progress(later)
    assert (shown.finding, shown.achieved_value) == ("partly", Decimal(4))
    assert shown.achieved_on == report.round.period_end
    assert (shown.light, shown.light_code) == ("green", "ahead")


def test_no_finding_tells_of_a_day_after_it(city: City) -> None:
    """A round may be reported on and looked at before its period is over."""
    city.person("verifier", city.health)
    lst = make_list(city)
    commitment = make_commitment(city, city.transport, within=lst)
    within = make_round(city, lst, month=4)
    report = bring(city, within.reports.get(), "accepted")
    sample = draw_now(city, report.round).samples.get()
    verification_record(
        sample=sample, finding="confirmed", verified_value=Decimal(30), note="",
        by=city.actor("verifier", city.health), at=AT,
    )  # fmt: skip
    assert within.period_end > ON
    assert progress(report).achieved_on == ON
    told = told_of(supervisor(city), commitment)
    assert (told[0].spoken_on, told[0].spoken) == (ON, "截至 2026-04-02")
    assert (told[0].claims.found_on, told[0].claims.as_of) == (ON, "截至 2026-04-02")
    curve = curve_for(commitment, told, ON)
    assert [dot.label.partition(" ")[0] for dot in (*curve.said, *curve.achieved)] == [
        ON.isoformat(), ON.isoformat(),
    ]  # fmt: skip


def test_done_by_the_end_of_its_period_is_not_late_for_being_told_after(city: City) -> None:
    workdays(2026)
    lst = make_list(city)
    make_commitment(city, city.transport, within=lst, due_on=date(2026, 3, 28))
    report = bring(city, make_round(city, lst).reports.get(), "accepted", DONE)
    assert report.submitted_at == AT
    progress_refresh(on=date(2026, 4, 20))
    assert (progress(report).light, progress(report).light_code) == ("green", "said-done")


def test_corrected_report_no_longer_counts(city: City) -> None:
    report = make_report(city, state="accepted")
    writer = contact(city, city.transport)
    new = report_correct(report=report, said=replace(SAID, value=Decimal(12)), by=writer, at=AT)
    bring(city, type(new).objects.get(pk=new.pk), "accepted", replace(SAID, value=Decimal(12)))
    assert progress(report).said_share == Decimal("0.12")


def test_year_without_calendar_is_grey_and_says_so(city: City) -> None:
    workdays(2026)
    report = make_report(city, state="accepted")
    progress_refresh(on=date(2027, 2, 1))
    shown = progress(report)
    assert (shown.light, shown.light_code) == ("grey", "calendar-not-covered")
    assert shown.light_params == {"year": "2027"}
    assert shown.planned_share == 1


def test_daily_task_rebuilds_all_and_may_be_repeated(city: City) -> None:
    make_commitment(city, city.transport)
    make_commitment(city, city.transport, state="withdrawn")
    refresh_lights(AT)
    before = list(Progress.objects.values())
    refresh_lights(AT)
    assert list(Progress.objects.values()) == before
    assert [row["as_of"] for row in before] == [ON]


@pytest.mark.parametrize("count", [1, 6])
def test_refresh_asks_the_same_number_of_queries(
    city: City, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lst = make_list(city)
    for _ in range(count):
        make_commitment(city, city.transport, within=lst)
    for report in make_round(city, lst).reports.all():
        bring(city, report, "accepted")
    with django_assert_num_queries(18):
        progress_refresh(on=HALF_YEAR)
