import re
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.shared import Mm, Pt

from luoshi.core.errors import Invalid
from luoshi.render.lint import Finding, lint_official
from luoshi.render.official import official_docx
from luoshi.render.package import without_clock
from luoshi.render.paper import Paragraph, Run
from tests.render.papers import paper, plain

Edit = Callable[[str], str]


def changed(data: bytes, part: str, edit: Edit) -> bytes:
    """The file with one part rewritten; the edit must change something."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                text = content.decode()
                assert edit(text) != text
                content = edit(text).encode()
            target.writestr(name, content)
    return out.getvalue()


def swap(old: str, new: str, count: int = -1) -> Edit:
    return lambda text: text.replace(old, new, count)


def in_style(style: str, old: str, new: str) -> Edit:
    def edit(text: str) -> str:
        head, mark, rest = text.partition(f'w:styleId="{style}"')
        own, end, tail = rest.partition("</w:style>")
        return head + mark + own.replace(old, new) + end + tail

    return edit


def at_paragraph(style: str, old: str, new: str) -> Edit:
    """Changes direct formatting of the first paragraph in the style."""

    def edit(text: str) -> str:
        head, mark, rest = text.partition(f'<w:pStyle w:val="{style}"/>')
        return head + mark + rest.replace(old, new, 1)

    return edit


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"attachments": (), "note": ""},
        {"sealed": False},
        {"sealed": False, "signature": "云川市政府"},
        {"urgency": "特急"},
        {"overleaf": True},
        {"agency": "云川市文件", "title": "通报"},
        {"copy_to": (), "printed_by": None},
        {"signed_on": date(2026, 1, 31)},
    ],
)
def test_our_own_papers_are_clean(changes: dict[str, object]) -> None:
    assert lint_official(official_docx(paper(**changes))) == []


DOCUMENT = [
    ("page.width", swap('w:w="11906"', 'w:w="12240"')),
    ("page.height", swap('w:h="16838"', 'w:h="15840"')),
    ("margin.top", swap('w:top="2098"', 'w:top="1440"')),
    ("margin.bottom", swap('w:bottom="1984"', 'w:bottom="1531"')),
    ("margin.left", swap('w:left="1587"', 'w:left="1800"')),
    ("margin.right", swap('w:right="1474"', 'w:right="1800"')),
    ("number.form", swap("〔2026〕12号", "[2026]12号")),
    ("number.form", swap("〔2026〕12号", "〔2026〕第12号")),
    ("number.form", swap("〔2026〕12号", "〔2026〕012号")),
    ("addressee.form", swap("市政府各部门：", "市政府各部门:")),
    ("enclosure.form", swap("附件：1.</w:t><w:tab/><w:t>未按期办结事项清单", "附件：清单。")),
    ("date.digits", swap("2026年10月9日", "2026年10月09日")),
    ("date.digits", swap("2026年10月9日", "二〇二六年十月九日")),
    ("date.sealed", swap('w:right="1260"', 'w:right="0"')),
    ("note.form", swap("（此件公开发布）", "(此件公开发布)")),
    ("copies.form", swap("市政协办公室。", "市政协办公室")),
    ("printing.form", swap("10日印发", "10日")),
    ("colophon.outer", swap('w:top w:val="single" w:sz="8"', 'w:top w:val="single" w:sz="18"')),
    ("colophon.inner", swap('insideH w:val="single" w:sz="6"', 'insideH w:val="single" w:sz="12"')),
    ("copies.indent", swap('<w:left w:w="280"', '<w:left w:w="0"')),
    ("enclosure.gap", at_paragraph("Enclosure", 'w:before="579"', 'w:before="0"')),
    ("enclosure.indent", swap('w:left="1890" w:hanging="1260"', 'w:left="1260" w:hanging="1260"')),
    ("signature.gap", at_paragraph("Signature", 'w:before="1158"', 'w:before="0"')),
    ("attachment.title", at_paragraph("AttachmentTitle", 'w:before="579"', 'w:before="0"')),
    (
        "mark.top",
        lambda text: re.sub(
            r'(w:pStyle w:val="Mark"/><w:spacing w:before=")\d+', r"\g<1>100", text
        ),
    ),
]
STYLES = [
    ("body.size", in_style("Body", 'w:sz w:val="32"', 'w:sz w:val="28"')),
    ("body.face", in_style("Body", "仿宋_GB2312", "宋体")),
    ("body.indent", in_style("Body", 'w:firstLine="630"', 'w:firstLine="0"')),
    ("body.pitch", in_style("Body", 'w:line="579"', 'w:line="400"')),
    ("body.lines", in_style("Body", 'w:line="579"', 'w:line="640"')),
    ("body.characters", swap('<w:spacing w:val="-5"/>', "")),
    ("text.colour", in_style("Heading1", "<w:sz ", '<w:color w:val="0000FF"/><w:sz ')),
    ("mark.colour", in_style("Mark", "FF0000", "000000")),
    ("mark.face", in_style("Mark", "方正小标宋简体", "黑体")),
    ("number.gap", in_style("Number", 'w:before="1158"', 'w:before="579"')),
    ("rule.gap", in_style("Number", 'w:space="7"', 'w:space="25"')),
    ("rule.colour", in_style("Number", "FF0000", "000000")),
    ("title.size", in_style("Title", 'w:sz w:val="44"', 'w:sz w:val="36"')),
    ("title.face", in_style("Title", "方正小标宋简体", "宋体")),
    ("title.align", in_style("Title", 'w:jc w:val="center"', 'w:jc w:val="left"')),
    ("title.gap", in_style("Title", 'w:before="1158"', 'w:before="0"')),
    ("addressee.gap", in_style("Addressee", 'w:before="579"', 'w:before="0"')),
    ("level.1", in_style("Heading1", "黑体", "仿宋_GB2312")),
    ("level.2", in_style("Heading2", "楷体_GB2312", "黑体")),
    ("level.3", in_style("Heading3", "仿宋_GB2312", "黑体")),
    ("level.4", in_style("Heading4", "仿宋_GB2312", "黑体")),
    ("note.indent", in_style("Note", 'w:firstLine="630"', 'w:firstLine="0"')),
    ("attachment.face", in_style("AttachmentMark", "黑体", "仿宋_GB2312")),
    ("copies.size", in_style("Colophon", 'w:sz w:val="28"', 'w:sz w:val="32"')),
    ("printing.size", in_style("Colophon", 'w:sz w:val="28"', 'w:sz w:val="32"')),
    ("folio.size", in_style("Folio", 'w:sz w:val="28"', 'w:sz w:val="21"')),
    ("folio.face", in_style("Folio", "宋体", "黑体")),
]
FOOTER = [
    ("folio.form", swap('w:jc w:val="right"', 'w:jc w:val="center"')),
    ("folio.form", swap("— ", "第")),
    ("folio.indent", swap('w:ind w:right="280"', 'w:ind w:right="0"')),
]
BROKEN = (
    [("word/document.xml", *case) for case in DOCUMENT]
    + [("word/styles.xml", *case) for case in STYLES]
    + [("word/footer1.xml", *case) for case in FOOTER]
)


@pytest.mark.parametrize(
    ("part", "key", "edit"), BROKEN, ids=[f"{key}-{at}" for at, (_, key, _) in enumerate(BROKEN)]
)
def test_each_rule_broken_is_found(part: str, key: str, edit: Edit) -> None:
    found = {finding.key for finding in lint_official(changed(official_docx(paper()), part, edit))}
    assert key in found


def test_only_what_was_broken_is_found() -> None:
    data = changed(
        official_docx(paper()), "word/styles.xml", in_style("Heading2", "楷体_GB2312", "黑体")
    )
    assert [(each.key, each.clause, each.expected, each.found) for each in lint_official(data)] == [
        ("level.2", "7.3.3", "楷体", "黑体"),
        ("level.2", "7.3.3", "楷体", "黑体"),
    ]


def test_urgency_in_another_face_is_found() -> None:
    data = changed(
        official_docx(paper(urgency="加急")),
        "word/styles.xml",
        in_style("Urgency", "黑体", "仿宋_GB2312"),
    )
    assert [each.key for each in lint_official(data)] == ["urgency.face"]


def test_an_unsealed_signature_at_the_edge_is_found() -> None:
    data = official_docx(plain(sealed=False))
    edge = changed(
        data, "word/document.xml", swap('<w:ind w:right="630"/>', '<w:ind w:right="0"/>')
    )
    assert "signature.unsealed" in [each.key for each in lint_official(edge)]


def test_a_footer_in_the_wrong_place_is_found() -> None:
    data = changed(
        official_docx(paper()),
        "word/document.xml",
        lambda text: re.sub(r'w:footer="\d+"', 'w:footer="850"', text),
    )
    assert [each.key for each in lint_official(data)] == ["folio.gap"]


def test_a_form_nobody_set_misses_number_and_date_and_much_else() -> None:
    document = docx.Document()
    document.add_paragraph("会议通知")
    document.add_paragraph("请按时参加。")
    stream = BytesIO()
    document.save(stream)
    found = {(each.key, each.found) for each in lint_official(stream.getvalue())}
    assert {("number.form", "缺"), ("date.sealed", "缺"), ("folio.form", "缺")} <= found


def test_indent_in_characters_and_empty_lines_count_as_ours_do() -> None:
    """The way a clerk does it: empty paragraphs, direct formatting, firstLineChars."""
    document = docx.Document(BytesIO(official_docx(plain(blocks=(Paragraph((Run("正文。"),)),)))))
    body = next(each for each in document.paragraphs if each.text == "正文。")
    ind = body._p.get_or_add_pPr().get_or_add_ind()
    ind.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}firstLineChars", "200")
    title = next(
        each for each in document.paragraphs if each.style and each.style.style_id == "Title"
    )
    title.paragraph_format.space_before = Pt(0)
    for _ in range(2):
        title.insert_paragraph_before("", style="Normal")
    stream = BytesIO()
    document.save(stream)
    assert lint_official(stream.getvalue()) == []


def test_gutter_counts_as_left_margin() -> None:
    document = docx.Document(BytesIO(official_docx(plain())))
    document.sections[0].gutter = Mm(10)
    stream = BytesIO()
    document.save(stream)
    assert [each.key for each in lint_official(stream.getvalue())] == [
        "margin.left",
        "area.width",
        "body.characters",
    ]


def test_findings_carry_no_text_of_the_paper() -> None:
    secret = "一句不该出现在检查结果里的话"
    data = official_docx(plain(blocks=(Paragraph((Run(secret),)),)))
    broken = changed(data, "word/styles.xml", in_style("Body", "仿宋_GB2312", "宋体"))
    assert secret not in repr(lint_official(broken))
    assert isinstance(lint_official(broken)[0], Finding)


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04broken"])
def test_what_is_no_word_file_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        lint_official(data)
    assert refusal.value.code == "docx-unreadable"


def test_a_zip_without_a_document_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "空")
    with pytest.raises(Invalid) as refusal:
        lint_official(without_clock(out.getvalue()))
    assert refusal.value.code == "docx-unreadable"
