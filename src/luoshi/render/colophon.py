"""版记: the ruled block at the foot of the last page."""

from collections.abc import Iterator
from decimal import Decimal
from math import ceil

from luoshi.render.layout import Layout, layout
from luoshi.render.paper import OfficialPaper, written
from luoshi.render.wordxml import characters_wide, plain_xml

EMU_PER_TWIP = 635
_NAMESPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


def colophon_run(paper: OfficialPaper) -> str:
    """A run for the last paragraph that holds the block; empty without copies or printer.

    A text box at the foot of the type area: rules 0.35 mm above and below, 0.25 mm
    between; copies, then printer and date, each one character in.
    Source: GB/T 9704-2012, 7.4.
    """
    numbers = layout()
    rows = list(_rows(paper, numbers))
    if not rows:
        return ""
    width = numbers.twips("area.width") * EMU_PER_TWIP
    height = (_lines(paper, numbers) * numbers.pitch + 60) * EMU_PER_TWIP
    return (
        f'<w:r><mc:AlternateContent {_NAMESPACES}><mc:Choice Requires="wps"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" '
        'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0">'
        '<wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:wrapTopAndBottom/>'
        '<wp:docPr id="1" name="版记"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_SHAPE}"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln>'
        f"</wps:spPr><wps:txbx><w:txbxContent>{_table(rows, numbers)}{_after_table()}"
        '</w:txbxContent></wps:txbx><wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b">'
        "<a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        "</w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )


def _rows(paper: OfficialPaper, numbers: Layout) -> Iterator[str]:
    size = numbers.twips("copies.size")
    if paper.copy_to:
        indent = f'<w:ind w:left="{3 * size}" w:hanging="{3 * size}"/>'
        yield plain_xml("Colophon", _copies(paper), indent)
    if paper.printed_by:
        edge = numbers.twips("area.width") - 2 * size
        tab = f'<w:tabs><w:tab w:val="right" w:pos="{edge}"/></w:tabs>'
        text = f"{paper.printed_by.unit}\t{written(paper.printed_by.on)}印发"
        yield plain_xml("Colophon", text, tab)


def _copies(paper: OfficialPaper) -> str:
    return f"抄送：{'，'.join(paper.copy_to)}。"


def _lines(paper: OfficialPaper, numbers: Layout) -> int:
    """Lines of the block: copies hang behind their label of three characters.

    One character a line is kept back for punctuation that may not start a line.
    """
    held = numbers.twips("area.width") // numbers.twips("copies.size") - 2 - 3 - 1
    copies = ceil((characters_wide(_copies(paper)) - 3) / Decimal(held)) if paper.copy_to else 0
    return copies + (paper.printed_by is not None)


def _table(rows: list[str], numbers: Layout) -> str:
    width = numbers.twips("area.width")
    inset = numbers.twips("copies.size")
    cells = "".join(
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{width}" '
        f'w:type="dxa"/></w:tcPr>{row}</w:tc></w:tr>'
        for row in rows
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>'
        f"{_rule('top', 8)}{_rule('bottom', 8)}{_rule('insideH', 6)}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{inset}" w:type="dxa"/>'
        f'<w:right w:w="{inset}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>{cells}</w:tbl>'
    )


def _rule(side: str, eighths: int) -> str:
    """A rule in eighths of a point: 8 is 0.35 mm, 6 is 0.26 mm (the norm asks 0.25)."""
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="000000"/>'


def _after_table() -> str:
    """Word wants a paragraph after a table; this one takes a point."""
    return plain_xml(
        "Colophon", "", '<w:snapToGrid w:val="0"/><w:spacing w:line="20" w:lineRule="exact"/>'
    )
