"""Who sees what of rounds, reports, evidence and samples; nothing of another unit leaks."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.http import Http404
from pytest_django import DjangoAssertNumQueries

from luoshi.web.delivery.actions import report_correct, round_close, verification_record
from luoshi.web.delivery.models import Evidence, EvidenceUse, ProgressReport, Verification
from luoshi.web.delivery.queries import (
    Narrowed,
    RoundCounts,
    account_of,
    counts_of,
    draw_for,
    draws_visible_to,
    due_for,
    evidence_for,
    report_for,
    round_for,
    round_rows,
    rounds_to_draw,
    rounds_visible_to,
    sample_for,
    samples_of,
    true_account_by_unit,
    visible_to,
)
from luoshi.web.units.models import Unit
from tests.factories import NOW, City, make_commitment, make_list
from tests.web.delivery.build import (
    AT,
    SAID,
    bring,
    contact,
    draw_now,
    make_report,
    make_round,
    step_due,
    supervisor,
)

DONE = replace(SAID, claims_done=True)
SEES_ALL = ("supervisor", "assessor", "principal")


@pytest.mark.parametrize(
    "role",
    [
        "supervisor",
        "assessor",
        "principal",
        "contact",
        "unit_leader",
        "verifier",
        "auditor",
        "admin",
    ],
)
def test_reports_by_role(city: City, other_city: City, role: str) -> None:
    own = make_report(city, city.east, state="accepted")
    below = make_report(city, city.town, state="accepted")
    make_report(city, city.west, state="accepted")
    make_report(other_city, other_city.east, state="accepted")
    seen = set(visible_to(city.actor(role, city.east)))
    if role in SEES_ALL:
        assert len(seen) == 3
        assert {report.unit.code[:2] for report in seen} == {"YC"}
    else:
        assert seen == ({own, below} if role in ("contact", "unit_leader") else set())


def drawn_for_health(city: City) -> ProgressReport:
    city.person("verifier", city.health)
    report = make_report(city, state="accepted", said=DONE)
    draw_now(city, report.round)
    return report


def test_verifier_sees_what_was_drawn_and_no_more(city: City) -> None:
    report = drawn_for_health(city)
    make_report(city, state="accepted")
    verifier, other = city.actor("verifier", city.health), city.actor("verifier", city.west)
    assert list(visible_to(verifier)) == [report]
    assert list(visible_to(other)) == []
    assert [sample.report for sample in samples_of(verifier)] == [report]
    sample = samples_of(verifier).get()
    assert sample_for(verifier, sample.pk) == sample_for(supervisor(city), sample.pk) == sample
    for stranger in (other, contact(city, city.transport)):
        with pytest.raises(Http404):
            sample_for(stranger, sample.pk)


def test_what_is_not_seen_is_not_there(city: City, other_city: City) -> None:
    report = drawn_for_health(city)
    draw = report.round.draws.get()
    for stranger in (contact(city, city.health), city.actor("admin"), supervisor(other_city)):
        for finder, pk in (
            (report_for, report.pk),
            (round_for, report.round_id),
            (draw_for, draw.pk),
        ):
            with pytest.raises(Http404):
                finder(stranger, pk)
        assert list(rounds_visible_to(stranger)) == []
        assert list(draws_visible_to(stranger)) == []
    assert report_for(contact(city, city.transport), report.pk) == report


def test_evidence_follows_the_report(city: City, other_city: City) -> None:
    report = drawn_for_health(city)
    writer = city.person("contact", city.transport)
    evidence = Evidence.objects.create(
        jurisdiction=city.unit, unit=city.transport, sha256="a" * 64, name="a", size=1,
        media_type="text/plain", added_by=writer, added_at=NOW,
    )  # fmt: skip
    owner, verifier = contact(city, city.transport), city.actor("verifier", city.health)
    assert evidence_for(owner, evidence.pk) == evidence
    for stranger in (verifier, supervisor(city), contact(city, city.health)):
        with pytest.raises(Http404):
            evidence_for(stranger, evidence.pk)
    EvidenceUse.objects.create(report=report, evidence=evidence)
    assert evidence_for(verifier, evidence.pk) == evidence_for(supervisor(city), evidence.pk)
    for stranger in (contact(city, city.health), supervisor(other_city)):
        with pytest.raises(Http404):
            evidence_for(stranger, evidence.pk)


def test_what_is_due_from_whom(city: City) -> None:
    rows = {state: make_report(city, state=state) for state in ("draft", "submitted", "signed")}
    make_report(city, city.health)
    on = date(2026, 4, 9)
    due = {
        "contact": due_for(contact(city, city.transport), on),
        "leader": due_for(city.actor("unit_leader", city.transport), on),
        "office": due_for(supervisor(city), on),
        "none": due_for(city.actor("auditor"), on),
    }
    found = {
        who: [list(d.fill), list(d.sign), list(d.decide), list(d.verify)] for who, d in due.items()
    }
    assert found == {
        "contact": [[rows["draft"]], [], [], []],
        "leader": [[], [rows["submitted"]], [], []],
        "office": [[], [], [rows["signed"]], []],
        "none": [[], [], [], []],
    }
    assert (due["contact"].late, due_for(contact(city, city.transport), date(2026, 4, 8)).late) == (
        1,
        0,
    )


def test_verifier_owes_what_has_no_finding(city: City) -> None:
    report = drawn_for_health(city)
    verifier = city.actor("verifier", city.health)
    assert [sample.report for sample in due_for(verifier, AT.date()).verify] == [report]
    find(city, report, "confirmed")
    assert list(due_for(verifier, AT.date()).verify) == []


def find(city: City, report: ProgressReport, finding: str) -> Verification:
    sample = report.samples.get()
    return verification_record(
        sample=sample, finding=finding, verified_value=Decimal(3), note="看过", at=AT,
        by=city.actor("verifier", Unit.objects.get(appointments__user=sample.verifier)),
    )  # fmt: skip


def test_counts_leave_corrections_out(city: City) -> None:
    lst = make_list(city)
    for unit in (city.transport, city.transport, city.health):
        make_commitment(city, unit, within=lst)
    round_ = make_round(city, lst)
    one, two, _three = round_.reports.order_by("pk")
    bring(city, one, "accepted")
    bring(city, two, "submitted")
    report_correct(report=one, by=contact(city, city.transport), at=AT)
    counts = counts_of(supervisor(city), [round_])[round_.pk]
    assert counts == RoundCounts(draft=1, submitted=1, accepted=1)
    assert (counts.total, counts.handed_in, counts.due) == (3, 2, 1)
    own = counts_of(contact(city, city.health), [round_])[round_.pk]
    assert own == RoundCounts(draft=1)
    rows = round_rows(supervisor(city), round_)
    assert [(row.unit, row.counts.total) for row in rows] == [(city.transport, 2), (city.health, 1)]


def test_account_shows_facts_only_with_what_was_found(city: City) -> None:
    city.person("verifier", city.health)
    lst = make_list(city)
    commitment = make_commitment(city, city.transport, within=lst)
    old = bring(city, make_round(city, lst).reports.get(), "accepted", DONE)
    draw_now(city, old.round)
    find(city, old, "confirmed")
    verified = find(city, old, "partly")
    new = bring(city, make_round(city, lst, month=4).reports.get(), "accepted")
    bring(city, make_round(city, lst, month=5).reports.get(), "signed")
    rows = account_of(supervisor(city), commitment)
    assert [(row.report, row.verification) for row in rows] == [(new, None), (old, verified)]


def test_account_says_which_reports_the_reader_may_open(city: City) -> None:
    verifier = city.actor("verifier", city.health)
    lst = make_list(city)
    commitment = make_commitment(city, city.transport, within=lst)
    drawn = bring(city, make_round(city, lst).reports.get(), "accepted", DONE)
    draw_now(city, drawn.round)
    bring(city, make_round(city, lst, month=4).reports.get(), "accepted")
    readers = {
        supervisor(city): [True, True],
        contact(city, city.transport): [True, True],
        contact(city, city.health): [False, False],
        verifier: [False, True],
    }
    for reader, opens in readers.items():
        assert [row.opens for row in account_of(reader, commitment)] == opens


def test_true_account_counts_claims_of_done_by_unit(city: City, other_city: City) -> None:
    for unit in (city.west, city.park, city.health):
        city.person("verifier", unit)
    lst = make_list(city)
    for unit in (city.transport, city.transport, city.town, city.health):
        make_commitment(city, unit, within=lst, weight="20")
    round_ = make_round(city, lst)
    reports = list(round_.reports.order_by("pk"))
    for number, report in enumerate(reports):
        bring(city, report, "accepted", SAID if number == 3 else DONE)
    draw_now(city, round_)
    find(city, reports[0], "confirmed")
    find(city, reports[1], "refuted")
    late = make_report(city, city.town, state="accepted", said=DONE)
    rows = {row.unit: row for row in true_account_by_unit(supervisor(city), Narrowed())}
    assert set(rows) == {city.transport, city.town}
    account = rows[city.transport].account
    assert (account.claimed, account.sampled, account.confirmed) == (2, 2, 1)
    assert rows[city.transport].whisker == (12, 50, 88)
    assert (rows[city.town].account.claimed, rows[city.town].whisker) == (2, None)
    narrowed = true_account_by_unit(supervisor(city), Narrowed(list_id=late.round.list_id))
    assert [(row.unit, row.account.claimed) for row in narrowed] == [(city.town, 1)]
    assert true_account_by_unit(supervisor(city), Narrowed(round_id=late.round_id)) == narrowed
    for stranger in (contact(city, city.transport), supervisor(other_city)):
        assert true_account_by_unit(stranger, Narrowed()) == []


def test_refuted_claim_counts_even_when_it_was_corrected(city: City) -> None:
    report = drawn_for_health(city)
    find(city, report, "refuted")
    new = report_correct(report=report, said=SAID, by=contact(city, city.transport), at=AT)
    bring(city, ProgressReport.objects.get(pk=new.pk), "accepted")
    (row,) = true_account_by_unit(supervisor(city), Narrowed())
    assert (row.account.claimed, row.account.refuted) == (1, 1)


def test_a_claim_said_again_in_the_next_round_is_one_claim(city: City) -> None:
    """As a bulletin counts it: each claim once, with the finding of whichever round."""
    report = drawn_for_health(city)
    find(city, report, "confirmed")
    for month in (4, 5):
        step_due(report.commitment, month)
        later = make_round(city, report.round.list, month=month)
        bring(city, later.reports.get(commitment=report.commitment), "accepted", DONE)
    (row,) = true_account_by_unit(supervisor(city), Narrowed())
    assert (row.account.claimed, row.account.sampled, row.account.confirmed) == (1, 1, 1)
    (only,) = true_account_by_unit(supervisor(city), Narrowed(round_id=later.pk))
    assert (only.account.claimed, only.account.sampled) == (1, 0)


def test_draws_say_how_far_they_are(city: City) -> None:
    report = drawn_for_health(city)
    assert [(draw.size, draw.verified) for draw in draws_visible_to(supervisor(city))] == [(1, 0)]
    find(city, report, "partly")
    find(city, report, "confirmed")
    assert [(draw.size, draw.verified) for draw in draws_visible_to(supervisor(city))] == [(1, 1)]


def test_rounds_to_draw_have_facts_and_no_draw(city: City, other_city: City) -> None:
    drawn_for_health(city)
    make_report(city, state="signed")
    make_report(city, state="accepted")
    ready = make_report(city, state="accepted")
    round_close(round=ready.round, by=supervisor(city), at=AT)
    found = [(r, r.accepted, r.pending) for r in rounds_to_draw(supervisor(city))]
    assert found == [(ready.round, 1, 0)]
    assert list(rounds_to_draw(supervisor(other_city))) == []
    assert list(rounds_to_draw(city.actor("principal"))) == []


@pytest.mark.parametrize("count", [1, 3])
def test_account_takes_three_queries(
    city: City, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lst = make_list(city)
    commitment = make_commitment(city, city.transport, within=lst)
    for month in range(1, count + 1):
        bring(city, make_round(city, lst, month=month).reports.get(), "accepted")
    reader = supervisor(city)
    with django_assert_num_queries(3):
        assert len(account_of(reader, commitment)) == count
