"""Chances from finished commitments: places, shrinkage, refusals, and the trial out of time."""

import random
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from luoshi import presets
from luoshi.core.errors import Invalid, Refused
from luoshi.core.forecast import (
    Past,
    Place,
    Point,
    calibrate,
    fit,
    forecast_rule_from,
    place_of,
    snapshots,
)

DATA = presets.load("forecast")["default"]
RULE = forecast_rule_from(DATA, "forecast.default")
START, DUE = date(2025, 1, 1), date(2025, 12, 31)


def point(month: int, planned: str, actual: str, year: int = 2025) -> Point:
    return Point(date(year, month, 28), Decimal(planned), Decimal(actual))


def past(key: int, actual: str, *, on_time: bool, due: date = DUE, month: int = 9) -> Past:
    """Half of the plan gone in the month of its one report before it was due."""
    said = point(month, "0.5", actual, due.year)
    return Past(key, date(due.year, 1, 1), due, on_time, (said,))


def some(fast: int, slow: int, *, first: int = 0, due: date = DUE, luck: int = 0) -> list[Past]:
    """Fast ones that were done, slow ones that were not, but for ``luck`` of them."""
    return [
        *(past(first + n, "0.5", on_time=True, due=due) for n in range(fast)),
        *(past(first + fast + n, "0.25", on_time=n < luck, due=due) for n in range(slow)),
    ]


@pytest.mark.parametrize(
    ("points", "place", "reached"),
    [
        ([point(3, "0.25", "0.2")], Place(0, 1), 80),
        ([point(3, "0.25", "0.25")], Place(0, 4), 100),
        ([point(2, "0", "0")], Place(0, 4), 100),
        # caught up of late: 0.3 + 0.5 x (half of 1.2, half of 0.6)
        ([point(3, "0.25", "0"), point(6, "0.5", "0.3")], Place(1, 1), 75),
        # nothing moved since: the last stretch halves the pace
        ([point(3, "0.25", "0.2"), point(9, "0.75", "0.2")], Place(2, 0), 23),
    ],
)
def test_own_pace_goes_on_along_the_own_plan(
    points: list[Point], place: Place, reached: int
) -> None:
    assert place_of(RULE, START, DUE, points) == (place, reached)


def test_each_counts_once_for_each_stretch_of_its_time() -> None:
    told = tuple(point(month, str(month / 12)[:6], "0.1") for month in range(1, 13))
    found = list(snapshots(RULE, Past(7, START, date(2025, 12, 28), on_time=False, points=told)))
    assert [(shot.place.time, shot.on.month) for shot in found] == [(0, 4), (1, 8), (2, 11)]


def test_few_are_drawn_to_the_wider_group() -> None:
    table = fit(RULE, some(15, 10, luck=1))
    assert (table.finished, table.on_time, table.base) == (25, 16, Fraction(16, 25))
    wider = (1 + 4 * Fraction(16, 25)) / 14
    slow = table.chance(Place(2, 0))
    assert slow.probability == Decimal("0.14")
    assert table.chances[Place(2, 0)] == (1 + 4 * wider) / 14
    assert (len(slow.alike), slow.on_time, slow.whole_time) == (10, 1, False)
    elsewhere = table.chance(Place(0, 0))
    assert (elsewhere.whole_time, len(elsewhere.alike)) == (True, 10)
    with pytest.raises(Refused, match="forecast-few-alike"):
        table.chance(Place(2, 2))


UNTOLD = [Past(n, START, DUE, on_time=n % 2 == 0, points=()) for n in range(40)]


@pytest.mark.parametrize(
    ("finished", "code"),
    [
        (some(10, 9), "forecast-history-short: least=20, n=19"),
        (some(18, 2), "forecast-one-sided: least=3, n=2"),
        (
            [Past(n, START, DUE, on_time=n % 2 == 0, points=()) for n in range(40)],
            "forecast-history-short",
        ),
    ],
)
def test_too_little_is_refused(finished: list[Past], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        fit(RULE, finished)
    assert str(refusal.value).startswith(code)


@pytest.mark.parametrize("world", range(30))
def test_a_faster_pace_never_has_the_smaller_chance(world: int) -> None:
    lots = random.Random(world)
    finished = [
        past(
            key,
            lots.choice(["0.1", "0.38", "0.45", "0.49", "0.6"]),
            on_time=lots.random() < 0.6,
            month=lots.choice([3, 6, 9]),
        )
        for key in range(40)
    ]
    table = fit(RULE, finished)
    assert table == fit(RULE, finished[::-1])
    for time in range(3):
        row = [table.chances[Place(time, reach)] for reach in range(5)]
        assert row == sorted(row)
        assert all(0 <= chance <= 1 for chance in row)


def test_tried_on_what_came_later_beside_always_giving_the_mean() -> None:
    cut = date(2024, 12, 31)
    found = calibrate(RULE, [*some(15, 10, due=cut), *some(9, 6, first=100)])
    assert (found.cut, found.earlier, found.later, found.tried) == (cut, 25, 15, 15)
    assert found.base == Decimal("0.6000")
    assert found.baseline == Decimal("0.2400")
    assert found.brier < found.baseline / 10
    assert found.skill == (1 - found.brier / found.baseline).quantize(Decimal("0.0001"))
    assert [(row.given, str(row.came_true)) for row in found.rows] == [(6, "0.0000"), (9, "1.0000")]


def test_no_outcome_is_seen_before_its_day() -> None:
    """What was told before the earlier ones were due is not tried."""
    early = [past(n, "0.5", on_time=n % 2 == 0, due=date(2025, 10, 1)) for n in range(30)]
    late = [past(90 + n, "0.5", on_time=True, due=DUE, month=8) for n in range(15)]
    with pytest.raises(Refused, match="forecast-no-later"):
        calibrate(RULE, [*early, *late])
    with pytest.raises(Refused, match="forecast-no-later"):
        calibrate(RULE, some(20, 20))
    with pytest.raises(Refused, match="forecast-no-later"):
        calibrate(RULE, [])


@pytest.mark.parametrize("bands", [[], ["0.5", "0.5"], ["0.9", "0.2"], "0.5"])
def test_bands_rise(bands: object) -> None:
    with pytest.raises(Invalid, match="forecast-bands"):
        forecast_rule_from(DATA | {"reach_bands": bands}, "forecast.default")
