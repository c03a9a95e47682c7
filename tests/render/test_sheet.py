import tempfile
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from luoshi.core.errors import Invalid
from luoshi.render.sheet import Cell, Sheet, SheetColumn, display_width, write_xlsx, xlsx

COLUMNS = (
    SheetColumn("单位"),
    SheetColumn("事项数", "whole"),
    SheetColumn("得分", "decimal"),
    SheetColumn("办结率", "percent"),
    SheetColumn("报送日期", "date"),
    SheetColumn("提交时间", "time"),
)
PLACE = timezone(timedelta(hours=8))
AT = datetime(2026, 10, 9, 8, 30, tzinfo=PLACE)
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("河湾县", 42, Decimal("96.25"), Decimal("0.976"), date(2026, 10, 8), AT),
    ("高新技术产业开发区", 0, None, None, None, None),
)
RANKING = Sheet("得分排名", COLUMNS, ROWS, PLACE)


def opened(data: bytes) -> Worksheet:
    page = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
    assert isinstance(page, Worksheet)
    return page


def read(data: bytes) -> list[list[object]]:
    page = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0)
    return [list(row) for row in page.to_python()]


def test_values_come_back_with_their_types() -> None:
    assert read(xlsx([RANKING])) == [
        ["单位", "事项数", "得分", "办结率", "报送日期", "提交时间"],
        ["河湾县", 42.0, 96.25, 0.976, date(2026, 10, 8), datetime(2026, 10, 9, 8, 30)],  # noqa: DTZ001
        ["高新技术产业开发区", 0.0, "", "", "", ""],
    ]


def test_header_is_frozen_filterable_and_repeated_in_print() -> None:
    page = opened(xlsx([RANKING]))
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:F3"
    assert page.print_title_rows == "$1:$1"


def test_number_formats_follow_the_kind_of_column() -> None:
    page = opened(xlsx([RANKING]))
    assert [cell.number_format for cell in page[2]] == [
        "@",
        "#,##0",
        "#,##0.00##",
        "0.0%",
        "yyyy-mm-dd",
        "yyyy-mm-dd hh:mm",
    ]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-2", "@SUM(A1)", "=cmd|' /C calc'!A0", "{=1}"])
def test_text_is_never_a_formula(text: str) -> None:
    sheet = Sheet("表", (SheetColumn("事项"),), ((text,),))
    cell = opened(xlsx([sheet]))["A2"]
    assert (cell.data_type, cell.value) == ("s", text)
    stream = BytesIO()
    write_xlsx(stream, sheet)
    assert b"<f>" not in zipfile.ZipFile(stream).read("xl/worksheets/sheet1.xml")


def test_header_text_is_never_a_formula() -> None:
    cell = opened(xlsx([Sheet("表", (SheetColumn("=1+1"),), ())]))["A1"]
    assert (cell.data_type, cell.value) == ("s", "=1+1")


@pytest.mark.parametrize("text", ["0012", "https://example.cn/", "1e5", ""])
def test_text_stays_text(text: str) -> None:
    page = opened(xlsx([Sheet("表", (SheetColumn("编号"),), ((text,),))]))
    assert (page["A2"].value or "") == text
    assert page["A2"].hyperlink is None


def test_columns_are_as_wide_as_their_content_wide_characters_counting_two() -> None:
    page = opened(xlsx([RANKING]))
    assert [round(page.column_dimensions[name].width) for name in "ABE"] == [21, 11, 13]


def test_width_is_bounded_and_may_be_given() -> None:
    sheet = Sheet(
        "表", (SheetColumn("甲"), SheetColumn("乙", width=33)), (("长" * 400, "长" * 400),)
    )
    page = opened(xlsx([sheet]))
    assert [round(page.column_dimensions[name].width) for name in "AB"] == [61, 34]


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("落实", 4), ("A落\n实实实", 6), ("（，）", 6)]
)
def test_display_width(text: str, width: int) -> None:
    assert display_width(text) == width


