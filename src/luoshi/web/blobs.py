"""Files by content: each is stored once, under its SHA-256, and never changed."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def put(data: bytes) -> str:
    """Store the bytes durably and return their SHA-256 in hex."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(sha256)
    if path.exists():
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(name, path)
    return sha256


def read(sha256: str) -> bytes:
    """The bytes stored under that hash. Raises FileNotFoundError when there are none."""
    return path_of(sha256).read_bytes()


def path_of(sha256: str) -> Path:
    """Where the bytes of that hash lie, or would lie."""
    return Path(settings.BLOB_DIR) / sha256[:2] / sha256
