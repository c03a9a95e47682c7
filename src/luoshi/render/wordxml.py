"""Pieces of WordprocessingML: runs, paragraphs, tables."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

from luoshi.render.columns import CELL_MARGIN, column_widths
from luoshi.render.layout import layout
from luoshi.render.paper import Column, Run, Table
from luoshi.render.styles import fonts_xml

_HINT = '<w:rFonts w:hint="eastAsia"/>'
_CONTROL = dict.fromkeys(code for code in range(32) if code not in (9, 10, 13))


@dataclass(slots=True)
class Tags:
    """Numbers content controls from 1 in reading order, so equal papers give equal bytes."""

    used: int = field(default=0)

    def next(self) -> int:
        self.used += 1
        return self.used


def characters_wide(text: str) -> Decimal:
    """Width in full characters; ASCII counts half."""
    narrow = sum(char.isascii() for char in text)
    return len(text) - Decimal(narrow) / 2


def element(xml: str) -> BaseOxmlElement:
    """The element of a fragment that declares no namespace of its own."""
    head, mark, rest = xml.partition(">")
    slash = "/" if head.endswith("/") else ""
    return parse_xml(f"{head.removesuffix('/')} {nsdecls('w')}{slash}{mark}{rest}")


def text_xml(text: str, properties: str = _HINT) -> str:
    """One ``w:r``; a tab or line break in the text becomes ``w:tab`` or ``w:br``.

    Other control characters are left out: XML cannot hold them.
    """
    body = escape(text.translate(_CONTROL).replace("\r", ""))
    body = body.replace("\t", "</w:t><w:tab/><w:t>").replace("\n", "</w:t><w:br/><w:t>")
    body = f'<w:t xml:space="preserve">{body}</w:t>'.replace("<w:t></w:t>", "")
    return f"<w:r><w:rPr>{properties}</w:rPr>{body}</w:r>"


def run_xml(run: Run, tags: Tags) -> str:
    """The run; a bound one inside a content control whose tag is its reference."""
    properties = (
        _HINT
        if run.face == "仿宋"
        else fonts_xml(run.face).replace("<w:rFonts ", '<w:rFonts w:hint="eastAsia" ')
    )
    inner = text_xml(run.text, properties)
    if run.ref is None:
        return inner
    return (
        f"<w:sdt><w:sdtPr><w:tag w:val={quoteattr(run.ref)}/>"
        f'<w:id w:val="{tags.next()}"/></w:sdtPr>'
        f"<w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    )


def paragraph_xml(style: str, content: str, properties: str = "") -> str:
    """A paragraph in a style with extra paragraph properties in schema order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def plain_xml(style: str, text: str, properties: str = "") -> str:
    """A paragraph of one unbound run."""
    return paragraph_xml(style, text_xml(text), properties)


def table_xml(table: Table, tags: Tags, total: int = 0) -> str:
    """The table over the whole type area, or ``total`` twips: ruled, header repeated, no row
    split."""
    widths = column_widths(table, total or layout().twips("area.width"))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row_xml(
        (
            _cell_xml(width, plain_xml("CellHead", column.title))
            for width, column in zip(widths, table.columns, strict=True)
        ),
        "<w:cantSplit/><w:tblHeader/>",
    )
    rows = "".join(_body_row(table.columns, widths, row, tags) for row in table.rows)
    return (
        f"<w:tbl>{_table_properties(sum(widths))}<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"
    )


def _body_row(
    columns: tuple[Column, ...], widths: list[int], row: tuple[Run, ...], tags: Tags
) -> str:
    cells = (
        _cell_xml(
            width,
            paragraph_xml("Cell", run_xml(run, tags), f'<w:jc w:val="{column.align}"/>'),
        )
        for column, width, run in zip(columns, widths, row, strict=True)
    )
    return _row_xml(cells, "<w:cantSplit/>")


def _row_xml(cells: Iterable[str], properties: str) -> str:
    height = int(layout().choices["table.pitch"] * 20) + 120
    return (
        f'<w:tr><w:trPr>{properties}<w:trHeight w:val="{height}" w:hRule="atLeast"/></w:trPr>'
        f"{''.join(cells)}</w:tr>"
    )


def _cell_xml(width: int, content: str) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{content}</w:tc>"
    )


def _table_properties(width: int) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{CELL_MARGIN}" w:type="dxa"/>'
        f'<w:right w:w="{CELL_MARGIN}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )
