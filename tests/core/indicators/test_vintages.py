"""What was known when, what is change and what revision: on published numbers."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import permutations

import pytest

from luoshi.core.indicators import (
    Direction,
    Measure,
    Observation,
    known,
    move,
    split,
    standings,
    values_of,
)

Y2019, Y2020 = date(2019, 12, 31), date(2020, 12, 31)


def seen(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def row(
    key: int, place: str, period: date, value: str, stage: int, on: date, **more: datetime
) -> Observation:
    return Observation(key, place, period, Decimal(value), stage, on, seen(on), **more)


# 国家统计局: 2019 年 GDP 初步核算 990865 亿元 (2020-01-17), 最终核实 986515 亿元, 减少 4350 亿元
# (2020-12-30); 2020 年初步核算 1015986 亿元 (2021-01-18).
GDP = [
    row(1, "全国", Y2019, "990865", 2, date(2020, 1, 17)),
    row(2, "全国", Y2019, "986515", 3, date(2020, 12, 30)),
    row(3, "全国", Y2020, "1015986", 2, date(2021, 1, 18)),
]


@pytest.mark.parametrize(
    ("day", "gdp"),
    [
        (date(2020, 1, 16), None),
        (date(2020, 1, 17), "990865"),
        (date(2020, 12, 29), "990865"),
        (date(2021, 6, 1), "986515"),
    ],
)
def test_a_number_is_as_it_was_known(day: date, gdp: str | None) -> None:
    for rows in permutations(GDP):
        found = values_of(known(rows, seen(day)), Y2019)
        assert found == ({} if gdp is None else {"全国": Decimal(gdp)})


def test_a_change_is_what_happened_and_what_was_revised() -> None:
    then = values_of(known(GDP, seen(date(2020, 6, 1))), Y2019)["全国"]
    table = known(GDP, seen(date(2021, 6, 1)))
    told = split(then, values_of(table, Y2019)["全国"], values_of(table, Y2020)["全国"])
    assert (told.revision, told.real, told.total) == (
        Decimal(-4350),
        Decimal(29471),
        Decimal(25121),
    )


def test_a_flash_brought_in_again_does_not_undo_what_is_settled() -> None:
    again = row(4, "全国", Y2019, "990865", 1, date(2021, 2, 1))
    corrected = row(5, "全国", Y2019, "986516", 3, date(2021, 3, 1))
    at = seen(date(2021, 6, 1))
    assert known([*GDP, again], at)["全国", Y2019].key == 2
    assert known([*GDP, again, corrected], at)["全国", Y2019].key == 5


def test_what_was_taken_back_was_known_until_then() -> None:
    wrong = row(6, "全国", Y2019, "1", 4, date(2021, 1, 4), withdrawn_at=seen(date(2021, 1, 8)))
    assert known([*GDP, wrong], seen(date(2021, 1, 5)))["全国", Y2019].key == 6
    assert known([*GDP, wrong], seen(date(2021, 1, 8)))["全国", Y2019].key == 2


def numbers(**values: str) -> dict[str, Decimal]:
    return {place: Decimal(value) for place, value in values.items()}


@pytest.mark.parametrize(
    ("measure", "ranks"),
    [
        (Measure(), {"a": 1, "b": 2, "c": 2, "d": 4}),
        (Measure(Direction.LOWER), {"a": 4, "b": 2, "c": 2, "d": 1}),
        (
            Measure(Direction.INTERVAL, low=Decimal(3), high=Decimal(5)),
            {"a": 3, "b": 1, "c": 1, "d": 4},
        ),
        (Measure(places=3), {"a": 1, "b": 3, "c": 2, "d": 4}),
    ],
)
def test_standings_follow_the_direction_and_show_ties(
    measure: Measure, ranks: dict[str, int]
) -> None:
    found = standings(numbers(a="6", b="4.001", c="4.004", d="1"), measure)
    assert {place: one.rank for place, one in found.items()} == ranks
    assert {one.of for one in found.values()} == {4}
    shared = {place: one.tied for place, one in found.items() if one.tied > 1}
    assert shared == ({} if measure.places == 3 else {"b": 2, "c": 2})


def test_a_move_is_split_between_the_places_and_the_revision() -> None:
    then = standings(numbers(a="7", b="6", c="5"), Measure())
    revised = standings(numbers(a="5.5", b="6", c="5"), Measure())
    now = standings(numbers(a="4", b="6", c="5"), Measure())
    told = move(then["a"], revised["a"], now["a"])
    assert (told.gained, told.revision, told.real, told.alike) == (-2, -1, -1, True)
    wider = standings(numbers(a="4", b="6", c="5", d="3"), Measure())
    assert not move(then["a"], revised["a"], wider["a"]).alike


def test_revision_and_real_change_always_add_up() -> None:
    tables = [standings(numbers(a=x, b=y, c="2"), Measure()) for x in "123" for y in "123"]
    for first in tables:
        for middle in tables:
            for last in tables:
                told = move(first["a"], middle["a"], last["a"])
                assert told.revision + told.real == told.gained
