"""Whatever the bytes, the answer is a reading or a refusal that has a sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.core.errors import Invalid
from luoshi.intake import message, read, sniff_evidence
from tests.intake.files import docx, docx_parts, paragraph, parts_of, xls, xlsx, zipped

EXTENSIONS = ("txt", "csv", "html", "docx", "xlsx", "xls", "png", "jpg", "pdf", "doc", "")
SEEDS = {
    "docx": docx(paragraph("年内新建口袋公园20个。")),
    "xlsx": xlsx([["任务", "目标值"], ["新建公园", 20]]),
    "xls": xls((0, 0, "任务", 0), (0, 1, "目标值", 0), (1, 0, "公园", 0), (1, 1, 20.0, 0)),
    "html": "<html><table><tr><td>任务<td>单位</table>".encode(),
    "txt": "年内新建口袋公园20个。".encode("gb18030"),
}
PLACE = st.integers(0, 1 << 20)
CHANGES = st.lists(st.tuples(PLACE, st.integers(0, 255)), min_size=1, max_size=8)


def settle(name: str, data: bytes) -> None:
    """Read both ways; a refusal must have its sentence. Anything else raised fails the test."""
    for take in (read, sniff_evidence):
        try:
            take(name, data)
        except Invalid as error:
            message(error)


@settings(deadline=None)
@given(extension=st.sampled_from(EXTENSIONS), data=st.binary(max_size=600))
def test_any_bytes(extension: str, data: bytes) -> None:
    settle(f"a.{extension}", data)


def changed(kind: str, changes: list[tuple[int, int]]) -> None:
    data = bytearray(SEEDS[kind])
    for place, byte in changes:
        data[place % len(data)] = byte
    settle(f"a.{kind}", bytes(data))


@pytest.mark.parametrize("kind", sorted({*SEEDS} - {"xls"}))
@settings(max_examples=120, deadline=None)
@given(changes=CHANGES)
def test_changed_bytes(kind: str, changes: list[tuple[int, int]]) -> None:
    changed(kind, changes)


@settings(max_examples=40, deadline=None)  # each is read in a process of its own
@given(changes=CHANGES)
def test_changed_bytes_of_old_excel(changes: list[tuple[int, int]]) -> None:
    changed("xls", changes)


@pytest.mark.parametrize("kind", sorted(SEEDS))
@settings(max_examples=40, deadline=None)
@given(place=PLACE)
def test_files_cut_short(kind: str, place: int) -> None:
    settle(f"a.{kind}", SEEDS[kind][: place % len(SEEDS[kind])])


PARTS = {"docx": docx_parts(paragraph("年内新建公园20个。")), "xlsx": parts_of(SEEDS["xlsx"])}


@pytest.mark.parametrize("kind", sorted(PARTS))
@settings(max_examples=150, deadline=None)
@given(which=PLACE, place=PLACE, cut=st.integers(0, 12), text=st.sampled_from(
    [b"", b"<", b'"', b"0", b"9999999", b"-1", b"\xff", b"<w:tbl>", b"</c>", b'r="ZZZ99"', b"&x;"]
))  # fmt: skip
def test_changed_parts(kind: str, which: int, place: int, cut: int, text: bytes) -> None:
    names = sorted(PARTS[kind])
    name = names[which % len(names)]
    content = PARTS[kind][name]
    at = place % (len(content) + 1)
    changed = content[:at] + text + content[at + cut :]
    settle(f"a.{kind}", zipped({**PARTS[kind], name: changed}))
