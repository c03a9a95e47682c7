"""What is refused, by which code, before anything is read."""

import dataclasses
import struct
import zipfile

import pytest

from luoshi.core.errors import Invalid
from luoshi.intake import DEFAULT, Limits, read, sniff_evidence
from tests.intake.files import (
    JPEG,
    PDF,
    PNG,
    compound,
    docx,
    docx_parts,
    paragraph,
    parts_of,
    record,
    xls,
    xlsx,
    zipped,
)

SENTENCE = "年内新建口袋公园20个。"
WORD = docx(paragraph(SENTENCE))
SHEET = xlsx([["任务", "目标值"], ["新建口袋公园", 20]])
PAGE = f"<!DOCTYPE html><html><body><p>{SENTENCE}</p></body></html>".encode()
TEXT = SENTENCE.encode()
LOCKED = compound({"EncryptedPackage": b"x", "EncryptionInfo": b"y"})


def refusal(name: str, data: bytes, limits: Limits = DEFAULT) -> Invalid:
    with pytest.raises(Invalid) as caught:
        read(name, data, limits)
    return caught.value


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("通知.txt", TEXT, "txt"),
        ("通知.csv", TEXT, "txt"),
        ("通知.html", PAGE, "html"),
        ("通知.HTM", PAGE, "html"),
        ("通知.docx", WORD, "docx"),
        ("清单.xlsx", SHEET, "xlsx"),
    ],
)
def test_each_kind_is_read(name: str, data: bytes, kind: str) -> None:
    reading = read(name, data)
    assert (reading.kind, "口袋公园" in reading.text) == (kind, True)


@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.xlsx", "a.html", "a.pdf", "a"])
def test_nothing_in_the_file(name: str) -> None:
    assert refusal(name, b"").code == "empty-file"


def test_fifty_megabytes_are_refused_by_size_alone() -> None:
    error = refusal("a.docx", bytes(50 * 1024 * 1024))
    assert (error.code, error.params) == ("file-too-large", {"size_mb": 50, "limit_mb": 20})


def test_the_limit_itself_is_accepted() -> None:
    limits = dataclasses.replace(DEFAULT, file_bytes=len(TEXT))
    assert read("a.txt", TEXT, limits).text == SENTENCE
    assert refusal("a.txt", TEXT + b" ", limits).code == "file-too-large"


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.docx", PNG, "png"),
        ("a.docx", SHEET, "xlsx"),
        ("a.docx", TEXT, "txt"),
        ("a.docx", PDF, "pdf"),
        ("a.docx", zipped({"a.txt": TEXT}), "zip"),
        ("a.docx", compound({"WordDocument": bytes(64)}), "doc"),
        ("a.xlsx", WORD, "docx"),
        ("a.xlsx", xls((0, 0, "任务", 0)), "xls"),
        ("a.xlsx", compound({"Other": b""}), "ole"),
        ("a.txt", PNG, "png"),
        ("a.txt", WORD, "docx"),
        ("a.txt", PAGE, "html"),
        ("a.html", TEXT, "txt"),
        ("a.html", JPEG, "jpg"),
    ],
)
def test_a_name_that_lies(name: str, data: bytes, found: str) -> None:
    error = refusal(name, data)
    assert (error.code, error.params["found"]) == ("type-mismatch", found)
    assert error.params["claimed"] == name.partition(".")[2]


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.pdf", PDF, "pdf"),
        ("a.doc", compound({"WordDocument": bytes(64)}), "doc"),
        ("a.docm", WORD, ".docm"),
        ("a.md", TEXT, ".md"),
        ("a.私人", TEXT, "txt"),
        ("a", TEXT, "txt"),
        ("a.zip", zipped({"a.txt": TEXT}), "zip"),
        ("a.exe", b"MZ" + bytes(range(256)), ".exe"),
        ("a.bin", b"\x00\x01\x02\x03" * 9, ".bin"),
        ("a", b"\x00\x01\x02\x03" * 9, "unknown"),
    ],
)
def test_kinds_that_are_not_taken(name: str, data: bytes, found: str) -> None:
    error = refusal(name, data)
    assert (error.code, error.params["found"]) == ("type-not-supported", found)
    assert error.params["allowed"] == "txt, csv, html, htm, docx, dotx, xlsx, xltx, xls"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", LOCKED),
        ("a.xlsx", LOCKED),
        ("a.xls", compound({"Workbook": record(0x809, bytes(16)) + record(0x2F, bytes(6))})),
        ("a.doc", compound({"WordDocument": bytes(10) + struct.pack("<H", 0x100) + bytes(8)})),
    ],
)
def test_files_with_a_password(name: str, data: bytes) -> None:
    assert refusal(name, data).code == "password-protected"


def test_a_zip_with_an_encrypted_entry() -> None:
    data = bytearray(WORD)
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    assert refusal("a.docx", bytes(data)).code == "password-protected"


