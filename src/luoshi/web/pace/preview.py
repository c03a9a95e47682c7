"""What a choice of curve and light rule would look like, before it is saved."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from luoshi.core.errors import DomainError
from luoshi.core.pace import Milestone as Step
from luoshi.core.pace import Trajectory
from luoshi.core.pace.curve import month_end
from luoshi.web.commitments.curve import Curve, curve_of
from luoshi.web.commitments.lights import COLOURS, rule_name, rule_text
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.trajectory import curves, trajectory_of
from luoshi.web.commitments.wording import percent
from luoshi.web.delivery.projection import light_rule
from luoshi.web.messages import message

SHORT = 200
"""Days of a plan of which each month is told."""
MOST = 12
GAPS = ("0.05", "0.15", "0.35")
"""Points behind the plan for which a rule's colour is shown."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The curve now and as chosen, the plan at the ends of months, the rule with its colours.

    ``lights``: points behind half of the plan, colour, word. ``fault``: why the choice cannot be.
    """

    drawn: Curve
    chosen: str
    ends: Sequence[tuple[date, str, str]]
    rule: str
    rule_text: str
    lights: Sequence[tuple[str, str, str]]
    fault: str


def preview_of(commitment: Commitment, curve: str, rule: str, today: date) -> Preview:
    """``rule`` is the one in force after the choice."""
    steps = list(commitment.milestones.all())
    present = trajectory_of(commitment, steps)
    fault = ""
    try:
        new = _as_chosen(commitment, curve)
    except DomainError as refusal:
        new, fault = present, message(refusal)
    drawn = curve_of(present, (), (), today)
    return Preview(
        drawn=drawn,
        chosen=curve_of(new, (), (), today).planned,
        ends=[(on, percent(present.planned(on)), percent(new.planned(on))) for on in _days(new)],
        rule=rule_name(rule),
        rule_text=rule_text(rule),
        lights=_lights(rule),
        fault=fault,
    )


def _as_chosen(commitment: Commitment, curve: str) -> Trajectory:
    known, span = curves().get(curve), (commitment.starts_on, commitment.due_on)
    if known and (steps := known.steps(*span)):
        return Trajectory.by_milestones(*span, steps)
    held = copy(commitment)
    held.curve = curve
    rows = list(commitment.milestones.all())
    if known and known.still:
        steps = tuple(Step(row.due_on, row.planned_share) for row in rows)
        return Trajectory.by_milestones(*span, steps, known.plateaus(*span))
    return trajectory_of(held, rows)


def _days(trajectory: Trajectory) -> list[date]:
    """Ends of quarters, of months where the plan is a short one, and the due day."""
    first, last = trajectory.starts_on, trajectory.due_on
    each = 1 if (last - first).days < SHORT else 3
    years = range(first.year, last.year + 1)
    ends = [month_end(year, month) for year in years for month in range(each, 13, each)]
    return [*[on for on in ends if first <= on < last][:MOST], last]


def _lights(rule: str) -> list[tuple[str, str, str]]:
    """What colour the rule gives to gaps at half of the plan."""
    half, known = Decimal("0.5"), light_rule(rule)
    told = []
    for gap in map(Decimal, GAPS):
        colour = known.pace_colour(half, half - gap)
        told.append((percent(half - gap), colour.value, str(COLOURS[colour.value])))
    return told
