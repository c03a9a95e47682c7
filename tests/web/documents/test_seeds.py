"""The five documents the product starts from, as they are, through the browser.

What was injected into one of them is computed at run time and never printed: the asserts
compare booleans, and a test is named by the number of its file alone.
"""

import html
import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from luoshi.core.text import repair
from luoshi.web.audit.models import Entry
from luoshi.web.documents.actions import candidate_add
from luoshi.web.documents.models import SourceDocument
from tests.conftest import SignIn
from tests.factories import NOW, City, make_list
from tests.shared_data import shared

pytestmark = pytest.mark.data
NUMBERS = ("000", "001", "002", "003", "004")
LEAST = {"000": 3, "001": 3, "002": 6, "003": 8, "004": 8}
"""Half of what the annotators found, rounded down: the figures themselves are the extractor's."""
VIEWS = ("", "?text=clean", "?do=edit", "?do=split", "?do=reject")


@pytest.fixture(autouse=True)
def _own_blobs(settings: LazySettings, tmp_path: Path) -> None:
    settings.BLOB_DIR = tmp_path / "blobs"


def seed(number: str) -> Path:
    return next(shared("seeds").glob(f"{number}_*.txt"))


def imported(browser: Client, city: City, number: str, name: str = "") -> SourceDocument:
    path = seed(number)
    upload = SimpleUploadedFile(name or path.name, path.read_bytes())
    response = browser.post("/documents/", {"file": upload, "jurisdiction": city.unit.pk})
    assert response.status_code == 302
    return SourceDocument.objects.get()


def injected(number: str) -> list[str]:
    """The words of the injected line, without the pronunciation notes inside it."""
    raw = seed(number).read_text(encoding="utf-8")
    found = [raw[s.start : s.end] for s in repair(raw).dropped if s.kind == "spam"]
    plain = re.sub(r"\([^)]*\)", "", "".join(found))
    words = [word for word in re.split(r"[\s,，|_;；]+", plain) if len(word) >= 4]
    return [*words, *(line[:12] for line in found)]


def shows_injected(body: str, words: list[str]) -> bool:
    text = html.unescape(re.sub(r"<[^>]+>", "", body))
    bare = re.sub(r"\([a-zü\u0100-\u01dc]+\)", "", text)
    return any(word in body or word in text or word in bare for word in words)


@pytest.mark.parametrize("number", NUMBERS)
def test_seed_is_imported_and_reviewed(city: City, sign_in: SignIn, number: str) -> None:
    browser = sign_in(city.person("supervisor"))
    document = imported(browser, city, number)
    assert document.raw.encode() == seed(number).read_bytes()
    assert document.candidates.count() >= LEAST[number]
    page = browser.get(f"/documents/{document.pk}/review/").content.decode()
    shown = page.count('<li id="candidate-')
    assert shown == document.candidates.count()
    marked = {key for keys in re.findall(r'data-clauses="([\d ]+)"', page) for key in keys.split()}
    assert len(marked) == shown


@pytest.mark.parametrize("number", NUMBERS)
def test_original_is_complete_but_for_what_was_injected(
    city: City, sign_in: SignIn, number: str
) -> None:
    browser = sign_in(city.person("supervisor"))
    document = imported(browser, city, number)
    page = browser.get(f"/documents/{document.pk}/review/").content.decode()
    block = page.split('id="original-text"', 1)[1].split(">", 1)[1].split("</div>", 1)[0]
    shown = re.sub(r"\s", "", html.unescape(re.sub(r"<[^>]+>", "", block)))
    kept = list(document.raw)
    for start, end, kind in document.dropped:
        if kind == "spam":
            kept[start:end] = [""] * (end - start)
    same = shown == re.sub(r"\s", "", "".join(kept))
    assert same, "the original differs from the stored text"


@pytest.mark.parametrize("view", VIEWS, ids=["raw", "clean", "edit", "split", "reject"])
def test_injected_line_is_on_no_page(city: City, sign_in: SignIn, view: str) -> None:
    words = injected("004")
    assert len(words) > 1
    make_list(city)
    browser = sign_in(city.person("supervisor"))
    document = imported(browser, city, "004")
    for address in (f"/documents/{document.pk}/review/{view}", "/documents/", "/"):
        body = browser.get(address).content.decode()
        leaked = shows_injected(body, words)
        assert not leaked, "injected text on a page"


def test_injected_line_is_in_no_name_log_or_entry(
    city: City, sign_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    words = injected("004")
    browser = sign_in(city.person("supervisor"))
    document = imported(browser, city, "004", name=f"{words[0]}.txt")
    kept = [
        document.title,
        document.name,
        caplog.text,
        *map(str, Entry.objects.values_list("after")),
    ]
    clear = not any(shows_injected(text, words) for text in kept)
    assert clear, "injected text was kept"
    body = browser.get("/documents/").content.decode()
    leaked = shows_injected(body, words)
    assert not leaked, "injected text on a page"


def test_clause_marked_in_a_damaged_seed_quotes_the_document(city: City, sign_in: SignIn) -> None:
    document = imported(sign_in(city.person("supervisor")), city, "000")
    assert len(document.damaged) == 1
    start = document.damaged[0][0]
    made = candidate_add(
        document=document, start=start - 10, end=start, by=city.actor("supervisor"), at=NOW
    )
    same = made.text in document.clean
    assert same, "the text is not the document's"
