"""Pages of the served demo city beside a bare ORM page, start time and memory."""

import http.client
import os
import re
import sys
import tempfile
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

from luoshi.demo.logins import PASSWORD
from tests.bench.figures import Figure, middle
from tests.served import served

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
REQUESTS, WARM, TURNS = 150, 20, 3


def figures() -> Iterator[Figure]:
    """CPU-ms a request for list and detail, A B A B; then the second start and the memory."""
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as name:
        folder = Path(name)
        with served(folder) as site:
            yield Figure("start", "first start with demo, s", site.started_in, "< 120")
        with served(folder) as site:
            yield Figure("start", "second start to first page, s", site.started_in, "< 5")
            with served(folder, command=_bare, ask="/bare/") as bare:
                yield from _pages(site.port, site.pid, bare.port, bare.pid)
            yield Figure("memory", "resident, MB, all processes", _resident(site.pid), "< 250")


def _pages(port: int, pid: int, bare_port: int, bare_pid: int) -> Iterator[Figure]:
    cookies = _sign_in(port, "supervisor")
    listed = _request(port, "/lists/", cookies)
    list_path = re.search(r'href="(/lists/\d+/)"', listed)
    shown = _request(port, list_path[1] if list_path else "/commitments/", cookies)
    detail = re.search(r'href="(/commitments/\d+/)"', shown)
    paths = {
        "list, 50 rows": "/commitments/",
        "one list": list_path[1] if list_path else "/commitments/",
        "detail": detail[1] if detail else "/commitments/",
        "home of a supervisor": "/",
    }
    for name, path in paths.items():
        ours, theirs = [], []
        for _ in range(TURNS):
            ours.append(_cpu_ms(port, path, cookies, pid))
            theirs.append(_cpu_ms(bare_port, "/bare/", {}, bare_pid))
        mine, spread = middle(ours)
        anchor, _ = middle(theirs)
        yield Figure(
            "pages", f"{name}, CPU-ms", mine, "<= 8 and <= 4 x", "bare ORM page", anchor,
            round(mine / anchor, 2), spread,
        )  # fmt: skip


def _bare(port: int) -> list[str]:
    granian = str(Path(sys.executable).with_name("granian"))
    return [granian, "--interface", "wsgi", "--port", str(port), "tests.bench.bare:application"]


def _sign_in(port: int, username: str) -> dict[str, str]:
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
    headers = _headers(cookies) | {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/login/", urllib.parse.urlencode(form), headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 302:
        raise RuntimeError(f"signing in answered {answer.status}")
    return cookies | _cookies(answer)


def _cookies(answer: http.client.HTTPResponse) -> dict[str, str]:
    lines = answer.headers.get_all("Set-Cookie") or []
    return dict(line.split(";")[0].strip().split("=", 1) for line in lines)  # type: ignore[misc]


def _headers(cookies: dict[str, str]) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}


def _request(port: int, path: str, cookies: dict[str, str]) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers=_headers(cookies))
    return connection.getresponse().read().decode()


def _cpu_ms(port: int, path: str, cookies: dict[str, str], pid: int) -> float:
    """CPU of the server's processes for one request, in milliseconds, over many requests."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    spent = 0.0
    for number in range(WARM + REQUESTS):
        if number == WARM:
            spent = _cpu(pid)
        connection.request("GET", path, headers=_headers(cookies))
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
    return (_cpu(pid) - spent) / REQUESTS * 1000


def _family(pid: int) -> list[int]:
    children = [
        int(child)
        for path in Path(f"/proc/{pid}/task").glob("*/children")
        for child in path.read_text().split()
    ]
    return [pid, *(member for child in children for member in _family(child))]


def _cpu(pid: int) -> float:
    total = 0
    for member in _family(pid):
        fields = Path(f"/proc/{member}/stat").read_text().rpartition(") ")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def _resident(pid: int) -> int:
    pages = (int(Path(f"/proc/{member}/statm").read_text().split()[1]) for member in _family(pid))
    return round(sum(pages) * PAGE / 2**20)
