"""Records as a console table, JSON lines and a workbook."""

import io

import openpyxl
import pytest

from luoshi.commands.listing import FIELDS, Record, fit, jsonl, table, width, workbook

PARK: Record = {
    "doc": "要点.txt", "start": 12, "end": 23, "text": "新建口袋公园20个", "kind": "target",
    "metric": "新建口袋公园", "comparator": "=", "value": 20, "unit": "个", "period": "2026",
    "period_start": "2026-01-01", "period_end": "2026-12-31", "recurrence": None,
    "responsible": "市城管局;市园林局", "modality": "确保", "confidence": 0.9,
}  # fmt: skip
ROAD: Record = {
    **PARK, "start": 130, "end": 140, "text": "=开通\n专线", "kind": "project", "metric": None,
    "value": None, "unit": None, "responsible": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("公园", 4), ("（6%）", 6), ("e\u0301", 1), ("", 0), ("①", 1)]
)
def test_width_in_a_terminal(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [
        ("公园", 6, "公园  "),
        ("公园", 4, "公园"),
        ("口袋公园", 6, "口袋… "),
        ("口袋公园", 5, "口袋…"),
        ("", 2, "  "),
    ],
)
def test_fit(text: str, room: int, shown: str) -> None:
    assert fit(text, room) == shown
    assert width(fit(text, room)) == room


def test_numbers_stand_to_the_right() -> None:
    assert fit("20个", 6, right=True) == "  20个"


def test_table() -> None:
    assert table([PARK, ROAD], "zh-hans", 120).split("\n") == [
        "文件       起  类型  指标          目标值  期限  责任单位           原文",
        "--------  ---  ----  ------------  ------  ----  -----------------  --------------------",
        "要点.txt   12  目标  新建口袋公园    20个  2026  市城管局;市园林局  新建口袋公园20个",
        "要点.txt  130  项目                        2026                     =开通 专线",
        "共 2 条承诺",
        "",
    ]


def test_a_narrow_terminal_cuts_the_clause_but_keeps_twenty_columns() -> None:
    rows = table([{**PARK, "text": "长" * 90}], "en", 40).split("\n")
    assert rows[2].endswith("  " + "长" * 9 + "…")
    assert rows[-2] == "1 commitments"


def test_no_record_leaves_only_the_count() -> None:
    assert table([], "zh-hans", 80) == "共 0 条承诺\n"


def test_json_lines_keep_order_and_characters() -> None:
    assert jsonl([{"doc": "要点.txt", "value": None, "start": 3}]) == (
        '{"doc": "要点.txt", "value": null, "start": 3}\n'
    )


def test_workbook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([PARK, ROAD], "zh-hans")))
    sheet = book["承诺"]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert rows == [
        [heading for heading, _, _ in FIELDS.values()],
        [PARK[name] for name in FIELDS],
        [ROAD[name] for name in FIELDS],
    ]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:P3")
    assert sheet.column_dimensions["P"].width > 60
    assert sheet["P3"].data_type == "s"


def test_english_headings() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([], "en")))
    assert [cell.value for cell in book["Commitments"][1]] == [en for _, en, _ in FIELDS.values()]
