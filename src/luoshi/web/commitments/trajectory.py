"""The planned curve of a commitment: through its milestones, even, or held level."""

from collections.abc import Sequence
from datetime import date

from luoshi.core.pace import Milestone as Step
from luoshi.core.pace import Trajectory
from luoshi.web.commitments.models import Commitment, Milestone

LEVEL = ("growth", "share", "rank", "vs", "<=", "reduce<=")
"""Comparators of what is held at every time (a rate, a rank, a ceiling), not accumulated."""


def trajectory_of(commitment: Commitment, milestones: Sequence[Milestone]) -> Trajectory:
    """Milestones where there are any; a held rate is owed whole at every time; else even pace.

    Milestones that an amended date leaves outside no longer bind; the whole is due on the due day.
    """
    span = (commitment.starts_on, commitment.due_on)
    steps = [Step(entry.due_on, entry.planned_share) for entry in milestones]
    binding = [step for step in steps if _binds(step, *span)]
    if binding:
        return Trajectory.by_milestones(*span, binding)
    if commitment.comparator.startswith(LEVEL):
        return Trajectory.level(*span)
    return Trajectory.linear(*span)


def _binds(step: Step, starts_on: date, due_on: date) -> bool:
    return starts_on <= step.due_on < due_on or (step.due_on == due_on and step.planned_share == 1)
