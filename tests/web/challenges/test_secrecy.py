"""The promise itself: a bid sent over HTTP leaves no readable trace on the disk before opening."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tests.shared_data import ROOT
from tests.web.challenges.build import SECRET, spellings
from tests.web.challenges.sent import KEYS, PLAN, TEAM


def test_nothing_on_the_disk_says_what_a_bid_says(begun: Path, tmp_path: Path) -> None:
    """Database, its write-ahead log, sessions, files and the process's own log, while it runs.

    The other process serves the site from a SQLite file as installations do, takes the keys,
    sends the bid through the form, and is refused once for a typing mistake in it.
    """
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LUOSHI_", "DJANGO_"))}
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    environment = kept | {"LUOSHI_DATA_DIR": str(tmp_path), "LUOSHI_LOG_LEVEL": "DEBUG"}
    log = tmp_path / "process.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.web.challenges.sent"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=stream,
            stderr=stream,
        )
        try:
            _await(log, b"SENT", process)
            files = [path for path in tmp_path.rglob("*") if path.is_file()]
            on_disk = {path.name: path.read_bytes() for path in files}
        finally:
            process.communicate(b"\n", timeout=60)
    keys = (tmp_path / KEYS).read_text().split()
    assert [len(key) for key in keys] == [64, 64]
    del on_disk[KEYS]
    assert {"luoshi.db", "luoshi.db-wal", "process.log"} <= on_disk.keys()
    assert b"bid.seal" in on_disk["luoshi.db"] + on_disk["luoshi.db-wal"]
    needles = [*spellings(PLAN), *spellings(TEAM), *spellings(SECRET), *map(str.encode, keys)]
    found = [
        (name, needle) for name, data in on_disk.items() for needle in needles if needle in data
    ]
    assert found == []
    assert process.returncode == 0


def _await(log: Path, word: bytes, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 300
    while word not in log.read_bytes():
        assert process.poll() is None, log.read_text()[-3000:]
        assert time.monotonic() < until
        time.sleep(0.1)
