"""Who sees which challenge, and which bids when."""

import pytest
from django.http import Http404

from luoshi.web.accounts.models import Role
from luoshi.web.challenges import actions
from luoshi.web.challenges.queries import (
    bids_open_to,
    challenge_for,
    evaluators_of,
    own_bid_for,
    own_bids,
    visible_to,
)
from tests.factories import City
from tests.web.challenges.build import JUDGED, Story

ROLES = tuple(Role.values)
WHOLE = {"supervisor", "assessor", "principal"}


def seers(story: Story) -> set[str]:
    """The roles at 东区 that see it, none of them named."""
    people = {role: story.city.actor(role, story.city.east, f"plain-{role}") for role in ROLES}
    return {role for role, actor in people.items() if visible_to(actor).exists()}


@pytest.mark.parametrize("last", ["propose", "submit", "approve"])
def test_before_publication_units_see_nothing(story: Story, last: str) -> None:
    story.until(last)
    assert seers(story) == WHOLE


@pytest.mark.parametrize("last", ["publish", "open", "start", "reward"])
def test_on_the_board_units_see_it(story: Story, last: str) -> None:
    story.until(last)
    assert seers(story) == WHOLE | {"contact", "unit_leader"}


def test_the_unit_that_proposed_sees_it_from_the_start(story: Story) -> None:
    story.until("propose")
    assert visible_to(story.city.actor("contact", story.city.transport)).exists()


def test_who_is_named_sees_it_and_only_it(story: Story) -> None:
    story.until("call")
    other = Story(story.city)
    other.until("propose")
    other.challenge.holders.all().delete()
    other.challenge.evaluators.all().delete()
    for person in (*story.holding[:1], *story.judging[1:2], *story.outsiders):
        seen = visible_to(story.of(person))
        assert [each.pk for each in seen] == [story.challenge.pk]


def test_another_city_sees_nothing(story: Story, other_city: City) -> None:
    story.until("publish")
    for role in ROLES:
        with pytest.raises(Http404):
            challenge_for(other_city.actor(role, other_city.east), story.challenge.pk)


def test_nobody_reads_a_bid_before_the_opening(story: Story) -> None:
    story.until("bid")
    story.hand_in(1)
    for role in ROLES:
        for unit in (story.city.park, story.city.east):
            actor = story.city.actor(role, unit)
            assert not bids_open_to(actor, story.challenge).exists()


def readers(story: Story) -> dict[str, int]:
    """How many bids each of those people may read."""
    city, challenge = story.city, story.again()
    people = {
        "supervisor": story.desk,
        "principal": story.mayor,
        "judge": story.of(story.judging[1]),
        "bidder": story.leader(city.park),
        "unit": story.leader(city.east),
        "holder": city.actor("auditor"),
        "admin": city.actor("admin"),
    }
    return {name: bids_open_to(actor, challenge).count() for name, actor in people.items()}


def test_after_the_opening_the_committee_reads_all_and_a_bidder_the_own(story: Story) -> None:
    story.until("open")
    assert readers(story) == {
        "supervisor": 2,
        "principal": 2,
        "judge": 2,
        "bidder": 1,
        "unit": 0,
        "holder": 0,
        "admin": 0,
    }


def test_who_declared_an_interest_reads_no_more(story: Story) -> None:
    story.until("open")
    evaluator = evaluators_of(story.challenge)[1]
    actions.interest_declare(
        evaluator=evaluator,
        has_interest=True,
        text="同学",
        by=story.of(evaluator.person),
        at=JUDGED,
    )
    assert readers(story)["judge"] == 0


def test_an_evaluator_whose_unit_bids_reads_only_the_own(story: Story) -> None:
    story.until("open")
    person = story.city.person("unit_leader", story.city.park)
    actions.evaluator_add(challenge=story.challenge, person=person, by=story.desk, at=JUDGED)
    found = bids_open_to(story.leader(story.city.park), story.again())
    assert [bid.unit for bid in found] == [story.city.park]


def test_receipts_are_the_own_ones(story: Story) -> None:
    story.until("bid")
    own = own_bids(story.leader(story.city.park), story.challenge)
    assert [bid.unit for bid in own] == [story.city.park]
    with pytest.raises(Http404):
        own_bid_for(story.leader(story.city.east), story.challenge, own[0].pk)
    assert not own_bids(story.desk, story.challenge).exists()
