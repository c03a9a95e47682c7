"""Small files of every kind, made byte by byte where no writer would make them."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

import xlsxwriter

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(17) + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01" + bytes(64) + b"\xff\xd9"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def relations(*targets: tuple[str, str]) -> bytes:
    lines = (
        f'<Relationship Id="r{at}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{RELATIONS}">{"".join(lines)}</Relationships>'.encode()


def docx_parts(body: str, numbering: str = "", styles: str = "") -> dict[str, bytes]:
    """The parts of a docx whose body, lists and styles are given as XML."""
    return {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Override PartName="/word/document.xml" '
        f'ContentType="{WORD_MAIN}"/></Types>'.encode(),
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": relations(
            ("numbering", "numbering.xml"), ("styles", "styles.xml")
        ),
        "word/document.xml": f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>".encode(),
        "word/numbering.xml": f"<w:numbering {W}>{numbering}</w:numbering>".encode(),
        "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>".encode(),
    }


def docx(body: str, numbering: str = "", styles: str = "") -> bytes:
    return zipped(docx_parts(body, numbering, styles))


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def xlsx(*sheets: Sequence[Sequence[object]]) -> bytes:
    """A workbook with plain cells, one sheet per argument."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for y, row in enumerate(rows):
                sheet.write_row(y, 0, row)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file ([MS-CFB] version 3) of top-level streams, each padded to 4,096 bytes.

    One sector of allocation table (128 entries) and one of directory (4 entries): up to three
    streams and some 60 KB together.
    """
    sector, end, free = 512, 0xFFFFFFFE, 0xFFFFFFFF
    table = [0xFFFFFFFD, end]
    entries, body = [entry("Root Entry", 5, child=1, begin=end, size=0)], b""
    for at, (name, content) in enumerate(streams.items(), start=1):
        padded = content.ljust(max(4096, -(-len(content) // sector) * sector), b"\x00")
        begin, count = len(table), len(padded) // sector
        table += [*range(begin + 1, begin + count), end]
        right = at + 1 if at < len(streams) else free
        entries.append(entry(name, 2, right=right, begin=begin, size=len(padded)))
        body += padded
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    allocation = struct.pack("<128I", *table, *[free] * (128 - len(table)))
    return header + allocation + b"".join(entries).ljust(sector, b"\x00") + body


def entry(
    name: str, kind: int, *, begin: int, size: int, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF
) -> bytes:
    coded = name.encode("utf-16-le") + b"\x00\x00"
    head = coded.ljust(64, b"\x00") + struct.pack("<HBB", len(coded), kind, 1)
    links = struct.pack("<III", 0xFFFFFFFF, right, child)
    return head + links + bytes(36) + struct.pack("<IQ", begin, size)


def record(number: int, content: bytes = b"") -> bytes:
    """One BIFF record."""
    return struct.pack("<HH", number, len(content)) + content


def xls(*rows: tuple[int, int, str | float, int], formats: Sequence[int] = (0,)) -> bytes:
    """A BIFF8 workbook with one sheet of (row, column, value, style) cells."""
    styles = b"".join(record(0xE0, struct.pack("<HH", 0, form) + bytes(16)) for form in formats)
    globals_begin = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + styles
    bound_size = 4 + 8 + len("表") * 2
    at = len(globals_begin) + bound_size + 4
    bound = record(0x85, struct.pack("<IHBB", at, 0, 1, 1) + "表".encode("utf-16-le"))
    cells = b"".join(xls_cell(*row) for row in rows)
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + record(0x0A)
    return compound({"Workbook": globals_begin + bound + record(0x0A) + sheet})


def xls_cell(row: int, column: int, value: str | float, style: int) -> bytes:
    place = struct.pack("<HHH", row, column, style)
    if isinstance(value, str):
        coded = value.encode("utf-16-le")
        return record(0x204, place + struct.pack("<HB", len(value), 1) + coded)
    return record(0x203, place + struct.pack("<d", value))
