"""What becomes of a ballot that arrives."""

from dataclasses import replace

import pytest

from luoshi.core.errors import Invalid, Refused
from luoshi.core.voting import (
    Gate,
    Held,
    Kept,
    Marks,
    Sent,
    Submission,
    decide,
    emptied,
    is_returned,
)

GATE = Gate(7, 1, is_open=True, contenders=("east", "west"))


def marks(*contenders: str) -> Marks:
    return {each: {"plan": "5"} for each in contenders}


GIVEN = Submission(7, 1, 1, "a", marks("east", "west"))
HELD = Held("A", "R-1", {7: Sent(1, "a")}, marks("east", "west"))


def test_a_first_ballot_gets_the_receipt() -> None:
    assert decide(GATE, None, GIVEN, "A", "R-1") == (Kept("R-1", 1), HELD)


def test_the_same_sending_is_answered_alike_even_after_the_close() -> None:
    shut = replace(GATE, is_open=False)
    for gate in (GATE, shut):
        assert decide(gate, HELD, GIVEN, "A", "R-2") == (Kept("R-1", 1, repeated=True), None)


def test_a_change_takes_the_place_of_the_whole_item_under_the_same_receipt() -> None:
    later = replace(GIVEN, edition=2, sending="b", marks=marks("west"))
    kept, after = decide(GATE, HELD, later, "A", "R-2")
    assert kept == Kept("R-1", 2)
    assert after == Held("A", "R-1", {7: Sent(2, "b")}, marks("west"))


def test_an_older_one_that_arrives_late_changes_nothing() -> None:
    held = replace(HELD, sent={7: Sent(2, "b")})
    assert decide(GATE, held, GIVEN, "A", "R-2") == (Kept("R-1", 2, older=True), None)


def test_items_count_their_changes_apart() -> None:
    """What was sent for one item and held up on its way is not older than another item's."""
    other = Gate(8, 1, is_open=True, contenders=("north",))
    held = replace(HELD, sent={7: Sent(5, "e")})
    kept, after = decide(other, held, Submission(8, 1, 1, "f", marks("north")), "A", "R-2")
    assert kept == Kept("R-1", 1)
    assert after
    assert after.sent == {7: Sent(5, "e"), 8: Sent(1, "f")}
    assert after.marks == marks("east", "west", "north")


@pytest.mark.parametrize(
    ("gate", "held", "given", "code"),
    [
        (None, None, GIVEN, "item-unknown"),
        (replace(GATE, is_open=False), None, GIVEN, "item-closed"),
        (replace(GATE, turn=2), None, GIVEN, "item-anew"),
        (replace(GATE, turn=2), HELD, GIVEN, "item-anew"),
        (GATE, Held("", "", {}, {}), GIVEN, "token-replaced"),
        (GATE, None, replace(GIVEN, marks=marks("north")), "contender-not-asked"),
        (GATE, None, replace(GIVEN, edition=0), "edition-too-low"),
    ],
)
def test_what_is_refused(
    gate: Gate | None, held: Held | None, given: Submission, code: str
) -> None:
    with pytest.raises((Refused, Invalid), match=code):
        decide(gate, held, given, "A", "R-2")


def test_a_void_item_leaves_the_others() -> None:
    held = Held("A", "R-1", {7: Sent(1, "a"), 8: Sent(1, "f")}, marks("east", "west", "north"))
    after = emptied(held, frozenset({"east", "west"}), frozenset({7}))
    assert after == Held("A", "R-1", {8: Sent(1, "f")}, marks("north"))
    nothing = emptied(after, frozenset({"north"}), frozenset({8}))
    assert nothing == Held("A", "R-1", {}, {})
    assert [is_returned(each) for each in (held, after, nothing)] == [True, True, False]
    _kept, anew = decide(replace(GATE, turn=2), nothing, replace(GIVEN, turn=2), "A", "R-2")
    assert anew == HELD
    assert not is_returned(Held("", "", {}, {}))
