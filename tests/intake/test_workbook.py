"""Excel: numbers as people see them, titles, headers, sums, several sheets."""

import datetime as dt
import io
from collections.abc import Callable

import pytest
import xlsxwriter

from luoshi.core.errors import Invalid
from luoshi.intake import Block, read
from luoshi.intake.cells import number_text
from luoshi.intake.sheets import Look, look_of
from tests.intake.files import parts_of, xls, xlsx, zipped

HEADER = ["序号", "指标名称", "2026年目标", "单位", "完成时限", "责任单位"]


def plan(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet()
    percent = book.add_format({"num_format": "0.0%"})
    literal = book.add_format({"num_format": '0.0"%"'})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.merge_range("B2:G2", "云川市2026年主要目标")
    sheet.write("B3", "填报单位：市政府办")
    sheet.write_row("B4", HEADER)
    sheet.write_row("B5", [1, "地区生产总值增速"])
    sheet.write("D5", 0.065, percent)
    sheet.write("F5", dt.date(2026, 12, 31), day)
    sheet.merge_range("G5:G6", "市发展改革委")
    sheet.write_row("B6", [2, "固定资产投资", 860.5, "亿元"])
    sheet.write_row("B8", [3, "粮食产量", 30000000000, "公斤"])
    sheet.write("D9", 7.5, literal)
    sheet.write_row("B9", [4, "就业增长"])
    sheet.write_row("B10", ["合 计", "", 3])


def made(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        fill(book)
    return out.getvalue()


def test_a_plan_reads_as_clauses() -> None:
    reading = read("目标.xlsx", made(plan))
    assert reading.text.split("\n") == [
        "云川市2026年主要目标",
        "填报单位：市政府办",
        "2026年12月31日前目标：地区生产总值增速6.5%（责任单位：市发展改革委）。",
        "2026年目标：固定资产投资860.5亿元（责任单位：市发展改革委）。",
        "2026年目标：粮食产量30000000000公斤。",
        "2026年目标：就业增长7.5%。",
    ]
    assert [(block.kind, block.row) for block in reading.blocks] == [
        ("title", 2),
        ("title", 3),
        ("row", 5),
        ("row", 6),
        ("row", 8),
        ("row", 9),
    ]
    assert reading.totals_left_out == 1


def test_every_sheet_in_order_and_hidden_ones_not() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("说明").write("A1", "本表每月填报。")
        hidden = book.add_worksheet("选项")
        hidden.write_row(0, 0, [1, 2, 3])
        hidden.hide()
        chart = book.add_chart({"type": "line"})
        assert chart is not None
        chart.add_series({"values": "=选项!$A$1:$C$1"})
        book.add_chartsheet("图").set_chart(chart)
        book.add_worksheet("空")
        task = book.add_worksheet("任务")
        task.write_row(0, 0, ["任务", "目标值"])
        task.write_row(1, 0, ["新建驿站", "8座"])

    reading = read("a.xlsx", made(fill))
    assert reading.text.split("\n") == ["本表每月填报。", "目标：新建驿站8座。"]
    assert reading.blocks == (
        Block(0, 7, "paragraph", 1),
        Block(8, 18, "row", 5, 2),
    )


@pytest.mark.parametrize(
    "rows",
    [
        [["新建口袋公园", 20, "个"], ["改造老旧小区", 45, "个"]],
        [["云川市任务"], ["推进老旧小区改造", "市住建局"], ["建设口袋公园", "市城管局"]],
    ],
)
def test_a_sheet_without_header(rows: list[list[object]]) -> None:
    with pytest.raises(Invalid) as caught:
        read("a.xlsx", xlsx([["任务", "目标值"], ["甲", "1个"]], rows))
    assert (caught.value.code, caught.value.params) == ("xlsx-without-header", {"sheet": 2})


def test_a_header_alone_is_read_and_promises_nothing() -> None:
    assert read("a.xlsx", xlsx([["任务", "目标值"]])).text == "任务\t目标值"


def test_a_workbook_whose_parts_contradict_each_other() -> None:
    parts = parts_of(xlsx([["任务", "目标值"], ["甲", 1]]))
    for name in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"):
        with pytest.raises(Invalid) as caught:
            read("a.xlsx", zipped({**parts, name: parts[name][:200]}))
        assert caught.value.code == "damaged-file"


@pytest.mark.parametrize(
    ("value", "percent", "text"),
    [
        (20.0, False, "20"), (20, False, "20"), (0.1 + 0.2, False, "0.3"), (-3.50, False, "-3.5"),
        (1e15, False, "1000000000000000"), (1e-7, False, "0.0000001"), (100.0, False, "100"),
        (0.075, True, "7.5%"), (1.0, True, "100%"), (0.07 * 3, True, "21%"), (0.0, True, "0%"),
    ],
)  # fmt: skip
def test_numbers(value: float, percent: bool, text: str) -> None:
    assert number_text(value, Look(percent=percent)) == text


@pytest.mark.parametrize(
    ("code", "look"),
    [
        ("General", Look()), ("0%", Look(percent=True)), ("#,##0.00_ ", Look()),
        ('0.0"%"', Look(suffix="%")), (r"0.0\%", Look(suffix="%")), ('0"个"', Look(suffix="个")),
        ('0.00"亿元";-0.00"亿元"', Look(suffix="亿元")),
        ('0.0%"左右"', Look(percent=True, suffix="左右")),
        ('[红色]0"%"0', Look()), ("", Look()),
    ],
)  # fmt: skip
def test_looks(code: str, look: Look) -> None:
    assert look_of(code) == look


def test_old_excel_files() -> None:
    data = xls(
        (0, 0, "指标", 0), (0, 1, "目标值", 0), (0, 2, "责任单位", 0),
        (1, 0, "产值增长", 0), (1, 1, 0.08, 1), (1, 2, "市工信局", 0),
        (2, 0, "新建厂房", 0), (2, 1, 12.0, 0),
        formats=(0, 10),
    )  # fmt: skip
    reading = read("a.xls", data)
    assert (reading.kind, reading.media_type) == ("xlsx", "application/vnd.ms-excel")
    assert reading.text.split("\n") == [
        "目标：产值增长8%（责任单位：市工信局）。",
        "目标：新建厂房12。",
    ]


def test_an_old_sheet_that_spans_everything() -> None:
    with pytest.raises(Invalid) as caught:
        read("a.xls", xls((0, 0, "指标", 0), (65535, 255, "角", 0)))
    assert caught.value.code == "sheet-too-large"


def test_merges_that_cover_each_other() -> None:
    parts = parts_of(xlsx([["任务", "目标值"], ["甲", "1个"]]))
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    merges = '<mergeCell ref="A1:CV9999"/>' * 30
    sheet = sheet.replace("</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>")
    with pytest.raises(Invalid) as caught:
        read("a.xlsx", zipped({**parts, "xl/worksheets/sheet1.xml": sheet.encode()}))
    assert caught.value.code == "sheet-too-large"


def test_a_broken_old_file_harms_nobody() -> None:
    """Each of these once made the reader panic or fill the memory."""
    good = bytearray(xls((0, 0, "指标", 0), (0, 1, "目标值", 0), (1, 0, "产值", 0), (1, 1, 8.0, 0)))
    at = good.index("指标".encode("utf-16-le")) - 13
    for size in (0, 1, 2, 5, 65535):
        broken = bytearray(good)
        broken[at + 2 : at + 4] = size.to_bytes(2, "little")
        with pytest.raises(Invalid) as caught:
            read("a.xls", bytes(broken))
        assert caught.value.code in {"damaged-file", "xlsx-without-header", "no-text"}
