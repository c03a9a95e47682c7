"""Word files: what a reader of the final version sees, in order."""

import pytest

from luoshi.intake import Block, read
from luoshi.intake.numbering import circled, counting, letters, roman
from tests.intake.files import docx, paragraph


def lines(body: str, numbering: str = "", styles: str = "") -> list[str]:
    return read("a.docx", docx(body, numbering, styles)).text.split("\n")


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def test_paragraphs_are_lines_with_their_places() -> None:
    reading = read("a.docx", docx(paragraph("标题") + "<w:p/>" + paragraph("新建公园20个。")))
    assert reading.text == "标题\n新建公园20个。"
    assert reading.blocks == (Block(0, 2, "paragraph"), Block(3, 11, "paragraph"))


def test_runs_join_and_marks_are_written() -> None:
    body = (
        f"<w:p>{run('增长')}{run('6')}<w:r><w:noBreakHyphen/></w:r>{run('7%')}"
        "<w:r><w:br/></w:r><w:r><w:t>第二行</w:t><w:br w:type='page'/><w:t>续</w:t></w:r></w:p>"
    )
    assert lines(body) == ["增长6-7%", "第二行续"]


def test_tracked_changes_read_as_accepted() -> None:
    body = (
        f"<w:p>{run('增长')}<w:del><w:r><w:delText>5%</w:delText></w:r></w:del>"
        f"<w:ins>{run('6%')}</w:ins><w:moveFrom>{run('旧处')}</w:moveFrom>"
        f"<w:moveTo>{run('新处')}</w:moveTo></w:p>"
    )
    assert lines(body) == ["增长6%新处"]


def test_a_deleted_paragraph_mark_joins_the_next_paragraph() -> None:
    deleted = "<w:rPr><w:del w:id='1'/></w:rPr>"
    body = paragraph("年内新建", deleted) + paragraph("公园20个。") + paragraph("完")
    assert lines(body) == ["年内新建公园20个。", "完"]
    assert lines(paragraph("一直删到末尾", deleted)) == ["一直删到末尾"]


def test_hidden_text_fields_and_notes_are_left_out() -> None:
    body = (
        f"<w:p>{run('看不见', '<w:vanish/>')}"
        + run("看得见", "<w:vanish w:val='0'/>")
        + "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r>"
        "</w:rubyBase></w:ruby></w:r></w:p>"
    )
    assert lines(body) == ["看得见拼"]


def test_a_generated_table_of_contents_is_left_out() -> None:
    part = "<w:docPartObj><w:docPartGallery w:val='{}'/></w:docPartObj>"
    block = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    contents = block.format(part.format("Table of Contents"), paragraph("一、目标……1"))
    other = block.format(part.format("Cover Pages"), paragraph("封面"))
    assert lines(contents + other + paragraph("一、目标")) == ["封面", "一、目标"]


def test_a_text_box_follows_its_paragraph_and_is_read_once() -> None:
    box = "<w:txbxContent>" + paragraph("框内一") + paragraph("框内二") + "</w:txbxContent>"
    drawn = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    body = f"<w:p>{run('框前')}<w:r>{drawn}</mc:AlternateContent></w:r>{run('同段')}</w:p>"
    reading = read("a.docx", docx(body + paragraph("框后")))
    assert reading.text.split("\n") == ["框前同段", "框内一", "框内二", "框后"]
    assert [block.kind for block in reading.blocks] == ["paragraph", "box", "box", "paragraph"]


def test_a_table_reads_as_clauses() -> None:
    merged = table(
        row(cell("云川市2026年任务", "<w:gridSpan w:val='4'/>")),
        row(cell("序号"), cell("任务"), cell("目标值"), cell("责任单位")),
        row(cell("1"), cell("新建口袋公园"), cell("20个"), cell("市城管局", RESTART)),
        row(cell("2"), cell("新建驿站"), cell("8座"), cell("", CONTINUE)),
        row(cell("3"), cell("已删"), cell("9座"), cell("", CONTINUE), properties="<w:del/>"),
        row(cell(""), cell("合 计"), cell("28"), cell("")),
    )
    reading = read("a.docx", docx(paragraph("前") + merged + paragraph("后")))
    assert reading.text.split("\n") == [
        "前",
        "云川市2026年任务",
        "目标：新建口袋公园20个（责任单位：市城管局）。",
        "目标：新建驿站8座（责任单位：市城管局）。",
        "后",
    ]
    assert [(b.kind, b.table, b.row) for b in reading.blocks] == [
        ("paragraph", None, None),
        ("title", 1, 1),
        ("row", 1, 3),
        ("row", 1, 4),
        ("paragraph", None, None),
    ]
    assert reading.totals_left_out == 1


