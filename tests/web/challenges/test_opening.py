"""The opening: not before its second, not with one half, everything at once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.audit.models import Entry
from luoshi.web.challenges.actions import challenge_void, fingerprint, key_hand_in, key_take
from luoshi.web.challenges.content import BidContent
from luoshi.web.challenges.models import Bid, KeyHolder, StepTaken
from luoshi.web.challenges.queries import holders_of
from luoshi.web.challenges.sealing import key_text, new_key, read_key
from tests.web.challenges.build import (
    CODEWORD,
    CONTENT,
    OPENED,
    OPENS,
    PUBLISHED,
    SECRET,
    Story,
    spellings,
    verbs,
)


def contents() -> list[object]:
    return list(Bid.objects.order_by("pk").values_list("content", flat=True))


def cells() -> Iterator[bytes]:
    """Everything that every table holds, as bytes."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for value in row:
                    blob = isinstance(value, bytes | memoryview)
                    yield bytes(value) if blob else str(value).encode()


def stored(*needles: bytes) -> list[bool]:
    """Whether the database holds each of them, in any cell."""
    everything = b"\0".join(cells())
    return [needle in everything for needle in needles]


@pytest.mark.parametrize("early", [timedelta(0), timedelta(seconds=1), timedelta(days=3)])
def test_no_half_is_taken_before_the_opening_second_has_passed(
    story: Story, early: timedelta
) -> None:
    story.until("bid")
    with pytest.raises(Refused) as refused:
        story.hand_in(1, at=OPENS - early)
    assert refused.value.code == "opening-too-early"
    assert refused.value.params["opens"] == "2026-03-16 10:00:00"
    assert KeyHolder.objects.filter(half__isnull=False).count() == 0


def test_one_half_opens_nothing(story: Story) -> None:
    story.until("bid")
    assert story.hand_in(1) is None
    assert story.again().state == "bidding"
    assert contents() == [None, None]


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_both_halves_in_any_order_open_all_at_once(story: Story, order: tuple[int, int]) -> None:
    story.until("bid")
    assert [story.hand_in(place) for place in order] == [None, 2]
    assert story.again().state == "evaluating"
    first, second = contents()
    assert BidContent.of_json(first).plan == SECRET
    assert BidContent.of_json(second).plan == "绕行方案"
    taken = StepTaken.objects.get(verb="open")
    assert taken.facts["bids"] == {str(bid.pk): bid.digest for bid in story.bids.values()}


def test_a_waiting_half_is_of_no_use_to_who_reads_the_database(story: Story) -> None:
    story.until("bid")
    story.hand_in(1)
    keys = [read_key(text) for text in story.keys.values()]
    texts = [text.encode() for text in story.keys.values()]
    hexes = [key.hex().encode() for key in keys]
    assert stored(*keys, *texts, *hexes) == [False] * 6
    assert KeyHolder.objects.get(place=1).half is not None


def test_no_half_is_left_after_the_opening(story: Story) -> None:
    story.until("open")
    keys = [read_key(text) for text in story.keys.values()]
    assert list(KeyHolder.objects.values_list("half", flat=True)) == [None, None]
    assert stored(*keys, CODEWORD.encode()) == [False, False, True]


def test_before_the_opening_the_database_holds_no_word_of_a_bid(story: Story) -> None:
    story.until("bid")
    needles = [*spellings(SECRET), CODEWORD.encode(), *spellings(CONTENT.team)]
    assert stored(*needles) == [False] * len(needles)


def test_a_wrong_half_is_refused_and_nothing_is_kept(story: Story) -> None:
    story.until("bid")
    right = story.keys[1]
    for wrong in (story.keys[2], new_key()[0], key_text(bytes(32))):
        story.keys[1] = wrong
        with pytest.raises(Invalid) as refused:
            story.hand_in(1)
        assert refused.value.code == "opening-key-wrong"
    assert KeyHolder.objects.filter(handed_in_at__isnull=False).count() == 0
    story.keys[1] = right.lower().replace("-", " ")
    assert story.hand_in(1) is None


