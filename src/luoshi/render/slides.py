"""Slides as a PowerPoint file: a title, tables, and lines of text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from luoshi.render.package import without_clock

LATIN, CHINESE = "Arial", "Microsoft YaHei"
"""Faces of the two scripts; a run that names only one is drawn in whatever the reader has."""
WIDE, HIGH = Inches(13.333), Inches(7.5)
EDGE = Inches(0.6)
BLANK = 6
BORN = datetime(2000, 1, 1, tzinfo=UTC)
INK, BLUE, SOFT, BAND, WHITE = "14273D", "1D4E89", "55606E", "E6EEF7", "FFFFFF"
MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class Slide:
    """A title with lines of text, and below them a table where there are columns; ``shares`` are
    the widths of its columns relative to each other, of which the widest stands to the left."""

    title: str
    lines: Sequence[str] = ()
    columns: Sequence[str] = ()
    shares: Sequence[int] = ()
    rows: Sequence[Sequence[str]] = ()
    is_cover: bool = False


def pptx(slides: Sequence[Slide]) -> bytes:
    """The file: 16:9. A table of more than twelve rows goes on on the next slide. Equal slides
    give equal bytes."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDE, HIGH
    deck.core_properties.created = deck.core_properties.modified = BORN.replace(tzinfo=None)
    deck.core_properties.title = slides[0].title if slides else ""
    deck.core_properties.author = ""
    for slide in slides:
        rows = list(slide.rows)
        for start in range(0, max(len(rows), 1), MOST_ROWS):
            _slide(deck, slide, rows[start : start + MOST_ROWS])
    out = BytesIO()
    deck.save(out)
    return without_clock(out.getvalue())


def _slide(deck: Any, slide: Slide, rows: Sequence[Sequence[str]]) -> None:
    page = deck.slides.add_slide(deck.slide_layouts[BLANK])
    top = Inches(2.6) if slide.is_cover else Inches(0.45)
    size = 40 if slide.is_cover else 30
    box = page.shapes.add_textbox(EDGE, top, WIDE - 2 * EDGE, Inches(0.9))
    _written(box.text_frame, [slide.title], size, BLUE, bold=True)
    under = top + Inches(1.0)
    if slide.lines:
        height = Inches(0.4) * len(slide.lines)
        box = page.shapes.add_textbox(EDGE, under, WIDE - 2 * EDGE, height)
        _written(box.text_frame, slide.lines, 20 if slide.is_cover else 16, SOFT)
        under += height + Inches(0.1)
    if slide.columns:
        _table(page, slide, rows, under)


def _table(page: Any, slide: Slide, rows: Sequence[Sequence[str]], top: int) -> None:
    shape = page.shapes.add_table(
        len(rows) + 1,
        len(slide.columns),
        EDGE,
        top,
        WIDE - 2 * EDGE,
        Inches(0.42) * (len(rows) + 1),
    )
    table, whole = shape.table, sum(slide.shares)
    for at, share in enumerate(slide.shares):
        table.columns[at].width = Emu(int((WIDE - 2 * EDGE) * share / whole))
    for line, cells in enumerate([slide.columns, *rows]):
        for at, text in enumerate(cells):
            cell = table.cell(line, at)
            cell.fill.solid()
            cell.fill.fore_color.rgb = _colour(BAND if line == 0 else WHITE)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            _written(cell.text_frame, [text], 16, INK, bold=line == 0 or at == 0)
            if slide.shares[at] < max(slide.shares):
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER


def _colour(hexadecimal: str) -> RGBColor:
    found: RGBColor = RGBColor.from_string(hexadecimal)  # type: ignore[no-untyped-call]
    return found


def _written(
    frame: Any, lines: Sequence[str], size: int, colour: str, *, bold: bool = False
) -> None:
    frame.word_wrap = True
    for at, text in enumerate(lines):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, _colour(colour)
        properties = run._r.get_or_add_rPr()
        for tag, face in (("a:latin", LATIN), ("a:ea", CHINESE)):
            etree.SubElement(properties, qn(tag)).set("typeface", face)
