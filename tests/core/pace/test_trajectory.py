"""The planned curve: corners by hand, refusals, laws."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.errors import Invalid
from luoshi.core.pace import Milestone, Plateau, Trajectory

START, DUE = date(2026, 1, 1), date(2026, 12, 31)
YEAR = Trajectory.linear(START, DUE)
WINTER = Plateau(date(2026, 1, 1), date(2026, 3, 31))


def step(month: int, day: int, share: str) -> Milestone:
    return Milestone(date(2026, month, day), Decimal(share))


STEPS = Trajectory.by_milestones(START, DUE, [step(9, 30, "0.9"), step(3, 31, "0.3")])


@pytest.mark.parametrize(
    ("trajectory", "on", "share"),
    [
        (YEAR, date(2025, 12, 31), "0.0000"),
        (YEAR, date(2026, 1, 1), "0.0027"),
        (YEAR, date(2026, 6, 30), "0.4959"),
        (YEAR, date(2026, 12, 30), "0.9973"),
        (YEAR, date(2026, 12, 31), "1.0000"),
        (YEAR, date(2027, 5, 1), "1.0000"),
        (STEPS, date(2026, 3, 31), "0.3000"),
        (STEPS, date(2026, 6, 30), "0.5984"),
        (STEPS, date(2026, 9, 30), "0.9000"),
        (STEPS, date(2026, 12, 31), "1.0000"),
        (Trajectory.linear(START, DUE, [WINTER]), date(2026, 3, 31), "0.0000"),
        (Trajectory.linear(START, DUE, [WINTER]), date(2026, 4, 1), "0.0036"),
        (Trajectory.linear(START, DUE, [WINTER]), date(2026, 12, 31), "1.0000"),
        (Trajectory.linear(START, START), date(2025, 12, 31), "0.0000"),
        (Trajectory.linear(START, START), START, "1.0000"),
        (Trajectory.level(START, DUE), date(2025, 12, 31), "0.0000"),
        (Trajectory.level(START, DUE), START, "1.0000"),
        (Trajectory.level(START, DUE), date(2026, 8, 8), "1.0000"),
    ],
)
def test_the_planned_share_at_the_end_of_a_day(
    trajectory: Trajectory, on: date, share: str
) -> None:
    assert str(trajectory.planned(on)) == share


def test_a_plateau_between_milestones_stands_still() -> None:
    halt = Plateau(date(2026, 4, 10), date(2026, 4, 19))
    spring = Trajectory.by_milestones(
        date(2026, 4, 1), date(2026, 4, 30), [step(4, 9, "0.2")], [halt]
    )
    shares = [str(spring.planned(date(2026, 4, day))) for day in (9, 15, 19, 20)]
    assert shares == ["0.2000", "0.2000", "0.2000", "0.2727"]


def test_a_milestone_may_be_the_due_day() -> None:
    whole = Trajectory.by_milestones(START, DUE, [step(6, 30, "0.5"), step(12, 31, "1")])
    assert whole.planned(DUE) == 1
    assert len(whole.points) == 3


def test_a_plateau_may_lie_after_the_whole_is_reached() -> None:
    early = Trajectory.by_milestones(
        START, DUE, [step(11, 30, "1")], [Plateau(date(2026, 12, 1), DUE)]
    )
    assert early.planned(date(2026, 12, 15)) == 1


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Trajectory.linear(DUE, START), "trajectory-reversed"),
        (lambda: Trajectory.linear(START, DUE, [Plateau(DUE, START)]), "plateau-reversed"),
        (lambda: Trajectory.linear(START, DUE, [WINTER, WINTER]), "plateaus-overlap"),
        (
            lambda: Trajectory.linear(START, DUE, [WINTER, Plateau(WINTER.end, WINTER.end)]),
            "plateaus-overlap",
        ),
        (lambda: Trajectory.linear(START, DUE, [Plateau(START, DUE)]), "milestone-on-plateau"),
        (
            lambda: Trajectory.by_milestones(START, DUE, [step(2, 1, "0.1")], [WINTER]),
            "milestone-on-plateau",
        ),
        (
            lambda: Trajectory.by_milestones(START, date(2026, 6, 1), [step(7, 1, "0.1")]),
            "milestone-outside",
        ),
        (lambda: Trajectory.by_milestones(START, DUE, [step(7, 1, "1.1")]), "milestone-share"),
        (lambda: Trajectory.by_milestones(START, DUE, [step(7, 1, "-0.1")]), "milestone-share"),
        (
            lambda: Trajectory.by_milestones(START, DUE, [step(7, 1, "0.1"), step(7, 1, "0.2")]),
            "milestone-twice",
        ),
        (
            lambda: Trajectory.by_milestones(START, DUE, [step(7, 1, "0.2"), step(8, 1, "0.1")]),
            "milestone-falls",
        ),
        (
            lambda: Trajectory.by_milestones(START, DUE, [step(12, 31, "0.9")]),
            "milestone-not-whole",
        ),
    ],
)
def test_an_impossible_curve_is_invalid(make: Callable[[], Trajectory], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        make()
    assert refused.value.code == code


days = st.integers(-30, 400).map(lambda n: START + timedelta(days=n))
curves = st.lists(
    st.tuples(st.integers(1, 360), st.integers(0, 100)), max_size=5, unique_by=lambda pair: pair[0]
).map(
    lambda pairs: Trajectory.by_milestones(
        START,
        DUE,
        [
            Milestone(START + timedelta(days=day), Decimal(share) / 100)
            for day, share in zip(
                sorted(day for day, _ in pairs), sorted(share for _, share in pairs), strict=True
            )
        ],
    )
)


@given(curves, days, days)
def test_a_curve_never_falls_and_stays_in_the_whole(curve: Trajectory, a: date, b: date) -> None:
    early, late = sorted((a, b))
    assert 0 <= curve.planned(early) <= curve.planned(late) <= 1


@given(curves)
def test_a_curve_passes_through_its_milestones(curve: Trajectory) -> None:
    assert [curve.planned(m.due_on) for m in curve.points] == [
        m.planned_share for m in curve.points
    ]
