"""A delegate with a small phone: marks, loses the network, loses nothing, changes, sees it shut."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.bench.ballots import serve
from tests.reliability.inside import ask
from tests.reliability.lay import Laid, laid
from tests.served import Site, served

NARROW: Any = {"width": 320, "height": 640}
MOST_BYTES = 50_000


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Laid]]:
    folder = tmp_path_factory.mktemp("hall") / "data"
    found = laid(folder, contenders=3, tokens=4)
    with served(folder, command=serve) as site:
        yield site, found


def marked(page: Page, chance: random.Random) -> None:
    for at in range(page.locator("fieldset.c").count()):
        row = page.locator("fieldset.c").nth(at)
        for line in range(row.locator(".line").count()):
            row.locator(".line").nth(line).locator(".quick button").nth(at).click()
    page.locator(".step button").first.click()


def test_a_ballot_by_phone(hall: tuple[Site, Laid], browser: Browser) -> None:
    site, laid_ = hall
    context = browser.new_context(viewport=NARROW)
    page = context.new_page()
    sizes: list[int] = []
    faults: list[str] = []
    page.on("response", lambda answer: sizes.append(len(answer.body())))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{site.url}/v/{laid_.tokens[0]}/")
    assert sum(sizes) < MOST_BYTES
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    marked(page, random.Random(1))
    context.set_offline(True)
    page.get_by_role("button", name="发送", exact=True).click()
    expect(page.locator(".status")).to_contain_text("网络不通")
    context.set_offline(False)
    expect(page.locator("#receipt strong")).to_have_text(
        ask("sealed", site.data_dir)["receipts"][0] if _arrived(page) else ""
    )
    page.reload()
    assert page.locator("input[type=number]").nth(1).input_value() != ""
    page.locator(".line").nth(1).locator(".quick button").nth(3).click()
    page.get_by_role("button", name="再次发送修改").click()
    expect(page.locator(".status")).to_contain_text("已收到")
    assert len(ask("sealed", site.data_dir)["receipts"]) == 1
    ask("closed", site.data_dir)
    expect(page.locator(".at")).to_contain_text("已截止", timeout=15_000)
    expect(page.locator("form")).to_be_hidden()
    assert faults == []
    assert [c["name"] for c in context.cookies()] == []
    context.close()


def _arrived(page: Page) -> bool:
    page.wait_for_selector("#receipt strong", timeout=15_000)
    return True
