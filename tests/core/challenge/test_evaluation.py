"""Means, ranks, ties, and the choice that follows them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.challenge import Criterion, Mark, Standing, choose, standings
from luoshi.core.errors import Invalid

CRITERIA = (
    Criterion("plan", "方案", "Plan", Decimal(60)),
    Criterion("team", "队伍", "Team", Decimal(40)),
)
PASS = Decimal(60)


def marks(table: Mapping[int, Mapping[int, Sequence[int]]]) -> list[Mark]:
    """judge → bid → (plan, team)."""
    return [
        Mark(judge, bid, criterion.key, Decimal(points))
        for judge, bids in table.items()
        for bid, given_points in bids.items()
        for criterion, points in zip(CRITERIA, given_points, strict=True)
    ]


def ranked(table: Mapping[int, Mapping[int, Sequence[int]]]) -> tuple[Standing, ...]:
    bids = sorted({bid for rows in table.values() for bid in rows})
    return standings(marks(table), bids=bids, criteria=CRITERIA, pass_mark=PASS)


TABLE = {
    1: {7: (50, 30), 8: (55, 35), 9: (20, 20)},
    2: {7: (51, 33), 8: (50, 36), 9: (30, 10)},
    3: {7: (48, 32), 8: (54, 33), 9: (25, 19)},
}


def test_mean_of_the_judges() -> None:
    first, second, third = ranked(TABLE)
    assert (first.bid, first.total, first.rank, first.acceptable) == (8, Decimal("87.67"), 1, True)
    assert (second.bid, second.total, second.rank) == (7, Decimal("81.33"), 2)
    assert (third.bid, third.total, third.acceptable) == (9, Decimal("41.33"), False)
    assert first.parts == {"plan": Decimal("53.00"), "team": Decimal("34.67")}
    assert {each.judges for each in (first, second, third)} == {3}


def test_level_on_the_shown_number_is_a_tie() -> None:
    found = ranked({1: {1: (50, 30), 2: (40, 40)}, 2: {1: (50, 32), 2: (50, 32)}})
    assert [(each.rank, each.tied) for each in found] == [(1, 2), (1, 2)]


def test_pass_mark_is_acceptable_and_a_hundredth_less_is_not() -> None:
    found = ranked({1: {1: (60, 0), 2: (59, 0)}})
    assert [each.acceptable for each in found] == [True, False]


def test_no_judge_no_ranking() -> None:
    assert standings([], bids=[1, 2], criteria=CRITERIA, pass_mark=PASS) == ()


def test_incomplete_marks_are_refused() -> None:
    some = marks({1: {1: (50, 30), 2: (50, 30)}})[:-1]
    with pytest.raises(Invalid) as refused:
        standings(some, bids=[1, 2], criteria=CRITERIA, pass_mark=PASS)
    assert refused.value.code == "marks-incomplete"


@pytest.mark.parametrize("points", ["-1", "60.01"])
def test_marks_stay_within_the_criterion(points: str) -> None:
    wrong = [Mark(1, 1, "plan", Decimal(points)), Mark(1, 1, "team", Decimal(1))]
    with pytest.raises(Invalid) as refused:
        standings(wrong, bids=[1], criteria=CRITERIA, pass_mark=PASS)
    assert refused.value.code == "mark-outside"


JUDGED = st.dictionaries(
    st.integers(1, 5),
    st.fixed_dictionaries(
        {bid: st.tuples(st.integers(0, 60), st.integers(0, 40)) for bid in (1, 2, 3)}
    ),
    min_size=1,
)


@given(JUDGED)
def test_order_of_marks_changes_nothing(table: dict[int, dict[int, tuple[int, int]]]) -> None:
    rows = marks(table)
    one = standings(rows, bids=[1, 2, 3], criteria=CRITERIA, pass_mark=PASS)
    other = standings(rows[::-1], bids=[3, 1, 2], criteria=CRITERIA, pass_mark=PASS)
    assert one == other


@given(JUDGED)
def test_more_points_never_rank_behind(table: dict[int, dict[int, tuple[int, int]]]) -> None:
    found = ranked(table)
    for before, after in pairwise(found):
        assert before.total >= after.total
        assert (before.rank == after.rank) is (before.total == after.total)


def standing(bid: int, rank: int, *, acceptable: bool = True) -> Standing:
    return Standing(bid, 3, Decimal(100 - rank), {}, rank, 1, acceptable)


FIELD = (
    standing(1, 1),
    standing(2, 2),
    standing(3, 2),
    standing(4, 4),
    standing(5, 5, acceptable=False),
)


def chosen(winners: Sequence[int], reserve: int | None = None, teams: int = 3) -> str:
    try:
        choice = choose(FIELD, winners=winners, reserve=reserve, teams=teams)
    except Invalid as refusal:
        return refusal.code
    return "tie" if choice.broke_tie else "ok"


@pytest.mark.parametrize(
    ("winners", "reserve", "teams", "came"),
    [
        ([1], None, 1, "ok"),
        ([1], 2, 1, "tie"),
        ([1, 2], None, 3, "tie"),
        ([1, 2], 3, 3, "tie"),
        ([1, 2, 3], 4, 3, "ok"),
        ([1, 2, 3], None, 3, "ok"),
        ([2], None, 1, "winner-out-of-order"),
        ([1, 4], None, 3, "winner-out-of-order"),
        ([1], 4, 1, "reserve-out-of-order"),
        ([], None, 1, "winners-number"),
        ([1, 2], None, 1, "winners-number"),
        ([1, 1], None, 1, "ok"),
        ([5], None, 1, "winner-not-acceptable"),
        ([1], 5, 1, "winner-not-acceptable"),
        ([1], 1, 1, "winner-not-acceptable"),
        ([99], None, 1, "winner-not-acceptable"),
    ],
)
def test_choice_follows_the_ranks(
    winners: list[int], reserve: int | None, teams: int, came: str
) -> None:
    assert chosen(winners, reserve, teams) == came


def test_order_in_which_winners_are_named_does_not_matter() -> None:
    assert {chosen(order, 4) for order in permutations((1, 2, 3))} == {"ok"}
