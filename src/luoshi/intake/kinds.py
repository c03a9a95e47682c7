"""What a file is by its content, and whether its name says the same."""

import re
from collections.abc import Collection
from dataclasses import dataclass

import puremagic
from puremagic import PureError

from luoshi.core.errors import Invalid
from luoshi.intake.archive import Archive, unpack
from luoshi.intake.compound import DOC, OLE, SIGNATURE, XLS, compound_type
from luoshi.intake.limits import MEBIBYTE, Limits
from luoshi.intake.markup import attribute, parse
from luoshi.intake.plain import Decoded, decode, decode_page

TXT = "text/plain"
HTML = "text/html"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PNG = "image/png"
JPEG = "image/jpeg"
PDF = "application/pdf"
ZIP = "application/zip"
UNKNOWN = "application/octet-stream"

EXTENSIONS = {
    "txt": TXT,
    "csv": TXT,
    "html": HTML,
    "htm": HTML,
    "docx": DOCX,
    "dotx": DOCX,
    "xlsx": XLSX,
    "xltx": XLSX,
    "xls": XLS,
    "pptx": PPTX,
    "png": PNG,
    "jpg": JPEG,
    "jpeg": JPEG,
    "pdf": PDF,
}
NAMES = {
    TXT: "txt",
    HTML: "html",
    DOCX: "docx",
    XLSX: "xlsx",
    XLS: "xls",
    PPTX: "pptx",
    DOC: "doc",
    PNG: "png",
    JPEG: "jpg",
    PDF: "pdf",
    ZIP: "zip",
    OLE: "ole",
}
FAMILIES = ("image", "audio", "video")
MAIN_PARTS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": DOCX,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml": DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": XLSX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": XLSX,
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": PPTX,
    "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml": PPTX,
}
ENDING = re.compile("[a-z0-9]{1,8}")
ZIP_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
HTML_START = re.compile(
    r"[\s\ufeff]*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
ANY_TAG = re.compile(r"<(?:[a-z][a-z0-9]*)(?:\s[^<>]*)?/?>", re.IGNORECASE)


NO_PARTS = Archive({})
NO_TEXT = Decoded("", "")


@dataclass(frozen=True, slots=True)
class Content:
    """A file that was recognised: its media type and what recognising it already yielded."""

    media_type: str
    data: bytes
    archive: Archive = NO_PARTS
    decoded: Decoded = NO_TEXT


def check_size(size: int, limits: Limits) -> None:
    """Refuse by size alone, so that a caller can ask before reading the file.

    Raises: Invalid ``empty-file``, ``file-too-large`` (sizes in MB of 2^20 bytes, rounded up).
    """
    if size == 0:
        raise Invalid("empty-file")
    if size > limits.file_bytes:
        megabytes = -(-size // MEBIBYTE)
        raise Invalid("file-too-large", size_mb=megabytes, limit_mb=limits.file_bytes // MEBIBYTE)


def recognise(name: str, data: bytes, allowed: Collection[str], limits: Limits) -> Content:
    """The content, when it is of an allowed media type and the name's extension says so too.

    Raises: Invalid ``empty-file``, ``file-too-large``, ``type-not-supported`` (neither name nor
    content is allowed, or the name alone is not), ``type-mismatch``, ``password-protected``,
    ``zip-bomb``, ``damaged-file``, ``dtd-forbidden``, ``undecodable-text``.
    """
    check_size(len(data), limits)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    claimed = EXTENSIONS.get(ending)
    content = identify(data, claimed, limits)
    if claimed is None or claimed not in allowed:
        found = label(content.media_type)
        told = content.media_type in allowed or content.media_type == UNKNOWN
        if told and ENDING.fullmatch(ending):
            found = f".{ending}"  # the content would do, or is unknown: only the name says a kind
        raise Invalid("type-not-supported", found=found, allowed=listed(allowed))
    if content.media_type != claimed:
        raise Invalid("type-mismatch", claimed=label(claimed), found=label(content.media_type))
    return content


def label(media_type: str) -> str:
    """A key of ``messages.KINDS``: what a person is told instead of the media type."""
    family = media_type.partition("/")[0]
    return NAMES.get(media_type, family if family in FAMILIES else "unknown")


def listed(allowed: Collection[str]) -> str:
    return ", ".join(name for name, kind in EXTENSIONS.items() if kind in allowed)


def identify(data: bytes, claimed: str | None, limits: Limits) -> Content:
    """The content whatever its name; ``claimed`` only words the refusal of unknown bytes."""
    if data.startswith(ZIP_SIGNATURES):
        archive = unpack(data, limits)
        return Content(office_type(archive), data, archive=archive)
    if data.startswith(SIGNATURE):
        return Content(compound_type(data), data)
    known = by_signature(data)
    if known is not None:
        return Content(known, data)
    return identify_text(data, claimed)


def identify_text(data: bytes, claimed: str | None) -> Content:
    try:
        decoded = decode_page(data) if claimed == HTML else decode(data)
    except Invalid as error:
        if claimed in (TXT, HTML):
            raise
        if claimed is None:
            return Content(UNKNOWN, data)
        raise Invalid("damaged-file") from error
    return Content(text_type(decoded.text, claimed), data, decoded=decoded)


def text_type(text: str, claimed: str | None) -> str:
    if HTML_START.match(text):
        return HTML
    return HTML if claimed == HTML and ANY_TAG.search(text) else TXT


def by_signature(data: bytes) -> str | None:
    """The media type of a known binary form; None for text and for unknown bytes.

    Text may begin with the two letters of some binary form (BM, MZ), so a match counts only
    when the bytes are no text, or when it is one of the forms accepted as evidence. The other
    accepted forms are told by what is inside them, never by a few bytes.
    """
    try:
        matches = puremagic.magic_string(data[:4096])
    except (PureError, ValueError):
        return None
    types = [match.mime_type or UNKNOWN for match in matches]
    for accepted in (PNG, JPEG, PDF):
        if accepted in types:
            return accepted
    binary = [each for each in types if each not in NAMES]
    return binary[0] if binary and is_binary(data) else None


def is_binary(data: bytes) -> bool:
    try:
        decode(data)
    except Invalid:
        return True
    return False


def office_type(archive: Archive) -> str:
    """The type that [Content_Types].xml gives the main part; plain zip without one."""
    types = archive.parts.get("[Content_Types].xml")
    if types is None:
        return ZIP
    for element in parse(types).iter("{*}Override"):
        kind = MAIN_PARTS.get(attribute(element, "ContentType") or "")
        if kind is not None:
            return kind
    return ZIP
