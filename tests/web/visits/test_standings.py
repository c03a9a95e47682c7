"""The light of what was raised on site follows its answers and how the asker rates them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from luoshi.core.errors import DomainError
from luoshi.web.audit.models import Entry
from luoshi.web.commitments.actions import commitments_accept
from luoshi.web.delivery.actions import progress_refresh
from luoshi.web.delivery.models import Progress
from luoshi.web.visits import actions
from luoshi.web.visits.models import Raised
from luoshi.web.visits.queries import redatings
from tests.conftest import SignIn
from tests.factories import NOW, City
from tests.web.delivery.build import make_round, workdays
from tests.web.visits.test_visits import answered, owned, problem, visit

LATE = date(2026, 4, 30)
"""A month after it was due."""


def taken_on(city: City) -> Raised:
    one = owned(city, problem(city, visit(city)))
    assert one.commitment
    by = city.actor("unit_leader", city.transport)
    commitments_accept(commitments=[one.commitment], by=by, at=NOW)
    return one


@pytest.fixture(autouse=True)
def _calendar(db: None) -> None:
    workdays(2026)


def light(one: Raised, on: date = LATE) -> Progress:
    progress_refresh(on=on, ids=[one.commitment_id or 0])
    return Progress.objects.select_related("commitment").get(pk=one.commitment_id)


def rate(city: City, one: Raised, verdict: str, hours: int = 1, text: str = "已装灯") -> None:
    desk, at = city.actor("supervisor"), NOW + timedelta(hours=hours)
    actions.rating_note(
        answer=answered(city, one, text), verdict=verdict, how="phone", comment="", by=desk, at=at
    )


@pytest.mark.parametrize(("verdict", "colour", "state"), [
    ("", "green", "claimed_done"), ("declined", "green", "underway"),
    ("satisfied", "blue", "verified"), ("unsatisfied", "red", "underway"),
])  # fmt: skip
def test_an_answer_is_said_and_its_rating_is_found(
    city: City, verdict: str, colour: str, state: str
) -> None:
    one = taken_on(city)
    if verdict:
        rate(city, one, verdict)
    else:
        answered(city, one)
    stands = light(one)
    assert (stands.light, stands.commitment.state, stands.said_share) == (colour, state, 1)
    assert stands.achieved_share == {"satisfied": Decimal(1), "unsatisfied": Decimal(0)}.get(
        verdict
    )


@pytest.mark.parametrize(("until", "on", "shown"), [
    (date(2026, 3, 20), date(2026, 3, 10), ("green", "expected")),
    (date(2026, 5, 31), date(2026, 3, 10), ("yellow", "expected-late")),
    (date(2026, 5, 31), LATE, ("red", "late")),
])  # fmt: skip
def test_not_yet_is_no_claim_and_is_held_against_the_due_day(
    city: City, until: date, on: date, shown: tuple[str, str]
) -> None:
    one = taken_on(city)
    answered(city, one, "还没有解决", until)
    stands = light(one, on)
    assert (stands.light, stands.light_code) == shown
    assert (stands.said_share, stands.commitment.state) == (None, "underway")
    answered(city, one)
    assert (light(one, LATE).said_share, light(one, LATE).light_code) == (1, "said-done")


def test_a_new_answer_is_not_denied_by_the_rating_of_the_last(city: City) -> None:
    one = taken_on(city)
    rate(city, one, "unsatisfied")
    answered(city, one, "昨晚全部亮灯")
    stands = light(one)
    assert (stands.light_code, stands.finding) == ("said-done", "refuted")
    assert light(one, date(2026, 3, 1)).said_share is None


def test_a_late_answer_is_not_overdue_while_it_waits_for_its_rating(city: City) -> None:
    """Due on 31 March, answered on 7 April: five working days late, told once it is found."""
    one, by = taken_on(city), city.actor("contact", city.transport)
    assert light(one).light_code == "late"
    at = NOW.replace(month=4, day=7)
    answer = actions.answer_give(raised=one, text="已装灯", until=None, by=by, at=at)
    assert light(one).light_code == "said-done"
    actions.rating_note(
        answer=answer, verdict="satisfied", how="phone", comment="",
        by=city.actor("supervisor"), at=at,
    )  # fmt: skip
    stands = light(one)
    assert (stands.light, stands.light_code, stands.light_params) == (
        "blue", "verified-late", {"days": "5"},
    )  # fmt: skip


def test_the_link_of_the_asker_moves_it_on_in_nobodys_name(city: City) -> None:
    one = taken_on(city)
    answer, desk = answered(city, one), city.actor("supervisor")
    secret = actions.link_make(answer=answer, by=desk, at=NOW)
    actions.rating_give(secret=secret, verdict="satisfied", comment="", at=NOW)
    entry = Entry.objects.get(verb="commitment.verify")
    assert (entry.actor_id, entry.role, entry.after) == (
        None, "asker", {"state": "verified", "finding": "satisfied"},
    )  # fmt: skip


def test_it_answers_to_its_asker_and_stands_in_no_round(city: City) -> None:
    one = taken_on(city)
    assert one.commitment
    with pytest.raises(DomainError, match="round-empty"):
        make_round(city, one.commitment.items.get().list)


def test_what_its_asker_would_not_rate_goes_on_in_rounds(city: City, sign_in: SignIn) -> None:
    one = taken_on(city)
    assert one.commitment
    about = one.commitment
    desk, address = sign_in(city.person("supervisor")), about.get_absolute_url()
    for day in (20, 25, 25, 28):
        answered(city, one, "配件未到", date(2026, 3, day))
    assert "改期 2 次" in desk.get(address).content.decode()
    answer, by = answered(city, one), city.actor("supervisor")
    actions.rating_note(
        answer=answer, verdict="declined", how="phone", comment="不常走这条路", by=by, at=NOW
    )
    page = desk.get(address).content.decode()
    assert ("不常走这条路" in page, "提出人不评价" in page) == (True, True)
    asked = make_round(city, about.items.get().list)
    assert list(asked.reports.values_list("commitment", flat=True)) == [about.pk]
    assert light(one).light_code == "said-done"


@pytest.mark.parametrize(("days", "count"), [
    ([], 0), ([None, date(2026, 3, 1)], 0), ([date(2026, 3, 1), None, date(2026, 3, 2)], 1),
])  # fmt: skip
def test_a_day_counts_against_the_last_one_named(days: list[date | None], count: int) -> None:
    assert redatings(days) == count
