"""Bytes of a text file → text, without guessing where guessing could be wrong."""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from luoshi.core.errors import Invalid

# C0 controls but tab, line feed, vertical tab, form feed, return and the old end-of-file sign.
CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
DECLARED_WITHIN = 4096
NARROW_CHINESE = frozenset({"gb2312", "gbk", "gb_2312-80"})

BINARY = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\ufffe\uffff]")
USUAL = re.compile("[\t\n\r\x20-\x7e\u2010-\u203b\u3000-\u303f\u4e00-\u9fff\uff01-\uff65]")

# A wrong guess among these encodings yields rare characters: real text stays above both shares.
USUAL_SHARE = 0.95
COMMON_HANZI_SHARE = 0.9
SAMPLE = 200_000


# The marks of UTF-32 begin with those of UTF-16, so they are asked first.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding that gave it; a byte order mark stays as U+FEFF."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """Text of UTF-8, UTF-16, GB18030, marked UTF-32 or, where charset-normalizer is sure, Big5.

    Order: byte order mark, strict UTF-8, UTF-16 or GB18030 whose characters are usual ones,
    charset-normalizer. Raises: Invalid ``undecodable-text``, also for binary content.
    """
    marked = next((codec for mark, codec in MARKS if data.startswith(mark)), None)
    found = strictly(data, marked) if marked else by_content(data)
    if found is None or BINARY.search(found.text):
        raise Invalid("undecodable-text")
    return found


def decode_page(data: bytes) -> Decoded:
    """Text of an HTML page: by its charset declaration where that is known and true, else as
    ``decode`` does. Raises: Invalid ``undecodable-text``.
    """
    found = CHARSET.search(data[:DECLARED_WITHIN])
    name = found.group(1).decode("ascii", "replace").lower() if found else "utf-8"
    try:
        decoded = strictly(data, "gb18030" if name in NARROW_CHINESE else name)
    except LookupError:
        decoded = None
    return decoded if decoded and not BINARY.search(decoded.text) else decode(data)


def by_content(data: bytes) -> Decoded | None:
    utf8 = strictly(data, "utf-8")
    if utf8 is not None and "\x00" not in utf8.text:
        return utf8
    for encoding in ("utf-16-le", "utf-16-be", "gb18030"):
        found = strictly(data, encoding)
        if found is not None and plausible(found.text[:SAMPLE]):
            return found
    return by_charset_normalizer(data)


def by_charset_normalizer(data: bytes) -> Decoded | None:
    best = from_bytes(data, cp_isolation=["gb18030", "big5", "big5hkscs"]).best()
    found = strictly(data, best.encoding) if best is not None else None
    return found if found is not None and usual(found.text[:SAMPLE]) else None


def strictly(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return None


def usual(text: str) -> bool:
    return len(USUAL.findall(text)) >= USUAL_SHARE * len(text)


def plausible(text: str) -> bool:
    """Whether nearly all characters are usual and nearly all Hanzi are GB 2312's 6,763."""
    hanzi = re.findall("[\u4e00-\u9fff]", text)
    common = len("".join(hanzi).encode("gb2312", "ignore")) // 2
    return usual(text) and common >= COMMON_HANZI_SHARE * len(hanzi)
