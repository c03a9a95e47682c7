"""Opening and closing at random moments while ballots come through two boxes on one file."""

import random
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from luoshi.core.errors import Refused
from luoshi.core.voting import Gate, Submission
from luoshi.web.box.box import Box
from luoshi.web.box.postgres import PostgresStore
from luoshi.web.box.sqlite import SqliteStore

VOTERS, EACH, LONGEST = 6, 4, 0.004


@dataclass(frozen=True)
class Try:
    """One sending: when it began and ended, and its receipt (empty: refused)."""

    begun: float
    ended: float
    receipt: str


def race(folder: Path, schedules: int) -> dict[str, Any]:
    """Schedules in which a ballot was taken outside the opening, refused inside, lost or added.

    The two stores have connections and file locks of their own, as two processes have; on
    PostgreSQL each thread has.
    """
    (folder / "boxes").mkdir(parents=True)
    chance = random.Random(schedules)
    wrong: dict[str, int] = {"late": 0, "refused inside": 0, "missing": 0, "added": 0}
    taken = refused = 0
    for number in range(schedules):
        if number % 50 == 0:
            boxes = _boxes(folder, uuid4(), 50)
        item = number % 50 + 1
        times, tries = _schedule(boxes, item, chance)
        accepted = [each for each in tries if each.receipt]
        taken, refused = taken + len(accepted), refused + len(tries) - len(accepted)
        (open_from, open_by), (close_from, close_by) = times
        wrong["late"] += sum(e.begun > close_by or e.ended < open_from for e in accepted)
        wrong["refused inside"] += sum(
            not e.receipt and e.begun > open_by and e.ended < close_from for e in tries
        )
        count = sum(boxes[0].counts(item).values())
        wrong["missing"] += max(0, len(accepted) - count)
        wrong["added"] += max(0, count - len(accepted))
    return {"schedules": schedules, "taken": taken, "refused": refused, **wrong}


def _boxes(folder: Path, name: UUID, items: int) -> tuple[Box, Box]:
    path = folder / "boxes" / f"{name}.sqlite3"
    shared = connection.vendor == "postgresql"
    stores = [PostgresStore(name) if shared else SqliteStore(path) for _ in range(2)]
    found = Box(name.hex, stores[0]), Box(name.hex, stores[1])
    gates = [Gate(at + 1, 0, is_open=False, contenders=("c",)) for at in range(items)]
    found[0].begin([*gates, Gate(items + 1, 1, is_open=True, contenders=("d",))])
    return found


Span = tuple[float, float]


def _schedule(
    boxes: tuple[Box, Box], item: int, chance: random.Random
) -> tuple[tuple[Span, Span], list[Try]]:
    tries: list[Try] = []
    spans: list[Span] = []
    seeds = [chance.random() for _ in range(VOTERS)]

    def vote(at: int) -> None:
        own = random.Random(seeds[at])
        for number in range(EACH):
            time.sleep(own.random() * LONGEST)
            tries.append(_cast(boxes[at % 2], item, f"{item}-{at}-{number}".encode()))
        connection.close()

    def turn_gate() -> None:
        for is_open in (True, False):
            time.sleep(chance.random() * LONGEST)
            begun = time.monotonic()
            boxes[chance.randrange(2)].set_gate(item, turn=1, is_open=is_open)
            spans.append((begun, time.monotonic()))
        connection.close()

    threads = [threading.Thread(target=vote, args=(at,)) for at in range(VOTERS)]
    threads.append(threading.Thread(target=turn_gate))
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return (spans[0], spans[1]), tries


def _cast(box: Box, item: int, key: bytes) -> Try:
    begun = time.monotonic()
    given = Submission(item, 1, 1, key.decode(), {"c": {"k": "1"}})
    try:
        receipt = box.cast(key.rjust(32, b"\0"), "A", given).receipt
    except Refused as refused:
        if refused.code not in ("item-closed", "item-anew"):
            raise
        receipt = ""
    return Try(begun, time.monotonic(), receipt)