def test_equal_values_give_equal_bytes_whatever_the_time() -> None:
    first = xlsx([RANKING])
    streams = [BytesIO(), BytesIO()]
    write_xlsx(streams[0], RANKING)
    time.sleep(2.1)
    write_xlsx(streams[1], RANKING)
    assert xlsx([RANKING]) == first
    assert streams[0].getvalue() == streams[1].getvalue()


def test_several_sheets_keep_their_order() -> None:
    book = openpyxl.load_workbook(
        BytesIO(xlsx([RANKING, Sheet("说明", (SheetColumn("口径"),), (("无",),))]))
    )
    assert book.sheetnames == ["得分排名", "说明"]


def test_streamed_sheet_reads_like_the_other() -> None:
    stream = BytesIO()
    assert write_xlsx(stream, RANKING) == 2
    assert read(stream.getvalue()) == read(xlsx([RANKING]))


def test_streaming_does_not_hold_the_rows() -> None:
    def rows(count: int) -> Iterator[tuple[Cell, ...]]:
        return ((f"事项{at}" * 5, at) for at in range(count))

    def peak(count: int) -> int:
        columns = (SheetColumn("事项"), SheetColumn("序号", "whole"))
        with tempfile.TemporaryFile() as file:
            tracemalloc.start()
            assert write_xlsx(file, Sheet("台账", columns, rows(count))) == count
            reached = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return reached

    assert peak(8000) < peak(800) * 2


@pytest.mark.parametrize("name", ["", "长" * 32, "一/二", "[表]", "'表'"])
def test_a_name_excel_refuses_is_refused(name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        Sheet(name, COLUMNS, ())
    assert refusal.value.code == "sheet-name"


@pytest.mark.parametrize("sheets", [[], [Sheet("空", (), ())]])
def test_nothing_to_write_is_refused(sheets: list[Sheet]) -> None:
    with pytest.raises(Invalid) as refusal:
        xlsx(sheets)
    assert refusal.value.code == "sheet-empty"


def test_a_ragged_row_is_refused_with_its_place() -> None:
    with pytest.raises(Invalid) as refusal:
        xlsx([Sheet("表", (SheetColumn("甲"),), (("1",), ("1", "2")))])
    assert (refusal.value.code, refusal.value.params) == ("sheet-ragged", {"row": 2})


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_what_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(Invalid) as refusal:
        xlsx([Sheet("表", (SheetColumn("得分", "decimal"),), ((Decimal(value),),))])
    assert refusal.value.code == "sheet-not-a-number"


def timed(at: datetime, zone: tzinfo | None = PLACE) -> Sheet:
    return Sheet("表", (SheetColumn("签收"), SheetColumn("时间", "time")), ((True, at),), zone)


def test_times_of_any_zone_are_written_by_the_clock_of_the_place() -> None:
    late = datetime(2026, 1, 2, 18, 4, tzinfo=UTC)
    expected = [True, datetime(2026, 1, 3, 2, 4)]  # noqa: DTZ001
    assert read(xlsx([timed(late)]))[1] == expected
    stream = BytesIO()
    write_xlsx(stream, timed(late.astimezone(timezone(timedelta(hours=-5)))))
    assert read(stream.getvalue())[1] == expected


@pytest.mark.parametrize(
    ("at", "zone"),
    [(AT, None), (AT.replace(tzinfo=None), PLACE)],
    ids=["no-zone-of-the-sheet", "no-zone-of-the-time"],
)
def test_a_time_whose_clock_is_unknown_is_refused(at: datetime, zone: tzinfo | None) -> None:
    with pytest.raises(Invalid) as refusal:
        xlsx([timed(at, zone)])
    assert refusal.value.code == "sheet-time-zone"


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30)


@settings(max_examples=40)
@given(st.lists(st.tuples(TEXT, st.integers(-(10**12), 10**12)), max_size=10))
def test_any_text_and_number_comes_back(rows: list[tuple[str, int]]) -> None:
    page = opened(xlsx([Sheet("表", (SheetColumn("甲"), SheetColumn("乙", "whole")), rows)]))
    values = [(row[0] or "", row[1]) for row in page.iter_rows(min_row=2, values_only=True)]
    assert values == rows
