"""Work that threads bring at the same time, done by one of them for all."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Given = TypeVar("Given")
Told = TypeVar("Told")


class _Part(Generic[Given, Told]):
    """What one thread brought. ``woken`` is held until it is done, or until its thread leads."""

    __slots__ = ("failed", "given", "is_done", "told", "woken")
    told: Told
    failed: BaseException | None

    def __init__(self, given: Given) -> None:
        self.given, self.is_done, self.failed = given, False, None
        self.woken = threading.Lock()
        self.woken.acquire()


class Together(Generic[Given, Told]):
    """Who comes first works for all that wait by then; the next to lead is whoever waits longest.

    Each sleeps on a lock of its own: nobody is woken before there is something to do. ``work``
    gets at most ``most`` at once, in the order in which they came, and tells as many.
    """

    def __init__(self, work: Callable[[Sequence[Given]], Sequence[Told]], most: int) -> None:
        self._work, self._most = work, most
        self._waiting: deque[_Part[Given, Told]] = deque()
        self._lock = threading.Lock()
        self._is_led = False

    def ask(self, given: Given) -> Told:
        """What ``work`` tells of it. Raises what ``work`` raised."""
        mine: _Part[Given, Told] = _Part(given)
        with self._lock:
            self._waiting.append(mine)
            leads, self._is_led = not self._is_led, True
        if not leads:
            mine.woken.acquire()
        if not mine.is_done:
            self._lead()
        if mine.failed is not None:
            raise mine.failed
        return mine.told

    def _lead(self) -> None:
        with self._lock:
            parts = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._most))]
        try:
            for part, told in zip(parts, self._work([p.given for p in parts]), strict=True):
                part.told = told
        except BaseException as error:  # noqa: BLE001  # else all others would sleep for ever
            for part in parts:
                part.failed = error
        with self._lock:
            following = self._waiting[0] if self._waiting else None
            self._is_led = following is not None
        if following is not None:
            following.woken.release()
        for part in parts:
            part.is_done = True
            part.woken.release()
