"""What was achieved or said, as a part of what was planned by a day."""

from datetime import date
from decimal import Decimal

from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.trajectory import trajectory_of

PART = Decimal("0.0001")
WHOLE = Decimal(1)


def part_of_planned(commitment: Commitment, share: Decimal | None, day: date) -> Decimal | None:
    """The share over the share planned by the day (the whole once it is due), four places.

    1 where nothing was planned yet; may exceed 1 for what is ahead. None for an unknown share.
    """
    if share is None:
        return None
    trajectory = trajectory_of(commitment, list(commitment.milestones.all()))
    planned = trajectory.planned(min(day, commitment.due_on))
    return (share / planned).quantize(PART) if planned else WHOLE
