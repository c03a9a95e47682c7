"""Cells written in fewer steps: the same bytes as xlsxwriter's own, but for text like rich text."""

from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from xlsxwriter.worksheet import Worksheet

from luoshi.render.page import Page

TEXTS = ["市交通局", " 空格 ", "a\nb", "<b>&\"'", "_x0041_", "\x01", "\ufffe", "长" * 60]
TEXTS += ["尾　", "市交通局"]
NUMBERS = [0, -1, 1.5, 1e20, float(Decimal("0.1")), 46022]


def made(kind: type[Worksheet], texts: list[str]) -> bytes:
    """A workbook written row by row on that kind of worksheet."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as book:
        style = book.add_format({"bold": True})
        page = book.add_worksheet("a", kind)
        page.set_column(1, 1, 9, style)
        page.set_row(1, 20, style)
        for row, text in enumerate(texts):
            page.write_string(row, 0, text, style)
            page.write_string(row, 1, text)
            page.write_blank(row, 2, None, style)
            page.write_number(row, 3, NUMBERS[row % len(NUMBERS)], style)
            page.write_boolean(row, 4, row > 1, style)
    return stream.getvalue()


def test_bytes_are_those_of_the_usual_worksheet() -> None:
    usual, quick = (ZipFile(BytesIO(made(kind, TEXTS))) for kind in (Worksheet, Page))
    sheet = "xl/worksheets/sheet1.xml"
    assert quick.read(sheet) == usual.read(sheet)
    assert len(usual.read(sheet)) > 2000


@pytest.mark.parametrize("text", ["<r><t>x</t></r>", "<r>&</r>"])
def test_text_like_rich_text_stays_text(text: str) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(made(Page, [text])))
    assert book.get_sheet_by_name("a").to_python()[0][0] == text
