"""What was found done is left in peace, unless a later period has a target of its own."""

from datetime import date
from decimal import Decimal

from pytest_django import DjangoAssertNumQueries

from luoshi.core.pace import Measure, Thresholds
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.delivery.actions import verification_record
from luoshi.web.delivery.queries.asked import asked_in
from luoshi.web.delivery.said import Said
from tests.conftest import SignIn
from tests.factories import City, make_commitment, make_list
from tests.web.delivery.build import AT, bring, draw_now, make_round, step_due, workdays

D = Decimal
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
    assert (set(asked_in(lst, APRIL)), set(asked_in(lst, MAY))) == ({part}, {made, part})
    Commitment.objects.filter(pk=part.pk).update(state="verified")
    assert list(asked_in(lst, MAY)) == []


def test_parts_that_stand_in_no_list_are_asked_with_their_whole(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lst = make_list(city)
    whole = make_commitment(city, city.transport, within=lst)
    east = make_commitment(city, city.east, parent=whole)
    town = make_commitment(city, city.town, parent=east)
    make_commitment(city, city.west, parent=whole, state="assigned")
    make_commitment(city, city.park, parent=whole, within=make_list(city, title="园区清单"))
    make_commitment(city, city.health)
    given_up = make_commitment(city, city.health, within=lst, state="withdrawn")
    make_commitment(city, city.west, parent=given_up)
    with django_assert_num_queries(7):
        assert set(asked_in(lst, APRIL)) == {whole, east, town}


def test_a_part_gives_account_and_gets_its_light(city: City, sign_in: SignIn) -> None:
    workdays(2026, 2027)
    lst = make_list(city, light_rule=Thresholds(Measure.POINTS, D("0.01")).code)
    whole = make_commitment(city, city.transport, within=lst)
    part = make_commitment(city, city.east, parent=whole, target=D(60))
    opened = make_round(city, lst)
    assert {row.unit_id for row in opened.reports.all()} == {city.transport.pk, city.east.pk}
    report = bring(city, opened.reports.get(unit=city.east), "accepted", Said(value=D(12)))
    part.refresh_from_db()
    assert (part.state, part.progress.said_share) == ("underway", D("0.2"))
    assert part.progress.light_rule == lst.light_rule
    city.person("verifier", city.health)
    assert draw_now(city, opened).samples.get().report == report
    east = sign_in(city.person("contact", city.east))
    for page in (f"/rounds/{opened.pk}/", f"/reports/{report.pk}/"):
        assert east.get(page).status_code == 200
    shown = east.get(f"/commitments/{part.pk}/tree/").content.decode()
    assert f"light light-{part.progress.light}" in shown


def test_what_is_held_is_asked_until_its_due_day(city: City) -> None:
    lst = make_list(city)
    made = found_done(city, lst, comparator="growth>=", due_on=APRIL)
    assert list(asked_in(lst, APRIL)) == [made]
    Commitment.objects.filter(pk=made.pk).update(due_on=date(2026, 3, 28))
    assert list(asked_in(lst, MAY)) == []
