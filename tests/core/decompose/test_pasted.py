"""Rows out of a sheet, the days of periods, and parts beyond the whole."""

from datetime import date
from decimal import Decimal

import pytest

from luoshi.core.decompose import (
    Aggregation,
    FlagRule,
    Part,
    Whole,
    check_excess,
    exceeds,
    pasted_rows,
    stage_days,
    sum_check,
)
from luoshi.core.errors import Refused

D = Decimal
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
MARK = FlagRule(D("0.2"), D("0.3"), 3, "source")
REFUSE = FlagRule(D("0.2"), D("0.3"), 3, "source", "refuse")


def told(text: str) -> list[str]:
    found = pasted_rows(text, "公里")
    return [" ".join([*(f"{k}={v}" for k, v in r.cells.items()), *r.stages]) for r in found]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("东镇\t40\n西镇\t60", ["unit=东镇 target=40", "unit=西镇 target=60"]),
        (
            "1\t东镇\t1,200公里\t2026-11-30\t5\t10",
            ["unit=东镇 target=1,200 due_on=2026-11-30 5 10"],
        ),
        (
            "单位\t一季度\t目标值（公里）\t权重\n东镇\t5公里\t40\t2\n合计\t5\t40",
            ["unit=东镇 target=40 weight=2 5"],
        ),
        ("东镇,40\n\n东镇  1,200", ["unit=东镇 target=40", "unit=东镇 target=1,200"]),
        ("东镇", ["unit=东镇"]),
        ("", []),
    ],
)
def test_pasted_rows(text: str, rows: list[str]) -> None:
    assert told(text) == rows


def test_pasting_has_an_end() -> None:
    assert len(pasted_rows("东镇\t1\n" * 1000)) == 300


@pytest.mark.parametrize(
    ("span", "period", "days"),
    [
        (YEAR, "quarter", ["2026-03-31", "2026-06-30", "2026-09-30"]),
        ((date(2026, 3, 31), date(2026, 6, 30)), "month", ["2026-04-30", "2026-05-31"]),
        ((date(2025, 11, 3), date(2026, 4, 1)), "quarter", ["2025-12-31", "2026-03-31"]),
        (YEAR, "", []),
    ],
)
def test_stage_days(span: tuple[date, date], period: str, days: list[str]) -> None:
    assert [day.isoformat() for day in stage_days(*span, period)] == days
    assert len(stage_days(date(2020, 1, 1), date(2030, 1, 1), "month")) == 36


@pytest.mark.parametrize(
    ("comparator", "aggregation", "over"),
    [(">=", Aggregation.SUM, "10"), ("<=", Aggregation.SUM, "10"), (">=", Aggregation.EACH, "0")],
)
def test_parts_beyond_the_whole_are_marked_or_refused(
    comparator: str, aggregation: Aggregation, over: str
) -> None:
    whole = Whole(D(100), comparator, aggregation, *YEAR)
    cover = sum_check(whole, [Part("a", D(60), *YEAR), Part("b", D(50), *YEAR)], MARK).whole
    assert exceeds(whole, cover) == D(over)
    check_excess(whole, cover, MARK)
    if over == "0":
        check_excess(whole, cover, REFUSE)
        return
    with pytest.raises(Refused) as refused:
        check_excess(whole, cover, REFUSE)
    assert (refused.value.code, refused.value.params) == ("parts-over-refused", {"over": "10"})
