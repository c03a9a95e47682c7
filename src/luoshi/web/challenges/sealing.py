"""The seal of a bid: one box inside another, each opened by one holder's key.

Two key pairs, one for each holder, made when the holder takes the key. A bid is sealed for the
second holder and the result for the first: neither half opens anything alone, and no half ever
lies on the server as it is. All of it is libsodium's sealed box (X25519, XSalsa20-Poly1305).
"""

import base64
import binascii
import hashlib

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from luoshi.core.errors import Invalid

GROUP = 4
KEY_BYTES = 32


def new_key() -> tuple[str, bytes]:
    """A new half as text to be kept by its holder, and its public part."""
    key = PrivateKey.generate()
    return key_text(bytes(key)), bytes(key.public_key)


def key_text(key: bytes) -> str:
    """A half in groups of four letters and digits, as it is printed and typed."""
    text = base64.b32encode(key).decode().rstrip("=")
    return "-".join(text[place : place + GROUP] for place in range(0, len(text), GROUP))


def read_key(text: str) -> bytes:
    """The half that was typed, with or without dashes, spaces and capitals.

    Raises Invalid ``opening-key-unreadable``.
    """
    letters = "".join(char for char in text.upper() if char.isalnum())
    try:
        key = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise Invalid("opening-key-unreadable", field="key")
    return key


def fits(key: bytes, public: bytes) -> bool:
    """Whether the private half belongs to the public part."""
    return bytes(PrivateKey(key).public_key) == bytes(public)


def seal_for(data: bytes, public: bytes) -> bytes:
    """The data in a box that only the private half of ``public`` opens."""
    return SealedBox(PublicKey(bytes(public))).encrypt(data)


def open_with(sealed: bytes, key: bytes) -> bytes:
    """What lies in the box. Raises Invalid ``bid-damaged`` when the key does not open it."""
    try:
        return SealedBox(PrivateKey(key)).decrypt(bytes(sealed))
    except CryptoError:
        raise Invalid("bid-damaged") from None


def seal(data: bytes, first: bytes, second: bytes) -> bytes:
    """The data sealed for both holders, by their public parts in the order of their places."""
    return seal_for(seal_for(data, second), first)


def unseal(sealed: bytes, first: bytes, second: bytes) -> bytes:
    """What :func:`seal` was given, with both private halves. Raises Invalid ``bid-damaged``."""
    return open_with(open_with(sealed, first), second)


def digest(sealed: bytes) -> str:
    """The receipt: SHA-256 of the sealed bytes, in hex."""
    return hashlib.sha256(bytes(sealed)).hexdigest()
