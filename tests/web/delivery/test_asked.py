"""What was found done is left in peace, unless a later period has a target of its own."""

from datetime import date
from decimal import Decimal

from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.delivery.actions import verification_record
from luoshi.web.delivery.queries.asked import asked_in
from luoshi.web.delivery.said import Said
from tests.factories import City, make_commitment, make_list
from tests.web.delivery.build import AT, bring, draw_now, make_round, step_due

DONE = Said(value=Decimal(100), claims_done=True, narrative="已完成")
APRIL, MAY = date(2026, 4, 30), date(2026, 5, 31)


def found_done(city: City, lst: CommitmentList, **fields: object) -> Commitment:
    """Claimed done in March and found so."""
    city.person("verifier", city.health)
    made = make_commitment(city, city.transport, within=lst, **fields)
    report = bring(city, make_round(city, lst).reports.get(), "accepted", DONE)
    sample = draw_now(city, report.round).samples.get()
    by = city.actor("verifier", city.health)
    verification_record(
        sample=sample, finding="confirmed", verified_value=None, note="", by=by, at=AT
    )
    made.refresh_from_db()
    assert made.state == "verified"
    return made


def test_found_done_is_asked_again_for_the_period_of_its_next_milestone(city: City) -> None:
    lst = make_list(city)
    made = found_done(city, lst)
    assert list(asked_in(lst, MAY)) == []
    step_due(made, 3)
    assert list(asked_in(lst, MAY)) == []
    step_due(made, 5)
    assert (list(asked_in(lst, APRIL)), list(asked_in(lst, MAY))) == ([], [made])
    bring(city, make_round(city, lst, month=5).reports.get(), "accepted", DONE)
    assert list(asked_in(lst, date(2026, 6, 30))) == []


def test_found_done_is_asked_again_while_a_part_is_due(city: City) -> None:
    lst = make_list(city)
    made = found_done(city, lst)
    part = make_commitment(city, city.east, parent=made, due_on=date(2026, 5, 15))
    assert (list(asked_in(lst, APRIL)), list(asked_in(lst, MAY))) == ([], [made])
    Commitment.objects.filter(pk=part.pk).update(state="verified")
    assert list(asked_in(lst, MAY)) == []


def test_what_is_held_is_asked_until_its_due_day(city: City) -> None:
    lst = make_list(city)
    made = found_done(city, lst, comparator="growth>=", due_on=APRIL)
    assert list(asked_in(lst, APRIL)) == [made]
    Commitment.objects.filter(pk=made.pk).update(due_on=date(2026, 3, 28))
    assert list(asked_in(lst, MAY)) == []