@pytest.mark.parametrize(
    "data",
    [
        WORD[: len(WORD) // 2],
        WORD[:40] + bytes(20) + WORD[60:],
        b"PK\x03\x04" + b"x" * 100,
        b"PK\x05\x06" + bytes(18),
        LOCKED[:1200],
        zipped(docx_parts("<w:p>")),
        zipped({**docx_parts(paragraph("文")), "_rels/.rels": b"<x/>"}),
    ],
    ids=["cut", "flipped", "no-zip", "no-entry", "cut-ole", "open-tag", "no-main"],
)
def test_damaged_word_files(data: bytes) -> None:
    assert refusal("a.docx", data).code in {"damaged-file", "type-mismatch"}


def test_damage_has_one_code_where_the_type_is_certain() -> None:
    assert refusal("a.docx", WORD[: len(WORD) // 2]).code == "damaged-file"
    assert refusal("a.docx", zipped(docx_parts("<w:p>"))).code == "damaged-file"


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE w [<!ENTITY a "b">]>',
        '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/w.dtd">',
        '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_no_dtd_in_office_files(doctype: str, codec: str) -> None:
    parts = docx_parts(paragraph("&amp;a;"))
    body = parts["word/document.xml"].decode()
    declaration = f'<?xml version="1.0" encoding="{codec}"?>'
    parts["word/document.xml"] = (declaration + doctype + body).encode(codec)
    assert refusal("a.docx", zipped(parts)).code == "dtd-forbidden"


def test_no_dtd_in_sheets_and_pages() -> None:
    parts = parts_of(SHEET)
    shared = parts["xl/sharedStrings.xml"].replace(b"<sst", b'<!DOCTYPE s [<!ENTITY a "b">]><sst')
    assert refusal("a.xlsx", zipped({**parts, "xl/sharedStrings.xml": shared})).code == (
        "dtd-forbidden"
    )
    page = b'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><p>&a;</p></html>'
    assert refusal("a.html", page).code == "dtd-forbidden"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b" \n\t\r\n"),
        ("a.txt", "\ufeff".encode()),
        ("a.html", b"<html><script>1</script></html>"),
        ("a.docx", docx("<w:p/>")),
        ("a.xlsx", xlsx([])),
    ],
)
def test_files_without_text(name: str, data: bytes) -> None:
    assert refusal(name, data).code == "no-text"


def test_more_text_than_anybody_writes() -> None:
    limits = dataclasses.replace(DEFAULT, characters=len(SENTENCE))
    assert read("a.txt", TEXT, limits).text == read("a.docx", WORD, limits).text == SENTENCE
    for name, data in (("a.txt", TEXT * 2), ("a.docx", docx(paragraph(SENTENCE * 2)))):
        error = refusal(name, data, limits)
        assert (error.code, error.params) == ("text-too-long", {"limit": len(SENTENCE)})


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a.png", PNG, "image/png"),
        ("a.JPG", JPEG, "image/jpeg"),
        ("a.jpeg", JPEG, "image/jpeg"),
        ("a.pdf", PDF, "application/pdf"),
        (
            "a.docx",
            WORD,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            "a.xlsx",
            xlsx([["没有表头"]]),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("a.txt", TEXT, "text/plain"),
    ],
)
def test_evidence_of_each_kind(name: str, data: bytes, media_type: str) -> None:
    assert sniff_evidence(name, data) == media_type


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.png", b"", "empty-file"),
        ("a.png", JPEG, "type-mismatch"),
        ("a.pdf", PAGE, "type-mismatch"),
        ("a.jpg", TEXT, "type-mismatch"),
        ("a.png", PNG[:-8], "damaged-file"),
        ("a.jpg", JPEG[:-2], "damaged-file"),
        ("a.pdf", PDF[:-8], "damaged-file"),
        ("a.png", bytes(range(256)), "damaged-file"),
        ("a.html", PAGE, "type-not-supported"),
        ("a.zip", zipped({"a": b"b"}), "type-not-supported"),
        ("a.svg", b"<svg/>", "type-not-supported"),
        ("a.docx", LOCKED, "password-protected"),
        ("a.xlsx", zipped({"a": bytes(60_000_000)}), "zip-bomb"),
        ("a.txt", b"\x00\x01" * 50, "undecodable-text"),
        ("a.png", bytes(21 * 1024 * 1024), "file-too-large"),
    ],
)
def test_evidence_refused(name: str, data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        sniff_evidence(name, data)
    assert caught.value.code == code


def test_text_that_begins_like_a_program_is_text() -> None:
    assert read("a.txt", "BM改造项目".encode()).kind == "txt"
    assert read("a.txt", "MZ镇改造项目".encode()).kind == "txt"


def test_stored_parts_are_read_too() -> None:
    data = zipped(docx_parts(paragraph(SENTENCE)), zipfile.ZIP_STORED)
    assert read("a.docx", data).text == SENTENCE
