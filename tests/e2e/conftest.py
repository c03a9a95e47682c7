"""The demo city in a real browser."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.served import CHROMIUM, DESKTOP, FLAGS, PHONE, Site, enter, served


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo city on a free port, on SQLite or on a PostgreSQL database of its own."""
    folder = tmp_path_factory.mktemp("site")
    with fresh_database() as database:
        if not database:
            shutil.copytree(loaded(tmp_path_factory), folder, dirs_exist_ok=True)
        with served(folder, database=database) as running:
            yield running


def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo city on SQLite, loaded once for all workers, to be copied."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "loaded"
    with (shared / "loaded.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            made = folder.with_suffix(".new")
            made.mkdir()
            with served(made):
                pass
            made.rename(folder)
    return folder


@contextmanager
def fresh_database(name: str = "site") -> Iterator[str]:
    """The address of a fresh PostgreSQL database when the suite runs on PostgreSQL, else none."""
    url = os.environ.get("LUOSHI_TEST_DATABASE_URL")
    if not url:
        yield ""
        return
    import psycopg

    base, called = url.rpartition("/")[0], f"luoshi_{name}_{os.getpid()}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {called}")
        try:
            yield f"{base}/{called}"
        finally:
            connection.execute(f"DROP DATABASE {called} WITH (FORCE)")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium; the test is left out, and says so, where there is none."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: browser tests are left out (apt install chromium)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


SignedIn = Callable[..., Page]


@contextmanager
def signing_in(site: Site, browser: Browser) -> Iterator[SignedIn]:
    """Opens pages on which a person has signed in; phone-sized and in English on demand.

    A script error or a resource that the content policy blocked is an AssertionError at the end.
    """
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def note(line: ConsoleMessage) -> None:
        if "Content Security Policy" in line.text:
            troubles.append(line.text)

    def signed(username: str, *, phone: bool = False, english: bool = False) -> Page:
        context = browser.new_context(viewport=PHONE if phone else DESKTOP, base_url=site.url)
        contexts.append(context)
        context.on("weberror", lambda error: troubles.append(str(error.error)))
        context.on("console", note)
        return enter(context, username, english=english)

    yield signed
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def signed_in(site: Site, browser: Browser) -> Iterator[SignedIn]:
    """The same in the demo city."""
    with signing_in(site, browser) as signed:
        yield signed
