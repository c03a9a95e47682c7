import shutil
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from luoshi.core.errors import Invalid, Refused
from luoshi.render.official import official_docx, two_sided
from luoshi.render.paper import Column, Paragraph, Printing, Run, Table
from luoshi.render.pdf import fonts_conf, page_count, pdf_fonts, to_pdf
from tests.render.papers import DIGITS, paper, plain
from tests.render.pictures import Glyph, find, glyphs, page_texts, paths, text_lines

needs_soffice = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed: no PDF to look at"
)
FOOT = 297 - 35


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """A paper whose second page is nothing but Chinese numerals."""
    long = Paragraph((Run(DIGITS * 100),))
    return to_pdf(official_docx(plain(blocks=(long, *paper().blocks))))


def body(page: list[Glyph]) -> list[Glyph]:
    return [mark for mark in page if mark.top < FOOT]


@needs_soffice
def test_page_is_a4(pdf: bytes) -> None:
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(pdf)
    width, height = document[0].get_size()
    document.close()
    assert abs(width - 210 * 72 / 25.4) < 0.5
    assert abs(height - 297 * 72 / 25.4) < 0.5


@needs_soffice
def test_full_page_has_22_lines_of_28_characters(pdf: bytes) -> None:
    assert [len(line) for line in text_lines(body(glyphs(pdf, 1)))] == [28] * 22


@needs_soffice
def test_figures_of_a_ranking_stand_on_one_line() -> None:
    shares = {
        "位次": 2,
        "单位": 4,
        "得分": 2,
        "完成": 3,
        "按时": 3,
        "核验": 3,
        "评价": 3,
        "红灯": 2,
    }
    columns = tuple(Column(title, share) for title, share in shares.items())
    row = tuple(map(Run, ("并列12", "市自然资源局", "99.44", *["100.00"] * 4, "12")))
    made = to_pdf(official_docx(plain(blocks=(Table(columns, (row,)),))))
    lines = text_lines(glyphs(made, 0))
    assert "并列12市自然资源局99.44100.00100.00100.00100.0012" in lines


@needs_soffice
def test_body_fills_the_type_area(pdf: bytes) -> None:
    page = body(glyphs(pdf, 1))
    assert abs(min(mark.left for mark in page) - 28) < 1
    assert abs(max(mark.right for mark in page) - 184) < 1
    assert min(mark.top for mark in page) > 37
    assert max(mark.bottom for mark in page) < FOOT


@needs_soffice
def test_first_line_of_a_paragraph_starts_two_characters_in(pdf: bytes) -> None:
    first = find(glyphs(pdf, 0), DIGITS)[0]
    assert abs(first.left - 28 - 2 * 15.75 / 72 * 25.4) < 0.8


@needs_soffice
@pytest.mark.parametrize("agency", ["云川市人民政府办公室文件", "云川市文件"])
def test_mark_stands_35_mm_below_the_type_area(agency: str) -> None:
    page = glyphs(to_pdf(official_docx(plain(agency=agency))), 0)
    mark = find(page, agency)
    assert abs(min(each.top for each in mark) - 37 - 35) < 1
    assert abs((mark[0].left + mark[-1].right) / 2 - 106) < 1


@needs_soffice
def test_urgency_does_not_move_the_mark() -> None:
    page = glyphs(to_pdf(official_docx(plain(urgency="特急"))), 0)
    assert abs(min(each.top for each in find(page, "云川市人民政府办公室文件")) - 72) < 1
    assert find(page, "特急")[0].top < 45


@needs_soffice
def test_red_rule_is_4_mm_below_the_number(pdf: bytes) -> None:
    number = max(mark.bottom for mark in find(glyphs(pdf, 0), "〔2026〕12号")[-1:])
    rule = min(box for box in paths(pdf, 0) if box[1] > number)
    assert abs((rule[1] + rule[3]) / 2 - number - 4) < 1
    assert abs(rule[2] - rule[0] - 156) < 1.2


@needs_soffice
def test_folios_stand_outside_one_character_in_7_mm_below(pdf: bytes) -> None:
    odd = [mark for mark in glyphs(pdf, 0) if mark.top > FOOT]
    even = [mark for mark in glyphs(pdf, 1) if mark.top > FOOT]
    assert ["".join(mark.char for mark in line) for line in (odd, even)] == ["—1—", "—2—"]
    assert abs(184 - odd[-1].right - 14 / 72 * 25.4) < 1
    assert abs(even[0].left - 28 - 14 / 72 * 25.4) < 1
    assert abs(odd[0].top - FOOT - 7) < 1


