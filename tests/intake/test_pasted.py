"""Cells copied out of a sheet and pasted as text."""

import pytest

from luoshi.core.errors import Invalid
from luoshi.intake import DEFAULT, Limits, read, with_tables

HEADER = "序号\t任务\t目标\t责任单位"
ROW = "1\t新建口袋公园\t20个\t市城管局"
CLAUSE = "目标：新建口袋公园20个（责任单位：市城管局）。"


def pasted(text: str, limits: Limits = DEFAULT) -> str:
    return with_tables(read("a.txt", text.encode(), limits), limits).text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param([HEADER, ROW], [CLAUSE], id="rows"),
        pytest.param(
            ["标题", HEADER, ROW, "注：其他。"], ["标题", CLAUSE, "注：其他。"], id="around"
        ),
        pytest.param(
            [HEADER, '2\t改造小区\t45个\t"甲局\n乙局"'],
            ["目标：改造小区45个（责任单位：甲局、乙局）。"],
            id="lines-in-a-cell",
        ),
        pytest.param([HEADER, ROW, "", HEADER, ROW], [CLAUSE, CLAUSE], id="two-tables"),
        pytest.param(
            [HEADER, '1\t修"路\t2条\t甲局'], ['目标：修"路2条（责任单位：甲局）。'], id="quote"
        ),
    ],
)
def test_copied_cells_read_as_clauses(text: list[str], lines: list[str]) -> None:
    assert pasted("\n".join(text)).split("\n") == lines


@pytest.mark.parametrize(
    "text",
    [
        "新建公园20个。\n改造小区5个。",
        "\t新建公园20个。\n\t改造小区5个。",
        "甲\t乙\n丙\t丁",
        HEADER,
        f'a\t"{"长" * 140_000}\n"',
    ],
    ids=["no-tabs", "indented", "no-header", "header-only", "no-cell-is-so-long"],
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert pasted(text) == text


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(Invalid) as refused:
        pasted("\n".join([HEADER, ROW, ROW]), Limits(table_cells=8))
    assert refused.value.code == "sheet-too-large"
