"""A site served as `make run` does, in a process of its own, for browser tests, bench, pictures."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, ViewportSize

from luoshi.demo.logins import PASSWORD
from tests.shared_data import ROOT

START_SECONDS = 600
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in BROWSERS if (found := shutil.which(name))), None)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]
DESKTOP = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=360, height=740)


@dataclass(frozen=True)
class Site:
    """Where it is served, its process, its data, and the seconds until the first answer."""

    port: int
    pid: int
    data_dir: Path
    environment: Mapping[str, str]
    started_in: float

    @property
    def url(self) -> str:
        """The address of the home page without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"


Command = Callable[[int], list[str]]


def demo(port: int) -> list[str]:
    """The command that `make run` gives."""
    luoshi = "from luoshi.cli import main; main()"
    return [sys.executable, "-c", luoshi, "serve", "--demo", "--port", str(port)]


@contextmanager
def served(
    folder: Path, *, command: Command = demo, database: str = "", ask: str = "/login/"
) -> Iterator[Site]:
    """The site on a free port until the block ends. Raises RuntimeError with the end of its log."""
    port = _free_port()
    environment = environment_of(folder, database)
    log = folder / "served.log"
    begun = time.monotonic()
    with log.open("ab") as stream:
        process = subprocess.Popen(
            command(port),
            cwd=ROOT,
            env=environment,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )
    try:
        while not _answers(port, ask):
            if process.poll() is not None or time.monotonic() - begun > START_SECONDS:
                raise RuntimeError(f"the site did not start: {log.read_text()[-2000:]}")
            time.sleep(0.05)
        seconds = round(time.monotonic() - begun, 2)
        yield Site(port, process.pid, folder, environment, seconds)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def environment_of(folder: Path, database: str = "") -> dict[str, str]:
    """What a process is told that serves that data: nothing of this process's own settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LUOSHI_", "DJANGO_"))}
    told = {"LUOSHI_DATA_DIR": str(folder), "LUOSHI_DEMO": "1"}
    return kept | told | ({"LUOSHI_DATABASE_URL": database} if database else {})


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        connection.getresponse().read()
    except OSError:
        return False
    finally:
        connection.close()
    return True


def enter(context: BrowserContext, username: str, *, english: bool = False) -> Page:
    """Sign in as one of the demo's people and choose the language; the home page."""
    page = context.new_page()
    page.goto("/login/")
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.click("main button.btn-primary")
    page.wait_for_url("**/")
    other = page.locator(f"button[name=language][value={'en' if english else 'zh-hans'}]")
    if other.count():
        other.first.click()
        page.wait_for_load_state()
    return page
