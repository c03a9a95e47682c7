"""How many wrong codes came, told for the session whose voting is on.

A guess belongs to no session: each session that runs is told of all since its own voting began. The
count is the size of a file, so that all processes share it; no address, code or time is kept.
"""

import os
from pathlib import Path

from django.conf import settings

from luoshi.web.appraisal.models import Session, SessionState

MOST = 1_000_000


def count_wrong_code() -> None:
    """One more."""
    if _size() < MOST:
        with _path().open("ab") as file:
            file.write(b".")


def wrong_codes(session: Session) -> int:
    """How many came since the session's voting began."""
    return max(0, _size() - session.wrong_before)


def begin_counting() -> int:
    """What a session whose voting begins now leaves out; where no other runs, all starts at 0."""
    if not Session.objects.filter(state=SessionState.RUNNING).exists():
        _path().unlink(missing_ok=True)
    return _size()


def _size() -> int:
    try:
        return os.stat(_path()).st_size
    except FileNotFoundError:
        return 0


def _path() -> Path:
    return Path(settings.DATA_DIR, "wrong-codes")
