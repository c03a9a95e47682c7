"""The tally: classes weighed whatever their turnout, one rounding, ties as ties."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from luoshi.core.scoring.canonical import canonical_json
from luoshi.core.tally import Failure, Standing, Tally
from luoshi.core.tally.exact import combined, kept, rounded
from luoshi.core.tally.rules import Trim
from tests.core.tally.build import ballot, counted, rules, same

EAST, WEST, EDU = (60, 40), (30, 20), (48, 32)
ABSTAIN = ("abstain", "abstain")


def of(found: Tally, contender: str) -> Standing:
    return next(each for each in found.standings if each.contender == contender)


def test_a_bigger_class_has_no_more_power() -> None:
    few = [ballot("A", EAST, WEST, EDU), ballot("B", WEST, EAST, EDU), ballot("C", EAST, WEST, EDU)]
    many = few + same("B", 11, WEST, EAST, EDU)
    for ballots in (few, many):
        found = counted(ballots)
        assert [(each.contender, each.total, each.rank) for each in found.standings] == [
            ("east", Decimal("85.00"), 1),
            ("west", Decimal("65.00"), 2),
            ("edu", Decimal("80.00"), 1),
        ]


def test_numbers_over_classes_and_of_each_class() -> None:
    east = of(counted(same("A", 2, EAST, WEST, EDU) + same("B", 1, WEST, WEST, EDU)), "east")
    assert east.criteria == {"plan": Decimal("47.14"), "done": Decimal("31.43")}
    assert east.total == Decimal("78.57")
    assert [(each.key, each.marks, each.total) for each in east.classes] == [
        ("A", 2, Decimal("100.00")), ("B", 1, Decimal("50.00")),
    ]  # fmt: skip
    assert east.classes[1].means == {"plan": Decimal("30.00"), "done": Decimal("20.00")}
    assert (east.absent, east.withheld) == (("C",), ())


def test_who_does_not_know_gives_no_low_mark() -> None:
    known = same("A", 1, EAST, WEST, EDU)
    assert of(counted(known + same("A", 9, ABSTAIN, WEST, EDU)), "east").total == 100
    nobody = counted(same("A", 9, ABSTAIN, WEST, EDU))
    assert [(each.contender, each.rank, each.reason) for each in nobody.standings] == [
        ("west", 1, ""), ("east", None, "no-marks"), ("edu", 1, ""),
    ]  # fmt: skip


def test_a_class_counts_on_each_criterion_it_marked() -> None:
    ballots = [ballot("A", (60, "abstain"), WEST, EDU), ballot("B", (0, 20), WEST, EDU)]
    east = of(counted(ballots), "east")
    assert east.criteria == {"plan": Decimal("34.29"), "done": Decimal("20.00")}
    assert (east.absent, [each.key for each in east.classes]) == (("A", "C"), ["B"])


def test_ties_are_seen_on_the_published_number_and_stay() -> None:
    close = [ballot("A", EAST, (60, 40), EDU), *same("A", 299, EAST, EAST, EDU)]
    close[0] = ballot("A", EAST, (60, 39), EDU)
    found = counted(close, classes=[{"key": "A", "name": "A", "size": 300}])
    assert [(each.total, each.rank, each.shared_by) for each in found.standings[:2]] == [
        (Decimal("100.00"), 1, 2), (Decimal("100.00"), 1, 2),
    ]  # fmt: skip


def test_a_tie_is_parted_only_where_the_rules_say_so() -> None:
    ballots = [
        ballot("B", EAST, WEST, EDU), ballot("C", WEST, EAST, EDU), ballot("A", EDU, EDU, EDU),
    ]  # fmt: skip
    assert [each.rank for each in counted(ballots).standings[:2]] == [1, 1]
    parted = counted(ballots, tie_break=["C"])
    assert [each.contender for each in parted.standings[:2]] == ["west", "east"]
    assert [(each.rank, each.shared_by) for each in parted.standings[:2]] == [(1, 1), (2, 1)]


def test_sums_add_up_over_classes() -> None:
    ballots = same("A", 3, EAST, WEST, EDU) + same("B", 2, EAST, ABSTAIN, EDU)
    classes = [{"key": "A", "name": "A", "size": 9}, {"key": "B", "name": "B", "size": 9}]
    found = counted(ballots, combine="sum", classes=classes)
    assert (of(found, "east").total, of(found, "west").total) == (500, 150)


def test_rounding_on_the_way_only_where_stated() -> None:
    ballots = [ballot("A", (1, 1), WEST, EDU), *same("A", 2, (2, 1), WEST, EDU)]
    criteria = [
        {"key": "plan", "name": "重点", "maximum": 60, "weight": "0.7"},
        {"key": "done", "name": "成效", "maximum": 40, "weight": "0.7"},
    ]
    once = counted(ballots, criteria=criteria)
    assert of(once, "east").total == Decimal("1.87")
    rounding = {"total": 2, "mode": "half_up", "means": 0, "parts": 1}
    twice = counted(ballots, criteria=criteria, rounding=rounding)
    assert of(twice, "east").total == Decimal("2.10")


@pytest.mark.parametrize(
    ("ballots", "changed", "failure"),
    [
        (29, {"quorum": "0.5"}, Failure("quorum", "", 30, 29)),
        (20, {"quorum": "0.34"}, Failure("quorum", "", 21, 20)),
        (21, {}, Failure("more-than-voters", "A", 20, 21)),
    ],
)
def test_what_fails_is_named_and_nothing_is_ranked(
    ballots: int, changed: dict[str, object], failure: Failure
) -> None:
    cast = min(ballots, 21 if not changed else 20)
    some = same("A", cast, EAST, WEST, EDU) + same("B", ballots - cast, EAST, WEST, EDU)
    found = counted(some, **changed)
    assert (found.failures, found.standings) == ((failure,), ())
    enough = counted([*some, *same("B", 1, EAST, WEST, EDU)], **changed)
    assert bool(enough.standings) == bool(changed)


def test_a_class_may_have_its_own_quorum() -> None:
    classes = [dict(each) for each in rules()["classes"]]
    classes[2]["quorum"] = "0.5"
    ballots = same("A", 20, EAST, WEST, EDU) + same("C", 9, EAST, WEST, EDU)
    assert counted(ballots, classes=classes).failures == (Failure("quorum", "C", 10, 9),)
    more = [*ballots, *same("C", 1, EAST, WEST, EDU)]
    assert counted(more, classes=classes).failures == ()


def test_too_many_void_ballots_mean_another_vote() -> None:
    ballots = same("A", 3, EAST, WEST, EDU) + same("A", 3, (61, 0), WEST, EDU)
    validity = {"void_share": "0.5"}
    assert counted(ballots, validity=validity).failures == ()
    worse = counted([*ballots, *same("B", 1, (61, 0), WEST, EDU)], validity=validity)
    assert worse.failures == (Failure("too-many-void", "", 3, 4),)
    assert worse.void == {"mark-outside": 4}
    assert [(each.cast, each.valid, each.void) for each in worse.classes] == [
        (6, 3, 3), (1, 0, 1), (0, 0, 0),
    ]  # fmt: skip


def test_no_order_of_ballots_changes_a_byte() -> None:
    rng = Random(7)
    rows = [tuple((rng.randint(0, 60), rng.randint(0, 40)) for _ in range(3)) for _ in range(40)]
    ballots = [ballot("ABC"[at % 3], *row) for at, row in enumerate(rows)]
    trim = {"drop": 1, "least": 6}
    first = canonical_json(counted(ballots, trim=trim))
    for _ in range(5):
        rng.shuffle(ballots)
        assert canonical_json(counted(ballots, trim=trim)) == first


@pytest.mark.parametrize(
    ("marks", "drop", "least", "left"),
    [
        ([1, 2, 3, 4, 5], 1, 6, [1, 2, 3, 4, 5]),
        ([1, 2, 3, 4, 5], 1, 5, [2, 3, 4]),
        ([5, 1, 5, 1, 3], 2, 5, [3]),
        ([2, 2, 2, 9, 9, 9], 1, 6, [2, 2, 9, 9]),
        ([7, 7, 7], 1, 3, [7]),
    ],
)
def test_trimming(marks: list[int], drop: int, least: int, left: list[int]) -> None:
    found = kept([Decimal(mark) for mark in marks], Trim(drop, least))
    assert sorted(mark for mark, often in found for _ in range(often)) == left


@pytest.mark.parametrize(
    ("value", "mode", "text"),
    [
        (Fraction(5, 1000), "half_up", "0.01"),
        (Fraction(-5, 1000), "half_up", "-0.01"),
        (Fraction(5, 1000), "half_even", "0.00"),
        (Fraction(15, 1000), "half_even", "0.02"),
        (Fraction(999, 100_000), "down", "0.00"),
        (Fraction(2, 3), "half_up", "0.67"),
        (Fraction(84995, 1000) - Fraction(1, 10**20), "half_up", "84.99"),
        (Fraction(-1, 1000), "half_up", "0.00"),
    ],
)
def test_rounding_is_exact(value: Fraction, mode: str, text: str) -> None:
    assert str(rounded(value, 2, mode)) == text


def test_means_are_exact() -> None:
    assert combined([(Decimal("0.1"), 2), (Decimal("0.2"), 1)], "mean") == Fraction(2, 15)
    assert combined([(Decimal("0.1"), 2), (Decimal("0.2"), 1)], "sum") == Fraction(2, 5)
    assert combined([], "sum") is None
