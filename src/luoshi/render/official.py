"""An official paper in the 文件格式 of GB/T 9704-2012, as a Word file."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from decimal import Decimal

from docx.document import Document

from luoshi.render.colophon import colophon_run
from luoshi.render.layout import layout, rounded
from luoshi.render.ordinals import Ordinals
from luoshi.render.package import bare_document, packed
from luoshi.render.paper import Attachment, Block, Heading, OfficialPaper, Paragraph, Table, written
from luoshi.render.title import break_title
from luoshi.render.wordxml import (
    Tags,
    characters_wide,
    element,
    paragraph_xml,
    plain_xml,
    run_xml,
    table_xml,
    text_xml,
)

_KEEP = "<w:keepNext/>"


def official_docx(paper: OfficialPaper) -> bytes:
    """The paper as .docx: A4, 22 lines of 28 characters, red head to colophon.

    Equal papers give equal bytes. Bound runs can be read back in reading order with
    ``bound_numbers``. Source: GB/T 9704-2012; the numbers are in ``gbt9704.yaml``.
    """
    document = bare_document()
    body = document.element.body
    section = body.sectPr
    for xml in _paper_xml(paper):
        section.addprevious(element(xml))
    set_page(document)
    set_folios(document)
    at = datetime.combine(paper.signed_on, time(0), UTC)
    return packed(document, paper.title.replace("\n", ""), paper.agency, at)


def two_sided(paper: OfficialPaper, pages: Callable[[bytes], int]) -> bytes:
    """The paper with its colophon on an even page, ``pages`` counting those of a .docx.

    Source: GB/T 9704-2012, 7.4 (版记 stands on the last, even page).
    """
    data = official_docx(paper)
    if pages(data) % 2 == 0:
        return data
    return official_docx(replace(paper, overleaf=True))


def _paper_xml(paper: OfficialPaper) -> Iterator[str]:
    tags = Tags()
    closing = list(_closing(paper))
    apart = paper.overleaf or any(part.blocks for part in paper.attachments)
    anchor = _foot(overleaf=paper.overleaf) if apart else closing.pop()
    yield from _head(paper)
    yield from _held(list(blocks_xml(paper.blocks, tags)))
    yield from closing
    yield from _attachments(paper, tags)
    yield anchor.removesuffix("</w:p>") + colophon_run(paper) + "</w:p>"


def _held(body: list[str]) -> list[str]:
    """The body with its last paragraph held to what follows: no signature stands on a page alone.

    Source: GB/T 9704-2012 7.3.5.1, 7.3.5.2 (signature and date follow the body).
    """
    start = '<w:p><w:pPr><w:pStyle w:val="Body"/>'
    if body and body[-1].startswith(start):
        body[-1] = body[-1].replace(start, start + _KEEP, 1)
    return body


def _foot(*, overleaf: bool) -> str:
    """A paragraph of one point to hold the colophon."""
    page_break = "<w:pageBreakBefore/>" if overleaf else ""
    thin = '<w:snapToGrid w:val="0"/><w:spacing w:line="20" w:lineRule="exact"/>'
    return plain_xml("Colophon", "", page_break + thin)


def _head(paper: OfficialPaper) -> Iterator[str]:
    if paper.urgency:
        yield plain_xml("Urgency", paper.urgency)
    yield _mark(paper)
    yield plain_xml("Number", str(paper.number))
    yield plain_xml("Title", "\n".join(break_title(paper.title)))
    yield plain_xml("Addressee", f"{paper.addressee}：")


def _mark(paper: OfficialPaper) -> str:
    """The red name, one size for what fits a line, its ink 35 mm below the type area's top."""
    numbers = layout()
    size = mark_size(paper.agency)
    line = rounded(numbers.choices["mark.leading"] * size * 20)
    over_ink = numbers.choices["baseline"] * line - numbers.choices["ink.top"] * size * 20
    used = numbers.pitch if paper.urgency else 0
    before = rounded(numbers.twips("mark.top") - over_ink - used)
    run = text_xml(
        paper.agency,
        f'<w:rFonts w:hint="eastAsia"/><w:sz w:val="{size * 2}"/><w:szCs w:val="{size * 2}"/>',
    )
    spacing = f'<w:spacing w:before="{before}" w:line="{line}" w:lineRule="exact"/>'
    return paragraph_xml("Mark", run, spacing)


def mark_size(agency: str) -> int:
    """Whole points in which the agency's name fills at most one line, 26 to 48."""
    choices = layout().choices
    fitting = layout().twips("area.width") // 20 // max(len(agency), 1)
    return max(int(choices["mark.least"]), min(int(choices["mark.size"]), fitting))


def blocks_xml(
    blocks: tuple[Block, ...], tags: Tags, *, spaced: bool = False, total: int = 0
) -> Iterator[str]:
    """Blocks in order; half a line above the first if ``spaced``, and after a table; tables over
    the type area or over ``total`` twips."""
    ordinals = Ordinals()
    for block in blocks:
        yield from _block(block, tags, ordinals, spaced=spaced, total=total)
        spaced = isinstance(block, Table)


