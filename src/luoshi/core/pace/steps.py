"""How a milestone stands: reached by what was verified, only by what was said, missed, ahead."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from luoshi.core.pace.trajectory import Milestone


class StepState(StrEnum):
    """The four ways a milestone may stand; said is never shown as achieved."""

    ACHIEVED = "achieved"
    SAID = "said"
    MISSED = "missed"
    AHEAD = "ahead"


def step_state(
    step: Milestone, *, said: Decimal | None, achieved: Decimal | None, today: date
) -> StepState:
    """The state of ``step`` when the shares said and verified (0 … 1, cumulative) are these.

    A share that is not known reaches nothing. A step is missed from the day after ``due_on``.
    """
    if achieved is not None and achieved >= step.planned_share:
        return StepState.ACHIEVED
    if said is not None and said >= step.planned_share:
        return StepState.SAID
    return StepState.MISSED if step.due_on < today else StepState.AHEAD
