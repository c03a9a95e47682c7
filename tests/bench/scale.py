"""Pages of 100,000 commitments and a million reports, beside Redmine's with as much.

Redmine is not here: its figures are those of the machine where the goals were set (Redmine 5.0.4,
100,000 items, 300,000 notes), multiplied by how much slower this machine answers a bare page.
"""

import http.client
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

from tests.bench import site as small
from tests.bench.figures import Figure, middle
from tests.served import Site, environment_of, served
from tests.shared_data import ROOT

CLIENTS, SECONDS = 8, 10
QUIET_SECONDS, IDLE = 900, 0.5
"""A site that spends less than half a second of CPU in five is idle."""
PAGES = (
    # metric, path, CPU-ms of Redmine where the goals were set, times faster wanted
    ("list, 50 rows", "/commitments/", 84.0, 8),
    ("filtered list", "/commitments/?state=underway", 111.0, 6),
    ("search of two characters", f"/commitments/?q={quote('项目')}", 183.0, 8),
    ("group summary", "/lists/", 207.0, 10),
    ("home of a supervisor", "/", 0.0, 0),
)
ITEM = ("item page with reports", 78.0, 5)
REDMINE_PER_SECOND = 12.0
MADE = re.compile(r"commitments (\d+).* reports (\d+).* units (\d+)：([\d.]+) s")
LIT = re.compile(r"lights \d+：([\d.]+) s")


def figures(scale: str) -> Iterator[Figure]:
    """Making the data, the nightly lights, pages, eight clients, the wall chart.

    The machine is measured over the demo city: a bare page of 25 rows sorts all there are.
    """
    with tempfile.TemporaryDirectory(prefix="luoshi-scale-") as name:
        folder = Path(name)
        with served(folder), served(folder, command=small.run_bare, ask=small.BARE) as bare:
            machine = small.machine(bare)
        yield machine
        told = _made(folder, scale)
        if found := MADE.search(told):
            yield Figure(
                "scale", "copies made, s", float(found[4]), "",
                note=f"{found[1]} commitments, {found[2]} reports, {found[3]} units",
            )  # fmt: skip
        if lit := LIT.search(told):
            yield Figure("scale", "nightly lights of all, s", float(lit[1]), "< 30")
        with served(folder) as site:
            yield from _pages(site, float(machine.ours or 0) / small.ELSEWHERE)


def _made(folder: Path, scale: str) -> str:
    luoshi = "from luoshi.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", luoshi, "demo", "--scale", scale],
        cwd=ROOT,
        env=environment_of(folder),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def _pages(site: Site, slower: float) -> Iterator[Figure]:
    cookies, waited = _when_quiet(site)
    yield Figure("scale", "first day's acts, s", waited, "")
    listed = small.request(site.port, "/commitments/", cookies)
    item = re.findall(r'href="(/commitments/\d+/)"', listed)[0]
    first = 0.0
    for name, path, theirs, wanted in (*PAGES, (ITEM[0], item, *ITEM[1:])):
        ours = _cpu(site, path, cookies)
        first = first or ours
        yield _beside(name, ours, theirs * slower, wanted)
    deep = _cpu(site, "/commitments/?page=1000", cookies)
    yield Figure(
        "scale", "page 1,000, CPU-ms", deep, "<= 1.3 x", "our page 1", first,
        round(deep / first, 2),
    )  # fmt: skip
    rate = _per_second(site.port, cookies)
    theirs = round(REDMINE_PER_SECOND / slower, 1)
    yield Figure(
        "scale", f"list at {CLIENTS} clients, a second", rate, ">= 12 x",
        "Redmine, scaled", theirs, round(rate / theirs, 1),
    )  # fmt: skip
    wall = _wall(site.port, cookies)
    yield Figure("scale", "wall chart of 300 rows, ms to data", wall, "< 300")


def _when_quiet(site: Site) -> tuple[dict[str, str], float]:
    """Signed in once the first day's acts over so many rows are done, and how long they took."""
    begun, spent = time.monotonic(), -1.0
    while small.cpu_of(site.pid) - spent > IDLE and time.monotonic() - begun < QUIET_SECONDS:
        spent = small.cpu_of(site.pid)
        time.sleep(5)
    return small.sign_in(site.port, "supervisor"), round(time.monotonic() - begun, 1)


def _beside(name: str, ours: float, theirs: float, wanted: int) -> Figure:
    """Without a peer the figure alone."""
    if not theirs:
        return Figure("scale", f"{name}, CPU-ms", ours, "")
    return Figure(
        "scale", f"{name}, CPU-ms", ours, f">= {wanted} x", "Redmine, scaled",
        round(theirs, 1), round(theirs / ours, 1),
    )  # fmt: skip


def _cpu(site: Site, path: str, cookies: dict[str, str]) -> float:
    return middle([small.cpu_ms(site.port, path, cookies, site.pid) for _ in range(3)])[0]


def _per_second(port: int, cookies: dict[str, str]) -> float:
    until = time.monotonic() + SECONDS

    def ask(_: int) -> int:
        connection, done = http.client.HTTPConnection("127.0.0.1", port, timeout=60), 0
        while time.monotonic() < until:
            connection.request("GET", "/commitments/", headers=small.headers(cookies))
            connection.getresponse().read()
            done += 1
        return done

    with ThreadPoolExecutor(CLIENTS) as clients:
        return round(sum(clients.map(ask, range(CLIENTS))) / SECONDS, 1)


def _wall(port: int, cookies: dict[str, str]) -> float:
    """The list of 300 rows is the second copy."""
    lists = small.request(port, "/lists/", cookies)
    found = re.search(r'href="(/lists/\d+/)"[^>]*>[^<]*规模测试 002', lists)
    path = f"{found[1]}wall/" if found else "/lists/"
    spent = []
    for _ in range(9):
        begun = time.monotonic()
        small.request(port, path, cookies)
        spent.append((time.monotonic() - begun) * 1000)
    return round(statistics.median(spent), 1)
