"""The planned curve of a commitment: through its milestones, even, or held level."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache

from luoshi import presets
from luoshi.core.errors import Invalid
from luoshi.core.pace import Curve, Trajectory, curve_from
from luoshi.core.pace import Milestone as Step
from luoshi.web.commitments.models import Commitment, Milestone

PLANS = 1_000
"""How many plans are kept: most commitments of a list begin, move and end as others do."""
LEVEL = ("growth", "share", "rank", "vs", "<=", "reduce<=")
"""Comparators of what is held at every time (a rate, a rank, a ceiling), not accumulated."""


def is_held(commitment: Commitment) -> bool:
    """Whether it is owed whole at every time, by what it is compared with."""
    return commitment.comparator.startswith(LEVEL)


def trajectory_of(commitment: Commitment, milestones: Sequence[Milestone]) -> Trajectory:
    """Milestones where there are any; a held rate is owed whole at every time; else even pace,
    still in the months of the chosen curve.

    Milestones that an amended date leaves outside no longer bind; the whole is due on the due day.
    """
    span = (commitment.starts_on, commitment.due_on)
    steps = [Step(entry.due_on, entry.planned_share) for entry in milestones]
    binding = [step for step in steps if _binds(step, *span)]
    if not binding and is_held(commitment):
        return Trajectory.level(*span)
    return _standing_still(commitment.curve, span, tuple(binding))


@cache
def curves() -> Mapping[str, Curve]:
    """The shapes of the presets, by key in their order."""
    rows = presets.load("curves").items()
    return {key: curve_from(key, row, f"curves.{key}") for key, row in rows}


@lru_cache(maxsize=PLANS)
def _standing_still(curve: str, span: tuple[date, date], steps: tuple[Step, ...]) -> Trajectory:
    """Without its still months where amended dates leave no other, or a step within them."""
    known = curves().get(curve)
    try:
        return Trajectory.by_milestones(*span, steps, known.plateaus(*span) if known else ())
    except Invalid:
        return Trajectory.by_milestones(*span, steps)


def _binds(step: Step, starts_on: date, due_on: date) -> bool:
    return starts_on <= step.due_on < due_on or (step.due_on == due_on and step.planned_share == 1)
