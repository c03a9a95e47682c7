"""The secret key: given, read from a file, or made once and kept beside the data."""

import os
import secrets
from pathlib import Path


def secret_key(given: str, file: str, data_dir: Path) -> str:
    """The key to sign with. A key made here is stored readable by the owner only."""
    if given:
        return given
    path = Path(file) if file else data_dir / "secret.key"
    if not path.exists() and not file:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(handle, "w") as stream:
            stream.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