def _block(
    block: Block, tags: Tags, ordinals: Ordinals, *, spaced: bool, total: int
) -> Iterator[str]:
    gap = f'<w:spacing w:before="{layout().pitch // 2}"/>' if spaced else ""
    if isinstance(block, Heading):
        text = ordinals.next(block.level) + block.text
        yield plain_xml(f"Heading{block.level}", text, gap)
    elif isinstance(block, Paragraph):
        yield paragraph_xml("Body", "".join(run_xml(run, tags) for run in block.runs), gap)
    else:
        if block.caption:
            yield plain_xml("Caption", block.caption, gap)
        yield table_xml(block, tags, total)


def _closing(paper: OfficialPaper) -> Iterator[str]:
    """Enclosures, signature, date, note: never empty."""
    yield from _enclosures(paper.attachments)
    yield from _signature(paper)
    if paper.note:
        yield plain_xml("Note", f"（{paper.note}）")


def _enclosures(attachments: tuple[Attachment, ...]) -> Iterator[str]:
    many = len(attachments) > 1
    numbers = layout()
    for position, attachment in enumerate(attachments, 1):
        label = "附件：" if position == 1 else ""
        ordinal = f"{position}.\t" if many else ""
        left = numbers.characters(2 + 3 + many)
        hanging = numbers.characters((3 if position == 1 else 0) + many)
        before = numbers.twips("enclosure.gap") if position == 1 else 0
        properties = (
            f'{_KEEP}<w:tabs><w:tab w:val="left" w:pos="{left}"/></w:tabs>'
            f'<w:spacing w:before="{before}"/><w:ind w:left="{left}" w:hanging="{hanging}"/>'
        )
        yield plain_xml("Enclosure", label + ordinal + attachment.title, properties)


def _signature(paper: OfficialPaper) -> Iterator[str]:
    numbers = layout()
    day = written(paper.signed_on)
    signed, dated = (_sealed if paper.sealed else _unsealed)(paper.signature, day)
    gap = numbers.choices["sealed.gap"] if paper.sealed else numbers.number("signature.gap")
    before = rounded(gap * numbers.pitch)
    yield plain_xml(
        "Signature",
        paper.signature,
        f'<w:spacing w:before="{before}"/><w:ind w:right="{numbers.characters(signed)}"/>',
    )
    keep = _KEEP if paper.note else ""
    yield plain_xml("Date", day, f'{keep}<w:ind w:right="{numbers.characters(dated)}"/>')


def _sealed(signature: str, day: str) -> tuple[Decimal, Decimal]:
    """Right indents in characters: date 4 in, signature centred on the date (7.3.5.1)."""
    date_in = layout().number("date.sealed")
    overhang = (characters_wide(signature) - characters_wide(day)) / 2
    return max(Decimal(0), date_in - overhang), date_in


def _unsealed(signature: str, day: str) -> tuple[Decimal, Decimal]:
    """Signature 2 in, the date starting 2 right of it; a longer date is 2 in (7.3.5.2)."""
    inset = layout().number("signature.unsealed")
    date_in = inset + characters_wide(signature) - 2 - characters_wide(day)
    if date_in >= inset:
        return inset, date_in
    return inset + (inset - date_in), inset


def _attachments(paper: OfficialPaper, tags: Tags) -> Iterator[str]:
    many = len(paper.attachments) > 1
    for position, attachment in enumerate(paper.attachments, 1):
        if not attachment.blocks:
            continue
        yield plain_xml("AttachmentMark", f"附件{position if many else ''}")
        spacing = f'<w:spacing w:before="{layout().pitch}"/>'
        yield plain_xml("AttachmentTitle", "\n".join(break_title(attachment.title)), spacing)
        yield from blocks_xml(attachment.blocks, tags, spaced=True)


def set_page(document: Document) -> None:
    """A4 with the norm's margins and a grid of 22 lines."""
    numbers = layout()
    folio = numbers.twips("margin.bottom") - numbers.twips("folio.gap")
    footer = folio - numbers.twips("folio.size") // 2
    margins = " ".join(
        f'w:{side}="{numbers.twips(f"margin.{side}")}"'
        for side in ("top", "right", "bottom", "left")
    )
    section = document.element.body.sectPr
    for child in list(section):
        section.remove(child)
    for xml in (
        f'<w:pgSz w:w="{numbers.twips("page.width")}" w:h="{numbers.twips("page.height")}"/>',
        f'<w:pgMar {margins} w:header="851" w:footer="{footer}" w:gutter="0"/>',
        f'<w:docGrid w:type="lines" w:linePitch="{numbers.pitch}"/>',
    ):
        section.append(element(xml))


def set_folios(document: Document) -> None:
    """— 1 — on the outer side: right on odd pages, left on even ones, one character in."""
    section = document.sections[0]
    inset = layout().twips("folio.size")
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        root = footer._element
        for child in list(root):
            root.remove(child)
        field = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        properties = f'<w:ind w:{side}="{inset}"/><w:jc w:val="{side}"/>'
        content = text_xml("— ") + field + text_xml(" —")
        root.append(element(paragraph_xml("Folio", content, properties)))
