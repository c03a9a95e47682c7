"""Lives: the tables are whole, and a verb out of its state is refused."""

import pytest

from luoshi.core.errors import Refused
from luoshi.core.workflow import (
    CANDIDATE,
    COMMITMENT,
    LIST,
    REPORT,
    ROUND,
    SCORE_RUN,
    WORKFLOWS,
    Workflow,
)

LIVES = list(WORKFLOWS.values())


def walk(life: Workflow, *verbs: str) -> list[str]:
    states = [life.initial]
    for verb in verbs:
        states.append(life.next(states[-1], verb))
    return states


def reachable(life: Workflow, state: str) -> set[str]:
    seen: set[str] = set()
    ahead = [state]
    while ahead:
        now = ahead.pop()
        if now not in seen:
            seen.add(now)
            ahead.extend(life.next(now, verb) for verb in life.verbs(now))
    return seen


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_each_state_is_reached_from_the_first(life: Workflow) -> None:
    assert reachable(life, life.initial) == set(life.states)


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_each_transition_names_known_states(life: Workflow) -> None:
    named = {s for sources, to in life.transitions.values() for s in (*sources, to)}
    assert named == set(life.states)


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_next_agrees_with_the_verbs_for_every_pair(life: Workflow) -> None:
    for state in life.states:
        for verb, (_, target) in life.transitions.items():
            if verb in life.verbs(state):
                assert life.next(state, verb) == target
            else:
                with pytest.raises(Refused) as refused:
                    life.next(state, verb)
                assert refused.value.code == "wrong-state"
                assert refused.value.params == {
                    "workflow": life.name,
                    "state": state,
                    "verb": verb,
                }


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_labels_are_chinese_and_differ(life: Workflow) -> None:
    labels = [life.label(state) for state in life.states]
    assert len(set(labels)) == len(labels)
    assert all("一" <= mark <= "鿿" for label in labels for mark in label)


@pytest.mark.parametrize(
    ("life", "final"),
    [
        (COMMITMENT, ("withdrawn", "failed")),
        (REPORT, ("superseded",)),
        (CANDIDATE, ()),
        (ROUND, ("closed",)),
        (SCORE_RUN, ("final",)),
        (LIST, ("frozen",)),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_final_states(life: Workflow, final: tuple[str, ...]) -> None:
    assert life.final == final


@pytest.mark.parametrize(
    ("state", "verbs"),
    [
        ("draft", ("assign", "withdraw")),
        ("assigned", ("accept", "dispute", "hand_over", "withdraw")),
        ("disputed", ("reassign", "uphold", "withdraw")),
        ("accepted", ("hand_over", "start", "withdraw", "fail")),
        ("underway", ("hand_over", "claim_done", "withdraw", "fail")),
        ("claimed_done", ("verify", "refute", "take_back", "fail")),
        ("verified", ("sign_off", "reopen")),
        ("signed_off", ("reopen",)),
    ],
)
def test_what_may_be_done_to_a_commitment(state: str, verbs: tuple[str, ...]) -> None:
    assert COMMITMENT.verbs(state) == verbs


def test_a_promise_goes_from_draft_to_sign_off() -> None:
    verbs = ["assign", "dispute", "reassign", "accept", "start", "claim_done", "verify", "sign_off"]
    assert walk(COMMITMENT, *verbs) == [
        "draft",
        "assigned",
        "disputed",
        "assigned",
        "accepted",
        "underway",
        "claimed_done",
        "verified",
        "signed_off",
    ]


def test_only_verification_leads_from_claim_to_sign_off() -> None:
    ways = {
        verb: COMMITMENT.next("claimed_done", verb) for verb in COMMITMENT.verbs("claimed_done")
    }
    assert ways == {
        "verify": "verified",
        "refute": "underway",
        "take_back": "underway",
        "fail": "failed",
    }


def test_a_refuted_claim_goes_back_to_work() -> None:
    verbs = ["assign", "accept", "start", "claim_done", "refute"]
    assert walk(COMMITMENT, *verbs)[-1] == "underway"


def test_a_returned_report_starts_again() -> None:
    verbs = ["submit", "sign", "return", "revise", "submit", "sign", "accept", "supersede"]
    assert walk(REPORT, *verbs)[-1] == "superseded"


def test_an_accepted_report_can_only_be_superseded() -> None:
    assert REPORT.verbs("accepted") == ("supersede",)


def test_an_unknown_verb_is_a_mistake_in_the_program() -> None:
    with pytest.raises(KeyError):
        ROUND.next("open", "celebrate")
