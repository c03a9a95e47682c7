from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.text.simplify import simplified, simplified_character
from luoshi.core.text.spans import Span


def test_a_converted_text_is_simplified() -> None:
    assert simplified("加快實施鄉村振興戰略") == "加快实施乡村振兴战略"


def test_a_simplified_text_keeps_a_name_in_traditional() -> None:
    text = "全市上下狠抓落实" * 40 + "，陳某表示"
    assert simplified(text) == text


def test_a_converted_line_in_a_simplified_text_is_simplified() -> None:
    body = "全市上下狠抓落实。\n" * 60
    assert simplified(body + "實施鄉村振興") == body + "实施乡村振兴"


def test_untouched_spans_keep_their_characters() -> None:
    assert simplified("發展實業", (Span(0, 1, "damaged"),)) == "發展实业"


def test_ascii_comes_back_as_it_is() -> None:
    assert simplified("GDP 8%") == "GDP 8%"


@given(
    st.text(alphabet=st.sampled_from("實施鄉村振興戰略發展abc，。\n乾著\x00\ud800"), max_size=80)
)
def test_the_length_never_changes(text: str) -> None:
    assert len(simplified(text)) == len(text)


@given(st.characters())
def test_one_character_gives_one(character: str) -> None:
    assert len(simplified_character(character)) == 1
