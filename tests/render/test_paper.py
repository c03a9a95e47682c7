from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.errors import Invalid
from luoshi.render.ordinals import Ordinals, chinese
from luoshi.render.paper import Column, Heading, PaperNumber, Paragraph, Run, Table, written
from tests.render.papers import comments, paper


def test_number_carries_hexagonal_brackets_and_no_padding() -> None:
    assert str(PaperNumber("云政办", 2026, 7)) == "云政办〔2026〕7号"


def test_date_is_written_without_leading_zeros() -> None:
    assert written(date(2026, 3, 5)) == "2026年3月5日"


def test_a_ragged_table_is_refused_with_its_row() -> None:
    with pytest.raises(Invalid) as refusal:
        Table((Column("甲"), Column("乙")), ((Run("1"), Run("2")), (Run("3"),)))
    assert (refusal.value.code, refusal.value.params) == ("table-ragged", {"row": 2})


@pytest.mark.parametrize("level", [0, 5])
def test_only_four_levels(level: int) -> None:
    with pytest.raises(Invalid) as refusal:
        Heading(level, "标题")
    assert refusal.value.code == "heading-level"


@pytest.mark.parametrize("ref", ["", "x" * 65])
def test_a_reference_word_would_cut_is_refused(ref: str) -> None:
    with pytest.raises(Invalid) as refusal:
        Run("1", ref=ref)
    assert refusal.value.code == "ref-too-long"


def test_blocks_come_in_reading_order() -> None:
    assert list(paper().every_block())[:-1] == list(comments())
    assert isinstance(list(paper().every_block())[-1], Table)
    assert list(paper(blocks=(Paragraph(()),), attachments=()).every_block()) == [Paragraph(())]


def test_ordinals_of_four_levels_start_again_below_a_new_heading() -> None:
    ordinals = Ordinals()
    levels = [1, 2, 2, 3, 4, 4, 3, 4, 2, 3, 1, 2]
    assert [ordinals.next(level) for level in levels] == [
        "一、",
        "（一）",
        "（二）",
        "1.",
        "（1）",
        "（2）",
        "2.",
        "（1）",
        "（三）",
        "1.",
        "二、",
        "（一）",
    ]


@pytest.mark.parametrize(
    ("count", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")]
)
def test_chinese_ordinals(count: int, words: str) -> None:
    assert chinese(count) == words


@pytest.mark.parametrize("count", [0, 100])
def test_ordinals_end_at_99(count: int) -> None:
    with pytest.raises(Invalid) as refusal:
        chinese(count)
    assert refusal.value.params == {"count": count}


@given(st.integers(1, 98))
def test_ordinals_differ(count: int) -> None:
    assert chinese(count) != chinese(count + 1)