def test_a_half_is_handed_in_once_and_by_its_holder(story: Story) -> None:
    story.until("bid")
    holder = holders_of(story.challenge)[0]
    with pytest.raises(Forbidden):
        key_hand_in(holder=holder, text=story.keys[1], by=story.desk, at=OPENED)
    story.hand_in(1)
    with pytest.raises(Refused) as refused:
        story.hand_in(1)
    assert refused.value.code == "opening-key-given"


def test_after_the_opening_no_key_is_asked_for(story: Story) -> None:
    story.until("open")
    with pytest.raises(Refused) as refused:
        story.hand_in(1)
    assert refused.value.code == "wrong-state"


def test_swapped_and_damaged_bids_stop_none_of_the_others(story: Story) -> None:
    """Somebody with the database password puts one unit's sealed bytes into another's row."""
    story.until("bid")
    third = story.bid_by(story.city.east)
    park, west = story.bids[story.city.park.pk], story.bids[story.city.west.pk]
    Bid.objects.filter(pk=west.pk).update(sealed=bytes(park.sealed))
    Bid.objects.filter(pk=third.pk).update(sealed=b"\0" * 500)
    story.open()
    assert list(Bid.objects.order_by("pk").values_list("damaged", flat=True)) == [False, True, True]
    assert BidContent.of_json(contents()[0]).plan == SECRET
    assert StepTaken.objects.get(verb="open").facts["damaged"] == [west.pk, third.pk]


def test_replaced_and_withdrawn_bids_are_never_opened(story: Story) -> None:
    story.until("publish")
    story.bid_by(story.city.park)
    story.bid()
    story.open()
    assert [content is None for content in contents()] == [True, False, False]


def test_it_opens_without_a_bid(story: Story) -> None:
    story.until("publish")
    story.hand_in(2)
    assert story.hand_in(1) == 0
    assert story.again().state == "evaluating"


def test_a_key_is_shown_once_and_sending_the_form_again_makes_no_other(story: Story) -> None:
    story.until("approve")
    holder = holders_of(story.challenge)[0]
    actor = story.of(holder.person)
    first = key_take(holder=holder, by=actor, at=PUBLISHED)
    with pytest.raises(Refused) as refused:
        key_take(holder=holder, by=actor, at=PUBLISHED)
    assert refused.value.code == "key-taken"
    holder.refresh_from_db()
    second = key_take(holder=holder, by=actor, at=PUBLISHED, replaces=fingerprint(holder))
    assert first != second
    entry = Entry.objects.filter(verb="challenge.key").latest("seq")
    assert first not in str(entry.after)
    assert second not in str(entry.after)


def test_nobody_takes_the_key_of_another(story: Story) -> None:
    story.until("approve")
    for actor in (story.desk, story.mayor, story.city.actor("admin")):
        with pytest.raises(Forbidden):
            key_take(holder=holders_of(story.challenge)[0], by=actor, at=PUBLISHED)


@pytest.mark.parametrize("last", ["submit", "publish"])
def test_keys_are_taken_between_approval_and_publication(story: Story, last: str) -> None:
    story.until(last)
    holder = holders_of(story.challenge)[0]
    replaces = fingerprint(holder)
    with pytest.raises(Refused) as refused:
        key_take(holder=holder, by=story.of(holder.person), at=PUBLISHED, replaces=replaces)
    assert refused.value.code == "wrong-state"


def test_a_lost_half_makes_it_void_and_the_bids_stay_sealed(story: Story) -> None:
    story.until("bid")
    story.hand_in(1)
    challenge_void(challenge=story.challenge, note="信封遗失", by=story.mayor, at=OPENED)
    assert story.again().state == "void"
    assert contents() == [None, None]
    assert KeyHolder.objects.filter(half__isnull=False).count() == 0
    assert verbs(story.challenge)[-1] == "challenge.void"
    with pytest.raises(Refused):
        story.hand_in(2)
