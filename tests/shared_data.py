"""Where the real data for tests lies: beside the checkout, or where LUOSHI_DATA says."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("LUOSHI_DATA", ROOT.parent / "shared" / "data"))


def shared(*parts: str) -> Path:
    """The path of a real data file or folder; the test is skipped where it is absent."""
    path = FOLDER.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"real data not here: {'/'.join(parts)} (set LUOSHI_DATA)")
    return path
