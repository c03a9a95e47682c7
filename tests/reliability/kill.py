"""Every process of the server killed at a random moment, again and again, while a hall votes."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.bench.site import _family
from tests.reliability.inside import ask
from tests.reliability.lay import Laid, laid
from tests.reliability.phones import Answered, Phone, Phones, Request, post
from tests.served import environment_of
from tests.shared_data import ROOT

PHONES, WORKERS, A_ROUND, LONGEST = 16, 2, 60, 0.6


def kill(folder: Path, rounds: int, database: str = "") -> dict[str, Any]:
    """Acknowledged ballots that are missing from the sealed list, or in it twice, after so many
    kills of a server with two serving processes. What was not acknowledged is sent again."""
    hall = laid(folder, contenders=3, tokens=rounds * A_ROUND, database=database)
    chance = random.Random(rounds)
    sent = {token: hall.ballot(token, chance) for token in hall.tokens}
    left = list(hall.tokens)
    told: dict[str, str] = {}
    kills = 0
    for _ in range(rounds):
        with _Server(folder, database) as port:
            left = _vote(port, left, sent, told, chance)
        kills += 1
    with _Server(folder, database) as port:
        _vote(port, left, sent, told, chance, seconds=60)
    return {
        "kills": kills,
        "sent again": len(left),
        **_compared(folder, hall, sent, told, database),
    }


def _vote(
    port: int, left: list[str], sent: dict[str, Any], told: dict[str, str], chance: random.Random,
    seconds: float = 0,
) -> list[str]:  # fmt: skip
    """Phones send until the server is killed; who got no answer is still to be counted."""
    waiting = iter(left)
    until = seconds or chance.random() * LONGEST

    def phone() -> Phone:
        current: list[str] = []

        def requests() -> Any:
            for token in waiting:
                current[:] = [token]
                request: Request = (0.0, post(sent[token]))
                yield request

        def heard(answer: Answered) -> None:
            if answer.status == 200:
                told[current[0]] = json.loads(answer.body)["receipt"]

        return Phone(requests(), heard)

    Phones(port, until).run([phone() for _ in range(PHONES)])
    return [token for token in left if token not in told]


class _Server:
    """A server whose every process is killed at the end of the block, in the midst of its work."""

    def __init__(self, folder: Path, database: str) -> None:
        self.environment = environment_of(folder, database)

    def __enter__(self) -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        given = ["127.0.0.1", str(port), str(WORKERS)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "luoshi.commands.supervise", *given], cwd=ROOT,
            env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        for _ in range(1200):
            time.sleep(0.05)
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return port
            except OSError:
                continue
        raise RuntimeError("the server did not start")

    def __exit__(self, *_: object) -> None:
        for pid in _family(self.process.pid):
            os.kill(pid, signal.SIGKILL)
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
