"""Pages of the served demo city beside a bare ORM page, start time and memory."""

import http.client
import os
import re
import sys
import tempfile
import urllib.parse
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from luoshi.demo.logins import PASSWORD
from tests.bench.figures import Figure, middle
from tests.served import Site, served

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
REQUESTS, WARM, TURNS = 150, 20, 3
BARE, BARE_SMALL = "/bare/50/", "/bare/25/"
ELSEWHERE = 2.0
"""CPU-ms of a bare page of 25 rows, of about this shape, where the goals were set."""
USES = 3000
USERS = ("supervisor", "assessor", "contact", "leader", "principal", "verifier", "auditor", "admin")
LINK = re.compile(r'href="(/[^"#?]*/(?:\?[^"#]*)?)"')
LEFT_OUT = ("/static/", "/logout/", "/evidence/", "/sheet/")


def figures() -> Iterator[Figure]:
    """CPU-ms a request for list and detail, A B A B; then the second start and the memory."""
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as name:
        folder = Path(name)
        with served(folder) as site:
            yield Figure("start", "first start with demo, s", site.started_in, "< 120")
        with served(folder) as site:
            yield Figure("start", "second start to first page, s", site.started_in, "< 5")
            with served(folder, command=run_bare, ask=BARE) as bare:
                here = machine(bare)
                yield here
                yield from _pages(site, bare, float(here.ours or 0) / ELSEWHERE)
            yield Figure("memory", "resident, MB, all processes", _resident(site.pid), "< 250")
            used = _use(site.port)
            yield Figure(
                "memory", f"resident after {USES} requests, MB", _resident(site.pid), "< 250",
                note=f"{used} addresses of {len(USERS)} people in turn",
            )  # fmt: skip


def machine(bare: Site) -> Figure:
    """How much slower this machine is at this moment than the one of the goals."""
    ours, spread = middle([cpu_ms(bare.port, BARE_SMALL, {}, bare.pid) for _ in range(TURNS)])
    ratio = round(ours / ELSEWHERE, 2)
    return Figure(
        "machine", "bare ORM page of 25 rows, CPU-ms", ours, "", "the goals' machine", ELSEWHERE,
        ratio, spread,
    )  # fmt: skip


def _pages(site: Site, bare: Site, slower: float) -> Iterator[Figure]:
    """``slower``: by how much, against the machine on which a page was to cost 8 CPU-ms."""
    cookies = sign_in(site.port, "supervisor")
    list_path, detail = _longest(site.port, cookies)
    paths = {
        "list, 50 rows": "/commitments/",
        "one list": list_path,
        "detail": detail,
        "home of a supervisor": "/",
    }
    for name, path in paths.items():
        ours, theirs = [], []
        for _ in range(TURNS):
            ours.append(cpu_ms(site.port, path, cookies, site.pid))
            theirs.append(cpu_ms(bare.port, BARE, {}, bare.pid))
        mine, spread = middle(ours)
        anchor, range_ = middle(theirs)
        yield Figure(
            "pages", f"{name}, CPU-ms", mine, "<= 8 and <= 4 x", "bare ORM page, 50 rows", anchor,
            round(mine / anchor, 2),
            f"{mine / slower:.1f} CPU-ms where the goals were set; ours {spread}; bare {range_}",
        )  # fmt: skip


def _longest(port: int, cookies: dict[str, str]) -> tuple[str, str]:
    """The list that shows the most commitments on a page, and its first commitment."""
    shown = {
        path: re.findall(r'href="(/commitments/\d+/)"', request(port, path, cookies))
        for path in set(re.findall(r'href="(/lists/\d+/)"', request(port, "/lists/", cookies)))
    }
    longest = max(sorted(shown), key=lambda path: len(shown[path]))
    return longest, shown[longest][0]


def _use(port: int) -> int:
    """So many requests over the pages that people reach from home by two links."""
    people = [sign_in(port, username) for username in USERS]
    visits = [(path, cookies) for cookies in people for path in _reached(port, cookies)]
    for number in range(USES):
        path, cookies = visits[number % len(visits)]
        request(port, path, cookies)
    return len(visits)


def _reached(port: int, cookies: dict[str, str]) -> list[str]:
    known, edge = {"/"}, ["/"]
    for _ in range(2):
        pages = [request(port, path, cookies) for path in edge]
        found = {unescape(path) for page in pages for path in LINK.findall(page)}
        edge = [p for p in sorted(found - known) if not any(part in p for part in LEFT_OUT)][:60]
        known.update(edge)
    return sorted(known)


def run_bare(port: int) -> list[str]:
    granian = str(Path(sys.executable).with_name("granian"))
    return [granian, "--interface", "wsgi", "--port", str(port), "tests.bench.bare:application"]


def sign_in(port: int, username: str) -> dict[str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/login/")
    answer = connection.getresponse()
    cookies = _cookies(answer)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode())
    form = {
        "csrfmiddlewaretoken": token[1] if token else "",
        "username": username,
        "password": PASSWORD,
    }
    sent = headers(cookies) | {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/login/", urllib.parse.urlencode(form), sent)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 302:
        raise RuntimeError(f"signing in answered {answer.status}")
    return cookies | _cookies(answer)


def _cookies(answer: http.client.HTTPResponse) -> dict[str, str]:
    lines = answer.headers.get_all("Set-Cookie") or []
    return dict(line.split(";")[0].strip().split("=", 1) for line in lines)  # type: ignore[misc]


def headers(cookies: dict[str, str]) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}


def request(port: int, path: str, cookies: dict[str, str]) -> str:
    """The page as text; what is no text (a download) comes back with holes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers=headers(cookies))
    return connection.getresponse().read().decode(errors="replace")


def cpu_ms(port: int, path: str, cookies: dict[str, str], pid: int) -> float:
    """CPU of the server's processes for one request, in milliseconds, over many requests."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    spent = 0.0
    for number in range(WARM + REQUESTS):
        if number == WARM:
            spent = cpu_of(pid)
        connection.request("GET", path, headers=headers(cookies))
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
    return (cpu_of(pid) - spent) / REQUESTS * 1000


def _family(pid: int) -> list[int]:
    children = [
        int(child)
        for path in Path(f"/proc/{pid}/task").glob("*/children")
        for child in path.read_text().split()
    ]
    return [pid, *(member for child in children for member in _family(child))]


def cpu_of(pid: int) -> float:
    """CPU seconds of a server's processes so far."""
    total = 0
    for member in _family(pid):
        fields = Path(f"/proc/{member}/stat").read_text().rpartition(") ")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def _resident(pid: int) -> int:
    pages = (int(Path(f"/proc/{member}/statm").read_text().split()[1]) for member in _family(pid))
    return round(sum(pages) * PAGE / 2**20)
