import time
import zipfile
from io import BytesIO
from itertools import pairwise

import docx
import pytest
from docx.oxml.ns import qn

from luoshi.core.errors import Invalid
from luoshi.render.bound import bound_numbers
from luoshi.render.official import mark_size, official_docx, two_sided
from luoshi.render.paper import Attachment, Column, Paragraph, Run, Table
from luoshi.render.reading import Line, read_docx
from tests.render.papers import UNITS, paper, plain


def lines(data: bytes) -> list[Line]:
    return list(read_docx(data).lines)


def line(data: bytes, text: str) -> Line:
    return next(each for each in lines(data) if each.text.startswith(text))


def xml(data: bytes, name: str = "word/document.xml") -> str:
    return zipfile.ZipFile(BytesIO(data)).read(name).decode()


def test_equal_papers_give_equal_bytes_whatever_the_time() -> None:
    first = official_docx(paper())
    time.sleep(2.1)
    assert official_docx(paper()) == first
    assert official_docx(paper(note="此件不公开")) != first


def test_zip_and_properties_carry_no_clock() -> None:
    archive = zipfile.ZipFile(BytesIO(official_docx(paper())))
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = docx.Document(BytesIO(official_docx(paper()))).core_properties
    assert properties.author == "云川市人民政府办公室文件"
    assert properties.title == "云川市人民政府办公室关于2026年第三季度重点任务落实情况的通报"
    assert str(properties.created)[:10] == "2026-10-09"
    assert properties.created == properties.modified


def test_the_package_holds_only_what_a_paper_needs() -> None:
    assert sorted(zipfile.ZipFile(BytesIO(official_docx(paper()))).namelist()) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/settings.xml",
        "word/styles.xml",
    ]


def test_elements_come_in_the_order_of_the_norm() -> None:
    texts = [each.text for each in lines(official_docx(paper())) if each.box != "table"]
    assert texts == [
        "云川市人民政府办公室文件",
        "云政办〔2026〕12号",
        "云川市人民政府办公室关于\n2026年第三季度重点任务落实情况的通报",
        "各县区人民政府，各开发区管委会，市政府各部门：",
        "全市列入清单的重点任务共318项，按期办结率87.3%。现将有关情况通报如下。",
        "一、得分排名",
        "2026年第三季度重点任务得分排名",
        "二、点评",
        "（一）进展较好的单位",
        "河湾县。42项任务全部按序时推进，位次较上季度上升2位。",
        "（二）需要重点督导的单位",
        "1.进度滞后",
        "临空经济区2项事项逾期超过10个工作日，请认真查找原因。",
        "（1）有关要求",
        "请有关单位于10月31日前报送整改情况。",
        "附件：1.\t未按期办结事项清单",
        "2.\t整改情况报送表",
        "云川市人民政府办公室",
        "2026年10月9日",
        "（此件公开发布）",
        "附件1",
        "未按期办结事项清单",
        "2026年第三季度重点任务得分排名",
        "抄送：市委各部门，市人大常委会办公室，市政协办公室。",
        "云川市人民政府办公室\t2026年10月10日印发",
    ]


def test_a_single_attachment_has_no_number() -> None:
    data = official_docx(paper(attachments=(Attachment("事项清单", (Paragraph((Run("无。"),)),)),)))
    texts = [each.text for each in lines(data)]
    assert "附件：事项清单" in texts
    assert "附件" in texts
    assert "附件1" not in texts


def test_without_copies_and_printer_there_is_no_colophon() -> None:
    data = official_docx(plain(copy_to=(), printed_by=None))
    assert "txbxContent" not in xml(data)
    assert lines(data)[-1].text == "2026年10月9日"


def test_every_run_names_the_east_asian_font_of_its_element() -> None:
    data = official_docx(paper())
    assert {
        each.text[:4]: each.face for each in lines(data) if each.box == "" and len(each.text) > 3
    }["一、得分"] == "黑体"
    assert line(data, "云川市").face == "方正小标宋简体"
    assert line(data, "（一）").face == "楷体_GB2312"
    assert line(data, "1.").face == "仿宋_GB2312"
    assert line(data, "抄送").face == "仿宋_GB2312"
    assert line(data, "河湾县。").lead_face == "楷体_GB2312"


def test_only_the_mark_is_red() -> None:
    red = [each.text for each in lines(official_docx(paper())) if "FF0000" in each.colours]
    assert red == ["云川市人民政府办公室文件"]


@pytest.mark.parametrize(
    ("agency", "points"),
    [("云川市文件", 48), ("云川市人民政府文件", 48), ("云" * 12, 36), ("云" * 40, 26)],
)
def test_mark_fills_at_most_one_line_while_it_can(agency: str, points: int) -> None:
    assert mark_size(agency) == points
    assert line(official_docx(plain(agency=agency)), agency).size == points


def test_table_repeats_its_header_and_splits_no_row() -> None:
    table = docx.Document(BytesIO(official_docx(plain()))).tables[0]
    rows = table._tbl.tr_lst
    assert [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows] == [
        True,
        *[False] * len(UNITS),
    ]
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
    cells = [
        "".join(node.text or "" for node in cell._tc.iter(qn("w:t")))
        for cell in table.rows[7].cells
    ]
    assert cells == ["7", "高新技术产业开发区", "89.50", "↑7"]


