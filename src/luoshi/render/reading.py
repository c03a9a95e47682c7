"""What a Word file will look like: effective formatting of its paragraphs.

Direct formatting wins over the paragraph style, that over what it is based on, that
over the document's defaults (ECMA-376, 17.7.2).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO
from zipfile import BadZipFile

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from luoshi.core.errors import Invalid
from luoshi.render.layout import layout

Element = etree._Element
_OFF = {"0", "false", "off"}
_BOX = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}txbxContent"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: lengths in twips, ``size`` in points, ``blanks`` in lines above it.

    Face, size and tracking are those of its longest run, ``lead_face`` of its first.
    """

    position: int
    text: str
    face: str
    lead_face: str
    size: Decimal
    tracking: int
    colours: frozenset[str]
    align: str
    before: int
    pitch: int
    first: int
    left: int
    right: int
    rule: "Border | None"
    box: str
    blanks: Decimal = Decimal(0)

    @property
    def advance(self) -> Decimal:
        """Width of one full character in twips."""
        return self.size * 20 + self.tracking


@dataclass(frozen=True, slots=True)
class Border:
    """A rule: weight in eighths of a point, distance from the text in points."""

    eighths: int
    space: int
    colour: str


@dataclass(frozen=True, slots=True)
class Page:
    """Page geometry of the first section in twips; ``grid`` 0 without a line grid."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int
    footer: int
    grid: int
    grid_tracking: Decimal


@dataclass(frozen=True, slots=True)
class Reading:
    """The page, the paragraphs that hold text, the footers, the rules of the colophon."""

    page: Page
    lines: tuple[Line, ...]
    odd_folio: Line | None
    even_folio: Line | None
    colophon_rules: tuple[tuple[str, int], ...]
    colophon_inset: int


def read_docx(data: bytes) -> Reading:
    """The file as it will be set. Raises: ``Invalid("docx-unreadable")``."""
    document = open_docx(data)
    reader = _Reader(document)
    page = _page(document)
    body = document.element.body
    colophon = _colophon(body)
    return Reading(
        page=page,
        lines=tuple(_with_blanks(reader.lines(body), page)),
        odd_folio=_first(reader.lines(document.sections[0].footer._element)),
        even_folio=_even_folio(document, reader),
        colophon_rules=_rules(colophon),
        colophon_inset=_inset(colophon),
    )


def open_docx(data: bytes) -> Document:
    """The file opened. Raises: ``Invalid("docx-unreadable")``."""
    try:
        return docx.Document(BytesIO(data))
    except (BadZipFile, KeyError, ValueError, PackageNotFoundError, etree.XMLSyntaxError) as bad:
        raise Invalid("docx-unreadable") from bad


def text_of(paragraph: Element) -> str:
    """Text of a paragraph without what its text boxes hold."""
    parts = {qn("w:tab"): "\t", qn("w:br"): "\n"}
    found = []
    for node in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
        if _owner(node) is paragraph and _in_run(node):
            found.append(parts.get(str(node.tag), node.text or ""))
    return "".join(found)


def _in_run(node: Element) -> bool:
    """Told from the ``w:tab`` that only defines a tab stop."""
    parent = node.getparent()
    return parent is not None and parent.tag == qn("w:r")


def _owner(node: Element) -> Element | None:
    return next(node.iterancestors(qn("w:p")), None)


class _Reader:
    """Looks properties up along the chain of styles of one document."""

    def __init__(self, document: Document) -> None:
        root: Element = document.styles.element
        self._styles = {style.get(qn("w:styleId")): style for style in root.iter(qn("w:style"))}
        self._default = next(
            (
                key
                for key, style in self._styles.items()
                if style.get(qn("w:default")) in {"1", "true"}
                and style.get(qn("w:type")) == "paragraph"
            ),
            None,
        )
        self._defaults = root.find(qn("w:docDefaults"))

    def lines(self, root: Element) -> Iterator[Line]:
        paragraphs = (
            node
            for node in root.iter(qn("w:p"))
            if next(node.iterancestors(_FALLBACK), None) is None
        )
        for position, paragraph in enumerate(paragraphs, 1):
            yield self._line(position, paragraph)

    def _line(self, position: int, paragraph: Element) -> Line:
        own = paragraph.find(qn("w:pPr"))
        chain = self._chain(_value(own, "w:pStyle"))
        of_text = [run for run in _runs(paragraph) if run.find(qn("w:t")) is not None]
        longest = max(of_text, key=_run_length, default=None)
        para = [own, *(style.find(qn("w:pPr")) for style in chain), self._base("w:pPrDefault")]
        words = [style.find(qn("w:rPr")) for style in chain] + [self._base("w:rPrDefault")]
        text = [_run_properties(longest), *words]
        lead = [_run_properties(next(iter(of_text), None)), *words]
        size = Decimal(_look(text, "w:sz") or 20) / 2
        tracking = int(_look(text, "w:spacing") or 0)
        return Line(
            position=position,
            text=text_of(paragraph).strip("\n "),
            face=_look(text, "w:rFonts", "w:eastAsia") or "",
            lead_face=_look(lead, "w:rFonts", "w:eastAsia") or "",
            size=size,
            tracking=tracking,
            colours=frozenset(
                _look([each.find(qn("w:rPr")), *words], "w:color") or "auto" for each in of_text
            ),
            align=_look(para, "w:jc") or "left",
            before=int(_look(para, "w:spacing", "w:before") or 0),
            pitch=_pitch(para, size),
            first=_first_indent(para, size * 20 + tracking),
            left=int(_look(para, "w:ind", "w:left") or _look(para, "w:ind", "w:start") or 0),
            right=int(_look(para, "w:ind", "w:right") or _look(para, "w:ind", "w:end") or 0),
            rule=_bottom_rule(para),
            box=_box(paragraph),
        )

    def _chain(self, style_id: str | None) -> list[Element]:
        found: list[Element] = []
        style = self._styles.get(style_id or self._default)
        while style is not None and style not in found:
            found.append(style)
            style = self._styles.get(_value(style, "w:basedOn"))
        return found

    def _base(self, name: str) -> Element | None:
        holder = None if self._defaults is None else self._defaults.find(qn(name))
        return None if holder is None or len(holder) == 0 else holder[0]


def _runs(paragraph: Element) -> list[Element]:
    return [run for run in paragraph.iter(qn("w:r")) if _owner(run) is paragraph]


def _run_properties(run: Element | None) -> Element | None:
    return None if run is None else run.find(qn("w:rPr"))


def _run_length(run: Element) -> int:
    return sum(len(node.text or "") for node in run.iter(qn("w:t")))


def _value(holder: Element | None, name: str, attribute: str = "w:val") -> str | None:
    node = None if holder is None else holder.find(qn(name))
    return None if node is None else node.get(qn(attribute))


def _look(holders: Sequence[Element | None], name: str, attribute: str = "w:val") -> str | None:
    found = (_value(holder, name, attribute) for holder in holders)
    return next((value for value in found if value is not None), None)


def _pitch(para: Sequence[Element | None], size: Decimal) -> int:
    """Line height in twips; 0 where it follows the grid, 1.3 sizes where nothing fixes it."""
    line = int(_look(para, "w:spacing", "w:line") or 240)
    if _look(para, "w:spacing", "w:lineRule") in {"exact", "atLeast"}:
        return line
    if _look(para, "w:snapToGrid") in _OFF:
        return int(size * 26 * line / 240)
    return 0


def _first_indent(para: Sequence[Element | None], advance: Decimal) -> int:
    """Twips by which the first line starts right of the others; negative if it hangs."""
    characters = _look(para, "w:ind", "w:firstLineChars")
    if characters and characters != "0":
        return int(Decimal(characters) / 100 * advance)
    for holder in para:
        for attribute, sign in (("w:hanging", -1), ("w:firstLine", 1)):
            value = _value(holder, "w:ind", attribute)
            if value is not None:
                return sign * int(value)
    return 0


def _bottom_rule(para: Sequence[Element | None]) -> Border | None:
    for holder in para:
        node = None if holder is None else holder.find(f"{qn('w:pBdr')}/{qn('w:bottom')}")
        if node is not None:
            return Border(
                int(node.get(qn("w:sz")) or 0),
                int(node.get(qn("w:space")) or 0),
                node.get(qn("w:color")) or "auto",
            )
    return None


def _box(paragraph: Element) -> str:
    """Where the paragraph stands: ``box``, ``table`` or nothing for the running text."""
    if next(paragraph.iterancestors(_BOX), None) is not None:
        return "box"
    return "table" if next(paragraph.iterancestors(qn("w:tc")), None) is not None else ""


def _with_blanks(lines: Iterator[Line], page: Page) -> Iterator[Line]:
    """Lines with text, each knowing the empty lines and spacing above it."""
    pitch = Decimal(page.grid or layout().pitch)
    empty = Decimal(0)
    for line in lines:
        own = line.before / pitch
        if line.text:
            yield replace(line, blanks=empty + own)
            empty = Decimal(0)
        elif not line.box:
            empty += own + Decimal(line.pitch or pitch) / pitch


def _page(document: Document) -> Page:
    section: Element = document.sections[0]._sectPr

    def of(name: str, attribute: str) -> int:
        return int(_value(section, name, attribute) or 0)

    grid = _value(section, "w:docGrid", "w:type")
    char_space = of("w:docGrid", "w:charSpace") if grid in {"linesAndChars", "snapToChars"} else 0
    return Page(
        width=of("w:pgSz", "w:w"),
        height=of("w:pgSz", "w:h"),
        top=of("w:pgMar", "w:top"),
        right=of("w:pgMar", "w:right"),
        bottom=of("w:pgMar", "w:bottom"),
        left=of("w:pgMar", "w:left") + of("w:pgMar", "w:gutter"),
        footer=of("w:pgMar", "w:footer"),
        grid=of("w:docGrid", "w:linePitch") if grid else 0,
        grid_tracking=Decimal(char_space) / 4096 * 20,
    )


def _first(lines: Iterator[Line]) -> Line | None:
    return next((line for line in lines if line.text), None)


def _even_folio(document: Document, reader: _Reader) -> Line | None:
    if not document.settings.odd_and_even_pages_header_footer:
        return None
    return _first(reader.lines(document.sections[0].even_page_footer._element))


def _colophon(body: Element) -> Element | None:
    """Properties of the innermost table that holds 抄送 or 印发."""
    for table in body.iter(qn("w:tbl")):
        text = "".join(node.text or "" for node in table.iter(qn("w:t")))
        if text.startswith("抄送") or text.endswith("印发"):
            return table.find(qn("w:tblPr"))
    return None


def _rules(colophon: Element | None) -> tuple[tuple[str, int], ...]:
    """Side and weight in eighths of a point."""
    sides = None if colophon is None else colophon.find(qn("w:tblBorders"))
    return tuple(
        (etree.QName(side).localname, int(side.get(qn("w:sz")) or 0))
        for side in (sides if sides is not None else ())
    )


def _inset(colophon: Element | None) -> int:
    """Left cell margin in twips, Word's 108 where the table says nothing."""
    margins = None if colophon is None else colophon.find(qn("w:tblCellMar"))
    return int(_value(margins, "w:left", "w:w") or 108) if colophon is not None else 0
