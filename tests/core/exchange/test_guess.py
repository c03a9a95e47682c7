"""Sheets that nobody made for us: heads, kinds of columns, remarks, days and amounts."""

from datetime import date
from decimal import Decimal

import pytest

from luoshi.core.exchange.guess import (
    Amount,
    amount_in,
    column_of,
    guesses,
    is_note,
    planned_day,
    unit_in,
)

WORDS = {
    "text": ["事项", "重点任务", "项目名称"],
    "lead_unit": ["牵头单位", "责任单位"],
    "target": ["目标值", "目标"],
    "unit_of_measure": ["计量单位", "单位"],
    "due_on": ["完成时限", "时限"],
}
LABELS = [
    "序号", "重点任务（2026）", "责任 单位", "全年目标（万元）", "是否民生", "类别", "投资（亿元）",
    "备案日期", "说明",
]  # fmt: skip
ROWS = [
    ["1", "修路", "交通局", "60", "是", "项目", "１.5", "2026.3.1", "沿江"],
    ["2", "修桥", "交通局", "70", "否", "项目", "2,000", "2026/4/1", "一事一议的长长的说明"],
    ["3", "修渠", "水务局", "", "", "改革", "3亿元", "", ""],
    ["4", "修塘", "水务局", "8", "是", "改革", "", "2026年5月1日", "其他"],
]


def test_columns_are_guessed_by_head_and_by_what_stands_under_it() -> None:
    found = guesses(LABELS, ROWS, WORDS, ["序号"])
    assert [(each.key, each.kind.value) for each in found] == [
        ("", "text"), ("text", "text"), ("lead_unit", "text"), ("target", "text"),
        ("new", "yes_no"), ("new", "choice"), ("new", "number"), ("new", "date"), ("new", "text"),
    ]  # fmt: skip
    assert (found[3].unit, found[5].choices) == ("万元", ("项目", "改革"))
    money, kind = column_of(found[6], 7), column_of(found[5], 6)
    assert (money.key, money.zh, money.unit) == ("c7", "投资", "亿元")
    assert [(choice.key, choice.zh) for choice in kind.choices] == [("v1", "项目"), ("v2", "改革")]


def test_the_word_itself_goes_before_a_head_that_only_ends_in_it() -> None:
    found = guesses(["上级单位", "单位", "单位"], [["a", "b", "c"]], WORDS)
    assert [each.key for each in found] == ["new", "unit_of_measure", "new"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-3-1", date(2026, 3, 1)),
        ("3月1日前", date(2027, 3, 1)),
        ("２０２６年６月底", date(2026, 6, 30)),
        ("2月", date(2027, 2, 28)),
        ("第三季度末", date(2027, 9, 30)),
        ("2026年上半年", date(2026, 6, 30)),
        ("年底前", date(2027, 12, 31)),
        ("6月上旬", date(2027, 6, 10)),
        ("2026年2月下旬前", date(2026, 2, 28)),
        ("下半年", date(2027, 12, 31)),
        ("全年", date(2027, 12, 31)),
        ("2026年", date(2026, 12, 31)),
        ("2026年2月30日", None),
        ("尽快", None),
    ],
)
def test_days_as_sheets_write_them(text: str, day: date | None) -> None:
    assert planned_day(text, 2027) == day


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("60", Amount(Decimal(60))),
        ("≥１，２００万元", Amount(Decimal(1200), ">=", "万元")),
        ("7.5%以上", Amount(Decimal("7.5"), ">=", "%")),
        ("不超过 3 起", Amount(Decimal(3), "<=", "起")),
        ("完成主体工程", None),
        ("60公里、桥2座", None),
    ],
)
def test_amounts_as_sheets_write_them(text: str, amount: Amount | None) -> None:
    assert amount_in(text) == amount


def test_remarks_and_headings_are_no_rows() -> None:
    words = ["注", "填表"]
    assert is_note(["注：以上为初步数", "", ""], words)
    assert is_note(["一、工业", "一、工业", "一、工业"], words)
    assert is_note(["填表人：", "", "张"], words)
    assert not is_note(["1", "修路", ""], words)
    assert not is_note(["修路"], words)


def test_a_unit_stands_in_brackets() -> None:
    heads = ("投资(万元)", "金额（单位：亿元）", "目标(2026)", "目标")
    assert [unit_in(head) for head in heads] == ["万元", "亿元", "", ""]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3月", date(2027, 3, 1)),
        ("3月底", date(2027, 3, 31)),
        ("二季度", date(2027, 4, 1)),
        ("6月中旬", date(2027, 6, 11)),
        ("3月5日", date(2027, 3, 5)),
        ("尽快", None),
    ],
)
def test_a_start_is_the_first_day_unless_it_says_the_end(text: str, day: date | None) -> None:
    assert planned_day(text, 2027, begins=True) == day
