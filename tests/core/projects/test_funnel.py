"""The funnel of a cohort under both denominators."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.projects import LATER, Count, Member, Stage, Standing, funnel

STAGES = st.sampled_from(list(Stage)[1:])
MEMBERS = st.lists(
    st.builds(Member, st.builds(Standing, STAGES, STAGES, STAGES), st.booleans()), max_size=9
)


def member(said: str, did: str = "signed", achieved: str = "signed", **more: bool) -> Member:
    return Member(Standing(Stage(said), Stage(did), Stage(achieved)), **more)


COHORT = [
    member("capacity", "producing", "started"),
    member("started", "started", "started"),
    member("started"),
    member("fulfilled", dropped=True),
    member("signed", dropped=True),
]


def test_counts_of_the_three_claims() -> None:
    found = funnel(COHORT)
    assert [step.stage for step in found.whole] == list(LATER)
    assert [step.count for step in found.whole] == [
        Count(4, 2, 2), Count(3, 2, 2), Count(1, 1, 0), Count(1, 0, 0),
    ]  # fmt: skip
    assert (found.size, found.dropped) == (5, 2)


def test_both_denominators() -> None:
    whole, kept = funnel(COHORT).pair(Stage.STARTED)
    assert (whole.of, kept.of) == (5, 3)
    assert (whole.rate("said"), kept.rate("said")) == (Decimal("0.6000"), Decimal("1.0000"))
    assert (whole.rate("achieved"), kept.rate("achieved")) == (
        Decimal("0.4000"),
        Decimal("0.6667"),
    )


def test_what_is_moved_out_stands_neither_above_nor_below_the_line() -> None:
    _, kept = funnel(COHORT).pair(Stage.FULFILLED)
    assert (kept.count.said, kept.of) == (3, 3)


def test_passage_is_counted_of_the_stage_before() -> None:
    found = funnel(COHORT)
    assert found.whole[0].passed("said") == Decimal("0.8000")
    assert found.whole[1].passed("said") == Decimal("0.7500")
    assert found.whole[3].passed("achieved") is None


def test_empty_cohort_has_no_rates() -> None:
    found = funnel([])
    assert found.whole[0].rate("said") is None
    assert found.size == 0


@given(MEMBERS)
def test_a_funnel_never_widens(members: list[Member]) -> None:
    found = funnel(members)
    for steps in (found.whole, found.kept):
        for claim in ("said", "did", "achieved"):
            counts = [steps[0].of, *(step.count.at(claim) for step in steps)]
            assert counts == sorted(counts, reverse=True)
    assert found.kept[0].of == found.size - found.dropped


@given(MEMBERS)
def test_order_of_the_members_does_not_matter(members: list[Member]) -> None:
    assert funnel(members) == funnel(members[::-1])
