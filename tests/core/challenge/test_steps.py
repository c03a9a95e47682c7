"""The life of a challenge, and the stepper that shows it."""

import pytest

from luoshi.core.challenge import CHALLENGE, STEPS, stepper
from luoshi.core.errors import Refused

WELL = (
    "submit", "approve", "publish", "open", "select", "conclude", "start", "call", "pass", "reward",
)  # fmt: skip


def states_after(*verbs: str) -> list[str]:
    states = [CHALLENGE.initial]
    for verb in verbs:
        states.append(CHALLENGE.next(states[-1], verb))
    return states


def test_ten_steps_in_the_order_of_the_field() -> None:
    labels = "→".join(step.label for step in STEPS)
    assert labels == "征榜→定榜→发榜→揭榜→评榜→公示→签榜→攻榜→验榜→奖榜"


def test_each_step_ends_in_the_state_of_the_next() -> None:
    assert states_after(*WELL) == [*(step.state for step in STEPS), "rewarded"]
    assert tuple(step.verb for step in STEPS) == WELL


def test_every_state_is_reached_and_every_verb_names_known_states() -> None:
    named = {s for sources, to in CHALLENGE.transitions.values() for s in (*sources, to)}
    assert named == set(CHALLENGE.states)
    seen, ahead = set(), [CHALLENGE.initial]
    while ahead:
        state = ahead.pop()
        if state not in seen:
            seen.add(state)
            ahead.extend(CHALLENGE.next(state, verb) for verb in CHALLENGE.verbs(state))
    assert seen == set(CHALLENGE.states)


def test_ends() -> None:
    assert CHALLENGE.final == ("rewarded", "declined", "assigned", "delisted", "void")


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        ("publishing", "open"),
        ("bidding", "select"),
        ("evaluating", "conclude"),
        ("evaluating", "start"),
        ("noticing", "start"),
        ("underway", "pass"),
        ("underway", "reward"),
        ("bidding", "return"),
        ("rewarded", "delist"),
    ],
)
def test_no_step_is_skipped(state: str, verb: str) -> None:
    with pytest.raises(Refused) as refused:
        CHALLENGE.next(state, verb)
    assert refused.value.params["state"] == state


def marks(state: str, ended_in: str = "") -> str:
    signs = {"done": "x", "now": "o", "ahead": ".", "stopped": "!"}
    return "".join(signs[stride.standing] for stride in stepper(state, ended_in))


@pytest.mark.parametrize(
    ("state", "ended_in", "expected"),
    [
        ("collecting", "", "o........."),
        ("bidding", "", "xxxo......"),
        ("rewarding", "", "xxxxxxxxxo"),
        ("rewarded", "rewarding", "xxxxxxxxxx"),
        ("lapsed", "evaluating", "xxxx!....."),
        ("void", "bidding", "xxx!......"),
        ("delisted", "testing", "xxxxxxxx!."),
        ("declined", "collecting", "!........."),
    ],
)
def test_stepper(state: str, ended_in: str, expected: str) -> None:
    assert marks(state, ended_in) == expected


def test_verbs_of_a_state() -> None:
    assert set(CHALLENGE.verbs("testing")) == {"resume", "delist", "pass"}
    assert CHALLENGE.verbs("lapsed") == ("assign",)
