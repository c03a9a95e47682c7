"""Yes, no and abstain: the validation cases of OpenSlides, majorities and quorum."""

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from luoshi.core.errors import Invalid
from luoshi.core.tally import BASES, Poll, carried, count_poll, vote_fault
from tests.shared_data import shared

MOTION = Poll("YNA", options=(1,), whole="YNA")
TWO_THIRDS = Fraction(2, 3)


def read(case: dict[str, Any]) -> tuple[Poll, Any]:
    said = case["poll"]
    whole = "".join(
        letter
        for letter, name in (("Y", "GlobalYes"), ("N", "GlobalNo"), ("A", "GlobalAbstain"))
        if said.get(name)
    )
    poll = Poll(
        said["Pollmethod"],
        tuple(said.get("OptionIDs", ())),
        said.get("MinVotesAmount", 1),
        said.get("MaxVotesAmount"),
        said.get("MaxVotesPerOption", 1),
        whole,
    )
    vote = case["vote"]
    return poll, vote if isinstance(vote, str) else {int(key): each for key, each in vote.items()}


def test_the_cases_of_openslides() -> None:
    path = shared("peers", "openslides_vote", "ballot_validation_cases.json")
    cases = json.loads(path.read_text(encoding="utf-8"))["cases"]
    found = {case["name"]: not vote_fault(*read(case)) for case in cases}
    assert len(cases) == 17
    assert found == {case["name"]: case["expect_valid"] for case in cases}


@pytest.mark.parametrize(
    ("poll", "vote", "fault"),
    [
        (Poll("X"), "Y", "poll-unknown"),
        (MOTION, "Y", ""),
        (MOTION, "", "whole-not-allowed"),
        (MOTION, "YN", "whole-not-allowed"),
        (MOTION, 3, "vote-format"),
        (MOTION, {2: "Y"}, "option-unknown"),
        (MOTION, {1: 1}, "answer-unknown"),
        (MOTION, {1: "YN"}, "answer-unknown"),
        (MOTION, {}, "answers-number"),
        (Poll("Y", (1, 2)), {1: "Y"}, "vote-format"),
        (Poll("Y", (1, 2)), {1: True}, "vote-format"),
        (Poll("Y", (1, 2)), {1: -1}, "amount-negative"),
        (Poll("Y", (1, 2)), {1: 2}, "amount-too-high"),
        (Poll("Y", (1, 2)), {1: 1, 2: 1}, "answers-number"),
        (Poll("Y", (1, 2)), {1: 1, 2: 0}, ""),
    ],
)
def test_faults_of_a_vote(poll: Poll, vote: object, fault: str) -> None:
    assert vote_fault(poll, vote) == fault


def test_votes_add_up() -> None:
    votes = [{1: "Y"}, {1: "N"}, {1: "A"}, "N", {1: "maybe"}]
    found = count_poll(MOTION, votes, entitled=9)
    assert found.answers == {0: (0, 1, 0), 1: (1, 1, 1)}
    assert (found.valid, found.invalid, found.cast) == (4, 1, 5)
    chosen = count_poll(Poll("Y", (1, 2), most=3, per_option=3), [{1: 2, 2: 1}], entitled=1)
    assert chosen.answers == {0: (0, 0, 0), 1: (2, 0, 0), 2: (1, 0, 0)}
    against = count_poll(Poll("N", (1,)), [{1: 1}], entitled=1)
    assert against.answers[1] == (0, 1, 0)
    with pytest.raises(Invalid):
        count_poll(MOTION, votes, entitled=4)


def test_majority_depends_on_its_base() -> None:
    """10 yes, 8 no, 4 abstain, 1 invalid, 30 entitled."""
    votes = [{1: "Y"}] * 10 + [{1: "N"}] * 8 + [{1: "A"}] * 4 + [{1: "?"}]
    count = count_poll(MOTION, votes, entitled=30)
    found = {base: carried(count, 1, base=base) for base in BASES}
    assert found == {
        "yes-no": True, "yes-no-abstain": False, "valid": False, "cast": False, "entitled": False,
    }  # fmt: skip
    with pytest.raises(Invalid):
        carried(count, 1, base="present")


@pytest.mark.parametrize(("yes", "no", "half", "two_thirds"), [
    (20, 10, True, True), (19, 10, True, False), (15, 15, False, False), (0, 0, False, False),
])  # fmt: skip
def test_half_must_be_passed_and_a_share_reached(
    yes: int, no: int, half: bool, two_thirds: bool
) -> None:
    count = count_poll(MOTION, [{1: "Y"}] * yes + [{1: "N"}] * no, entitled=30)
    assert carried(count, 1) is half
    assert carried(count, 1, share=TWO_THIRDS) is two_thirds


def test_quorum_is_of_votes_handed_in() -> None:
    count = count_poll(MOTION, [{1: "Y"}] * 14 + [{1: "?"}], entitled=30)
    assert carried(count, 1, quorum=Decimal("0.5"))
    assert not carried(count, 1, quorum=Decimal("0.51"))
