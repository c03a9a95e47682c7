"""The planned clock of a session."""

from datetime import time

import pytest

from luoshi.core.voting import clock


@pytest.mark.parametrize(
    ("begins", "minutes", "planned"),
    [
        (time(9), [8, 8, 5], [time(9), time(9, 8), time(9, 16), time(9, 21)]),
        (time(9, 30), [], [time(9, 30)]),
        (time(11, 50), [20], [time(11, 50), time(12, 10)]),
        (time(23, 50), [8, 8], [time(23, 50), time(23, 58), time(0, 6)]),
    ],
    ids=["each in turn", "nobody", "past the hour", "past midnight"],
)
def test_each_begins_when_the_one_before_ends(
    begins: time, minutes: list[int], planned: list[time]
) -> None:
    assert clock(begins, minutes) == planned