@needs_soffice
def test_colophon_ends_at_the_foot_of_the_last_page(pdf: bytes) -> None:
    last = page_count(pdf) - 1
    rules = sorted(
        (box for box in paths(pdf, last) if box[2] - box[0] > 150), key=lambda box: box[1]
    )[-3:]
    assert abs(rules[-1][3] - FOOT) < 1
    printed = find(glyphs(pdf, last), "印发")
    assert abs(184 - printed[-1].right - 14 / 72 * 25.4) < 1
    assert rules[1][1] < printed[0].top < printed[0].bottom < rules[2][3]


@needs_soffice
@pytest.mark.parametrize("lines", [6, 10, 13])
def test_colophon_never_covers_text_however_full_the_page(lines: int) -> None:
    text = Paragraph((Run(DIGITS * 100 + "满" * 28 * lines),))
    made = to_pdf(official_docx(plain(blocks=(text,))))
    last = glyphs(made, page_count(made) - 1)
    copies = find(last, "抄送：")[0]
    above = [mark for mark in last if mark.top < copies.top - 0.5]
    assert "".join(page_texts(made)).count("满") == 28 * lines
    assert max((mark.bottom for mark in above), default=0) <= copies.top


@needs_soffice
def test_no_character_is_lost_at_the_end_of_a_line() -> None:
    sentence = "坚持清单化推进、项目化落实，按月调度、按季核验，总体进展平稳，"
    made = to_pdf(official_docx(plain(blocks=(Paragraph((Run(sentence * 40),)),))))
    text = "".join(
        line for page in range(page_count(made)) for line in text_lines(body(glyphs(made, page)))
    )
    assert text.count(sentence) == 40


@needs_soffice
def test_colophon_moves_overleaf_after_an_odd_last_page() -> None:
    def pages(data: bytes) -> int:
        return page_count(to_pdf(data))

    text = Paragraph((Run("短文。"),))
    one = plain(blocks=(text,))
    assert pages(official_docx(one)) == 1
    made = to_pdf(two_sided(one, pages))
    first, second = page_texts(made)
    assert "印发" not in first
    assert "印发" in second


@needs_soffice
def test_signature_goes_with_the_end_of_the_text() -> None:
    made = to_pdf(official_docx(plain(blocks=(Paragraph((Run("满" * 28 * 13),)),), copy_to=())))
    with_date = [text for text in page_texts(made) if "2026年10月9日" in text.replace(" ", "")]
    assert len(with_date) == 1
    assert "云川市人民政府办公室" in with_date[0]


@needs_soffice
def test_jobs_at_once_each_get_their_file() -> None:
    papers = [
        official_docx(plain(printed_by=Printing(f"第{at}印制组", plain().signed_on)))
        for at in range(2)
    ]
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(to_pdf, papers))
    texts = ["".join("".join(page_texts(each)).split()) for each in made]
    assert [f"第{at}印制组" in text for at, text in enumerate(texts)] == [True, True]


@needs_soffice
def test_fonts_of_the_pdf_are_told(pdf: bytes) -> None:
    assert len(pdf_fonts(pdf)) >= 2
    assert page_count(pdf) == len(page_texts(pdf))


def test_missing_libreoffice_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        to_pdf(official_docx(plain()), soffice="no-such-soffice")
    assert refusal.value.code == "libreoffice-missing"


def test_no_file_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        to_pdf(official_docx(plain()), soffice="true")
    assert refusal.value.code == "libreoffice-no-file"


def test_a_job_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    slow = tmp_path / "slow"
    slow.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > {tmp_path}/child\nwait\n", "utf-8")
    slow.chmod(slow.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(Refused) as refusal:
        to_pdf(official_docx(plain()), soffice=str(slow), timeout=1)
    assert refusal.value.code == "libreoffice-timeout"
    status = Path("/proc", (tmp_path / "child").read_text("ascii").strip(), "stat")
    patience = time.monotonic() + 20  # a killed process dies when it is next scheduled
    while is_alive(status) and time.monotonic() < patience:
        time.sleep(0.05)
    assert not is_alive(status)


def is_alive(status: Path) -> bool:
    try:
        return status.read_text("ascii").split()[2] != "Z"
    except OSError:
        return False


def test_what_is_no_word_file_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        to_pdf(b"%PDF-1.7", soffice="true")
    assert refusal.value.code == "docx-unreadable"


def test_substitutes_are_declared_for_every_official_font() -> None:
    declared = fonts_conf()
    assert [
        declared.count(f'<test name="family"><string>{name}</string>')
        for name in ("仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体")
    ] == [1] * 5
