from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.render.title import break_title

EXAMPLES = [
    ("关于2026年上半年督查情况的通报", ("关于2026年上半年督查情况的通报",)),
    (
        "云川市人民政府办公室关于2026年第三季度重点任务落实情况的通报",
        ("云川市人民政府办公室关于", "2026年第三季度重点任务落实情况的通报"),
    ),
    ("通报\n第二行 ", ("通报", "第二行")),
]


@pytest.mark.parametrize(("title", "lines"), EXAMPLES)
def test_titles_break_by_sense(title: str, lines: tuple[str, ...]) -> None:
    assert break_title(title) == lines


@pytest.mark.parametrize(
    "title",
    [
        "云川市人民政府办公室关于印发《云川市2026年重点民生实事任务分解方案》的通知",
        "云川市人民政府关于进一步优化营商环境推动经济社会高质量发展若干重点任务落实情况的通报",
        "中共云川市委办公室云川市人民政府办公室关于2026年度全市重点工作督查考核结果的通报",
    ],
)
def test_long_titles_form_a_trapezoid_or_a_diamond(title: str) -> None:
    lines = break_title(title)
    lengths = [len(line) for line in lines]
    rises = [b - a for a, b in pairwise(lengths)]
    sags = any(a < 0 < b for a, b in pairwise(rises))
    assert "".join(lines) == title
    assert not sags
    assert max(lengths) <= 23
    assert not any(line[0] in "的、》）" for line in lines)


def test_no_word_number_or_quotation_is_split() -> None:
    title = "云川市人民政府办公室关于2026年第三季度重点任务落实情况和《营商环境方案》进展情况的通报"
    text = "/".join(break_title(title))
    for whole in ("人民政府", "办公室", "2026年", "第三季度", "落实", "《营商环境方案》", "通报"):
        assert whole in text


def test_without_any_place_to_cut_the_line_is_filled() -> None:
    assert break_title("《" + "长" * 30 + "》") == ("《" + "长" * 18, "长" * 12 + "》")


@given(st.text("云川市人民政府关于重点任务落实情况的通报、和2026年《》", min_size=1, max_size=45))
def test_nothing_is_lost_and_no_line_is_too_wide(title: str) -> None:
    lines = break_title(title)
    assert "".join(lines) == title
    assert all(sum(1 if char > "~" else 0.5 for char in line) <= 19 for line in lines)
