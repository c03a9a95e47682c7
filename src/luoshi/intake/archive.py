"""Zip containers (docx, xlsx), unpacked with every claim of the archive checked on the way."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.core.errors import Invalid
from luoshi.intake.limits import Limits

STEP = 1 << 20
LOCAL_HEADER = 30
LOCAL_SIGNATURE = b"PK\x03\x04"
ENCRYPTED = 0x1
KEPT = (".xml", ".rels")
DOCTYPES = tuple("<!DOCTYPE".encode(codec) for codec in ("ascii", "utf-16-le", "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Archive:
    """The XML parts of a container by name; every other part was unpacked, checked and dropped."""

    parts: dict[str, bytes]

    def repacked(self) -> io.BytesIO:
        """A plain stored zip of the checked parts, safe to give to any zip reader."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
            for name, content in self.parts.items():
                target.writestr(name, content)
        out.seek(0)
        return out


def directory(data: bytes) -> list[zipfile.ZipInfo]:
    """The entries of the central directory. Raises Invalid ``damaged-file``."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            return source.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OverflowError) as error:
        raise Invalid("damaged-file") from error


def unpack(data: bytes, limits: Limits) -> Archive:
    """All XML parts, after unpacking every part within the limits.

    Sizes are counted while unpacking, so a directory that understates them is found out; the
    archive's own claims only allow an earlier refusal. The first of two entries of one name counts.
    Raises: Invalid ``zip-bomb``, ``password-protected``, ``damaged-file``, ``dtd-forbidden``.
    """
    entries = directory(data)
    check_claims(entries, len(data), limits)
    parts: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        keep = entry.filename.lower().endswith(KEPT)
        size, content = take(data, entry, limits, keep=keep)
        total += size
        bound("unpacked bytes", total, limits.total_bytes)
        if keep:
            refuse_doctype(content)
            parts.setdefault(entry.filename.lstrip("/").replace("\\", "/"), content)
    return Archive(parts)


def bound(what: str, value: int, limit: int) -> None:
    if value > limit:
        raise Invalid("zip-bomb", what=what, limit=limit)


def check_claims(entries: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    bound("entries", len(entries), limits.parts)
    bound("unpacked bytes", sum(entry.file_size for entry in entries), limits.total_bytes)
    bound("packed bytes", sum(entry.compress_size for entry in entries), size)
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise Invalid("password-protected")


def refuse_doctype(content: bytes) -> None:
    if any(doctype in content for doctype in DOCTYPES):
        raise Invalid("dtd-forbidden")


def take(data: bytes, entry: zipfile.ZipInfo, limits: Limits, *, keep: bool) -> tuple[int, bytes]:
    """Unpacked size of one entry and, when kept, its bytes; compared with size and checksum."""
    size = checksum = 0
    kept = bytearray()
    for piece in inflate(packed(data, entry), entry.compress_type):
        size += len(piece)
        checksum = zlib.crc32(piece, checksum)
        check_growth(size, entry, limits)
        if keep:
            kept += piece
    if size != entry.file_size or checksum != entry.CRC:
        raise Invalid("damaged-file")
    return size, bytes(kept)


def check_growth(size: int, entry: zipfile.ZipInfo, limits: Limits) -> None:
    bound("part bytes", size, limits.part_bytes)
    bound("declared bytes", size, max(entry.file_size, limits.ratio_from))
    if size > limits.ratio_from:
        bound("ratio", size // max(entry.compress_size, 1), limits.ratio)


def packed(data: bytes, entry: zipfile.ZipInfo) -> memoryview:
    at = entry.header_offset
    header = data[at : at + LOCAL_HEADER]
    if at < 0 or len(header) < LOCAL_HEADER or not header.startswith(LOCAL_SIGNATURE):
        raise Invalid("damaged-file")
    begin = at + LOCAL_HEADER + sum(int.from_bytes(header[i : i + 2], "little") for i in (26, 28))
    if begin + entry.compress_size > len(data):
        raise Invalid("damaged-file")
    return memoryview(data)[begin : begin + entry.compress_size]


def inflate(content: memoryview, method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        yield bytes(content)
    elif method == zipfile.ZIP_DEFLATED:
        yield from inflate_deflated(bytes(content))
    else:
        raise Invalid("damaged-file")


def inflate_deflated(content: bytes) -> Iterator[bytes]:
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while not stream.eof:
            piece = stream.decompress(content, STEP)
            content = stream.unconsumed_tail
            if not piece and not content:
                break
            yield piece
    except zlib.error as error:
        raise Invalid("damaged-file") from error
