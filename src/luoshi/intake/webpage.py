"""HTML → text in reading order, tables as rows."""

import re
from dataclasses import dataclass, field

from lxml import etree

from luoshi.core.errors import Invalid
from luoshi.intake.kinds import HTML, Content
from luoshi.intake.limits import Limits
from luoshi.intake.markup import local
from luoshi.intake.reading import Draft, Reading
from luoshi.intake.tables import Cell, add_table, expand, header_rows, tidy

SKIPPED = frozenset({
    "nav", "script", "style", "noscript", "template", "head", "iframe", "object", "svg", "math",
    "rt", "rp", "rtc", "select", "textarea", "button", "canvas", "audio", "video", "datalist",
})  # fmt: skip
INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
    "em", "font", "i", "ins", "kbd", "label", "mark", "q", "ruby", "rb", "s", "samp", "small",
    "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img",
})  # fmt: skip
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)


def read_html(content: Content, limits: Limits) -> Reading:
    """One line per paragraph or table row; scripts, styles and hidden elements left out.

    Raises: Invalid ``no-text``, ``text-too-long``, ``sheet-too-large`` for a table that spans too
    much, ``dtd-forbidden`` for an entity declaration, ``damaged-file`` where the parser had
    to stop early (tags nested deeper than libxml2's 2,048).
    """
    decoded = content.decoded
    if ENTITY.search(decoded.text):
        raise Invalid("dtd-forbidden")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(decoded.text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Invalid("damaged-file") from error
    if any(problem.level == etree.ErrorLevels.FATAL for problem in parser.error_log):
        raise Invalid("damaged-file")
    if root is None:
        raise Invalid("no-text")
    draft = Draft(limits)
    Walk(draft).over(root)
    return draft.reading("html", HTML, decoded.encoding)


def is_hidden(element: etree._Element) -> bool:
    hidden = element.get("hidden") is not None
    return hidden or HIDDEN.search(element.get("style") or "") is not None


def is_data_table(table: etree._Element) -> bool:
    """Whether a table holds data, not layout: two columns or more and no table inside."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    return any(len(row.findall("td")) + len(row.findall("th")) > 1 for row in table.iter("tr"))


def span(cell: etree._Element, name: str) -> int:
    text = (cell.get(name) or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


@dataclass(slots=True)
class Walk:
    """One pass over a tree, without recursion however deep the tags nest."""

    draft: Draft
    pending: list[str] = field(default_factory=list)
    tables: int = 0

    def over(self, root: etree._Element) -> None:
        """Add every line under an element, in document order."""
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if not self.enter(element):
                    walk.skip_subtree()
            elif element is not root:
                self.leave(element)
        self.flush()

    def enter(self, element: etree._Element) -> bool:
        """Begin an element; False when what is inside is done or unwanted."""
        name = local(element)
        if not name or name in SKIPPED or is_hidden(element):
            return False
        if name not in INLINE:
            self.flush()
        if name == "table" and is_data_table(element):
            self.add_table(element)
            return False
        self.pending.append(element.text or "")
        return True

    def leave(self, element: etree._Element) -> None:
        name = local(element)
        if name and name not in INLINE and name not in SKIPPED:
            self.flush()
        self.pending.append(element.tail or "")

    def flush(self) -> None:
        self.draft.add(tidy("".join(self.pending)), "paragraph")
        self.pending.clear()

    def add_table(self, table: etree._Element) -> None:
        self.tables += 1
        for caption in table.iter("caption"):
            self.draft.add(tidy(self.inside(caption)), "title", self.tables)
        rows = [[self.cell(each) for each in row.iter("td", "th")] for row in table.iter("tr")]
        grid = expand(rows, self.draft.limits)
        add_table(self.draft, grid, self.tables, header_rows(grid))

    def cell(self, element: etree._Element) -> Cell:
        text = self.inside(element)
        heading = local(element) == "th"
        return Cell(text, span(element, "colspan"), span(element, "rowspan"), heading)

    def inside(self, element: etree._Element) -> str:
        """The text of a cell or caption, which may have several lines."""
        draft = Draft(self.draft.limits)
        Walk(draft).over(element)
        return "\n".join(draft.lines)
