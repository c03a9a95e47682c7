"""A report from draft to fact: who moves it, what stays, what the record says."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.audit.models import Entry
from luoshi.web.commitments.models import Commitment
from luoshi.web.delivery.actions import (
    correction_drop,
    report_accept,
    report_correct,
    report_return,
    report_save,
    report_sign,
    report_submit,
    reports_accept,
    reports_save,
    reports_sign,
    round_close,
    round_open,
)
from luoshi.web.delivery.models import EvidenceUse, Progress, ProgressReport, Return, Round
from luoshi.web.delivery.said import Said, may_be_below_zero
from tests.factories import City, make_commitment, make_list
from tests.web.delivery.build import (
    AT,
    SAID,
    again,
    bring,
    contact,
    facts,
    last,
    leader,
    make_report,
    make_round,
    progress,
    state_of,
    supervisor,
    verbs,
)

STATES = [
    "draft", "assigned", "disputed", "accepted", "underway", "claimed_done", "verified",
    "signed_off", "withdrawn", "failed",
]  # fmt: skip


def test_round_asks_for_what_is_being_delivered(city: City) -> None:
    lst = make_list(city)
    made = {s: make_commitment(city, city.transport, within=lst, state=s) for s in STATES}
    round_ = make_round(city, lst)
    asked = {report.commitment.state for report in round_.reports.select_related("commitment")}
    assert asked == {"underway", "claimed_done"}
    assert state_of(made["accepted"]) == "underway"
    assert round_.reports.count() == Progress.objects.count() == 3
    assert {report.unit for report in round_.reports.all()} == {city.transport}
    opened = Entry.objects.get(verb="round.open")
    assert opened.after == {"list": lst.pk, "due_on": "2026-04-08", "reports": 3}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": " "}, "round-untitled"),
        ({"period_end": date(2026, 2, 1)}, "round-ends-before-start"),
        ({"due_on": date(2026, 2, 28)}, "round-due-before-start"),
        ({}, "round-exists"),
    ],
)
def test_round_that_cannot_be(city: City, changes: dict[str, object], code: str) -> None:
    lst = make_list(city)
    make_commitment(city, city.transport, within=lst)
    make_round(city, lst)
    values: dict[str, object] = {
        "title": "再来", "period_start": date(2026, 3, 1), "period_end": date(2026, 3, 28),
        "due_on": date(2026, 4, 8),
    }  # fmt: skip
    with pytest.raises(Invalid) as error:
        round_open(lst=lst, by=supervisor(city), at=AT, **(values | changes))  # type: ignore[arg-type]
    assert error.value.code == code
    assert Round.objects.count() == 1


def test_round_of_an_empty_list_is_refused(city: City) -> None:
    with pytest.raises(Refused, match="round-empty"):
        make_round(city, make_list(city))


def test_saving_keeps_words_and_says_what_changed(city: City) -> None:
    report = make_report(city)
    report_save(report=report, said=SAID, by=contact(city, city.transport), at=AT)
    assert (again(report).value, again(report).narrative) == (Decimal(30), "路基已完成")
    assert last().before == {"value": None, "narrative": ""}
    count = Entry.objects.count()
    report_save(report=report, said=SAID, by=contact(city, city.transport), at=AT)
    assert Entry.objects.count() == count


@pytest.mark.parametrize(
    ("metric", "unit", "allowed"),
    [
        ("新建道路", "公里", False),
        ("净增人口", "万人", True),
        ("地区生产总值增速", "%", True),
        ("占比提高", "个百分点", True),
    ],
)
def test_only_rates_and_net_figures_go_below_zero(metric: str, unit: str, allowed: bool) -> None:
    commitment = Commitment(metric=metric, unit_of_measure=unit)
    assert may_be_below_zero(commitment) is allowed


@pytest.mark.parametrize(
    ("comparator", "target", "baseline", "allowed"),
    [
        ("<=", -5, 0, True),
        (">=", 5, -3, True),
        (">=", 5, 0, False),
        ("growth>=", 5, 0, False),
        ("share>=", 5, 0, False),
    ],
)
def test_what_starts_or_is_to_end_below_zero_may_be_there(
    comparator: str, target: int, baseline: int, allowed: bool
) -> None:
    figure = {"comparator": comparator, "target": Decimal(target), "baseline": Decimal(baseline)}
    assert may_be_below_zero(Commitment(unit_of_measure="亿元", **figure)) is allowed
    rate = Commitment(unit_of_measure="%", **figure)
    assert may_be_below_zero(rate) is (allowed or not comparator.startswith("share"))


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        (Said(value=Decimal("1.00001")), "value-out-of-range", "value"),
        (Said(value=Decimal(10) ** 16), "value-out-of-range", "value"),
        (Said(value=Decimal("-0.5")), "value-below-zero", "value"),
        (Said(said_share=Decimal("1.01")), "share-out-of-range", "said_share"),
        (Said(said_share=Decimal("0.12345")), "share-out-of-range", "said_share"),
        (Said(blocker="mood"), "blocker-unknown", "blocker"),
    ],
)
def test_what_no_report_may_hold(city: City, said: Said, code: str, field: str) -> None:
    report = make_report(city)
    with pytest.raises(Invalid) as error:
        report_save(report=report, said=said, by=contact(city, city.transport), at=AT)
    assert (error.value.code, error.value.params) == (code, {"field": field})


def test_blocking_unit_is_of_the_same_city(city: City, other_city: City) -> None:
    report = make_report(city)
    said = replace(SAID, blocker="land", blocker_unit=other_city.east)
    with pytest.raises(Invalid, match="blocker-unit-elsewhere"):
        report_save(report=report, said=said, by=contact(city, city.transport), at=AT)


@pytest.mark.parametrize(
    ("fields", "said", "code"),
    [
        ({}, Said(narrative="有进展"), "value-missing"),
        ({"target": None, "comparator": ""}, Said(narrative="有进展"), "share-missing"),
        ({"target": None, "comparator": ""}, Said(claims_done=True), "narrative-missing"),
        ({}, Said(value=Decimal(1), blocker="land"), "blocker-unit-missing"),
    ],
)
def test_incomplete_report_stays_a_draft(
    city: City, fields: dict[str, object], said: Said, code: str
) -> None:
    report = make_report(city, **fields)
    with pytest.raises(Invalid) as error:
        reports_save(lines=[(report, said)], submit=True, by=contact(city, city.transport), at=AT)
    assert (error.value.code, error.value.params["report"]) == (code, report.pk)
    assert again(report).state == "draft"
    assert again(report).narrative == ""


def test_way_of_a_report(city: City) -> None:
    report = make_report(city, state="accepted")
    stored = again(report)
    people = (stored.submitted_by, stored.signed_by, stored.accepted_by)
    assert people == (
        city.person("contact", city.transport),
        city.person("unit_leader", city.transport),
        city.person("supervisor"),
    )
    assert (stored.state, stored.accepted_at) == ("accepted", AT)
    assert verbs() == [
        "round.open", "report.save", "report.submit", "report.sign", "report.accept",
    ]  # fmt: skip


def test_many_are_signed_and_accepted_with_one_entry_a_round(city: City) -> None:
    lst = make_list(city)
    for _ in range(3):
        make_commitment(city, city.transport, within=lst)
    round_ = make_round(city, lst)
    rows = [bring(city, report, "submitted") for report in round_.reports.all()]
    reports_sign(reports=rows, by=leader(city, city.transport), at=AT)
    assert last().after == {"reports": sorted(row.pk for row in rows)}
    reports_accept(reports=rows, by=supervisor(city), at=AT)
    assert verbs()[-2:] == ["report.sign", "report.accept"]
    assert {again(row).state for row in rows} == {"accepted"}


def test_all_or_none_are_accepted(city: City) -> None:
    good, bad = make_report(city, state="signed"), make_report(city, state="submitted")
    count = Entry.objects.count()
    with pytest.raises(Refused, match="wrong-state"):
        reports_accept(reports=[good, bad], by=supervisor(city), at=AT)
    assert again(good).state == "signed"
    assert Entry.objects.count() == count


def test_claim_of_done_moves_the_commitment_when_accepted(city: City) -> None:
    report = make_report(city, state="signed", said=replace(SAID, claims_done=True))
    assert state_of(report.commitment) == "underway"
    report_accept(report=report, by=supervisor(city), at=AT)
    assert state_of(report.commitment) == "claimed_done"


def test_return_says_why_and_keeps_what_was_said(city: City) -> None:
    report = make_report(city, state="signed")
    report_return(
        report=report, reason="facts-unclear", note="缺起止桩号", by=supervisor(city), at=AT
    )
    back = Return.objects.get()
    assert (back.said["value"], back.said["narrative"]) == ("30.0000", "路基已完成")
    assert back.said["signed_by"] == city.person("unit_leader", city.transport).pk
    stored = again(report)
    assert (stored.state, stored.signed_at, stored.submitted_at) == ("returned", None, AT)
    better = replace(SAID, value=Decimal(28))
    report_save(report=report, said=better, by=contact(city, city.transport), at=AT)
    assert again(report).state == "draft"
    assert Return.objects.get().said["value"] == "30.0000"


@pytest.mark.parametrize(
    ("reason", "note", "code"),
    [
        ("mood", "不喜欢", "return-reason-unknown"),
        ("facts-unclear", " ", "return-note-missing"),
        ("format", "长" * 301, "return-note-long"),
    ],
)
def test_return_needs_a_reason_of_the_list(city: City, reason: str, note: str, code: str) -> None:
    report = make_report(city, state="signed")
    with pytest.raises(Invalid, match=code):
        report_return(report=report, reason=reason, note=note, by=supervisor(city), at=AT)
    assert again(report).state == "signed"


def test_leader_returns_what_waits_for_the_signature(city: City) -> None:
    report = make_report(city, state="submitted")
    with pytest.raises(Forbidden, match="unit-leader-only"):
        report_return(report=report, reason="format", note="", by=supervisor(city), at=AT)
    boss = leader(city, city.transport)
    report_return(report=report, reason="format", note="", by=boss, at=AT)
    assert again(report).state == "returned"


def test_accepted_report_is_a_fact(city: City) -> None:
    """Law 5: no verb of anybody changes it."""
    report = make_report(city, state="accepted")
    before = facts(report)
    other = replace(SAID, value=Decimal(99))
    writer, boss, office = (
        contact(city, city.transport), leader(city, city.transport), supervisor(city),
    )  # fmt: skip
    attempts = [
        lambda: report_save(report=report, said=other, by=writer, at=AT),
        lambda: report_submit(report=report, by=writer, at=AT),
        lambda: report_sign(report=report, by=boss, at=AT),
        lambda: report_accept(report=report, by=office, at=AT),
        lambda: report_return(report=report, reason="format", note="", by=office, at=AT),
        lambda: correction_drop(report=report, by=writer, at=AT),
    ]
    for attempt in attempts:
        with pytest.raises(Refused):
            attempt()
    assert facts(report) == before


def test_correction_supersedes_when_accepted_and_both_stay(city: City) -> None:
    report = make_report(city, state="accepted")
    before = facts(report)
    writer = contact(city, city.transport)
    new = report_correct(report=report, said=replace(SAID, value=Decimal(26)), by=writer, at=AT)
    assert (again(report).state, again(new).state, new.supersedes) == ("accepted", "draft", report)
    assert progress(report).said_value == 30
    new = report_submit(report=new, by=writer, at=AT)
    new = report_sign(report=new, by=leader(city, city.transport), at=AT)
    assert progress(report).said_value == 30
    report_accept(report=new, by=supervisor(city), at=AT)
    assert facts(report) == {**before, "state": "superseded"}
    assert (again(new).state, progress(report).said_value) == ("accepted", 26)


def test_only_one_correction_at_a_time_and_it_can_be_dropped(city: City) -> None:
    report = make_report(city, state="accepted")
    writer = contact(city, city.transport)
    new = report_correct(report=report, by=writer, at=AT)
    with pytest.raises(Refused, match="correction-open"):
        report_correct(report=report, by=writer, at=AT)
    correction_drop(report=new, by=writer, at=AT)
    assert ProgressReport.objects.get() == report
    assert EvidenceUse.objects.count() == 0
    assert report_correct(report=report, by=writer, at=AT).value == Decimal(30)


def test_draft_that_corrects_nothing_is_not_dropped(city: City) -> None:
    with pytest.raises(Refused, match="correction-only"):
        correction_drop(report=make_report(city), by=contact(city, city.transport), at=AT)


def test_closed_round_takes_no_first_report_but_lets_returned_ones_through(city: City) -> None:
    report = make_report(city, state="signed")
    late = make_report(city)
    writer, office = contact(city, city.transport), supervisor(city)
    report_return(report=report, reason="format", note="", by=office, at=AT)
    for each in (report, late):
        round_close(round=each.round, by=office, at=AT)
    with pytest.raises(Refused, match="round-closed"):
        report_save(report=late, said=SAID, by=writer, at=AT)
    reports_save(lines=[(report, SAID)], submit=True, by=writer, at=AT)
    assert again(report).state == "submitted"
    with pytest.raises(Refused, match="wrong-state"):
        round_close(round=report.round, by=office, at=AT)
    assert verbs().count("round.close") == 2


def test_office_does_not_accept_what_it_signed_itself(city: City) -> None:
    report = make_report(city, state="signed")
    ProgressReport.objects.filter(pk=report.pk).update(signed_by=city.person("supervisor"))
    with pytest.raises(Forbidden, match="own-report"):
        report_accept(report=report, by=supervisor(city), at=AT)
