"""Excel sheets as ledgers: labels, rows, merged cells, sums."""

import datetime as dt
import io

import pytest
import xlsxwriter

from luoshi.core.errors import Invalid
from luoshi.intake import Ledger, LedgerRow, Limits, read_ledgers
from tests.intake.files import xls, xlsx


def made() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        money = book.add_format({"num_format": '0"万元"'})
        sheet.merge_range("B2:E2", "三个一批项目台账")
        sheet.write("B3", "单位：万元")
        sheet.write_row("B4", ["序号", "项目名称", "责任单位", "总投资", "计划开工时间"])
        sheet.write_row("B5", [1, "精密轴承\n生产线"])
        sheet.merge_range("D5:D6", "东区")
        sheet.write("E5", 35000, money)
        sheet.write("F5", dt.date(2026, 3, 31), day)
        sheet.write_row("B6", [2, "冷链物流园"])
        sheet.write("E6", 12500.5)
        sheet.write_row("B8", ["合计", "", "", 47500.5])
        book.add_worksheet()
    return out.getvalue()


def test_rows_keep_their_columns_and_numbers() -> None:
    assert read_ledgers("台账.xlsx", made()) == [
        Ledger(
            sheet=1,
            titles=("三个一批项目台账", "单位：万元"),
            labels=("序号", "项目名称", "责任单位", "总投资", "计划开工时间"),
            rows=(
                LedgerRow(5, ("1", "精密轴承生产线", "东区", "35000万元", "2026年3月31日")),
                LedgerRow(6, ("2", "冷链物流园", "东区", "12500.5", "")),
            ),
            totals_left_out=1,
        )
    ]


@pytest.mark.parametrize(
    ("under", "labels", "rows"),
    [
        (["牵头", "配合"], ("序号", "问题", "责任单位牵头", "责任单位配合", "时限"), 1),
        (["牵头", ""], ("序号", "问题", "责任单位", "责任单位", "时限"), 2),
        (["3", "4"], ("序号", "问题", "责任单位", "责任单位", "时限"), 2),
    ],
)
def test_heads_under_a_head_over_several_columns(
    under: list[str], labels: tuple[str, ...], rows: int
) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["序号", "问题", "责任单位", "", "时限"])
        sheet.merge_range("C1:D1", "责任单位")
        sheet.write_row("C2", under)
        sheet.write_row("A3", ["1", "消防通道堵塞", "东区", "西区", "12月底"])
    (found,) = read_ledgers("台账.xlsx", out.getvalue())
    assert (found.labels, len(found.rows)) == (labels, rows)


def test_every_sheet_that_has_something() -> None:
    one = [["项目名称", "责任单位"], ["路", "东区"]]
    two = [["名称", "总投资"], ["桥", "3亿元"]]
    found = read_ledgers("台账.xlsx", xlsx(one, [], two))
    assert [(each.sheet, each.labels) for each in found] == [
        (1, ("项目名称", "责任单位")),
        (3, ("名称", "总投资")),
    ]


def test_old_workbooks_are_read_too() -> None:
    cells = [(0, 0, "项目名称", 0), (0, 1, "总投资", 0), (1, 0, "路", 0), (1, 1, 3.5, 0)]
    found = read_ledgers("台账.xls", xls(*cells))
    assert found[0].rows == (LedgerRow(2, ("路", "3.5")),)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("台账.xlsx", xlsx([["路", "3"], ["桥", "4"]]), "xlsx-without-header"),
        ("台账.xlsx", xlsx([]), "no-text"),
        ("台账.xlsx", b"", "empty-file"),
        ("台账.txt", "项目名称".encode(), "type-not-supported"),
        ("台账.xlsx", "项目名称,总投资".encode(), "type-mismatch"),
    ],
)
def test_what_is_no_ledger_is_refused(name: str, data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_ledgers(name, data)
    assert refused.value.code == code


def test_limits_hold() -> None:
    wide = xlsx([["项目名称", "责任单位"], *[["路", "东区"]] * 20])
    with pytest.raises(Invalid) as refused:
        read_ledgers("台账.xlsx", wide, Limits(cells=41))
    assert refused.value.code == "sheet-too-large"
    assert len(read_ledgers("台账.xlsx", wide, Limits(cells=42))[0].rows) == 20
