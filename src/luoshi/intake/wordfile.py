"""Word (docx) → text: what a reader of the final version sees, in order."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from luoshi.core.errors import Invalid
from luoshi.intake.kinds import DOCX, Content
from luoshi.intake.limits import Limits
from luoshi.intake.markup import attribute, local
from luoshi.intake.numbering import Numbering, numbering_of, value, whole
from luoshi.intake.opc import main_part, related, root_of
from luoshi.intake.reading import Draft, Reading
from luoshi.intake.tables import EMPTY, Slot, add_table, check_cells, header_rows, tidy

SKIPPED = frozenset({
    "pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "del",
    "moveFrom", "delText", "instrText", "delInstrText", "rt", "fldData", "commentReference",
})  # fmt: skip
WRITTEN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
OFF = frozenset({"0", "false", "off"})


def read_docx(content: Content, limits: Limits) -> Reading:
    """One line per paragraph (two where a line break is set) or table row, with automatic numbers.

    Insertions count, deletions, moved-away and hidden text do not; nor do headers, footers, notes,
    comments, field codes and the generated table of contents. A text box follows the paragraph
    it hangs on.
    Raises: Invalid ``no-text``, ``text-too-long``, ``sheet-too-large``, ``damaged-file``.
    """
    archive = content.archive
    part = main_part(archive)
    body = root_of(archive, part).find("{*}body")
    if body is None:
        raise Invalid("damaged-file")
    lists, styles = (related(archive, part, kind) for kind in ("numbering", "styles"))
    numbering = numbering_of(
        root_of(archive, lists) if lists else None, root_of(archive, styles) if styles else None
    )
    draft = Draft(limits)
    Walk(draft, numbering).over(body)
    return draft.reading("docx", DOCX)


def is_on(properties: etree._Element | None, name: str) -> bool:
    found = None if properties is None else properties.find(f"{{*}}{name}")
    return found is not None and attribute(found, "val") not in OFF


def is_contents(block: etree._Element) -> bool:
    gallery = block.find("{*}sdtPr/{*}docPartObj/{*}docPartGallery")
    return gallery is not None and attribute(gallery, "val") == "Table of Contents"


def is_data_table(table: etree._Element) -> bool:
    """Whether a table holds data, not layout: two columns or more and no table inside."""
    if next(table.iterdescendants("{*}tbl"), None) is not None:
        return False
    return any(len(row.findall("{*}tc")) > 1 for row in table.iter("{*}tr"))


@dataclass(slots=True)
class Paragraph:
    """A paragraph being read: its pieces, and the lines of text boxes that hang on it."""

    pieces: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    joins_next: bool = False


@dataclass(slots=True)
class Walk:
    """One pass over a part without recursion; open paragraphs nest through text boxes."""

    draft: Draft
    numbering: Numbering
    open: list[Paragraph] = field(default_factory=list)
    carried: str = ""
    tables: int = 0

    def over(self, root: etree._Element) -> None:
        """Add every line under an element, in document order."""
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                if local(element) == "p" and self.open and element is not root:
                    self.close()
            elif element is not root and not self.enter(element):
                walk.skip_subtree()
        if self.carried:
            self.draft.add(tidy(self.carried), "paragraph")

    def enter(self, element: etree._Element) -> bool:
        """Begin an element; False when what is inside is done or unwanted."""
        name = local(element)
        if name == "p":
            self.begin(element)
        elif name == "t" and self.open:
            self.open[-1].pieces.append(element.text or "")
        elif name in WRITTEN and self.open:
            is_page = attribute(element, "type") in {"page", "column"}
            self.open[-1].pieces.append("" if is_page else WRITTEN[name])
        elif name == "tbl" and not self.open and is_data_table(element):
            self.add_table(element)
            return False
        return name not in SKIPPED and not self.is_left_out(element, name)

    def is_left_out(self, element: etree._Element, name: str) -> bool:
        if name == "r":
            return is_on(element.find("{*}rPr"), "vanish")
        if name == "Fallback":
            parent = element.getparent()
            return parent is not None and parent.find("{*}Choice") is not None
        if name == "tr":
            return is_on(element.find("{*}trPr"), "del")
        return name == "sdt" and is_contents(element)

    def begin(self, element: etree._Element) -> None:
        properties = element.find("{*}pPr")
        mark = None if properties is None else properties.find("{*}rPr")
        label = self.numbering.label(properties) if has_text(element) else ""
        pieces = [self.carried or label] if not self.open else [label]
        if not self.open:
            self.carried = ""
        self.open.append(Paragraph(pieces, joins_next=is_on(mark, "del")))

    def close(self) -> None:
        paragraph = self.open.pop()
        lines = "".join(paragraph.pieces).split("\n")
        if self.open:
            self.open[-1].boxes += [*map(tidy, lines), *paragraph.boxes]
            return
        if paragraph.joins_next:
            self.carried = lines.pop()
        self.draft.add_all(map(tidy, lines), "paragraph")
        self.draft.add_all(paragraph.boxes, "box")

    def add_table(self, table: etree._Element) -> None:
        self.tables += 1
        rows = [row for row in table.iter("{*}tr") if not self.is_left_out(row, "tr")]
        grid: list[list[Slot]] = []
        for row in rows:
            above = grid[-1] if grid else []
            grid.append(list(self.slots(row, above)))
        width = max((len(row) for row in grid), default=0)
        check_cells(width * len(grid), self.draft.limits, self.tables)
        padded = [row + [EMPTY] * (width - len(row)) for row in grid]
        add_table(self.draft, padded, self.tables, header_rows(padded))

    def slots(self, row: etree._Element, above: list[Slot]) -> Iterator[Slot]:
        """The places of a row; a cell merged with the one above repeats its text."""
        skipped = row.find("{*}trPr/{*}gridBefore")
        before = 0 if skipped is None else whole(attribute(skipped, "val"), 0)
        x = min(before, self.draft.limits.columns)
        yield from [EMPTY] * x
        for cell in row.iter("{*}tc"):
            properties = cell.find("{*}tcPr")
            width = 1 if properties is None else whole(value(properties, "gridSpan"), 1)
            merge = None if properties is None else properties.find("{*}vMerge")
            down = merge is not None and attribute(merge, "val") != "restart"
            text = above[x].text if down and x < len(above) else self.inside(cell)
            for dx in range(max(1, min(width, self.draft.limits.columns))):
                yield Slot(text, across=dx > 0, down=down)
                x += 1

    def inside(self, cell: etree._Element) -> str:
        """The text of a cell, which may have several lines."""
        draft = Draft(self.draft.limits)
        Walk(draft, self.numbering).over(cell)
        return "\n".join(draft.lines)


def has_text(paragraph: etree._Element) -> bool:
    return any(text.text for text in paragraph.iter("{*}t"))
