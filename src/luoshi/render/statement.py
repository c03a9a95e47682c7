"""A signed statement (军令状、责任书) as a Word file: an inner paper, not an official document."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from luoshi.render.landscape import turn, width_across
from luoshi.render.layout import layout
from luoshi.render.official import blocks_xml, set_folios, set_page
from luoshi.render.package import bare_document, packed
from luoshi.render.paper import Block, written
from luoshi.render.title import break_title
from luoshi.render.wordxml import Tags, element, plain_xml

NO_DAY = "    年  月  日"
"""Where a signature is still to come."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who signs: in which capacity, which body, by whom and when (both empty until signed).
    ``line``: what stands before the signature."""

    capacity: str
    body: str
    signer: str = ""
    signed_on: date | None = None
    line: str = "负责人"


@dataclass(frozen=True, slots=True)
class Statement:
    """A title, what is stated, and who signs it. ``dated_on`` goes into the file's properties;
    ``across``: A4 landscape, for wide tables.
    """

    title: str
    blocks: tuple[Block, ...]
    parties: tuple[Party, ...]
    dated_on: date
    note: str = ""
    across: bool = False

    @property
    def width(self) -> int:
        """Twips between the margins."""
        return width_across() if self.across else layout().twips("area.width")


def statement_docx(statement: Statement) -> bytes:
    """The statement as .docx: A4 in the faces and margins of our official papers, without red
    head, number and colophon, signatures side by side. Equal statements give equal bytes.
    """
    document = bare_document()
    section = document.element.body.sectPr
    for xml in _statement_xml(statement):
        section.addprevious(element(xml))
    set_page(document)
    if statement.across:
        turn(document)
    set_folios(document)
    at = datetime.combine(statement.dated_on, time(0), UTC)
    body = statement.parties[0].body if statement.parties else ""
    return packed(document, statement.title.replace("\n", ""), body, at)


def _statement_xml(statement: Statement) -> Iterator[str]:
    yield plain_xml("Title", "\n".join(break_title(statement.title)))
    yield from blocks_xml(statement.blocks, Tags(), spaced=True, total=statement.width)
    yield plain_xml("Body", "", '<w:spacing w:line="240" w:lineRule="exact"/>')
    yield _signatures(statement.parties, statement.width)
    if statement.note:
        yield plain_xml("Note", f"（{statement.note}）")
    else:
        yield plain_xml("Colophon", "", '<w:spacing w:line="20" w:lineRule="exact"/>')


def _signatures(parties: tuple[Party, ...], total: int) -> str:
    """One column for each party, without rules, kept on one page."""
    width = total // max(len(parties), 1)
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{"".join(_lines(party))}</w:tc>'
        for party in parties
    )
    grid = f'<w:gridCol w:w="{width}"/>' * len(parties)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"
    )


def _lines(party: Party) -> Iterator[str]:
    keep = '<w:keepNext/><w:jc w:val="left"/>'
    yield plain_xml("Addressee", f"{party.capacity}：", keep)
    if party.body:
        yield plain_xml("Addressee", party.body, keep)
    yield plain_xml("Addressee", f"{party.line}：{party.signer or '（签字）'}", keep)
    day = written(party.signed_on) if party.signed_on else NO_DAY
    yield plain_xml("Addressee", day, '<w:jc w:val="left"/>')
