"""Paper tokens: what is printed, what the registry keeps, and under what a ballot lies.

The two digests of a token have nothing in common for whoever does not hold the token: at 80 bits
nobody tries them all. So the registry is not written to when a ballot comes, and the box keeps no
word of the registry (ADR 12).
"""

import re
from hashlib import sha256
from secrets import token_bytes

from luoshi.core.errors import Invalid

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are misread."""

TOKEN_LENGTH = 16
"""Of 32 letters: 80 bits."""

RECEIPT_LENGTH = 12
GROUP = 4
_LETTERS = "".join(ALPHABET[byte % len(ALPHABET)] for byte in range(256)).encode()
"""Of each byte its letter: 32 goes into 256, so that all are as likely."""
_KNOWN = frozenset(ALPHABET)
_READ_AS = str.maketrans("OIL", "011")
_BETWEEN = re.compile(r"[\s\-–—]+")


def new_token() -> str:
    """What one voter gets, as it is printed: ``XXXX-XXXX-XXXX-XXXX``, by the system's chance."""
    return _printed(TOKEN_LENGTH)


def new_receipt() -> str:
    """A code that stands in the sealed list and on the voter's phone: ``XXXX-XXXX-XXXX``."""
    return _printed(RECEIPT_LENGTH)


def read_token(text: str) -> str:
    """The sixteen letters of a token as somebody types them: blanks, dashes and case do not matter.

    Raises: Invalid("token-unreadable") where it cannot be one.
    """
    letters = _BETWEEN.sub("", text).upper().translate(_READ_AS)
    if len(letters) != TOKEN_LENGTH or not _KNOWN.issuperset(letters):
        raise Invalid("token-unreadable", field="token")
    return letters


def registry_digest(letters: str) -> bytes:
    """Under what the registry knows a token that :func:`read_token` read: 32 bytes."""
    return sha256(b"luoshi token\0" + letters.encode()).digest()


def ballot_key(letters: str, session: str) -> bytes:
    """Under what the ballot of that token lies in the box of a session: 32 bytes."""
    return sha256(b"luoshi ballot\0" + session.encode() + b"\0" + letters.encode()).digest()


def _printed(length: int) -> str:
    letters = token_bytes(length).translate(_LETTERS).decode()
    return "-".join(letters[at : at + GROUP] for at in range(0, length, GROUP))
