"""A signed statement as a Word file."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import docx

from luoshi.render.paper import Column, Heading, Paragraph, Run, Table
from luoshi.render.statement import Party, Statement, statement_docx

STATEMENT = Statement(
    title="揭榜挂帅军令状",
    blocks=(Heading(1, "验榜标准"), Paragraph((Run("双向四车道全线通车。"),))),
    parties=(
        Party("揭榜单位", "市交通局", "局长", date(2026, 3, 27)),
        Party("发榜单位", "云川市"),
    ),
    dated_on=date(2026, 3, 27),
)


def test_it_says_who_signed_and_leaves_room_for_who_has_not() -> None:
    document = docx.Document(BytesIO(statement_docx(STATEMENT)))
    assert [line.text for line in document.paragraphs][:3] == [
        "揭榜挂帅军令状", "一、验榜标准", "双向四车道全线通车。",
    ]  # fmt: skip
    first, second = document.tables[0].rows[0].cells
    assert first.text.split("\n") == [
        "揭榜单位：", "市交通局", "负责人：局长", "2026年3月27日",
    ]  # fmt: skip
    assert second.text.split("\n")[2] == "负责人：（签字）"


def test_a_wide_one_lies_across_with_tables_over_the_whole_page() -> None:
    table = Table((Column("事项"), Column("时限")), ((Run("修路"), Run("6月")),))
    wide = replace(STATEMENT, blocks=(table,), across=True)
    document = docx.Document(BytesIO(statement_docx(wide)))
    page = document.sections[0]
    assert page.page_width
    assert page.page_height
    assert page.page_width > page.page_height
    room = page.page_width - (page.left_margin or 0) - (page.right_margin or 0)
    for each in document.tables:
        wide_as = sum(cell.width or 0 for cell in each.rows[0].cells)
        assert abs(wide_as - room) < 20_000  # half a millimetre, in EMU


def test_equal_statements_give_equal_bytes() -> None:
    assert statement_docx(STATEMENT) == statement_docx(replace(STATEMENT))
    assert statement_docx(STATEMENT) != statement_docx(replace(STATEMENT, title="责任书"))
