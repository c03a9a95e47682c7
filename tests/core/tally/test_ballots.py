"""Each bad ballot is void for a named reason, and no other ballot is."""

from typing import Any

import pytest

from luoshi.core.tally import REASONS, Ballot, tally_rules_from, verdicts
from tests.core.tally.build import ballot, rules

GOOD = ((60, 40), (30, 20), (48, 32))
BLANK = (None, None)
SAME = (50, 30)


def verdict(given: Ballot, **changed: object) -> tuple[str, str, str]:
    found = verdicts(tally_rules_from(rules(**changed)), [given])[0]
    return found.reason, found.contender, found.criterion


def changed(contender: str, row: Any) -> Ballot:
    marks = {**ballot("A", *GOOD).marks, contender: row}
    return Ballot("A", {key: each for key, each in marks.items() if each is not None})


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (ballot("A", *GOOD), ("", "", "")),
        (ballot("D", *GOOD), ("class-unknown", "", "")),
        (changed("north", {"plan": "1", "done": "1"}), ("contender-unknown", "north", "")),
        (changed("west", None), ("mark-missing", "west", "")),
        (changed("west", {"plan": "1"}), ("mark-missing", "west", "done")),
        (
            changed("west", {"plan": "1", "done": "1", "looks": "9"}),
            ("criterion-unknown", "west", "looks"),
        ),
        (ballot("A", (61, 0), *GOOD[1:]), ("mark-outside", "east", "plan")),
        (ballot("A", (0, "-0.5"), *GOOD[1:]), ("mark-outside", "east", "done")),
        (ballot("A", ("sixty", 0), *GOOD[1:]), ("mark-not-number", "east", "plan")),
        (ballot("A", ("1e1", 0), *GOOD[1:]), ("mark-not-number", "east", "plan")),
        (ballot("A", ("٥", 0), *GOOD[1:]), ("mark-not-number", "east", "plan")),
        (ballot("A", (["1"], 0), *GOOD[1:]), ("mark-not-number", "east", "plan")),
        (ballot("A", (True, 0), *GOOD[1:]), ("mark-not-number", "east", "plan")),
        (ballot("A", ("0.25", "40.00"), *GOOD[1:]), ("", "", "")),
    ],
)
def test_bad_marks_are_named(given: Ballot, reason: tuple[str, str, str]) -> None:
    assert verdict(given) == reason


def test_marks_between_two_steps() -> None:
    criteria = [
        {"key": "plan", "name": "重点", "minimum": 1, "maximum": 60, "step": "0.5"},
        {"key": "done", "name": "成效", "maximum": 40},
    ]
    fits, misses = ballot("A", ("1.5", 1), *GOOD[1:]), ballot("A", ("1.75", 1), *GOOD[1:])
    assert verdict(fits, criteria=criteria) == ("", "", "")
    assert verdict(misses, criteria=criteria) == ("mark-off-step", "east", "plan")


def test_a_class_may_stand_aside_for_a_contender() -> None:
    classes = [{"key": "A", "name": "A", "size": 9, "recused": ["edu"]}]
    without = Ballot("A", {key: ballot("A", *GOOD).marks[key] for key in ("east", "west")})
    assert verdict(without, classes=classes) == ("", "", "")
    assert verdict(ballot("A", *GOOD), classes=classes) == ("mark-not-due", "edu", "")


def test_blanks() -> None:
    validity = {"blanks": "0.5"}
    half, more = ballot("A", (1, None), (1, None), (1, None)), ballot("A", (1, None), BLANK, (1, 1))
    assert verdict(half, validity=validity)[0] == ""
    assert verdict(ballot("A", (1, None), BLANK, (1, None)), validity=validity)[0] == (
        "too-many-blanks"
    )
    assert verdict(more, validity=validity)[0] == ""
    silent = ("abstain", "abstain")
    assert verdict(ballot("A", silent, silent, silent), validity=validity)[0] == ""


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ((SAME, SAME, SAME), "all-same"),
        (((60, 40), (60, 40), (60, 40)), "all-same"),
        ((SAME, SAME, (1, 1)), "all-same"),
        ((SAME, (50, 29), SAME), ""),
        ((SAME, ("50.0", "30.00"), SAME), "all-same"),
        ((SAME, ("abstain", "abstain"), SAME), ""),
        ((SAME, ("abstain", 30), SAME), "all-same"),
    ],
)
def test_ballots_that_tell_nobody_apart(rows: tuple[Any, ...], reason: str) -> None:
    assert verdict(ballot("A", *rows), validity={"all_same": True})[0] == reason
    assert verdict(ballot("A", *rows))[0] == ""


def test_too_many_top_marks() -> None:
    validity = {"top_from": "0.9", "top_share": "0.5"}
    half = ballot("A", (54, 35), (53, 36), (54, 0))
    more = ballot("A", (54, 36), (53, 36), (54, 0))
    assert (verdict(half, validity=validity)[0], verdict(more, validity=validity)[0]) == (
        "", "too-many-top",
    )  # fmt: skip
    fewer = ballot("A", (54, "abstain"), ("abstain", 36), (0, "abstain"))
    assert verdict(fewer, validity=validity)[0] == "too-many-top"


def test_reasons_are_those_there_are() -> None:
    assert len(set(REASONS)) == len(REASONS) == 11
