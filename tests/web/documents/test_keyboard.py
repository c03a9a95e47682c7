"""The review by keyboard in a real browser: five Enters, and each other key."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, expect, sync_playwright

from luoshi.core.chain import GENESIS
from luoshi.web.audit.models import Head
from luoshi.web.commitments.models import Commitment
from luoshi.web.documents.models import Candidate, SourceDocument
from tests.conftest import SignIn
from tests.factories import make_city, make_list
from tests.served import CHROMIUM, FLAGS
from tests.web.documents.build import HOMES, JOBS, ROADS, homes, make_document, roads, station

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


@pytest.fixture
def document(committed: None) -> SourceDocument:
    Head.objects.get_or_create(pk=1, defaults={"hash": GENESIS})
    city = make_city()
    make_list(city)
    found = make_document(city)
    for make in (roads, homes, station):
        make(found)
    return found


@pytest.fixture
def review(
    document: SourceDocument, live_server: Any, sign_in: SignIn
) -> Callable[[Callable[[Page], None]], None]:
    """Runs steps on the review page; the database is asked only after they end."""
    cookie = sign_in(document.imported_by).cookies["sessionid"].value

    def run(steps: Callable[[Page], None]) -> None:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
            page = context.new_page()
            broken: list[str] = []
            page.on("pageerror", lambda error: broken.append(str(error)))
            page.goto(f"{live_server.url}/documents/{document.pk}/review/")
            steps(page)
            browser.close()
            assert broken == []

    assert finders.find("luoshi/documents.js")
    return run


def states() -> dict[str, str]:
    return dict(Candidate.objects.order_by("pk").values_list("text", "state"))


def test_enter_confirms_and_goes_on(review: Any) -> None:
    def steps(page: Page) -> None:
        for _ in range(3):
            page.keyboard.press("Enter")
        expect(page.locator("li.candidate.is-confirmed")).to_have_count(3)
        expect(page.locator("mark.clause.is-confirmed")).to_have_count(3)

    review(steps)
    assert list(Commitment.objects.order_by("pk").values_list("source__text", flat=True)) == [
        ROADS,
        HOMES,
        "年底前开通云川北站",
    ]


def test_keys_move_reject_and_undo(review: Any) -> None:
    def steps(page: Page) -> None:
        lit = page.locator("mark.clause.is-current")
        expect(lit).to_have_text(ROADS)
        page.keyboard.press("j")
        expect(lit).to_have_text(HOMES)
        page.keyboard.press("k")
        expect(lit).to_have_text(ROADS)
        page.keyboard.press("x")
        page.keyboard.press("2")
        expect(page.locator("li.candidate.is-rejected")).to_have_count(1)
        expect(lit).to_have_text(HOMES)
        page.keyboard.press("m")
        expect(page.locator("li.candidate")).to_have_count(2)
        page.keyboard.press("u")
        expect(page.locator("li.candidate")).to_have_count(3)
        page.keyboard.press("u")
        expect(page.locator("li.candidate.is-open")).to_have_count(3)

    review(steps)
    assert set(states().values()) == {"open"}


def test_keys_edit_and_split(review: Any) -> None:
    def steps(page: Page) -> None:
        page.keyboard.press("e")
        text = page.locator("#id_text")
        expect(text).to_be_focused()
        text.fill("新建公路，养护公路")
        page.locator("#desk [data-primary]").click()
        expect(page.locator("li.candidate.is-current")).to_contain_text("新建公路，养护公路")
        page.keyboard.press("s")
        page.locator(".split-here").click()
        expect(page.locator("li.candidate")).to_have_count(4)
        page.keyboard.press("e")
        page.keyboard.press("Escape")
        expect(page.locator('[data-act="confirm"]')).to_be_visible()

    review(steps)
    assert states() == {
        "新建公路，养护公路": "split",
        HOMES: "open",
        "年底前开通云川北站": "open",
        "新建公路，": "open",
        "养护公路": "open",
    }


def test_letters_typed_into_a_field_are_letters(review: Any) -> None:
    def steps(page: Page) -> None:
        page.locator("#id_due_on").fill("")
        page.locator("#id_due_on").press_sequentially("xcm")
        expect(page.locator("#id_due_on")).to_have_value("xcm")
        expect(page.locator('[data-act="confirm"]')).to_be_visible()

    review(steps)
    assert set(states().values()) == {"open"}


SELECT = """wanted => {
  const text = document.querySelector('.original');
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(wanted);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + wanted.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return true;
  }
  return false;
}"""


def test_selected_text_becomes_a_candidate(review: Any, document: SourceDocument) -> None:
    def steps(page: Page) -> None:
        assert page.evaluate(SELECT, JOBS)
        page.keyboard.press("a")
        expect(page.locator("li.candidate")).to_have_count(4)
        expect(page.locator("mark.clause.is-current")).to_have_text(JOBS)

    review(steps)
    made = Candidate.objects.latest("pk")
    assert (made.text, made.start) == (JOBS, document.raw.index(JOBS))
