"""What a few voters marked is shown nowhere, and follows from nothing that is shown."""

from decimal import Decimal

import pytest

from luoshi.core.tally import ClassCount, uncounted, withheld
from tests.core.tally.build import ballot, counted, rules, same

EAST, WEST, EDU = (60, 40), (30, 20), (48, 32)
EVEN = {"A": Decimal(40), "B": Decimal(30), "C": Decimal(30)}


@pytest.mark.parametrize(
    ("numbers", "hidden"),
    [
        ((5, 5, 5), ""),
        ((4, 9, 8), "AC"),
        ((2, 2, 9), "ABC"),
        ((2, 3, 9), "AB"),
        ((1, 1, 1), "ABC"),
        ((0, 9, 4), "BC"),
        ((0, 9, 9), ""),
        ((4, 0, 0), "A"),
    ],
)
def test_one_small_class_hides_another(numbers: tuple[int, ...], hidden: str) -> None:
    found = withheld(dict(zip("ABC", numbers, strict=True)), EVEN, 5)
    assert "".join(found) == hidden


def test_a_class_without_weight_hides_nothing_behind_it() -> None:
    weights = {"A": Decimal(40), "B": Decimal(0), "C": Decimal(60)}
    assert withheld({"A": 4, "B": 6, "C": 9}, weights, 5) == ("A", "C")
    assert withheld({"A": 9, "B": 4, "C": 9}, weights, 5) == ("B",)


def test_the_result_leaves_out_what_is_withheld() -> None:
    ballots = same("A", 4, EAST, WEST, EDU) + same("B", 6, EAST, WEST, EDU)
    found = counted([*ballots, *same("C", 8, WEST, EAST, EDU)], shown_from=5)
    for each in found.standings:
        assert each.withheld == ("A", "B")
        assert [one.key for one in each.classes] == ["C"]


def test_it_is_asked_for_each_contender() -> None:
    """Who marked a contender counts, not who was in the hall: the others answered 不了解."""
    silent = ("abstain", "abstain")
    ballots = same("A", 5, EAST, WEST, EDU) + same("B", 3, silent, WEST, EDU)
    ballots += [*same("B", 2, EAST, WEST, EDU), *same("C", 5, EAST, WEST, EDU)]
    found = {each.contender: each for each in counted(ballots, shown_from=5).standings}
    assert (found["east"].withheld, found["west"].withheld) == (("A", "B"), ())


def test_it_is_asked_for_each_criterion() -> None:
    ballots = same("A", 5, EAST, WEST, EDU) + same("B", 5, EAST, WEST, EDU)
    ballots += [ballot("C", (60, "abstain"), WEST, EDU) for _ in range(4)]
    ballots += same("C", 2, EAST, WEST, EDU)
    found = {each.contender: each for each in counted(ballots, shown_from=5).standings}
    assert found["east"].withheld == ("A", "C")


def test_a_total_of_a_few_is_no_total() -> None:
    found = counted(same("A", 4, EAST, WEST, EDU), shown_from=5)
    assert {each.reason for each in found.standings} == {"too-few-marks"}
    assert {(each.total, each.rank) for each in found.standings} == {(None, None)}
    assert not any(each.classes or each.criteria for each in found.standings)
    enough = counted(same("A", 5, EAST, WEST, EDU), shown_from=5)
    assert {each.reason for each in enough.standings} == {""}


@pytest.mark.parametrize(
    ("casts", "sizes", "hidden"),
    [
        ((5, 5, 5), (5, 9, 9), ""),
        ((2, 30, 10), (2, 40, 12), "AC"),
        ((0, 30, 10), (2, 40, 12), "AC"),
        ((4, 30, 10), (9, 40, 12), "AC"),
        ((0, 30, 10), (9, 40, 12), ""),
        ((1, 1, 30), (2, 2, 40), "ABC"),
        ((2, 3, 30), (2, 3, 40), "AB"),
        ((1, 0, 0), (2, 9, 9), "A"),
    ],
)
def test_few_voters_hide_who_voted_and_whose_ballot_was_void(
    casts: tuple[int, ...], sizes: tuple[int, ...], hidden: str
) -> None:
    given = (dict(zip("ABC", each, strict=True)) for each in (casts, sizes))
    assert "".join(uncounted(*given, 5)) == hidden


def test_the_result_tells_numbers_of_small_classes_in_one() -> None:
    ballots = same("A", 3, EAST, WEST, EDU) + same("A", 1, (61, 0), WEST, EDU)
    ballots += [*same("B", 6, EAST, WEST, EDU), *same("C", 8, EAST, WEST, EDU)]
    found = counted(ballots, shown_from=5)
    assert [(each.key, each.cast, each.valid, each.void) for each in found.classes] == [
        ("A", None, None, None), ("B", None, None, None), ("C", 8, 8, 0),
    ]  # fmt: skip
    assert found.together == ClassCount("", 40, 10, 9, 1)
    assert found.void == {"mark-outside": 1}
    assert counted(ballots, shown_from=1).together is None


def test_of_a_few_in_all_no_void_ballot_is_told() -> None:
    classes = [{**row, "quorum": "0.5"} for row in rules()["classes"]]
    ballots = same("A", 2, (61, 0), WEST, EDU)
    given = {"shown_from": 5, "classes": classes, "quorum": "0.5", "validity": {"void_share": "0"}}
    found = counted(ballots, **given)
    assert (found.void, found.together) == ({}, ClassCount("", 20, 2, None, None))
    assert [(each.reason, each.where, each.found) for each in found.failures] == [
        ("quorum", "", 2), ("quorum", "A", None), ("quorum", "B", 0), ("quorum", "C", 0),
        ("too-many-void", "", None),
    ]  # fmt: skip
