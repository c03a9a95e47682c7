"""The planned curve of a commitment: through its milestones, even, or held level."""

from collections.abc import Sequence

from luoshi.core.pace import Milestone as Step
from luoshi.core.pace import Trajectory
from luoshi.web.commitments.models import Commitment, Milestone

LEVEL = ("growth", "share", "rank", "vs", "<=", "reduce<=")
"""Comparators of what is held at every time (a rate, a rank, a ceiling), not accumulated."""


def trajectory_of(commitment: Commitment, milestones: Sequence[Milestone]) -> Trajectory:
    """Milestones where there are any; a held rate is owed whole at every time; else even pace."""
    span = (commitment.starts_on, commitment.due_on)
    if milestones:
        return Trajectory.by_milestones(
            *span, [Step(entry.due_on, entry.planned_share) for entry in milestones]
        )
    if commitment.comparator.startswith(LEVEL):
        return Trajectory.level(*span)
    return Trajectory.linear(*span)
