"""Power cuts: the process that writes is killed, and what it had not synced is taken back."""

import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from luoshi.core.voting import Gate, Submission
from luoshi.web.box import sqlite
from luoshi.web.box.box import Box
from luoshi.web.box.sqlite import SqliteStore
from tests.served import environment_of
from tests.shared_data import ROOT

HEAD = struct.Struct("<3Q")
SOURCE = Path(__file__).with_name("powerloss.c")
MARKS = {"c": {"k": "1"}}


def compiler() -> str | None:
    """The C compiler of this machine."""
    return shutil.which("cc")


def power(folder: Path, rounds: int, synchronous: str = "FULL") -> dict[str, Any]:
    """Ballots acknowledged and lost over so many cuts. With ``NORMAL`` some must be lost: else the
    cuts are none. ``KILL``: the processes are only killed, nothing is taken back."""
    data, journal = folder / "data", folder / "journal"
    (data / "boxes").mkdir(parents=True)
    preload = {} if synchronous == "KILL" else _library(folder, data, journal)
    chance = random.Random(rounds)
    told: list[str] = []
    undone = rounds_with_loss = lost = 0
    with opened(data) as box:
        box.begin([Gate(1, 1, is_open=True, contenders=("c",))])
    for number in range(rounds):
        shutil.rmtree(journal, ignore_errors=True)
        journal.mkdir()
        told += _voted(data, preload, number, synchronous, chance)
        undone += cut(journal)
        (data / "boxes/box.sqlite3-shm").unlink(missing_ok=True)
        with opened(data) as box:
            stored = [each.receipt for each in box.taken()]
        missing = set(told) - set(stored)
        rounds_with_loss += len(missing) > lost
        lost = len(missing)
    return {
        "cuts": rounds, "synchronous": synchronous, "acknowledged": len(told), "lost": lost,
        "twice": len(stored) - len(set(stored)), "rounds with loss": rounds_with_loss,
        "writes taken back": undone,
    }  # fmt: skip


@contextmanager
def opened(data: Path) -> Iterator[Box]:
    """A box without a session, in files of its own."""
    store = SqliteStore(data / "boxes/box.sqlite3")
    try:
        yield Box("0" * 32, store)
    finally:
        store.close()


def _library(folder: Path, data: Path, journal: Path) -> dict[str, str]:
    library = folder / "powerloss.so"
    options = ["-O2", "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl", "-lpthread"]
    subprocess.run([compiler() or "cc", *options], check=True)
    told = {"LD_PRELOAD": str(library), "LOSS_ROOT": str(data)}
    return {**told, "LOSS_JOURNAL": str(journal)}


def _voted(
    data: Path, preload: dict[str, str], number: int, synchronous: str, chance: random.Random
) -> list[str]:
    """Receipts that a process acknowledged until it was killed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.reliability.power", str(data), str(number), synchronous],
        cwd=ROOT, env=environment_of(data) | preload, stdout=subprocess.PIPE,
    )  # fmt: skip
    with process:
        if process.stdout is None:
            raise RuntimeError("no answers")
        process.stdout.readline()
        time.sleep(0.02 + chance.random() * 0.2)
        process.send_signal(signal.SIGKILL)
        return process.stdout.read().decode().split("\n")[:-1]


def cut(journal: Path) -> int:
    """Take back what was written and not synced, last first; how many writes that were."""
    undone = 0
    for path in [each for each in journal.iterdir() if not each.name.endswith(".path")]:
        file = Path(path.with_name(f"{path.name}.path").read_text().removesuffix(" (deleted)"))
        records = list(_records(path.read_bytes()))
        if file.is_file() and not file.name.endswith("-shm"):
            with file.open("r+b") as stream:
                for at, size, old in reversed(records):
                    stream.seek(at)
                    stream.write(old)
                    stream.truncate(size)
            undone += len(records)
    return undone


def _records(data: bytes) -> Any:
    at = 0
    while at + HEAD.size <= len(data):
        offset, length, size = HEAD.unpack_from(data, at)
        at += HEAD.size
        if at + length > len(data):
            return
        yield offset, size, data[at : at + length]
        at += length


def vote_until_killed(data: Path, number: int, synchronous: str) -> None:
    """Four voters at a time without pause; each receipt is told once the ballot was taken."""
    if synchronous == "NORMAL":
        sqlite.SETTINGS = tuple(e.replace("=FULL", "=NORMAL") for e in sqlite.SETTINGS)  # type: ignore[assignment]

    def vote(own: int) -> None:
        for at in range(1_000_000):
            key = f"{number}-{own}-{at}".encode().rjust(32, b"\0")
            kept = box.cast(key, "A", Submission(1, 1, 1, "a-random-word", MARKS))
            os.write(1, f"{kept.receipt}\n".encode())

    with opened(data) as box:
        box.gates()
        os.write(1, b"ready\n")
        for own in range(4):
            threading.Thread(target=vote, args=(own,)).start()
        time.sleep(600)


if __name__ == "__main__":
    settings.configure(SECRET_KEY="of a trial", DATABASES={})
    vote_until_killed(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
