"""A table over A4 landscape as a Word file: an inner working paper, not an official document."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from docx.document import Document

from luoshi.render.layout import layout
from luoshi.render.official import set_folios, set_page
from luoshi.render.package import bare_document, packed
from luoshi.render.paper import Table
from luoshi.render.wordxml import Tags, element, plain_xml, table_xml

MARGIN = 850
"""Twips on every side: a table of ten columns needs the room."""
TIGHT = '<w:spacing w:before="0" w:after="0" w:line="560" w:lineRule="exact"/>'
_QUALIFIED = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Landscape:
    """A title, one line under it, and the table. ``dated_on`` goes into the file's properties."""

    title: str
    lead: str
    table: Table
    author: str
    dated_on: date


def landscape_docx(paper: Landscape) -> bytes:
    """The paper as .docx: the head of the table repeats on each page. Equal papers give equal
    bytes."""
    document = bare_document()
    section = document.element.body.sectPr
    width = width_across()
    for xml in (
        plain_xml("Title", paper.title, TIGHT),
        plain_xml("Addressee", paper.lead, '<w:jc w:val="center"/>'),
        table_xml(paper.table, Tags(), width),
        plain_xml("Colophon", "", '<w:spacing w:line="20" w:lineRule="exact"/>'),
    ):
        section.addprevious(element(xml))
    set_page(document)
    turn(document)
    set_folios(document)
    at = datetime.combine(paper.dated_on, time(0), UTC)
    return packed(document, paper.title, paper.author, at)


def width_across() -> int:
    """Twips between the margins of a turned page."""
    return layout().twips("page.height") - 2 * MARGIN


def turn(document: Document) -> None:
    """The long side across, narrow margins."""
    section = document.element.body.sectPr
    size, margins = section.find(f"{_QUALIFIED}pgSz"), section.find(f"{_QUALIFIED}pgMar")
    numbers = layout()
    size.set(f"{_QUALIFIED}w", str(numbers.twips("page.height")))
    size.set(f"{_QUALIFIED}h", str(numbers.twips("page.width")))
    size.set(f"{_QUALIFIED}orient", "landscape")
    for side in ("top", "right", "bottom", "left"):
        margins.set(f"{_QUALIFIED}{side}", str(MARGIN))
    margins.set(f"{_QUALIFIED}footer", "400")
