"""OLE2 containers: what they hold, whether a password locks it, how far old sheets reach.

Records: [MS-XLS] 2.3 and 2.4; fEncrypted: [MS-DOC] 2.5.2; EncryptedPackage: [MS-OFFCRYPTO] 2.3.4.
"""

import io
import struct
from collections.abc import Iterator

import olefile

from luoshi.core.errors import Invalid

XLS = "application/vnd.ms-excel"
DOC = "application/msword"
OLE = "application/x-ole-storage"

SIGNATURE: bytes = olefile.MAGIC
LOCKED_PACKAGE = "encryptedpackage"
SHEET_STREAMS = ("workbook", "book")
WORD_STREAM = "worddocument"

FILE_PASS = 0x002F
WORD_FLAGS_AT = 10
WORD_ENCRYPTED = 0x0100


def streams(data: bytes) -> dict[str, bytes]:
    """The top-level streams by lower-case name. Raises Invalid ``damaged-file``."""
    found: dict[str, bytes] = {}
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:  # type: ignore[no-untyped-call]
            for path in container.listdir():
                if len(path) == 1 and container.get_size(path) <= len(data):
                    found[path[0].lower()] = container.openstream(path).read()
    except (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as error:
        raise Invalid("damaged-file") from error
    except struct.error as error:
        raise Invalid("damaged-file") from error
    return found


def compound_type(data: bytes) -> str:
    """Media type of an OLE2 container. Raises Invalid ``password-protected``, ``damaged-file``."""
    found = streams(data)
    if LOCKED_PACKAGE in found:
        raise Invalid("password-protected")
    for name in SHEET_STREAMS:
        if name in found:
            refuse_if(any(number == FILE_PASS for _, number, _ in records(found[name])))
            return XLS
    if WORD_STREAM in found:
        flags = found[WORD_STREAM][WORD_FLAGS_AT : WORD_FLAGS_AT + 2]
        refuse_if(bool(int.from_bytes(flags, "little") & WORD_ENCRYPTED))
        return DOC
    return OLE


def refuse_if(locked: bool) -> None:
    if locked:
        raise Invalid("password-protected")


def records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Offset, number and content of each BIFF record until the stream ends or breaks off."""
    at = 0
    while at + 4 <= len(stream):
        number, size = struct.unpack_from("<HH", stream, at)
        yield at, number, stream[at + 4 : at + 4 + size]
        at += 4 + size


def sheet_stream(data: bytes) -> bytes:
    """The workbook stream of an old Excel file; empty without one."""
    found = streams(data)
    return next((found[name] for name in SHEET_STREAMS if name in found), b"")
