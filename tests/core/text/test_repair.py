from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.text import OffsetMap, repair
from luoshi.core.text.simplify import simplified_character

SIGNS = "建设公园實施鄉村振興10个以上，。、；：（）()“”?ぷ鬯\n #*<p>shíé\ufffd"
TEXTS = st.one_of(st.text(max_size=200), st.text(alphabet=st.sampled_from(SIGNS), max_size=200))


def test_all_repairs_of_one_text() -> None:
    raw = "**實(shí)施鄉(xiāng)村振興**\n責任編輯:某某"
    repaired = repair(raw)
    assert repaired.text == "实施乡村振兴\n"
    assert [span.kind for span in repaired.dropped] == [
        "markup",
        "pinyin",
        "pinyin",
        "markup",
        "furniture",
    ]
    assert raw[slice(*repaired.to_raw(0, 6))] == "實(shí)施鄉(xiāng)村振興"


def test_damaged_text_is_quoted_as_found() -> None:
    raw = "實施計劃，改?gé)蓀鬯鷼，新建公園"
    repaired = repair(raw)
    (span,) = repaired.damaged_in_text
    assert repaired.text[span.start : span.end] == raw[span.start : span.end]
    assert repaired.text.startswith("实施计划，")


@given(TEXTS)
def test_every_kept_character_is_itself_or_its_traditional_form(raw: str) -> None:
    repaired = repair(raw)
    assert repaired.map.length == len(repaired.text)
    for at, character in enumerate(repaired.text):
        source = raw[repaired.map.position(at)]
        assert character in (source, simplified_character(source))


@given(TEXTS)
def test_what_is_not_kept_is_dropped_and_named(raw: str) -> None:
    repaired = repair(raw)
    kept = {repaired.map.position(at) for at in range(len(repaired.text))}
    gone = {at for span in repaired.dropped for at in range(span.start, span.end)}
    assert kept | gone == set(range(len(raw)))
    assert not kept & gone


@given(TEXTS)
def test_raw_ranges_rise_with_the_text(raw: str) -> None:
    repaired = repair(raw)
    starts = [repaired.to_raw(at, at + 1)[0] for at in range(len(repaired.text))]
    assert starts == sorted(starts)


@given(TEXTS)
def test_the_map_survives_its_runs(raw: str) -> None:
    offsets = repair(raw).map
    assert OffsetMap.from_runs(offsets.to_runs()) == offsets


@given(st.text(alphabet=st.sampled_from("建设公园，。、“”（）\n"), max_size=80))
def test_a_sound_simplified_text_loses_at_most_line_breaks(raw: str) -> None:
    assert {span.kind for span in repair(raw).dropped} <= {"break"}
