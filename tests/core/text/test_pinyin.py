import pytest

from luoshi.core.text.pinyin import pinyin_notes


def stripped(raw: str) -> str:
    for note in reversed(pinyin_notes(raw)):
        raw = raw[: note.start] + raw[note.end :]
    return raw


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        pytest.param("建設(shè)公園", "建設公園", id="toned"),
        pytest.param("綠(lǜ)化(huà)", "綠化", id="umlaut"),
        pytest.param("投资(gdp)增长", "投资(gdp)增长", id="untoned-word"),
        pytest.param("指标(PM2.5)下降", "指标(PM2.5)下降", id="capitals"),
        pytest.param("abc(shè)", "abc(shè)", id="after-latin"),
        pytest.param("全区(含园区)", "全区(含园区)", id="remark"),
        pytest.param("（一）shè", "（一）shè", id="no-bracket"),
        pytest.param("實(shí de)", "實(shí de)", id="two-words"),
    ],
)
def test_only_a_syllable_right_after_a_character_goes(raw: str, clean: str) -> None:
    assert stripped(raw) == clean


def test_a_neutral_syllable_goes_only_in_a_text_full_of_notes() -> None:
    assert stripped("我們(men)") == "我們(men)"
    assert stripped("實(shí)施(shī)計(jì)劃，我們(men)") == "實施計劃，我們"


def test_a_word_that_is_no_syllable_stays_even_there() -> None:
    assert stripped("實(shí)施(shī)計(jì)劃(app)") == "實施計劃(app)"
