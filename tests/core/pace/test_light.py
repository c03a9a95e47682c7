"""The light: each cause, their order, blue only from verification, and the sentence."""

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi import presets
from luoshi.core.calendar import WorkCalendar
from luoshi.core.errors import Refused
from luoshi.core.pace import (
    SENTENCES_ZH,
    Colour,
    Facts,
    Light,
    LightRule,
    light,
    light_rule_from,
    sentence,
    sentence_zh,
)
from luoshi.core.pace.light import SHAPES
from luoshi.core.sampling import Finding

CALENDAR = WorkCalendar.of([], [2026])
RULES = {
    key: light_rule_from(key, data, f"lights.{key}") for key, data in presets.load("lights").items()
}
DEFAULT = RULES["default"]
TODAY = date(2026, 6, 15)  # a Monday
FACTS = Facts(today=TODAY, due_on=date(2026, 12, 31), planned=Decimal("0.5000"))


def shine(rule: LightRule = DEFAULT, **facts: Any) -> Light:
    return light(rule, dataclasses.replace(FACTS, **facts), CALENDAR)


@pytest.mark.parametrize(
    ("rule", "actual", "colour", "words"),
    [
        ("default", "0.5000", Colour.GREEN, "与序时进度持平"),
        ("default", "0.5250", Colour.GREEN, "超前序时进度 2.5 个百分点"),
        ("default", "0.4000", Colour.GREEN, "滞后序时进度 10 个百分点，在允许范围内"),
        ("default", "0.3999", Colour.YELLOW, "滞后序时进度 10.01 个百分点"),
        ("default", "0.3750", Colour.YELLOW, "滞后序时进度 12.5 个百分点"),
        ("default", "0.2000", Colour.YELLOW, "滞后序时进度 30 个百分点"),
        ("default", "0.1999", Colour.RED, "滞后序时进度 30.01 个百分点"),
        ("sanya", "0.4999", Colour.YELLOW, "只达到序时进度的 99.9%"),
        ("sanya", "0.2500", Colour.YELLOW, "只达到序时进度的 50%"),
        ("sanya", "0.2499", Colour.RED, "只达到序时进度的 49.9%"),
        ("wuhan", "0.4000", Colour.GREEN, "滞后序时进度 10 个百分点，在允许范围内"),
        ("wuhan", "0.3999", Colour.YELLOW, "只达到序时进度的 79.9%"),
        ("wuhan", "0.3000", Colour.YELLOW, "只达到序时进度的 60%"),
        ("wuhan", "0.2999", Colour.RED, "只达到序时进度的 59.9%"),
        ("suqian", "0.4999", Colour.YELLOW, "滞后序时进度 0.01 个百分点"),
        ("suqian", "0.0000", Colour.YELLOW, "滞后序时进度 50 个百分点"),
        ("yinchuan", "0.1999", Colour.RED, "滞后序时进度 30.01 个百分点"),
    ],
)
def test_the_same_gap_under_each_rule(rule: str, actual: str, colour: Colour, words: str) -> None:
    found = shine(RULES[rule], actual=Decimal(actual))
    assert (found.colour, sentence(found), found.rule) == (colour, words, rule)


@pytest.mark.parametrize(
    ("due_on", "colour", "words"),
    [
        (date(2026, 6, 23), Colour.GREEN, "与序时进度持平"),
        (date(2026, 6, 22), Colour.GREEN, "距时限还有 7 天"),
        (date(2026, 6, 15), Colour.GREEN, "距时限还有 0 天"),
        (date(2026, 6, 12), Colour.YELLOW, "逾期 1 个工作日"),
        (date(2026, 6, 1), Colour.YELLOW, "逾期 10 个工作日"),
        (date(2026, 5, 29), Colour.RED, "逾期 11 个工作日"),
    ],
)
def test_lateness_counts_working_days(due_on: date, colour: Colour, words: str) -> None:
    found = shine(due_on=due_on, actual=Decimal("0.5"))
    assert (found.colour, sentence(found)) == (colour, words)


@pytest.mark.parametrize(
    ("finding", "colour", "words"),
    [
        (None, Colour.GREEN, "报称办结，待核验"),
        (Finding.CONFIRMED, Colour.BLUE, "已核验办结"),
        (Finding.PARTLY, Colour.YELLOW, "核验部分属实"),
        (Finding.REFUTED, Colour.RED, "核验不属实"),
    ],
)
def test_a_claim_is_blue_only_when_confirmed(
    finding: Finding | None, colour: Colour, words: str
) -> None:
    found = shine(actual=Decimal("0.5"), said_done_on=TODAY, finding=finding)
    assert (found.colour, sentence(found)) == (colour, words)


def test_a_confirmed_figure_without_a_claim_is_not_closed() -> None:
    assert shine(actual=Decimal("0.5"), finding=Finding.CONFIRMED).colour is Colour.GREEN


