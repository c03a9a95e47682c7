"""What a unit takes back: a report before it is accepted, a claim of being done afterwards."""

from dataclasses import replace

import pytest

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.delivery.actions import (
    report_accept,
    report_correct,
    report_recall,
    report_sign,
    report_submit,
    reports_save,
    round_close,
)
from luoshi.web.delivery.models import ProgressReport, Recall
from luoshi.web.units.models import Unit
from tests.conftest import SignIn
from tests.factories import City
from tests.web.delivery.build import (
    AT,
    SAID,
    again,
    bring,
    contact,
    last,
    leader,
    make_report,
    make_round,
    progress,
    state_of,
    supervisor,
    verbs,
)

DONE = replace(SAID, claims_done=True)


def test_unit_takes_a_report_back_until_it_is_accepted(city: City) -> None:
    report, unit = make_report(city, state="signed"), city.transport
    round_close(round=report.round, by=supervisor(city), at=AT)
    for nobody in (supervisor(city), contact(city, city.health)):
        with pytest.raises(Forbidden):
            report_recall(report=report, note="口径有误", by=nobody, at=AT)
    for note, code in ((" ", "recall-note-missing"), ("长" * 301, "return-note-long")):
        with pytest.raises(Invalid, match=code):
            report_recall(report=report, note=note, by=contact(city, unit), at=AT)
    report_recall(report=report, note="口径有误", by=leader(city, unit), at=AT)
    kept, stored = Recall.objects.get(), again(report)
    assert (kept.said["value"], kept.said["narrative"]) == ("30.0000", "路基已完成")
    assert kept.said["signed_by"] == city.person("unit_leader", unit).pk
    assert (stored.state, stored.signed_by, last().verb) == ("draft", None, "report.recall")
    with pytest.raises(Refused, match="wrong-state"):
        report_accept(report=report, by=supervisor(city), at=AT)
    reports_save(lines=[(report, SAID)], submit=True, by=contact(city, unit), at=AT)
    with pytest.raises(Forbidden):
        report_recall(report=report, note="未签", by=leader(city, unit), at=AT)
    accepted = bring_on(city, again(report), unit)
    with pytest.raises(Refused, match="wrong-state"):
        report_recall(report=accepted, note="口径有误", by=contact(city, unit), at=AT)


def bring_on(city: City, report: ProgressReport, unit: Unit) -> ProgressReport:
    """From submitted to accepted."""
    report_sign(report=report, by=leader(city, unit), at=AT)
    return report_accept(report=report, by=supervisor(city), at=AT)


def test_accepted_claim_that_the_unit_takes_back_is_under_way_again_and_both_stay(
    city: City,
) -> None:
    old, writer = make_report(city, state="accepted", said=DONE), contact(city, city.transport)
    assert state_of(old.commitment) == "claimed_done"
    new = report_correct(report=old, said=SAID, by=writer, at=AT)
    report_submit(report=new, by=writer, at=AT)
    assert state_of(old.commitment) == "claimed_done"
    bring_on(city, new, city.transport)
    assert verbs()[-2:] == ["report.accept", "commitment.take_back"]
    assert state_of(old.commitment) == "underway"
    assert [(row.state, row.claims_done) for row in (again(old), again(new))] == [
        ("superseded", True),
        ("accepted", False),
    ]
    assert progress(old).report == new


def test_silence_in_the_next_round_takes_a_claim_back_and_an_older_correction_does_not(
    city: City,
) -> None:
    first = make_report(city, state="accepted", said=DONE)
    second = make_round(city, first.round.list, month=4).reports.get()
    bring(city, second, "accepted", DONE)
    old = report_correct(report=first, said=SAID, by=contact(city, city.transport), at=AT)
    report_submit(report=old, by=contact(city, city.transport), at=AT)
    bring_on(city, old, city.transport)
    assert state_of(first.commitment) == "claimed_done"
    third = make_round(city, first.round.list, month=5).reports.get()
    bring(city, third, "accepted", SAID)
    assert state_of(first.commitment) == "underway"


def test_taking_back_from_the_page(city: City, sign_in: SignIn) -> None:
    report = make_report(city, state="submitted")
    person = sign_in(city.person("contact", city.transport))
    address = f"/reports/{report.pk}/"
    bad = person.post(f"{address}recall/", {"note": " "})
    assert (bad.status_code, list(bad.context["recall_form"].errors)) == (422, ["note"])
    assert person.post(f"{address}recall/", {"note": "数字填错"}).url == address
    html = person.get(address).content.decode()
    assert "撤回：数字填错" in html
    assert f"r{report.pk}-narrative" in html
    office = sign_in(city.person("supervisor"))
    assert office.post(f"{address}recall/", {"note": "代撤"}).status_code == 403