RESTART, CONTINUE = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"


def test_a_table_without_header_keeps_its_cells_apart() -> None:
    body = table(row(cell("联系人"), cell("办公室")), row(cell("电话"), cell("010")))
    assert lines(body) == ["联系人\t办公室", "电话\t010"]


def test_a_table_that_lays_out_the_page_reads_as_paragraphs() -> None:
    inner = table(row(cell("任务"), cell("责任单位")), row(cell("新建公园"), cell("城管局")))
    outer = table(row("<w:tc>" + paragraph("上") + inner + paragraph("下") + "</w:tc>"))
    assert lines(outer) == [
        "上",
        "新建公园（责任单位：城管局）。",
        "下",
    ]


def level(depth: int, form: str, text: str, more: str = "") -> str:
    return (
        f"<w:lvl w:ilvl='{depth}'><w:start w:val='1'/><w:numFmt w:val='{form}'/>{more}"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
    )


LEVELS = (
    level(0, "chineseCounting", "%1、")
    + level(1, "japaneseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "%3.%4")
)
LISTS = (
    f"<w:abstractNum w:abstractNumId='0'>{LEVELS}</w:abstractNum>"
    f"<w:abstractNum w:abstractNumId='1'>{level(0, 'bullet', '●')}</w:abstractNum>"
    "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    "<w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>"
    "<w:num w:numId='3'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'>"
    "<w:startOverride w:val='1'/></w:lvlOverride></w:num>"
)


def numbered(text: str, depth: int, number: int = 1) -> str:
    place = f"<w:ilvl w:val='{depth}'/><w:numId w:val='{number}'/>"
    return paragraph(text, f"<w:numPr>{place}</w:numPr>")


def test_automatic_numbers_are_written_out() -> None:
    steps = [(0, "稳增长"), (1, "工业"), (1, "农业"), (2, "粮食"), (3, "夏粮"), (2, "蔬菜")]
    steps += [(0, "惠民生"), (1, "就业"), (2, "技能")]
    body = "".join(numbered(text, depth) for depth, text in steps)
    assert lines(body, LISTS) == [
        "一、稳增长",
        "（一）工业",
        "（二）农业",
        "1.粮食",
        "1.1 夏粮",
        "2.蔬菜",
        "二、惠民生",
        "（一）就业",
        "1.技能",
    ]


def test_bullets_unknown_lists_and_blank_paragraphs_have_no_number() -> None:
    body = numbered("点", 0, 2) + numbered("无", 0, 99) + numbered("", 0) + numbered("首", 0)
    assert lines(body + numbered("取消", 0, 0), LISTS) == ["点", "无", "一、首", "取消"]


def test_a_list_that_starts_anew() -> None:
    body = numbered("甲", 0) + numbered("乙", 0) + numbered("丙", 0, 3) + numbered("丁", 0, 3)
    assert lines(body, LISTS) == ["一、甲", "二、乙", "一、丙", "二、丁"]


def test_numbers_that_come_from_the_style() -> None:
    number = "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>"
    styles = (
        f"<w:style w:styleId='1'>{number}</w:style>"
        "<w:style w:styleId='2'><w:basedOn w:val='1'/></w:style>"
        "<w:style w:styleId='round'><w:basedOn w:val='round'/></w:style>"
    )
    linked = LISTS.replace("'japaneseCounting'/>", "'japaneseCounting'/><w:pStyle w:val='2'/>")
    body = "".join(paragraph(text, f"<w:pStyle w:val='{text}'/>") for text in ("1", "2", "round"))
    assert lines(body, linked, styles) == ["一、1", "（一）2", "round"]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (100, "一百"),
        (101, "一百零一"), (110, "一百一十"), (1005, "一千零五"), (2030, "二千零三十"),
        (9999, "九千九百九十九"), (10000, "10000"), (0, "0"),
    ],
)  # fmt: skip
def test_counting_in_hanzi(number: int, text: str) -> None:
    assert counting(number) == text


def test_other_forms_of_numbers() -> None:
    assert [letters(n) for n in (1, 26, 27, 53)] == ["a", "z", "aa", "aaa"]
    assert [roman(n) for n in (1, 4, 9, 14, 1994)] == ["i", "iv", "ix", "xiv", "mcmxciv"]
    assert [circled(n) for n in (1, 20, 21)] == ["①", "⑳", "21"]


def test_deep_nesting_is_no_trouble() -> None:
    inner = paragraph("底")
    for _ in range(60):
        inner = table(row(f"<w:tc>{inner}</w:tc>"))
    assert lines(inner) == ["底"]
