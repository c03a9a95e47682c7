"""What the past leads to expect of a year: a straight line through earlier results."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def trend(results: Mapping[int, Decimal], year: int, *, least: int) -> Decimal | None:
    """The value of ``year`` on the least-squares line through the results of earlier years.

    Two places, half up; None with fewer than ``least`` earlier years.
    """
    past = {known: value for known, value in results.items() if known < year}
    if len(past) < max(least, 2):
        return None
    count = len(past)
    middle = Decimal(sum(past)) / count
    mean = sum(past.values(), Decimal(0)) / count
    across = sum(((known - middle) * (value - mean) for known, value in past.items()), Decimal(0))
    spread = sum(((known - middle) ** 2 for known in past), Decimal(0))
    return (mean + across / spread * (year - middle)).quantize(CENT, ROUND_HALF_UP)
