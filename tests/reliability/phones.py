"""Many phones from one process: a loop over sockets that takes little of the server's cores."""

import heapq
import json
import selectors
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Request = tuple[float, bytes]
"""When to send it (``time.monotonic``; 0 at once), and its bytes."""


@dataclass(slots=True)
class Answered:
    """``seconds`` from when it was to be sent until the last byte; status 0 where it broke off."""

    status: int
    seconds: float
    body: bytes


@dataclass(slots=True, eq=False)
class Phone:
    """Sends its requests one after the other over one connection; ``told`` hears the answers."""

    requests: Iterator[Request]
    told: Callable[[Answered], None]
    link: socket.socket | None = None
    due: float = 0.0
    sent: bytes = b""
    got: bytearray = field(default_factory=bytearray)


class Phones:
    """Runs phones against ``port`` of this machine until they are through, or for ``seconds``."""

    def __init__(self, port: int, seconds: float = 120) -> None:
        self.port, self.until = port, time.monotonic() + seconds
        self._watched = selectors.DefaultSelector()
        self._due: list[tuple[float, int, Phone]] = []
        self._number = 0
        self._busy = 0

    def run(self, phones: list[Phone], *, while_busy: int | None = None) -> None:
        """``while_busy``: stop when so many of the first phones are through."""
        main = set(phones[:while_busy] if while_busy is not None else phones)
        for phone in phones:
            self._next(phone)
        left = main
        while left and time.monotonic() < self.until:
            self._start_due()
            wait = self._due[0][0] - time.monotonic() if self._due else 0.5
            for key, _ in self._watched.select(max(0.0, min(wait, 0.5))):
                self._read(key.data)
            left = {phone for phone in left if phone.sent or phone.due} if self._ended else left
            self._ended = False
        for key in list(self._watched.get_map().values()):
            key.data.link.close()
        self._watched.close()

    _ended = False

    def _next(self, phone: Phone) -> None:
        request = next(phone.requests, None)
        if request is None:
            phone.due, phone.sent = 0.0, b""
            self._ended = True
            self._close(phone)
            return
        phone.due, phone.sent = request[0] or time.monotonic(), request[1]
        if phone.due <= time.monotonic():
            self._send(phone)
        else:
            self._number += 1
            heapq.heappush(self._due, (phone.due, self._number, phone))

    def _start_due(self) -> None:
        now = time.monotonic()
        while self._due and self._due[0][0] <= now:
            self._send(heapq.heappop(self._due)[2])

    def _send(self, phone: Phone) -> None:
        try:
            if phone.link is None:
                phone.link = socket.create_connection(("127.0.0.1", self.port), timeout=5)
                phone.link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._watched.register(phone.link, selectors.EVENT_READ, phone)
            phone.got.clear()
            phone.link.sendall(phone.sent)
        except OSError:
            self._done(phone, 0, b"")

    def _read(self, phone: Phone) -> None:
        try:
            data = phone.link.recv(65536) if phone.link else b""
        except OSError:
            data = b""
        if not data:
            self._close(phone)
            self._done(phone, 0, b"")
            return
        phone.got += data
        end = phone.got.find(b"\r\n\r\n")
        if end < 0:
            return
        head = bytes(phone.got[:end]).lower()
        body = bytes(phone.got[end + 4 :])
        if not _is_whole(head, body):
            return
        self._done(phone, int(head[9:12]), body)

    def _done(self, phone: Phone, status: int, body: bytes) -> None:
        phone.told(Answered(status, time.monotonic() - phone.due, body))
        self._next(phone)

    def _close(self, phone: Phone) -> None:
        if phone.link is not None:
            self._watched.unregister(phone.link)
            phone.link.close()
            phone.link = None


def _is_whole(head: bytes, body: bytes) -> bool:
    at = head.find(b"content-length:")
    if at >= 0:
        return len(body) >= int(head[at + 15 :].split(b"\r\n", 1)[0])
    if b"transfer-encoding: chunked" in head:
        return body.endswith(b"0\r\n\r\n")
    return head[9:12] in (b"304", b"204")


def post(body: object) -> bytes:
    """A ballot as the script of the page sends it."""
    data = json.dumps(body, separators=(",", ":")).encode()
    lines = ("POST /v/ballot HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json")
    head = "\r\n".join((*lines, f"Content-Length: {len(data)}", "", ""))
    return head.encode() + data


def get(path: str, more: str = "") -> bytes:
    """A page, or with ``more`` headers (each with its line end) a poll."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{more}\r\n".encode()


def share(values: list[float], part: float) -> float:
    """The value below which that part (0-1) of them lies, in the unit of the values."""
    found = sorted(values)
    return found[min(len(found) - 1, int(len(found) * part))]
