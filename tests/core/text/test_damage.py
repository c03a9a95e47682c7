import pytest

from luoshi.core.text.damage import damaged_spans, is_rare


def damaged(raw: str) -> list[str]:
    return [raw[span.start : span.end] for span in damaged_spans(raw)]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("推進(jìn)改?gé)蓀鬯鷼，下一步", ["改?gé)蓀鬯鷼"], id="half-note"),
        pytest.param("全市工作ぷ?、任務", ["作ぷ?"], id="kana"),
        pytest.param("開工。\n?。ǘ?/strong>\n下文", ["?。ǘ?/strong>"], id="tag-tail"),
        pytest.param("投资\ufffd\ufffd亿元", ["\ufffd\ufffd"], id="replacement"),
        pytest.param("锟斤拷10个", ["锟斤拷"], id="gbk-classic"),
    ],
)
def test_lost_bytes_are_found_with_their_surroundings(raw: str, expected: list[str]) -> None:
    found = damaged(raw)
    assert len(found) == len(expected)
    assert all(part in whole for part, whole in zip(expected, found, strict=True))


@pytest.mark.parametrize(
    "raw",
    [
        "怎么办?大家一起想办法。",
        "是不是真重视?是不是真落实?",
        "投资(10亿元)建设项目?",
        "濮阳、鄄城、亳州三地联动",
        "",
    ],
)
def test_a_question_is_no_damage(raw: str) -> None:
    assert damaged(raw) == []


def test_damage_does_not_run_over_a_comma() -> None:
    assert damaged("改?gé)蓀鬯，亳城新建公园10个") == ["改?gé)蓀鬯"]


@pytest.mark.parametrize(("character", "rare"), [("建", False), ("設", False), ("鬯", True)])
def test_rarity_is_level_two_of_the_standard(character: str, rare: bool) -> None:
    assert is_rare(character) is rare