def test_table_columns_share_the_whole_type_area() -> None:
    table = Table((Column("甲", 1), Column("乙", 1), Column("丙", 1)), ((Run(""),) * 3,))
    data = official_docx(plain(blocks=(table,)))
    grid = docx.Document(BytesIO(data)).tables[0]._tbl.tblGrid
    widths = [int(column.get(qn("w:w")) or 0) for column in grid]
    assert sum(widths) == 8844
    assert max(widths) - min(widths) <= 2


def test_cells_are_aligned_by_column() -> None:
    table = docx.Document(BytesIO(official_docx(plain()))).tables[0]
    sides = [
        cell.paragraphs[0]._p.pPr.find(qn("w:jc")).get(qn("w:val")) for cell in table.rows[1].cells
    ]
    assert sides == ["center", "left", "right", "center"]


def test_numbers_can_be_traced_back_in_reading_order() -> None:
    points = [(f"run:9/unit:{place}/points", f"{96 - place}.50") for place in range(1, 9)]
    assert bound_numbers(official_docx(paper())) == [
        ("count:listed", "318"),
        ("rate:on-time", "87.3%"),
        *points,
        *points,
    ]


def test_a_number_changed_by_hand_is_read_as_it_stands() -> None:
    document = docx.Document(BytesIO(official_docx(plain())))
    for node in document.element.body.iter(qn("w:t")):
        if node.text == "318":
            node.text = "319"
    stream = BytesIO()
    document.save(stream)
    assert bound_numbers(stream.getvalue())[0] == ("count:listed", "319")


def test_content_controls_are_numbered_apart() -> None:
    body = docx.Document(BytesIO(official_docx(paper()))).element.body
    ids = [int(node.get(qn("w:val"))) for node in body.iter(qn("w:id"))]
    assert ids == list(range(1, 19))


def test_references_and_texts_may_hold_markup_and_control_characters() -> None:
    run = Run("a<b>&\x0b\x00“甲”\ue000\n乙", ref='q:"a"&<b>')
    data = official_docx(plain(blocks=(Paragraph((run,)),)))
    assert bound_numbers(data) == [('q:"a"&<b>', "a<b>&“甲”\ue000乙")]


def test_what_is_no_word_file_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        bound_numbers(b"PK nothing")
    assert refusal.value.code == "docx-unreadable"


@pytest.mark.parametrize(
    ("signature", "sealed", "signed", "dated"),
    [
        ("云川市人民政府", True, "3.75", "4"),
        ("云川市人民政府办公室", True, "2.25", "4"),
        ("云" * 20, True, "0", "4"),
        ("云川市人民政府办公室", False, "2", "3.5"),
        ("云川市政府", False, "5.5", "2"),
    ],
)
def test_signature_and_date_stand_by_each_other(
    signature: str, sealed: bool, signed: str, dated: str
) -> None:
    data = official_docx(plain(signature=signature, sealed=sealed))
    pair = lines(data)[-4:-2]
    assert [f"{each.right / 315:.2f}".rstrip("0").rstrip(".") for each in pair] == [signed, dated]


def test_last_words_are_held_to_the_signature() -> None:
    """So that signature and date never stand on a page without text."""
    text = xml(official_docx(plain()))
    bodies = [part for part in text.split("<w:p>") if '<w:pStyle w:val="Body"/>' in part]
    assert ["<w:keepNext/>" in part for part in bodies] == [False] * (len(bodies) - 1) + [True]


def test_enclosures_hang_behind_their_number() -> None:
    first, second = [
        each for each in lines(official_docx(paper())) if each.text.startswith(("附件：", "2."))
    ]
    assert (first.left + first.first) / 315 == 2
    assert (second.left + second.first) / 315 == 5
    assert first.left == second.left == 6 * 315


def test_two_sided_leaves_an_even_paper_alone() -> None:
    assert two_sided(paper(), lambda data: 4) == official_docx(paper())
    odd = two_sided(paper(), lambda data: 3)
    assert odd == official_docx(paper(overleaf=True))
    assert xml(odd).count("pageBreakBefore") == 1
    assert "pageBreakBefore" not in xml(official_docx(paper()))


def test_properties_keep_the_order_of_the_schema() -> None:
    order = (
        *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "pBdr", "tabs"),
        *("overflowPunct", "autoSpaceDE", "autoSpaceDN", "snapToGrid", "spacing", "ind", "jc"),
        "outlineLvl",
    )
    data = official_docx(paper(overleaf=True))
    documents = [docx.Document(BytesIO(data)).element, docx.Document(BytesIO(data)).styles.element]
    for properties in (node for root in documents for node in root.iter(qn("w:pPr"))):
        places = [order.index(child.tag.split("}")[1]) for child in properties]
        assert all(a < b for a, b in pairwise(places))


def test_a_ledger_of_two_thousand_rows_is_set_quickly_enough_to_wait_for() -> None:
    rows = tuple((Run(str(at)), Run("事项", ref=f"row:{at}")) for at in range(2000))
    data = official_docx(plain(blocks=(Table((Column("序号"), Column("事项")), rows),)))
    assert len(bound_numbers(data)) == 2000
