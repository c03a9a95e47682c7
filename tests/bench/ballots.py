"""A hall that votes: ballots through the served site, on the same cores as the phones."""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from luoshi.commands.hall import HALL_THREADS, hall_processes
from tests.bench.figures import Figure
from tests.reliability.lay import Laid, laid
from tests.reliability.phones import Answered, Phone, Phones, Request, get, post, share
from tests.served import Site, environment_of, served
from tests.shared_data import ROOT

CLIENTS, CONTENDERS = 64, 14
BALLOTS, VOTERS, IDLE, PAGES = 20_000, 5_000, 1_000, 5_000
RUSH_SECONDS, PAGES_SECONDS, POLL_SECONDS = 10, 60, 4
ROWS = 3_000
AREA = "ballots"


def serve(port: int) -> list[str]:
    """As ``luoshi serve --hall`` does it, but for the addresses: on this machine only."""
    luoshi, processes = "from luoshi.cli import main; main()", str(hall_processes())
    many = ["--workers", processes, "--threads", str(HALL_THREADS)]
    return [sys.executable, "-c", luoshi, "serve", "--port", str(port), *many]


def figures(database: str = "") -> Iterator[Figure]:
    """64 clients without pause; 5,000 voters in 10 s beside 1,000 idle phones; 5,000 pages."""
    store = "PostgreSQL" if database else "SQLite FULL"
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as name:
        folder = Path(name)
        hall = laid(folder, contenders=CONTENDERS, tokens=BALLOTS + VOTERS, database=database)
        bare = bare_inserts(folder, database)
        with served(folder, command=serve, database=database) as site:
            yield from _steady(site, hall, bare, store)
            yield from _rush(site, hall, store)
            yield from _pages(site, hall, store)


def bare_inserts(folder: Path, database: str) -> float:
    """Rows a second that Django's ORM alone inserts, one commit each, unique (poll, voter)."""
    found = subprocess.run(
        [sys.executable, "-m", "tests.bench.bareinsert", str(ROWS)],
        cwd=ROOT, env=environment_of(folder, database), check=True, capture_output=True, text=True,
    )  # fmt: skip
    return float(found.stdout)


class Heard:
    """Answers of phones, counted."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.others: list[int] = []
        self.last = 0.0

    def __call__(self, answer: Answered) -> None:
        if answer.status in (200, 304):
            self.seconds.append(answer.seconds)
        else:
            self.others.append(answer.status)
        self.last = time.monotonic()

    def spread(self) -> str:
        """Middle, 99 of 100 and worst, in ms."""
        parts = (share(self.seconds, part) * 1000 for part in (0.5, 0.99, 1))
        return "p50 {:.0f}, p99 {:.0f}, max {:.0f} ms".format(*parts)


def _steady(site: Site, hall: Laid, bare: float, store: str) -> Iterator[Figure]:
    chance = random.Random(1)
    sent = [post(hall.ballot(token, chance)) for token in hall.tokens[:BALLOTS]]
    heard, waiting = Heard(), iter(sent)
    requests: Iterator[Request] = ((0.0, each) for each in waiting)
    begun = time.monotonic()
    Phones(site.port).run([Phone(requests, heard) for _ in range(CLIENTS)])
    rate = round(len(heard.seconds) / (heard.last - begun))
    yield Figure(
        AREA, f"acknowledged a second, {CLIENTS} clients, {store}", rate, ">= 1500, >= 0.37 x",
        "bare Django insert, one process, no HTTP", round(bare), round(rate / bare, 2),
        f"{CONTENDERS} x 4 marks; {heard.spread()}; errors {len(heard.others)}",
    )  # fmt: skip
    yield from _times(heard, f"{CLIENTS} clients", store, ("<= 100", "<= 500"))


def _rush(site: Site, hall: Laid, store: str) -> Iterator[Figure]:
    chance = random.Random(2)
    begin = time.monotonic() + 2
    voted, polled = Heard(), Heard()
    voters = [
        Phone(iter([(begin + at * RUSH_SECONDS / VOTERS, post(hall.ballot(token, chance)))]), voted)
        for at, token in enumerate(hall.tokens[BALLOTS:])
    ]
    idle = [Phone(_polls(site, hall, chance), polled) for _ in range(IDLE)]
    Phones(site.port, 60).run([*voters, *idle], while_busy=len(voters))
    yield Figure(
        AREA, f"{VOTERS:,} voters in {RUSH_SECONDS} s, acknowledged, {store}", len(voted.seconds),
        f"{VOTERS}", note=f"{voted.spread()}; errors {len(voted.others)}; all in after "
        f"{voted.last - begin:.1f} s; {len(polled.seconds)} polls beside, {polled.spread()}",
    )  # fmt: skip
    yield from _times(voted, "rush", store, ("<= 1000", ""))


def _polls(site: Site, hall: Laid, chance: random.Random) -> Iterator[Request]:
    at = time.monotonic() + chance.random() * POLL_SECONDS
    path = f"/v/state/{hall.session}/"
    del site
    while True:
        yield at, get(path)
        at = max(at, time.monotonic()) + POLL_SECONDS * (0.75 + chance.random() / 2)


def _pages(site: Site, hall: Laid, store: str) -> Iterator[Figure]:
    chance = random.Random(3)
    begin, heard = time.monotonic() + 0.5, Heard()
    phones = []
    for at in range(PAGES):
        token = hall.tokens[at % len(hall.tokens)]
        start = begin + chance.random() * PAGES_SECONDS
        more = "Accept-Encoding: gzip\r\n"
        paths = (f"/v/{token}/", "/static/luoshi/vote.css", "/static/luoshi/vote.js")
        asked = [(start, get(paths[0], more)), *((0.0, get(path, more)) for path in paths[1:])]
        phones.append(Phone(iter(asked), heard))
    Phones(site.port, 120).run(phones)
    yield Figure(
        AREA, f"{PAGES:,} first page loads in {PAGES_SECONDS} s, {store}", len(heard.seconds) // 3,
        f"{PAGES}", note=f"page, style and script: {heard.spread()}; errors {len(heard.others)}",
    )  # fmt: skip
    yield from _times(heard, "page", store, ("<= 500", ""))


def _times(heard: Heard, what: str, store: str, goals: tuple[str, str]) -> Iterator[Figure]:
    for part, name, goal in ((0.99, "p99", goals[0]), (1.0, "max", goals[1])):
        worst = round(share(heard.seconds, part) * 1000)
        yield Figure(AREA, f"{what}: {name} ms, {store}", worst, goal)
