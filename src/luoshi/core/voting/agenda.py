"""The clock of a session: when each speaker's turn is planned to begin."""

from collections.abc import Iterable
from datetime import time
from itertools import accumulate


def clock(begins: time, minutes: Iterable[int]) -> list[time]:
    """When each of those who speak one after the other begins, and, last, when all have spoken.

    ``minutes``: of each, in turn. One entry more than there are minutes; past midnight the clock
    begins again.
    """
    first = begins.hour * 60 + begins.minute
    return [time(at // 60 % 24, at % 60) for at in accumulate(minutes, initial=first)]
