"""Shapes of the planned curve: months that stand still, stages of the year, what is refused."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from luoshi.core.errors import Invalid
from luoshi.core.pace import Trajectory, curve_from

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def test_nobody_pours_concrete_in_winter() -> None:
    winter = curve_from("w", {"still": [1, 2, 12]}, "curves.w")
    plan = Trajectory.linear(*YEAR, winter.plateaus(*YEAR))
    found = [plan.planned(date(2026, month, 28)) for month in (2, 6, 11, 12)]
    assert found[0] == 0
    assert found[1] == Decimal("0.4364")  # 120 of 275 days
    assert found[3] == 1
    assert plan.planned(date(2026, 11, 30)) == 1
    assert [(each.due_on.month, each.planned_share) for each in plan.corners] == [
        (12, 0), (1, 0), (2, 0), (11, 1), (12, 1),
    ]  # fmt: skip


def test_still_months_of_two_years() -> None:
    winter = curve_from("w", {"still": [1, 12]}, "curves.w")
    days = (date(2026, 11, 1), date(2027, 3, 31))
    assert [each.start for each in winter.plateaus(*days)] == [date(2026, 12, 1), date(2027, 1, 1)]


def test_stages_become_milestones_of_the_same_year() -> None:
    building = curve_from("b", {"stages": {3: "0.08", 6: "0.4", 9: "0.78"}}, "curves.b")
    steps = building.steps(date(2026, 4, 1), date(2026, 12, 31))
    assert [(step.due_on.month, str(step.planned_share)) for step in steps] == [
        (6, "0.4"), (9, "0.78"), (12, "1.0000"),
    ]  # fmt: skip
    with pytest.raises(Invalid, match="curve-beyond-year"):
        building.steps(date(2026, 4, 1), date(2027, 3, 31))
    with pytest.raises(Invalid, match="curve-no-stage"):
        building.steps(date(2026, 10, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"still": [0]}, "season-months"),
        ({"still": list(range(1, 13))}, "season-months"),
        ({"still": [1], "stages": {3: "0.5"}}, "curve-shape"),
        ({"stages": {3: "0.5", 6: "0.4"}}, "curve-shape"),
        ({"stages": {3: "1.5"}}, "rule-range"),
        ({"steps": {}}, "rule-unknown-key"),
    ],
)
def test_other_shapes_are_refused(data: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid, match=code):
        curve_from("x", data, "curves.x")
