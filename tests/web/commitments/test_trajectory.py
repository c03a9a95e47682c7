"""Which plan a commitment is held against."""

from datetime import date
from decimal import Decimal

import pytest

from luoshi.web.commitments.models import Commitment, Milestone
from luoshi.web.commitments.trajectory import trajectory_of

MARCH = Milestone(title="开工", due_on=date(2026, 3, 31), planned_share=Decimal("0.1000"))


def planned(comparator: str, steps: list[Milestone], on: date) -> Decimal:
    commitment = Commitment(
        comparator=comparator, starts_on=date(2026, 1, 1), due_on=date(2026, 12, 31)
    )
    return trajectory_of(commitment, steps).planned(on)


@pytest.mark.parametrize("comparator", ["", ">=", "=", "~", "all", "by", "reduce>=", "times>="])
def test_what_is_built_up_is_planned_evenly(comparator: str) -> None:
    assert planned(comparator, [], date(2026, 6, 30)) == Decimal("0.4959")


@pytest.mark.parametrize("comparator", ["growth>=", "share<=", "rank=", "vs", "<="])
def test_what_is_held_is_planned_whole_from_the_first_day(comparator: str) -> None:
    assert planned(comparator, [], date(2026, 1, 1)) == Decimal(1)


@pytest.mark.parametrize("comparator", [">=", "growth>="])
def test_milestones_go_before_both(comparator: str) -> None:
    assert planned(comparator, [MARCH], date(2026, 3, 31)) == Decimal("0.1")
