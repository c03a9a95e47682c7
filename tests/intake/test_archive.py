"""Bombs of every build are found before or while they unpack."""

import dataclasses
import io
import struct
import tracemalloc
import zipfile

import pytest

from luoshi.core.errors import Invalid
from luoshi.intake import DEFAULT, read
from luoshi.intake.archive import unpack
from luoshi.intake.limits import MEBIBYTE
from tests.intake.files import docx_parts, paragraph, parts_of, xlsx, zipped


def refused(data: bytes, **limits: int) -> dict[str, object]:
    with pytest.raises(Invalid) as caught:
        unpack(data, dataclasses.replace(DEFAULT, **limits))
    assert caught.value.code == "zip-bomb"
    return caught.value.params


def understated(name: str, content: bytes, claim: int) -> bytes:
    """A zip whose directory and local header say that the entry unpacks to ``claim`` bytes."""
    data = bytearray(zipped({name: content}))
    struct.pack_into("<I", data, 22, claim)
    struct.pack_into("<I", data, data.rindex(b"PK\x01\x02") + 24, claim)
    return bytes(data)


def test_a_part_that_says_it_is_huge() -> None:
    assert refused(zipped({"a.xml": bytes(3000)}), total_bytes=2999) == {
        "what": "unpacked bytes",
        "limit": 2999,
    }


def test_a_part_that_is_larger_than_it_says() -> None:
    data = understated("word/document.xml", bytes(9 * MEBIBYTE), 1000)
    assert refused(data) == {"what": "declared bytes", "limit": DEFAULT.ratio_from}


def test_an_understated_bomb_is_stopped_early() -> None:
    data = understated("word/document.xml", bytes(150 * MEBIBYTE), 1000)
    tracemalloc.start()
    try:
        refused(data)
        assert tracemalloc.get_traced_memory()[1] < 16 * MEBIBYTE
    finally:
        tracemalloc.stop()


def test_a_small_lie_about_size_is_damage() -> None:
    with pytest.raises(Invalid) as caught:
        unpack(understated("a.xml", bytes(2000), 1000), DEFAULT)
    assert caught.value.code == "damaged-file"


def test_a_ratio_no_document_has() -> None:
    assert refused(zipped({"media/image1.bmp": bytes(8 * MEBIBYTE)})) == {
        "what": "ratio",
        "limit": 200,
    }


def test_one_part_above_the_limit() -> None:
    content = bytes(range(256)) * 40
    assert refused(zipped({"a.xml": content}), part_bytes=len(content) - 1)["what"] == "part bytes"
    assert unpack(
        zipped({"a.xml": content}), dataclasses.replace(DEFAULT, part_bytes=len(content))
    ).parts == {"a.xml": content}


def test_too_many_entries() -> None:
    data = zipped({f"{at}.xml": b"" for at in range(12)})
    assert refused(data, parts=11) == {"what": "entries", "limit": 11}
    assert len(unpack(data, dataclasses.replace(DEFAULT, parts=12)).parts) == 12


def test_entries_that_share_their_packed_bytes() -> None:
    """An overlapping bomb: every directory entry points at the one packed part."""
    data = zipped({"a.xml": bytes(range(256)) * 9})
    begin = data.rindex(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    entry, tail = data[begin:end], bytearray(data[end:])
    struct.pack_into("<HHI", tail, 8, 40, 40, 40 * len(entry))
    assert refused(data[:begin] + entry * 40 + bytes(tail))["what"] == "packed bytes"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_office_never_uses(method: int) -> None:
    with pytest.raises(Invalid) as caught:
        unpack(zipped({"a.xml": b"text"}, method), DEFAULT)
    assert caught.value.code == "damaged-file"


def test_entities_that_laugh() -> None:
    entities = "".join(f'<!ENTITY l{at} "&l{at - 1};&l{at - 1};">' for at in range(1, 40))
    parts = docx_parts(paragraph("文"))
    document = parts["word/document.xml"].decode().replace("文", "&l39;")
    laughs = f'<!DOCTYPE d [<!ENTITY l0 "ha">{entities}]>'
    data = zipped({**parts, "word/document.xml": (laughs + document).encode()})
    with pytest.raises(Invalid) as caught:
        read("a.docx", data)
    assert caught.value.code == "dtd-forbidden"


def test_the_zip_given_to_others_holds_only_checked_parts() -> None:
    data = zipped({"xl/workbook.xml": b"<a/>", "xl/media/x.png": b"image", "xl/r.rels": b"<b/>"})
    with zipfile.ZipFile(unpack(data, DEFAULT).repacked()) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "xl/workbook.xml": b"<a/>",
            "xl/r.rels": b"<b/>",
        }


def test_of_two_parts_with_one_name_the_first_counts() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.xml", b"first")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.xml", b"second")
    assert unpack(out.getvalue(), DEFAULT).parts == {"a.xml": b"first"}


def sheet_with(cells: str) -> bytes:
    parts = parts_of(xlsx([["任务", "目标值"], ["新建公园", 20]]))
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    before, after = sheet.split("<sheetData>")[0], sheet.split("</sheetData>")[1]
    body = f"{before}<sheetData>{cells}</sheetData>{after}".encode()
    return zipped({**parts, "xl/worksheets/sheet1.xml": body})


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c><v>1</v></c><c><v>1</v></c></row>',
        '<row><c r="A1"><v>1</v></c><c r = "xfd1048576"><v>1</v></c></row>',
    ],
    ids=["far", "implicit", "unordered"],
)
def test_a_sheet_that_spans_everything(cells: str) -> None:
    with pytest.raises(Invalid) as caught:
        read("a.xlsx", sheet_with(cells))
    assert (caught.value.code, caught.value.params["sheet"]) == ("sheet-too-large", 1)


def test_one_long_string_in_many_cells() -> None:
    parts = parts_of(sheet_with('<row r="1">' + '<c t="s"><v>0</v></c>' * 400 + "</row>"))
    shared = parts["xl/sharedStrings.xml"].replace(b"\xe4\xbb\xbb\xe5\x8a\xa1", b"x" * 32_000, 1)
    with pytest.raises(Invalid) as caught:
        read("a.xlsx", zipped({**parts, "xl/sharedStrings.xml": shared}))
    assert caught.value.code == "text-too-long"


@pytest.mark.parametrize("place", ['r="$A$1"', 'r="A+1"', 'r="AAAA1"', 'r="A9999999999"', 'r=""'])
def test_a_cell_at_no_place(place: str) -> None:
    with pytest.raises(Invalid) as caught:
        read("a.xlsx", sheet_with(f'<row r="1"><c {place}><v>1</v></c></row>'))
    assert caught.value.code == "damaged-file"


@pytest.mark.parametrize("row", ["0", "+5", "-1", "x", "9999999999"])
def test_a_row_at_no_place(row: str) -> None:
    with pytest.raises(Invalid) as caught:
        read("a.xlsx", sheet_with(f'<row r="{row}"><c><v>1</v></c></row>'))
    assert caught.value.code == "damaged-file"
