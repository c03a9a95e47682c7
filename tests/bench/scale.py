"""Pages of 100,000 commitments and a million reports, beside Redmine's with as much.

Redmine is not here: its figures (``redmine.yaml``) are those of the machine where the goals were
set, multiplied by how much slower this machine answers a bare page.
"""

import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import yaml

from tests.bench import site as small
from tests.bench.figures import Figure, middle
from tests.served import Site, demo, environment_of, served
from tests.shared_data import ROOT

CLIENTS, SECONDS = 8, 10
QUIET_SECONDS, IDLE = 900, 0.5
"""A site that spends less than half a second of CPU in five is idle."""
ANCHORS = yaml.safe_load(Path(__file__).with_name("redmine.yaml").read_text(encoding="utf-8"))
MOST_PAGES = 40
HOME = "home of a supervisor"
TOLD = """\
{scale} commitments with ten reports each, made in a folder of its own under {folder}.
For 100k: a quarter of an hour on two quiet cores, half an hour on busy ones, and 1 GB of disk.
"""
MADE = re.compile(r"commitments (\d+).* reports (\d+).* units (\d+)：([\d.]+) s")
LIT = re.compile(r"lights \d+：[\d.]+ s，CPU ([\d.]+) s")


def figures(scale: str) -> Iterator[Figure]:
    """Making the data, the nightly lights, pages, eight clients, the wall chart.

    The machine is measured over the demo city: a bare page of 25 rows sorts all there are.
    """
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="luoshi-scale-") as name:
        folder = Path(name)
        sys.stdout.write(TOLD.format(scale=scale, folder=folder.parent))
        sys.stdout.flush()
        with served(folder), served(folder, command=small.run_bare, ask=small.BARE) as bare:
            machine = small.machine(bare)
        yield machine
        slower = float(machine.ours or 0) / small.ELSEWHERE
        told = _made(folder, scale)
        if found := MADE.search(told):
            yield Figure(
                "scale", "copies made, s", float(found[4]), "",
                note=f"{found[1]} commitments, {found[2]} reports, {found[3]} units",
            )  # fmt: skip
        if lit := LIT.search(told):
            yield Figure("scale", "nightly lights of all, CPU s", float(lit[1]), "< 30")
        with served(folder) as site:
            yield from _pages(site, slower)
        with served(folder, command=each_core) as site:
            yield _clients(site, slower)
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        yield Figure("scale", "on disk, MB", round(size / 2**20), "")
    yield Figure("scale", "the whole run, s", round(time.monotonic() - begun), "")


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
    for name, anchor in ANCHORS["pages"].items():
        ours = _cpu(site, item if anchor["path"] == "item" else anchor["path"], cookies)
        first = first or ours
        yield _beside(name, ours, anchor["cpu_ms"] * slower, anchor["times_faster"])
    yield Figure("scale", f"{HOME}, CPU-ms", _cpu(site, "/", cookies), "")
    deep = _cpu(site, "/commitments/?page=1000", cookies)
    yield Figure(
        "scale", "page 1,000, CPU-ms", deep, "<= 1.3 x", "our page 1", first,
        round(deep / first, 2),
    )  # fmt: skip
    wall = _wall(site.port, cookies)
    yield Figure("scale", "wall chart of 300 rows, ms to data", wall, "< 300")


def each_core(port: int) -> list[str]:
    """As a city of 2,000 units is served: a process for each core."""
    return [*demo(port), "--workers", str(os.cpu_count() or 1)]


def _clients(site: Site, slower: float) -> Figure:
    cookies, _waited = _when_quiet(site)
    rate = _per_second(site.port, cookies)
    anchor = ANCHORS["list_per_second"]
    theirs = round(anchor["eight_clients"] / slower, 1)
    return Figure(
        "scale", f"list at {CLIENTS} clients, a second", rate, f">= {anchor['times_faster']} x",
        "Redmine, scaled", theirs, round(rate / theirs, 1), f"{os.cpu_count()} processes",
    )  # fmt: skip


def _when_quiet(site: Site) -> tuple[dict[str, str], float]:
    """Signed in once the first day's acts over so many rows are done, and how long they took."""
    begun, spent = time.monotonic(), -1.0
    while small.cpu_of(site.pid) - spent > IDLE and time.monotonic() - begun < QUIET_SECONDS:
        spent = small.cpu_of(site.pid)
        time.sleep(5)
    return small.sign_in(site.port, "supervisor"), round(time.monotonic() - begun, 1)


def _beside(name: str, ours: float, theirs: float, wanted: int) -> Figure:
    return Figure(
        "scale", f"{name}, CPU-ms", ours, f">= {wanted} x", "Redmine, scaled",
        round(theirs, 1), round(theirs / ours, 1), ANCHORS["version"],
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
    pages = (small.request(port, f"/lists/?page={at}", cookies) for at in range(1, MOST_PAGES))
    found = (re.search(r'href="(/lists/\d+/)"[^>]*>[^<]*规模测试 002', page) for page in pages)
    path = f"{next(filter(None, found))[1]}wall/"
    spent = []
    for _ in range(9):
        begun = time.monotonic()
        small.request(port, path, cookies)
        spent.append((time.monotonic() - begun) * 1000)
    return round(statistics.median(spent), 1)
