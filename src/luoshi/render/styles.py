"""Paragraph styles of an official paper as WordprocessingML."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from docx.oxml.ns import nsdecls

from luoshi.render.layout import Layout, layout, rounded


@dataclass(frozen=True, slots=True)
class Style:
    """One paragraph style: ``before`` names a rule in lines, ``first`` is in characters."""

    id: str
    name: str
    size: str = "body.size"
    face: str = "仿宋"
    base: str = "Normal"
    align: str = "both"
    before: str = ""
    first: int = 0
    extra: str = ""
    colour: str = ""


KEEP = "<w:keepNext/>"
_OFF_GRID = {"Mark", "Title", "AttachmentTitle", "Cell", "CellHead", "Folio"}
STYLES = (
    Style("Urgency", "紧急程度", face="黑体"),
    Style("Mark", "发文机关标志", face="小标宋", align="center", colour="mark.colour"),
    Style("Number", "发文字号", align="center", before="number.gap"),
    Style("Title", "Title", "title.size", "小标宋", align="center", before="title.gap", extra=KEEP),
    Style("Addressee", "主送机关", before="addressee.gap"),
    Style("Body", "公文正文", first=2),
    Style("Heading1", "heading 1", face="黑体", first=2, extra=KEEP),
    Style("Heading2", "heading 2", face="楷体", first=2, extra=KEEP),
    Style("Heading3", "heading 3", first=2, extra=KEEP),
    Style("Heading4", "heading 4", first=2, extra=KEEP),
    Style("Enclosure", "附件说明"),
    Style("Signature", "发文机关署名", align="right", extra=KEEP),
    Style("Date", "成文日期", align="right"),
    Style("Note", "附注", first=2),
    Style("AttachmentMark", "附件标识", face="黑体", extra=KEEP + "<w:pageBreakBefore/>"),
    Style("AttachmentTitle", "附件标题", "title.size", "小标宋", align="center", extra=KEEP),
    Style("Caption", "caption", "copies.size", "黑体", align="center", extra=KEEP),
    Style("Cell", "表格文字", "table.size", align="center"),
    Style("CellHead", "表头", "table.size", "黑体", align="center"),
    Style("Colophon", "版记", "copies.size", align="left"),
    Style("Folio", "footer", "folio.size", "宋体", align="left"),
)


def styles_xml() -> Iterator[str]:
    """``w:docDefaults``, then each ``w:style``, Normal first."""
    numbers = layout()
    yield _defaults(numbers)
    yield _normal(numbers)
    for style in STYLES:
        yield _style(style, numbers)


def fonts_xml(face: str) -> str:
    """``w:rFonts`` naming one font for every script."""
    name = layout().fonts[face]
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def _defaults(numbers: Layout) -> str:
    return (
        f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>{fonts_xml('仿宋')}"
        f'{_size(numbers.twips("body.size"))}<w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )


def _normal(numbers: Layout) -> str:
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl w:val="0"/>'
        '<w:overflowPunct w:val="1"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{numbers.pitch}" w:lineRule="exact"/>'
        f'<w:jc w:val="both"/></w:pPr><w:rPr>{fonts_xml("仿宋")}'
        f'<w:color w:val="{numbers.text("text.colour")}"/>'
        f'<w:spacing w:val="{numbers.tracking}"/>{_size(numbers.twips("body.size"))}'
        "</w:rPr></w:style>"
    )


def _style(style: Style, numbers: Layout) -> str:
    colour = f'<w:color w:val="{numbers.text(style.colour)}"/>' if style.colour else ""
    tracking = "" if style.size == "body.size" else '<w:spacing w:val="0"/>'
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="{style.id}">'
        f'<w:name w:val="{style.name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{style.extra}{_borders(style, numbers)}{_snap(style)}"
        f'{_spacing(style, numbers)}{_indent(style, numbers)}<w:jc w:val="{style.align}"/>'
        f"{_outline(style)}</w:pPr>"
        f"<w:rPr>{fonts_xml(style.face)}{colour}{tracking}"
        f"{_size(_style_size(style, numbers))}</w:rPr></w:style>"
    )


def _style_size(style: Style, numbers: Layout) -> int:
    if style.size in numbers.choices:
        return int(numbers.choices[style.size] * 20)
    return numbers.twips(style.size)


def _size(twips: int) -> str:
    return f'<w:sz w:val="{twips // 10}"/><w:szCs w:val="{twips // 10}"/>'


def _snap(style: Style) -> str:
    return '<w:snapToGrid w:val="0"/>' if style.id in _OFF_GRID else ""


def _outline(style: Style) -> str:
    if not style.id.startswith("Heading"):
        return ""
    return f'<w:outlineLvl w:val="{int(style.id[-1]) - 1}"/>'


def _spacing(style: Style, numbers: Layout) -> str:
    before = numbers.twips(style.before) if style.before else 0
    line = numbers.pitch
    if style.id.startswith("Cell"):
        line = int(numbers.choices["table.pitch"] * 20)
    if style.id == "Folio":
        line = numbers.twips("folio.size")
    return f'<w:spacing w:before="{before}" w:line="{line}" w:lineRule="exact"/>'


def _indent(style: Style, numbers: Layout) -> str:
    return f'<w:ind w:firstLine="{numbers.characters(style.first)}"/>' if style.first else ""


def _borders(style: Style, numbers: Layout) -> str:
    if style.id != "Number":
        return ""
    weight = int(numbers.choices["rule.weight"] * 8)
    colour = numbers.text("rule.colour")
    return (
        f'<w:pBdr><w:bottom w:val="single" w:sz="{weight}" w:space="{rule_space(numbers)}" '
        f'w:color="{colour}"/></w:pBdr>'
    )


def rule_space(numbers: Layout) -> int:
    """Points between the line box of the number and the red rule.

    What the line box leaves below the ink already counts towards the 4 mm of 7.2.7.
    """
    pitch = numbers.choices["body.pitch"]
    ink = numbers.choices["ink.bottom"] * numbers.number("body.size")
    left_over = pitch * (1 - numbers.choices["baseline"]) - ink
    return rounded(Decimal(numbers.twips("rule.gap")) / 20 - left_over)
