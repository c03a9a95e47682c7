"""Every process of the server killed at a random moment, again and again, while a hall votes."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.site import _family
from tests.reliability.inside import ask
from tests.reliability.lay import Laid, laid
from tests.reliability.phones import Answered, Phone, Phones, Request, post
from tests.served import environment_of
from tests.shared_data import ROOT

PHONES, WORKERS, A_ROUND, LONGEST = 16, 2, 200, 0.4
WHOLE_SECONDS = 4 * 3600
"""No new round after that: fewer ``kills`` than were asked for is no success."""
REST_SECONDS = 900


def kill(folder: Path, rounds: int, database: str = "") -> dict[str, Any]:
    """Acknowledged ballots that are missing from the sealed list, or in it twice, after so many
    kills of a server with two serving processes. What was not acknowledged is sent again."""
    hall = laid(folder, contenders=3, tokens=rounds * A_ROUND, database=database)
    chance = random.Random(rounds)
    sent = {token: hall.ballot(token, chance) for token in hall.tokens}
    told: dict[str, str] = {}
    left: list[str] = []
    done = open_answers = again = 0
    begun = time.monotonic()
    for number in range(rounds):
        if time.monotonic() - begun > WHOLE_SECONDS:
            break
        own = [*left, *hall.tokens[number * A_ROUND : (number + 1) * A_ROUND]]
        again += len(left)
        with _Server(folder, database) as server:
            server.doomed_in = chance.random() * LONGEST
            open_answers += _vote(server, own, sent, told)
        left, done = [token for token in own if token not in told], number + 1
        seconds = time.monotonic() - begun
        sys.stderr.write(f"{done}/{rounds} kills, {len(told)} acknowledged, {seconds:.0f} s\n")
    with _Server(folder, database) as server:
        _vote(server, left, sent, told, REST_SECONDS)
    counted = {
        "kills": done,
        "missed": rounds - done,
        "without an answer": open_answers,
        "sent again": again,
    }
    return {**counted, **_compared(folder, hall, sent, told, database)}


def _vote(
    server: "_Server", own: list[str], sent: dict[str, Any], told: dict[str, str],
    seconds: float = 120,
) -> int:  # fmt: skip
    """Phones send until all did or the server is killed; how many had no answer then."""
    waiting = iter(own)
    broken: list[str] = []

    def phone() -> Phone:
        current: list[str] = []

        def requests() -> Iterator[Request]:
            for token in waiting:
                if server.killed:
                    return
                current[:] = [token]
                yield 0.0, post(sent[token])

        def heard(answer: Answered) -> None:
            if answer.status == 200:
                told[current[0]] = json.loads(answer.body)["receipt"]
                server.doom()
            else:
                broken.append(current[0])

        return Phone(requests(), heard)

    Phones(server.port, seconds).run([phone() for _ in range(PHONES)])
    return len(broken)


class _Server:
    """A server whose every process is killed at the end of the block, in the midst of its work."""

    def __init__(self, folder: Path, database: str) -> None:
        self.environment = environment_of(folder, database)
        self.log = folder / "server.log"
        self.port, self.killed = 0, False
        self.doomed_in: float | None = None
        self.timer: threading.Timer | None = None

    def __enter__(self) -> "_Server":
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        given = ["127.0.0.1", str(port), str(WORKERS)]
        with self.log.open("ab") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "luoshi.commands.supervise", *given], cwd=ROOT,
                env=self.environment, stdout=stream, stderr=stream, start_new_session=True,
            )  # fmt: skip
        for _ in range(6000):
            time.sleep(0.05)
            if self.process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                self.port = port
                return self
            except OSError:
                continue
        self.kill()
        raise RuntimeError(f"the server did not start: {self.log.read_text()[-2000:]}")

    def doom(self) -> None:
        """Voting has begun: it is killed so many seconds from the first acknowledged ballot."""
        if self.doomed_in is not None and self.timer is None:
            self.timer = threading.Timer(self.doomed_in, self.kill)
            self.timer.start()

    def kill(self) -> None:
        """The supervisor first, so that nothing is started again, then all below it."""
        if self.killed:
            return
        self.killed = True
        for pid in _family(self.process.pid):
            os.kill(pid, signal.SIGKILL)

    def __exit__(self, *_: object) -> None:
        if self.timer is not None:
            self.timer.join()
        self.kill()
        self.process.wait()


def _compared(
    folder: Path, hall: Laid, sent: dict[str, Any], told: dict[str, str], database: str
) -> dict[str, Any]:
    """Against the sealed list: by receipt and by marks, which are different for every voter."""
    found = ask("sealed", folder, database)
    receipts = Counter(found["receipts"])
    marks = Counter(found["marks"])
    mine = [json.dumps(sent[token]["marks"], sort_keys=True) for token in told]
    return {
        "acknowledged": len(told),
        "in the list": len(found["receipts"]),
        "lost": sum(not receipts[each] for each in told.values()),
        "lost by marks": sum(not marks[each] for each in mine),
        "twice": len(found["receipts"]) - len(receipts) + (len(told) - len(set(told.values()))),
        "of no token": max(0, len(found["receipts"]) - len(hall.tokens)),
    }
