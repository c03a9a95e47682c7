from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.render.length import length_report
from luoshi.render.paper import Attachment, Heading, Paragraph, Run
from tests.render.papers import paper, plain, ranking


def of_length(count: int) -> Paragraph:
    return Paragraph((Run("字" * count),))


def test_title_headings_and_paragraphs_count_and_tables_do_not() -> None:
    blocks = (Heading(1, "总体 情况"), of_length(10), ranking(), of_length(5))
    report = length_report(plain(title="通报", blocks=blocks))
    assert (report.characters, report.attached) == (2 + 4 + 15, 0)


def test_attachments_count_apart() -> None:
    part = Attachment("说明", (of_length(30),))
    assert length_report(paper(blocks=(), title="通报", attachments=(part,))).attached == 30


@pytest.mark.parametrize(
    ("scope", "count", "over"),
    [("specific", 3998, 0), ("specific", 3999, 1), ("general", 4998, 0), ("general", 5098, 100)],
)
def test_limits(scope: str, count: int, over: int) -> None:
    report = length_report(plain(title="通报", blocks=(of_length(count),)), scope)  # type: ignore[arg-type]
    assert report.limit == {"specific": 4000, "general": 5000}[scope]
    assert report.over == over
    assert "若干规定" in report.source


@given(st.lists(st.text(" 字\n\u3000", max_size=8), max_size=6))
def test_cutting_text_into_runs_changes_nothing(texts: list[str]) -> None:
    whole = plain(title="通报", blocks=(Paragraph((Run("".join(texts)),)),))
    cut = replace(whole, blocks=(Paragraph(tuple(Run(text) for text in texts)),))
    assert length_report(cut) == length_report(whole)
    assert length_report(cut).characters == 2 + "".join(texts).count("字")
