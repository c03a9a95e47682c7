"""Bids: in time to the second, one for each unit, sealed as they arrive."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.audit.models import Entry
from luoshi.web.challenges.actions import bid_seal, bid_withdraw
from luoshi.web.challenges.models import Bid
from luoshi.web.challenges.sealing import digest
from luoshi.web.units.models import Unit
from tests.factories import City
from tests.web.challenges.build import BID, CONTENT, OPENS, SECRET, Story, verbs

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("at", [BID, OPENS, OPENS + timedelta(microseconds=999_999)])
def test_in_time_is_in_time(story: Story, at: datetime) -> None:
    story.until("publish")
    assert story.bid_by(story.city.park, at=at).state == "current"


@pytest.mark.parametrize(("after", "late"), [(1, 1), (61, 61)])
def test_one_second_late_is_refused_with_a_line_in_the_log(
    story: Story, caplog: pytest.LogCaptureFixture, after: int, late: int
) -> None:
    story.until("publish")
    at = OPENS + after * SECOND
    with (
        caplog.at_level(logging.INFO, logger="luoshi.challenges"),
        pytest.raises(Refused) as refused,
    ):
        story.bid_by(story.city.park, at=at)
    assert refused.value.code == "bid-late"
    assert refused.value.params["seconds"] == late
    assert refused.value.params["closed"] == "2026-03-16 10:00:00"
    assert refused.value.params["at"] == f"2026-03-16 10:0{after // 60}:01"
    line = caplog.records[-1].getMessage()
    assert line == (
        f"late bid refused: challenge {story.challenge.pk} unit {story.city.park.pk} "
        f"at {at.isoformat()} closed {OPENS.isoformat()} late {late} s"
    )
    assert SECRET not in caplog.text
    assert Bid.objects.count() == 0


def test_receipt_is_the_hash_of_the_sealed_bytes(story: Story) -> None:
    story.until("publish")
    bid = story.bid_by(story.city.park)
    stored = Bid.objects.get(pk=bid.pk)
    assert stored.digest == digest(bytes(stored.sealed))
    entry = Entry.objects.get(object_type="challenges.bid", verb="bid.seal")
    assert entry.after["digest"] == stored.digest
    assert stored.content is None


def test_every_bid_is_of_one_length(story: Story) -> None:
    story.until("publish")
    short = story.bid_by(story.city.park, replace(CONTENT, plan="短"))
    long = story.bid_by(story.city.west, replace(CONTENT, plan="长" * 10_000, team="队" * 2000))
    assert len(short.sealed) == len(long.sealed) == 65536 + 2 * 48


def test_a_later_bid_replaces_the_first(story: Story) -> None:
    story.until("publish")
    first = story.bid_by(story.city.park)
    second = story.bid_by(story.city.park, replace(CONTENT, plan="改进的方案"), at=OPENS)
    assert second.supersedes == first
    states = dict(Bid.objects.values_list("pk", "state"))
    assert states == {first.pk: "replaced", second.pk: "current"}


def test_what_is_refused_leaves_the_first_bid_in_place(story: Story) -> None:
    story.until("publish")
    first = story.bid_by(story.city.park)
    with pytest.raises(Invalid):
        story.bid_by(story.city.park, replace(CONTENT, plan=""))
    with pytest.raises(Refused):
        story.bid_by(story.city.park, at=OPENS + SECOND)
    assert list(Bid.objects.values_list("pk", "state")) == [(first.pk, "current")]


def test_withdrawn_and_handed_in_again(story: Story) -> None:
    story.until("publish")
    first = story.bid_by(story.city.park)
    leader = story.leader(story.city.park)
    bid_withdraw(bid=first, by=leader, at=BID)
    with pytest.raises(Refused) as refused:
        bid_withdraw(bid=first, by=leader, at=BID)
    assert refused.value.code == "bid-not-yours"
    second = story.bid_by(story.city.park)
    assert second.supersedes is None
    assert verbs(first) == ["bid.seal", "bid.withdraw"]


def test_nothing_is_withdrawn_after_the_opening_second(story: Story) -> None:
    story.until("publish")
    bid = story.bid_by(story.city.park)
    with pytest.raises(Refused) as refused:
        bid_withdraw(bid=bid, by=story.leader(story.city.park), at=OPENS + SECOND)
    assert refused.value.code == "bid-late"


def test_nobody_withdraws_for_another_unit(story: Story) -> None:
    story.until("publish")
    bid = story.bid_by(story.city.park)
    with pytest.raises(Forbidden):
        bid_withdraw(bid=bid, by=story.leader(story.city.west), at=BID)


@pytest.mark.parametrize("last", ["propose", "approve", "open"])
def test_bids_are_taken_only_on_the_board(story: Story, last: str) -> None:
    story.until(last)
    with pytest.raises(Refused) as refused:
        story.bid_by(story.city.east)
    assert refused.value.code == "bids-closed"


def test_the_unit_with_the_problem_does_not_bid(story: Story) -> None:
    story.until("publish")
    for unit in (story.city.transport, story.city.unit):
        with pytest.raises(Forbidden) as refused:
            story.bid_by(unit)
        assert refused.value.code == "challenge-owner-bids"


@pytest.mark.parametrize("role", ["contact", "supervisor", "principal", "admin"])
def test_only_the_leader_bids(story: Story, role: str) -> None:
    story.until("publish")
    actor = story.city.actor(role, story.city.park)
    with pytest.raises(Forbidden) as refused:
        bid_seal(challenge=story.challenge, unit=story.city.park, content=CONTENT, by=actor, at=BID)
    assert refused.value.code == "bid-unit-leader-only"


def test_a_leader_does_not_bid_for_a_unit_below(story: Story) -> None:
    story.until("publish")
    with pytest.raises(Forbidden):
        bid_seal(
            challenge=story.challenge,
            unit=story.city.town,
            content=CONTENT,
            by=story.leader(story.city.east),
            at=BID,
        )


def partner_code(story: Story, partner: Unit) -> str:
    try:
        story.bid_by(story.city.park, replace(CONTENT, partners=(partner.pk,)))
    except Invalid as refusal:
        return refusal.code
    return ""


def test_partners_are_other_units_of_the_jurisdiction(story: Story, other_city: City) -> None:
    story.until("publish")
    city = story.city
    assert partner_code(story, city.park) == "bid-partner-itself"
    assert partner_code(story, city.transport) == "challenge-owner-bids"
    assert partner_code(story, other_city.park) == "unit-elsewhere"
    assert partner_code(story, city.town) == ""


def test_record_names_the_unit_but_not_what_it_says(story: Story) -> None:
    story.until("bid")
    said = "".join(f"{row.before}{row.after}" for row in Entry.objects.all())
    assert f"'unit': {story.city.park.pk}" in said
    assert SECRET not in said
