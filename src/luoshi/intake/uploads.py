"""The two doors for bytes from outside: documents to read, and evidence to keep."""

from collections.abc import Callable, Collection

from luoshi.core.errors import Invalid
from luoshi.intake.compound import XLS
from luoshi.intake.kinds import DOCX, HTML, JPEG, PDF, PNG, PPTX, TXT, XLSX, Content, recognise
from luoshi.intake.limits import DEFAULT, Limits
from luoshi.intake.reading import Reading
from luoshi.intake.textfile import read_text
from luoshi.intake.webpage import read_html
from luoshi.intake.wordfile import read_docx
from luoshi.intake.workbook import read_xls, read_xlsx

DOCUMENTS = (TXT, HTML, DOCX, XLSX, XLS)
EVIDENCE = (PNG, JPEG, PDF, DOCX, XLSX, TXT)
SLIDES = (PPTX, PDF)

# How each accepted picture and PDF ends, within its last bytes: a cut transfer is missing it.
ENDINGS = {PNG: b"IEND", JPEG: b"\xff\xd9", PDF: b"%%EOF"}


def read(name: str, data: bytes, limits: Limits = DEFAULT) -> Reading:
    """The text of an uploaded document: txt, csv, html, docx, dotx, xlsx, xltx or old xls.

    The type is decided by content; the extension of ``name`` must say the same.
    Raises: Invalid with a code of ``luoshi.intake.messages``; params never hold contents.
    """
    content = recognise(name, data, DOCUMENTS, limits)
    return READERS[content.media_type](content, limits)


READERS: dict[str, Callable[[Content, Limits], Reading]] = {
    TXT: read_text,
    HTML: read_html,
    DOCX: read_docx,
    XLSX: read_xlsx,
    XLS: read_xls,
}


def sniff_evidence(name: str, data: bytes, limits: Limits = DEFAULT) -> str:
    """The media type of a file attached to a report: png, jpeg, pdf, docx, xlsx or plain text.

    Raises: Invalid as ``read`` does, and ``damaged-file`` for a picture or PDF without its end.
    """
    return _kept(name, data, EVIDENCE, limits)


def sniff_slides(name: str, data: bytes, limits: Limits = DEFAULT) -> str:
    """The media type of slides: pptx or pdf. Raises: Invalid as :func:`sniff_evidence`."""
    return _kept(name, data, SLIDES, limits)


def _kept(name: str, data: bytes, allowed: Collection[str], limits: Limits) -> str:
    content = recognise(name, data, allowed, limits)
    ending = ENDINGS.get(content.media_type)
    if ending is not None and ending not in data:
        raise Invalid("damaged-file")
    return content.media_type