def test_a_late_but_verified_end_is_blue_and_says_so() -> None:
    found = shine(
        due_on=date(2026, 6, 5),
        actual=Decimal(1),
        said_done_on=date(2026, 6, 9),
        finding=Finding.CONFIRMED,
    )
    assert (found.colour, found.days_late) == (Colour.BLUE, 2)
    assert sentence(found) == "已核验办结，逾期 2 个工作日"


def test_a_standing_claim_stops_the_count_and_a_denied_one_does_not() -> None:
    late: dict[str, Any] = {
        "due_on": date(2026, 6, 5),
        "actual": Decimal(1),
        "said_done_on": date(2026, 6, 5),
    }
    assert shine(**late).days_late == 0
    assert shine(**late, finding=Finding.REFUTED).days_late == 6


def test_red_outweighs_yellow_and_the_first_of_equals_speaks() -> None:
    behind = shine(due_on=date(2026, 6, 12), planned=Decimal(1), actual=Decimal("0.6"))
    assert (behind.colour, behind.code, behind.days_late) == (Colour.RED, "behind", 1)
    late = shine(due_on=date(2026, 5, 29), planned=Decimal(1), actual=Decimal("0.6"))
    assert (late.colour, late.code, late.points) == (Colour.RED, "late", Decimal("40.0"))


def test_an_owed_report_is_yellow_beside_a_good_figure() -> None:
    found = shine(actual=Decimal("0.5"), report_due_on=date(2026, 6, 10))
    assert (found.colour, sentence(found)) == (Colour.YELLOW, "进展报告逾期 3 个工作日")
    assert shine(actual=Decimal("0.5"), report_due_on=TODAY).colour is Colour.GREEN


def test_nothing_owed_or_known_is_grey() -> None:
    assert sentence(shine(planned=Decimal(0))) == "尚未到起步时间"
    assert sentence(shine()) == "尚无进展数据"
    assert {shine(planned=Decimal(0)).colour, shine().colour} == {Colour.GREY}


def test_work_before_the_plan_begins_is_ahead() -> None:
    assert sentence(shine(planned=Decimal(0), actual=Decimal("0.2"))) == "超前序时进度 20 个百分点"
    ratio = shine(RULES["wuhan"], planned=Decimal(0), actual=Decimal("0.2"))
    assert ratio.colour is Colour.GREEN


def test_an_accepted_reason_is_shown_and_changes_no_colour() -> None:
    found = shine(actual=Decimal("0.375"), reason_accepted_by="市政府督查室")
    assert found.colour is Colour.YELLOW
    assert sentence_zh(found) == "滞后序时进度 12.5 个百分点；理由已由市政府督查室认可"
    assert sentence_zh(shine(actual=Decimal("0.375"))) == "滞后序时进度 12.5 个百分点"


def test_another_table_translates_the_sentence() -> None:
    english = dict.fromkeys(SENTENCES_ZH, "") | {"behind": "{points} points behind plan"}
    assert sentence(shine(actual=Decimal("0.375")), english) == "12.5 points behind plan"


def test_each_colour_has_its_own_shape() -> None:
    assert shine(actual=Decimal("0.375")).shape == "▲"
    assert "".join(SHAPES[colour] for colour in Colour) == "●▲■◆○"


def test_lateness_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        shine(today=date(2027, 1, 5))
    assert refused.value.params == {"year": 2027}


shares = st.decimals(0, 1, places=4)
some_facts = st.builds(
    Facts,
    today=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    due_on=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    planned=shares,
    actual=st.none() | shares,
    said_done_on=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    finding=st.none() | st.sampled_from(Finding),
    report_due_on=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
some_rule = st.sampled_from(list(RULES.values()))


@given(some_rule, some_facts)
def test_each_light_has_a_sentence_a_rule_and_its_number(rule: LightRule, facts: Facts) -> None:
    found = light(rule, facts, CALENDAR)
    assert "{" not in sentence(found)
    assert (found.rule, found.points) == (rule.key, facts.points)


@given(some_rule, some_facts)
def test_blue_is_a_confirmed_claim_and_nothing_else(rule: LightRule, facts: Facts) -> None:
    closed = facts.said_done_on is not None and facts.finding is Finding.CONFIRMED
    assert (light(rule, facts, CALENDAR).colour is Colour.BLUE) is closed


SEVERITY = {Colour.GREEN: 0, Colour.YELLOW: 1, Colour.RED: 2}


@given(some_rule, some_facts, shares, shares)
def test_more_done_is_never_a_worse_light(
    rule: LightRule, facts: Facts, a: Decimal, b: Decimal
) -> None:
    little, much = sorted((a, b))
    lights = [
        light(rule, dataclasses.replace(facts, actual=share, finding=None), CALENDAR)
        for share in (little, much)
    ]
    worse, better = (SEVERITY.get(found.colour, 0) for found in lights)
    assert better <= worse
