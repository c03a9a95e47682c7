"""One run of a job: alive while it lasts, contained when it breaks."""

import logging
import time
from collections.abc import Callable
from threading import Event, Thread
from traceback import extract_tb
from types import TracebackType
from typing import Self

from django.db import connection

from luoshi.core.errors import DomainError
from luoshi.web.jobs.kinds import Report

log = logging.getLogger("luoshi.jobs")
PLACES = 8
BEAT_SECONDS = 15
WRITE_SECONDS = 0.4
"""The bar is polled every second, and each write costs an fsync."""


class Contained:
    """Keeps the worker alive: what the block raises is left in ``error``.

    Of a surprise only its type and places are logged: its text may quote a document.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self.error: DomainError | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if isinstance(error, DomainError):
            self.error = error
        elif isinstance(error, Exception):
            self.error = DomainError("job-broken")
            log.error("%s broke: %s at %s", self.what, type(error).__name__, places(trace))
        return self.error is not None


def places(trace: TracebackType | None) -> str:
    """Where it went wrong, innermost first: files and lines, nothing of what they held."""
    frames = [frame for frame in extract_tb(trace) if "importlib" not in frame.filename]
    return " < ".join(
        f"{'/'.join(frame.filename.split('/')[-3:])}:{frame.lineno}"
        for frame in reversed(frames[-PLACES:])
    )


class Beating:
    """Calls ``beat`` every few seconds from a thread of its own while the block runs."""

    def __init__(self, beat: Callable[[], None], seconds: int = BEAT_SECONDS) -> None:
        self.beat, self.seconds = beat, seconds
        self.stop = Event()
        self.thread = Thread(target=self._run, name="job-heartbeat", daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop.set()
        self.thread.join()

    def _run(self) -> None:
        while not self.stop.wait(self.seconds):
            with Contained("heartbeat"):
                self.beat()
        connection.close()


def sparing(write: Report) -> Report:
    """The same report, passing on only a new step, the end, and some of what lies between."""
    last: tuple[str, float] = ("", 0.0)

    def report(step: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if step != last[0] or done >= total or now - last[1] >= WRITE_SECONDS:
            last = (step, now)
            write(step, done, total)

    return report
