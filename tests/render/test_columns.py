"""Widths of table columns: figures stand on one line."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.render.columns import CELL_MARGIN, column_widths, ink_width
from luoshi.render.paper import Column, Run, Table

AREA = 8844
SIZE = 240


def table(heads: dict[str, int], *rows: tuple[str, ...]) -> Table:
    columns = tuple(Column(title, share) for title, share in heads.items())
    return Table(columns, tuple(tuple(map(Run, row)) for row in rows))


def room(text: str) -> int:
    """Twips that the text takes in a cell, margins with it."""
    return int(ink_width(text) * SIZE) + 2 * CELL_MARGIN


@pytest.mark.parametrize(
    ("text", "width"),
    [("", "0"), ("并列", "2"), ("并列12", "3.30"), ("100.00", "3.60"), ("1,000", "2.95")],
)
def test_the_room_of_a_text(text: str, width: str) -> None:
    assert ink_width(text) == Decimal(width)


def test_equal_columns_stay_equal() -> None:
    assert column_widths(table({"甲": 1, "乙": 1, "丙": 1}, ("", "", "")), AREA) == [2948] * 3


def test_what_is_left_goes_by_share() -> None:
    widths = column_widths(table({"甲": 1, "乙": 3}, ("", "")), AREA)
    left = AREA - 2 * room("甲")
    assert widths == [room("甲") + left // 4, room("甲") + left - left // 4]


RANKING = {"位次": 2, "单位": 4, "得分": 2, "事项": 2, "红灯": 2}
PARTS = {"任务完成": 3, "按时交账": 3, "核验结果": 3, "群众评价": 3}


@pytest.mark.parametrize("parts", [0, 1, 2, 3, 4])
def test_no_figure_of_a_ranking_breaks(parts: int) -> None:
    shown = dict(list(PARTS.items())[:parts])
    heads = {"位次": 2, "单位": 4, "得分": 2} | shown | {"事项": 2, "红灯": 2}
    row = ("并列12", "市自然资源局", *["100.00"] * (parts + 1), "1234", "123")
    widths = column_widths(table(heads, row), AREA)
    assert sum(widths) == AREA
    figures = [(text, width) for text, width in zip(row, widths, strict=True) if "市" not in text]
    assert [text for text, width in figures if width < room(text)] == []


def test_a_long_name_breaks_before_a_figure_does() -> None:
    heads = RANKING | PARTS
    row = ("并列12", "高新技术产业开发区管理委员会", "100.00", "12", "0", *["100.00"] * 4)
    widths = column_widths(table(heads, row), AREA)
    assert sum(widths) == AREA
    assert widths[1] < room(row[1])
    assert all(
        width >= room(text) for text, width in zip(row, widths, strict=True) if text != row[1]
    )


def test_heads_break_in_two_before_anything_else() -> None:
    heads = {"年度任务完成情况得分": 1, "年度群众评价情况得分": 1, "名称": 1}
    widths = column_widths(table(heads, ("1", "2", "云" * 20)), AREA)
    assert widths[0] < room("年度任务完成情况得分")
    assert widths[2] >= room("云" * 20)


@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.text("1.云", max_size=60), st.text("甲", max_size=40)),
        min_size=1,
        max_size=9,
    )
)
def test_widths_fill_the_area_and_none_is_empty(columns: list[tuple[int, str, str]]) -> None:
    whole = Table(
        tuple(Column(head, share) for share, _, head in columns),
        (tuple(Run(text) for _, text, _ in columns),),
    )
    widths = column_widths(whole, AREA)
    assert sum(widths) == AREA
    assert min(widths) >= 2 * CELL_MARGIN
