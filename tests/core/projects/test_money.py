"""Investment: amounts as sheets write them, months of a year, thresholds, the reserve."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.errors import Invalid
from luoshi.core.projects import (
    Season,
    amount_of,
    meter,
    season_from,
    spread,
    threshold_from,
    through,
    unit_in,
)

WINTER = Season("building", (1, 2, 12))
EVEN = Season("even")
RULE = {
    "least": {"manufacturing": "3", "livelihood": "2"},
    "least_attracted": {"manufacturing": "1"},
    "source": "本地办法",
}
RESERVE = {"projects": 3, "investment": "10", "source": "本地办法"}


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("3.5亿元", "", "3.5000"),
        ("35000万元", "亿元", "3.5000"),
        ("35,000", "万元", "3.5000"),
        ("35，000 万", "", "3.5000"),
        (" 约 3.5 亿 元 ", "", "3.5000"),
        ("12", "亿元", "12.0000"),
        ("1", "万元", "0.0001"),
    ],
)
def test_amounts_are_read_in_their_own_unit(text: str, unit: str, expected: str) -> None:
    assert str(amount_of(text, unit)) == expected


@pytest.mark.parametrize(
    ("text", "unit", "code"),
    [
        ("35000", "", "amount-without-unit"),
        ("", "亿元", "amount-not-a-number"),
        ("3-5亿元", "", "amount-not-a-number"),
        ("3000万美元", "", "amount-not-a-number"),
        ("待定", "亿元", "amount-not-a-number"),
        ("3,50亿元", "", "amount-not-a-number"),
        ("0", "亿元", "amount-out-of-range"),
        ("100001", "亿元", "amount-out-of-range"),
        ("0.5", "万元", "amount-out-of-range"),
    ],
)
def test_amounts_are_never_guessed(text: str, unit: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        amount_of(text, unit)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("总投资（万元）", "万元"),
        ("单位：亿元", "亿元"),
        ("总投资", ""),
        ("亿元、万元", ""),
        ("总投资（万美元）", ""),
    ],
)
def test_unit_of_a_label(label: str, unit: str) -> None:
    assert unit_in(label) == unit


def test_nothing_is_planned_in_winter() -> None:
    months = spread(Decimal(10), 2026, WINTER)
    assert (months[0], months[1], months[11]) == (0, 0, 0)
    assert sum(months) == 10
    assert min(months[2:11]) > 1


def test_a_project_that_begins_later_spends_later() -> None:
    months = spread(Decimal(6), 2026, EVEN, date(2026, 7, 1))
    assert months[:6] == (0,) * 6
    assert sum(months[6:]) == 6


@pytest.mark.parametrize("begins_on", [date(2026, 12, 10), date(2027, 5, 1)])
def test_a_project_that_begins_in_winter_goes_on_nevertheless(begins_on: date) -> None:
    months = spread(Decimal(1), 2026, WINTER, begins_on)
    assert months[:11] == (0,) * 11
    assert months[11] == 1


@given(
    st.decimals("0.0001", "1000", places=4),
    st.sets(st.integers(1, 12), max_size=11),
    st.dates(date(2025, 1, 1), date(2027, 12, 31)),
)
def test_months_add_up_exactly(amount: Decimal, still: set[int], begins_on: date) -> None:
    months = spread(amount, 2026, Season("any", tuple(sorted(still))), begins_on)
    assert (len(months), sum(months)) == (12, amount)
    assert min(months) >= 0


def test_running_sums() -> None:
    assert through({1: Decimal(2), 3: Decimal("0.5")}, 4) == (2, 2, Decimal("2.5"), Decimal("2.5"))


@pytest.mark.parametrize("still", [[0], [13], list(range(1, 13)), "12", ["1"]])
def test_seasons_that_are_no_rule(still: object) -> None:
    with pytest.raises(Invalid) as refused:
        season_from("x", {"still": still}, "projects.x")
    assert (refused.value.code, refused.value.params) == (
        "season-months",
        {"path": "projects.x.still"},
    )


def test_threshold_by_sector() -> None:
    rule = threshold_from("x", RULE, "projects.x")
    assert rule.met("manufacturing", Decimal(3), attracted=False) is True
    assert rule.met("manufacturing", Decimal("2.9999"), attracted=False) is False
    assert rule.met("manufacturing", Decimal(1), attracted=True) is True
    assert rule.met("livelihood", Decimal(1), attracted=True) is False


def test_threshold_says_nothing_where_either_side_is_unknown() -> None:
    rule = threshold_from("x", RULE, "projects.x")
    assert rule.met("services", Decimal(9), attracted=False) is None
    assert rule.met("", Decimal(9), attracted=False) is None
    assert rule.met("manufacturing", None, attracted=False) is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"least": {"mining": "3"}}, "rule-unknown-key"),
        ({"least": {"services": "-1"}}, "rule-range"),
        ({"source": ""}, "rule-text"),
    ],
)
def test_thresholds_that_are_no_rule(change: dict[str, object], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        threshold_from("x", RULE | change, "projects.x")
    assert refused.value.code == code


def test_the_reserve_is_held_against_both_goals() -> None:
    found = meter([Decimal(4), None, Decimal("7.5")], RESERVE, "projects.reserve")
    assert (found.projects, found.investment, found.unknown) == (3, Decimal("11.5"), 1)
    assert (found.missing_projects, found.missing_investment, found.met) == (0, 0, True)
    short = meter([Decimal(4)], RESERVE, "projects.reserve")
    assert (short.missing_projects, short.missing_investment, short.met) == (2, 6, False)
