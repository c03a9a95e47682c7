from datetime import date

import pytest

from luoshi.core.extract import extract
from luoshi.core.extract.periods import (
    is_bare_period,
    plan_named,
    read_period,
    recurrence,
    year_named,
)
from tests.core.extract.sentences import only, planned


@pytest.mark.parametrize(
    ("text", "label", "start", "end"),
    [
        ("到2027年森林面积", "2027", date(2027, 1, 1), date(2027, 12, 31)),
        ("2026-2028年", "2026-2028", date(2026, 1, 1), date(2028, 12, 31)),
        ("“十四五”末", "2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("“十五五”时期", "2026-2030", date(2026, 1, 1), date(2030, 12, 31)),
        ("今后五年", "2024-2028", date(2024, 1, 1), date(2028, 12, 31)),
        ("两年内", "2024-2025", date(2024, 1, 1), date(2025, 12, 31)),
        ("一季度", "2024Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("三季度乃至四季度", "2024Q3-Q4", date(2024, 7, 1), date(2024, 12, 31)),
        ("2025年上半年", "2025上半年", date(2025, 1, 1), date(2025, 6, 30)),
        ("2025年三季度", "2025Q3", date(2025, 7, 1), date(2025, 9, 30)),
        ("4月份开工", "4月份", date(2024, 4, 1), date(2024, 4, 30)),
        ("上半年", "2024上半年", date(2024, 1, 1), date(2024, 6, 30)),
        ("下半年", "2024下半年", date(2024, 7, 1), date(2024, 12, 31)),
        ("6月底前", "2024-06-30", None, date(2024, 6, 30)),
        ("2025年2月底前", "2025-02-28", None, date(2025, 2, 28)),
        ("9月15日前", "2024-09-15", None, date(2024, 9, 15)),
        ("年内", "2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("明年", "2025", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_named_period(text: str, label: str, start: date | None, end: date) -> None:
    period = read_period(text, 2024)
    assert period is not None
    assert (period.label, period.start, period.end) == (label, start, end)


@pytest.mark.parametrize("text", ["新建公园", "2010年水平", "较2020年", "2023年以来", "13月底前x"])
def test_no_period_or_one_gone_by(text: str) -> None:
    period = read_period(text, 2024)
    assert period is None or period.end is None


@pytest.mark.parametrize("text", ["一季度", "全年", "今后三年", "上半年", "6月底前", "明年"])
def test_without_a_year_a_period_has_no_dates(text: str) -> None:
    period = read_period(text, None)
    assert period is not None
    assert (period.start, period.end) == (None, None)


@pytest.mark.parametrize(
    ("text", "rhythm"),
    [
        ("每周调度", "P1W"),
        ("每月一题", "P1M"),
        ("每季度通报、每年考核", "P3M;P1Y"),
        ("按月推进，每月通报", "P1M"),
        ("全年推进", None),
    ],
)
def test_recurrence(text: str, rhythm: str | None) -> None:
    assert recurrence(text) == rhythm


def test_a_heading_names_a_plan_or_a_year() -> None:
    plan = plan_named("“十五五”主要目标", 2026)
    year = year_named("2026年工作安排", 2026)
    assert (plan.label if plan else None, year.label if year else None) == ("2026-2030", "2026")
    assert plan_named("“十三五”回顾", 2026) is None
    assert year_named("2020年回顾", 2026) is None


@pytest.mark.parametrize(
    ("sentence", "end"),
    [
        pytest.param("新建公园10个。", date(2024, 12, 31), id="section"),
        pytest.param("6月底前建成公园10个。", date(2024, 6, 30), id="own"),
        pytest.param("到2026年，新建公园10个。", date(2026, 12, 31), id="opening"),
        pytest.param("到2026年，绿化率提高，新建公园10个。", date(2026, 12, 31), id="goes-on"),
    ],
)
def test_a_candidate_is_due_when_its_place_says(sentence: str, end: date) -> None:
    assert only(sentence).period_end == end


def test_each_item_of_a_clause_may_have_its_own_year() -> None:
    found = planned("产值2025年突破10亿元、2027年突破20亿元。")
    assert [c.period for c in found] == ["2025", "2027"]


def test_a_quarter_does_not_go_on_to_the_next_clause() -> None:
    found = planned("一季度开工率达到90%以上，新建公园10个。")
    assert [c.period for c in found] == ["2024Q1", "2024"]


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("2026年9月底前", True),
        ("10月底前", True),
        ("到2027年", True),
        ("2026年上半年", True),
        ("今后五年", True),
        ("2026年9月底前目标", True),
        ("10月底前完成", False),
        ("今年新建公园", False),
    ],
)
def test_a_clause_that_is_only_a_time(text: str, bare: bool) -> None:
    assert is_bare_period(text) is bare


def test_a_title_that_names_a_quarter_sets_the_end_of_its_tasks() -> None:
    raw = "云川市2024年四季度稳增长若干措施\n一、扩大消费。举办展销活动12场。"
    assert [c.period for c in extract(raw)] == ["2024Q4"]


@pytest.mark.parametrize(
    ("sentence", "ends"),
    [
        ("新建口袋公园12座，由市城管局牵头，6月底前完成", [("新建口袋公园12座", "2026-06-30")]),
        ("改造泵站8座，2026年9月底前全部建成投用", [("改造泵站8座", "2026-09-30")]),
        (
            "新建泵站8座，6月底前建成，另建公园3座，年底前投用",
            [("新建泵站8座", "2026-06-30"), ("另建公园3座", "2026-12-31")],
        ),
        (
            "新建泵站8座，6月底前完成5座",
            [("新建泵站8座", "2026-12-31"), ("6月底前完成5座", "2026-06-30")],
        ),
    ],
)
def test_a_clause_that_only_says_when_dates_the_promise_before_it(
    sentence: str, ends: list[tuple[str, str]]
) -> None:
    found = extract(f"某市2026年政府工作报告\n2026年工作安排\n{sentence}。\n")
    assert [(one.text, str(one.period_end)) for one in found] == ends
