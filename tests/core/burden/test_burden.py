"""The same figure by another name, weeks and minutes, and the account of a year."""

from datetime import date
from decimal import Decimal

import pytest

from luoshi import presets
from luoshi.core.burden import (
    Asked,
    Cost,
    Known,
    burden_rule_from,
    median_minutes,
    normal_name,
    over_budget,
    repeats,
    week_of,
    year_rows,
)

RULE = burden_rule_from(presets.load("burden")["default"], "burden.default")
JAN, FEB, MAR = (date(2026, month, 1) for month in (1, 2, 3))


def test_the_preset_is_an_hour_a_week_for_a_town() -> None:
    assert (RULE.weekly_minutes, RULE.grassroots) == (60, ("town",))
    assert (RULE.minutes_per_line, RULE.minutes_per_question) == (5, 3)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("规模以上工业总产值", "本单位累计规模以上工业总产值（万元）"),
        ("ＧＤＰ 增速", "gdp增速"),
        ("固定资产投资", "全市固定资产投资【1-3月】"),
    ],
)
def test_names_that_mean_one_figure(one: str, other: str) -> None:
    assert normal_name(one, RULE.fillers) == normal_name(other, RULE.fillers)


def test_names_that_mean_two_figures_and_names_of_nothing() -> None:
    assert normal_name("新增企业", RULE.fillers) != normal_name("企业", RULE.fillers)
    assert normal_name("累计", RULE.fillers) == "累计"
    assert (normal_name("（）"), normal_name("")) == ("()", "")


def asked(key: str, unit: int, name: str, start: date = JAN, end: date = FEB) -> Asked:
    return Asked(key, unit, name, start, end)


def test_a_known_value_goes_before_a_running_request_and_the_last_told_counts() -> None:
    new = [
        asked("new", 1, "投资"),
        asked("new", 2, "投资"),
        asked("new", 3, "投资"),
        asked("n", 1, ""),
    ]
    running = [asked("old", 1, "投资"), asked("old", 2, "投资"), asked("late", 3, "投资", MAR, MAR)]
    known = [
        Known("first", 1, "投资", JAN, JAN, JAN), Known("last", 1, "投资", FEB, MAR, MAR),
        Known("other", 2, "收入", JAN, FEB, FEB), Known("", 1, "", JAN, FEB, FEB),
    ]  # fmt: skip
    found = repeats(new, running, known)
    assert [(each.asked.unit, each.known and each.known.key) for each in found] == [
        (1, "last"), (2, None),
    ]  # fmt: skip
    assert found[1].running == running[1]


def test_a_week_begins_on_monday_and_only_what_is_over_counts() -> None:
    assert [week_of(date(2026, 3, day)) for day in (1, 2, 8, 9)] == [
        date(2026, 2, 23), date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 9),
    ]  # fmt: skip
    assert over_budget({1: 40, 2: 40, 3: 90}, {1: 20, 2: 21, 3: 0, 4: 61}, 60) == {2: 1, 4: 1}


def test_the_year_by_who_asked() -> None:
    costs = [
        Cost(1, 10, "town", 30, 50), Cost(1, 10, "town", 30, 70), Cost(1, 11, "county", 20),
        Cost(2, 12, "town", 90, None), Cost(1, 13, "town", 10, 10),
    ]  # fmt: skip
    first, second = year_rows(costs)
    assert (first.asker, first.minutes, first.total) == (1, {"town": 70, "county": 20}, 90)
    assert (first.requests, first.answers) == (3, 4)
    assert (first.taken, first.estimated) == (Decimal(35), Decimal(20))
    assert (second.asker, second.total, second.taken) == (2, 90, None)
    assert (median_minutes([None]), median_minutes([3, None, 4])) == (None, Decimal("3.5"))
