"""Text files: the encoding is found, offsets stay those of the stored file."""

import codecs
import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from luoshi.core.errors import Invalid
from luoshi.intake import Block, read
from luoshi.intake.plain import BINARY

REPORT = (
    "云川市2026年工作要点\r\n\r\n一、稳增长。地区生产总值增长6.5%以上，规模以上工业增加值增长7%左右；"
    "\r\n二、惠民生。新建口袋公园20个，改造老旧小区45个，城镇新增就业3万人。\n"
)


@pytest.mark.parametrize(
    ("stored", "encoding", "text"),
    [
        (REPORT.encode(), "utf-8", REPORT),
        (codecs.BOM_UTF8 + REPORT.encode(), "utf-8", "\ufeff" + REPORT),
        (REPORT.encode("gb18030"), "gb18030", REPORT),
        (codecs.BOM_UTF16_LE + REPORT.encode("utf-16-le"), "utf-16-le", "\ufeff" + REPORT),
        (codecs.BOM_UTF16_BE + REPORT.encode("utf-16-be"), "utf-16-be", "\ufeff" + REPORT),
        (codecs.BOM_UTF32_LE + REPORT.encode("utf-32-le"), "utf-32-le", "\ufeff" + REPORT),
        (REPORT.encode("utf-16-le"), "utf-16-le", REPORT),
        (REPORT.encode("utf-16-be"), "utf-16-be", REPORT),
        ("推進重點項目建設，全年完成投資五十億元，確保按期竣工。".encode("big5") * 20, "big5",
         "推進重點項目建設，全年完成投資五十億元，確保按期竣工。" * 20),
    ],
    ids=["utf8", "utf8-bom", "gb18030", "u16le-bom", "u16be-bom", "u32", "u16le", "u16be", "big5"],
)  # fmt: skip
def test_encodings(stored: bytes, encoding: str, text: str) -> None:
    reading = read("要点.txt", stored)
    assert (reading.encoding, reading.text) == (encoding, text)


@pytest.mark.parametrize("text", ["增长6%", "投资50亿元。", "好", "GDP增长6%，CPI 3%左右"])
def test_short_gb18030(text: str) -> None:
    assert read("a.txt", text.encode("gb18030")).text == text


def test_blocks_are_the_lines_that_are_not_blank() -> None:
    reading = read("a.txt", "\ufeff标题\r\n \r\n  甲乙\n\n丙".encode())
    assert reading.blocks == (
        Block(1, 3, "paragraph"),
        Block(8, 12, "paragraph"),
        Block(14, 15, "paragraph"),
    )


@pytest.mark.parametrize(
    "stored",
    [
        "增长\x00百分之六".encode(),
        b"\x00\x01\x02\x03" * 30,
        bytes(range(256)),
        "好的".encode() + b"\xff\xfe\xfd",
        codecs.BOM_UTF16_LE + b"\x00\xd8\x00\x00",
        "\x1b[31m红".encode(),
    ],
)
def test_binary_is_no_text(stored: bytes) -> None:
    with pytest.raises(Invalid) as caught:
        read("a.txt", stored)
    assert (caught.value.code, caught.value.params) == ("undecodable-text", {})


HANZI = st.text(
    st.sampled_from("的一是在不了有和人这中大为上个国我以要他年增长目标完成"), min_size=4
)


@settings(deadline=None)
@given(HANZI)
def test_common_hanzi_survive_every_usual_encoding(text: str) -> None:
    sentence = f"{text}，增长7.5%以上。"
    for encoding in ("utf-8", "gb18030", "utf-16", "utf-16-be"):
        stored = sentence.encode(encoding)
        assert read("a.txt", stored).text.lstrip("\ufeff") == sentence


@settings(deadline=None)
@given(st.text(min_size=1).filter(lambda text: text.strip().strip("\ufeff").strip() != ""))
def test_utf8_text_is_kept_as_stored(text: str) -> None:
    assume(not BINARY.search(text) and not re.match(r"\s*<", text))
    reading = read("a.txt", text.encode())
    assert reading.text == text
    assert all(text[block.start : block.end].strip("\r\n") for block in reading.blocks)
    assert [b.start for b in reading.blocks] == sorted(b.start for b in reading.blocks)
