"""Every kind of page of every role: it opens, fits a phone, is light, translated, accessible.

What a page shows does not hang on the database: PostgreSQL's turn only opens them all.
"""

import os
from collections.abc import Sequence
from itertools import islice
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import SignedIn
from tests.e2e.crawl import (
    answered,
    barriers,
    cut_off,
    kind_of,
    shown,
    too_wide,
    untranslated,
    walked,
)
from tests.served import DESKTOP, PHONE

pytestmark = pytest.mark.browser
MOST_BYTES = 150_000
WEIGHED = 20
ONLY_OPENED = "LUOSHI_TEST_DATABASE_URL" in os.environ
looks = pytest.mark.skipif(ONLY_OPENED, reason="looks are the same on PostgreSQL: seen on SQLite")
FEWEST = {"supervisor": 20, "principal": 15, "verifier": 4}
"""Kinds of pages that the walk of a role must at least have found."""

ROLES = (
    "supervisor", "assessor", "contact", "leader", "principal", "verifier", "auditor", "admin",
)  # fmt: skip


@pytest.fixture(scope="module")
def looked_at() -> set[str]:
    """Kinds of pages that were shown in a browser in this module."""
    return set()


def kind_for(username: str, address: str) -> str:
    """Home differs from role to role; any other page is of one make for all who may see it."""
    return f"{username} {address}" if kind_of(address) == "/" else kind_of(address)


@pytest.mark.parametrize("username", ROLES)
def test_every_page_opens_fits_is_accessible_and_translated(
    username: str, signed_in: SignedIn, looked_at: set[str]
) -> None:
    page = signed_in(username)
    wrong, opened, fresh = [], 0, []

    def look(page: Page, address: str) -> list[str] | None:
        known = ONLY_OPENED or kind_for(username, address) in looked_at
        return (answered if known else shown)(page, address)

    for address in walked(page, look=look):
        opened += 1
        kind = kind_for(username, address)
        if ONLY_OPENED or kind in looked_at:
            continue
        looked_at.add(kind)
        fresh.append(address)
        if pixels := too_wide(page):
            wrong.append(f"{address} is {pixels} px too wide")
        wrong += [f"{address} {barrier}" for barrier in barriers(page)]
    assert opened >= FEWEST.get(username, 1)
    if fresh:
        wrong += faults_in_english(signed_in(username, english=True), fresh)
    assert not wrong, "\n".join(wrong)


def faults_in_english(page: Page, addresses: Sequence[str]) -> list[str]:
    """What is left in Chinese, too wide for a phone or cut off at either size."""
    page.set_viewport_size(PHONE)
    wrong = []
    for address in addresses:
        page.goto(address)
        wrong += [f"{address} says {text}" for text in untranslated(page)]
        if pixels := too_wide(page):
            wrong.append(f"{address} is {pixels} px too wide")
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)
            wrong += [f"{address} at {size['width']} cuts {table}" for table in cut_off(page)]
    return wrong


@looks
def test_first_view_is_light(signed_in: SignedIn) -> None:
    """Nothing cached, everything counted as it comes over the wire."""
    page = signed_in("supervisor")
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    arrived: list[float] = []

    def note(event: dict[str, Any]) -> None:
        arrived.append(event["encodedDataLength"])

    wire.on("Network.loadingFinished", note)
    heavy = []
    for address in islice(walked(page), WEIGHED):
        if (weight := sum(arrived)) > MOST_BYTES:
            heavy.append(f"{address} took {weight:.0f} bytes")
        arrived.clear()
    assert not heavy, "\n".join(heavy)
