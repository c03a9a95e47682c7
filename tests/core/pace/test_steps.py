"""How a milestone stands."""

from datetime import date
from decimal import Decimal

import pytest

from luoshi.core.pace import Milestone, StepState, step_state

STEP = Milestone(date(2026, 6, 30), Decimal("0.5"))
BEFORE, ON, AFTER = date(2026, 6, 29), date(2026, 6, 30), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("said", "achieved", "today", "state"),
    [
        pytest.param(None, None, BEFORE, StepState.AHEAD, id="nothing-known-before"),
        pytest.param(None, None, ON, StepState.AHEAD, id="the-day-itself-is-not-late"),
        pytest.param(None, None, AFTER, StepState.MISSED, id="nothing-known-after"),
        pytest.param("0.4999", "0.4999", AFTER, StepState.MISSED, id="just-short"),
        pytest.param("0.5", None, AFTER, StepState.SAID, id="said-is-not-achieved"),
        pytest.param("0.9", "0.4", BEFORE, StepState.SAID, id="verified-less-than-said"),
        pytest.param("0.5", "0.5", BEFORE, StepState.ACHIEVED, id="verified"),
        pytest.param(None, "0.5", AFTER, StepState.ACHIEVED, id="verified-without-a-word"),
    ],
)
def test_state(said: str | None, achieved: str | None, today: date, state: StepState) -> None:
    shares = (None if share is None else Decimal(share) for share in (said, achieved))
    known = dict(zip(("said", "achieved"), shares, strict=True))
    assert step_state(STEP, today=today, **known) is state
