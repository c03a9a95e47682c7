"""Naming, bounds and exactness of what comes in."""

from decimal import Decimal

import pytest

from luoshi.core.errors import Invalid
from luoshi.core.text import Span
from luoshi.intake import MESSAGES
from luoshi.web.documents import papers
from luoshi.web.documents.errors import INTAKE
from luoshi.web.documents.papers import Paper, read_file, read_pasted, year_in
from tests.intake.files import xlsx

INJECTED = "云川棋牌888下载,云川棋牌大厅888,a云川棋牌app,云川棋牌充值888,888云川棋牌\n"
BODY = "今年新建公路120公里。\n我们要做好城市供水、供热和公共交通工作。\n"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n  云川市工作报告\n正文。", "云川市工作报告"),
        ("\ufeff云川市工作报告\n正文。", "云川市工作报告"),
        ("云川市报告。第一句在标题后面。\n", "云川市报告"),
        ("长" * 61 + "。后面", "长" * 30 + "…"),
    ],
    ids=["first-line", "byte-order-mark", "first-sentence", "long"],
)
def test_title_is_the_first_line(text: str, title: str) -> None:
    assert read_pasted(text).title == title


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([["工作任务", "目标"], ["新建公园", "20个"]], "任务台账"),
        ([["云川市任务台账", ""], ["工作任务", "目标"], ["新建公园", "20个"]], "云川市任务台账"),
    ],
    ids=["named-as-the-file", "title-row"],
)
def test_a_row_of_a_table_is_no_title(rows: list[list[object]], title: str) -> None:
    assert read_file("任务台账.xlsx", xlsx(rows)).title == title


def with_injected() -> Paper:
    paper = read_file("报告.txt", (INJECTED + BODY).encode())
    assert [span.kind for span in paper.repaired.dropped] == ["spam"]
    return paper


def test_title_is_never_injected_text() -> None:
    assert with_injected().title == "今年新建公路120公里"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("报告.txt", "报告.txt"),
        ("云川棋牌888下载.txt", ".txt"),
        (f"前言_{INJECTED.strip()}.txt", ".txt"),
        ("C:\\文件\\报告.txt", "报告.txt"),
        ("文件/报告.txt", "报告.txt"),
        ("888.txt", "888.txt"),
    ],
)
def test_file_name_is_never_injected_text(name: str, kept: str) -> None:
    paper = with_injected()
    assert Paper(name, paper.data, paper.reading, paper.repaired).safe_name == kept


def test_pasted_text_has_one_kind_of_line_end() -> None:
    assert read_pasted("甲\r\n乙").reading.text == "甲\n乙"


def test_cells_copied_from_a_sheet_read_as_clauses() -> None:
    paper = read_pasted("任务\t目标\t责任单位\n新建公园\t20个\t市城管局")
    assert paper.reading.text == "目标：新建公园20个（责任单位：市城管局）。"


def test_pasted_page_is_read_as_a_page() -> None:
    paper = read_pasted("<html><body><p>新建公路一条</p></body></html>")
    assert (paper.reading.kind, paper.reading.text) == ("html", "新建公路一条")


def test_pasted_text_has_a_limit() -> None:
    with pytest.raises(Invalid) as caught:
        read_pasted("字" * (papers.pasted_characters() + 1))
    assert (caught.value.code, caught.value.params) == (
        "text-too-long",
        {"limit": papers.pasted_characters()},
    )


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("云川市2026年报告", 2026),
        ("2025 年工作", 2025),
        ("12026年", None),
        ("1998年", None),
        ("", None),
    ],
)
def test_year_of_a_title(text: str, year: int | None) -> None:
    assert year_in(text) == year


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, None),
        (Decimal("0.0625"), Decimal("0.0625")),
        (Decimal("0.00001"), None),
        (Decimal(10) ** 15, Decimal(10) ** 15),
        (Decimal(10) ** 16, None),
        (Decimal(-10) ** 17, None),
    ],
)
def test_value_is_kept_exactly_or_not_at_all(value: Decimal | None, kept: Decimal | None) -> None:
    assert papers._exact(value) == kept


def test_spans_survive_storing() -> None:
    found = (Span(0, 3, "pinyin"), Span(5, 9, "damaged"))
    assert papers.spans(papers.stored(found)) == list(found)


def test_every_refusal_of_intake_has_its_words() -> None:
    ours = {code: str(text) for code, text in INTAKE.items()}
    theirs = {code: text.replace("{", "%(").replace("}", ")s") for code, text in MESSAGES.items()}
    assert ours == theirs
