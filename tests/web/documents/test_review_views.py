"""The review page: what it shows, to whom, and what a document cannot do to it."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from luoshi.web.commitments.models import Commitment
from luoshi.web.documents import review as module
from luoshi.web.documents.models import Candidate, SourceDocument
from tests.conftest import SignIn
from tests.factories import NOW, City, make_list
from tests.web.documents.build import (
    JOBS,
    ROADS,
    decide,
    homes,
    make_candidate,
    make_document,
    roads,
    station,
)

HTMX = {"HX-Request": "true"}


@pytest.fixture
def browser(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("supervisor"))


@pytest.fixture
def document(city: City) -> SourceDocument:
    return make_document(city)


def url(candidate: Candidate, verb: str) -> str:
    return f"/documents/candidates/{candidate.pk}/{verb}/?part=0"


def review_url(document: SourceDocument) -> str:
    return f"/documents/{document.pk}/review/"


def said(response: Any) -> str:
    return str(response.content.decode())


def rows_in(page: str) -> list[tuple[int, str]]:
    found = re.findall(r'<li id="candidate-(\d+)"[^>]*data-state="(\w+)"', page)
    return [(int(pk), state) for pk, state in found]


def desk_in(page: str) -> str:
    found = re.search(r'<section id="desk"[^>]*data-candidate="(\d*)"', page)
    assert found
    return found[1]


def test_page_shows_document_and_candidates(document: SourceDocument, browser: Client) -> None:
    one, other = roads(document), homes(document)
    page = said(browser.get(review_url(document)))
    assert rows_in(page) == [(one.pk, "open"), (other.pk, "open")]
    assert desk_in(page) == str(one.pk)
    assert f'<mark class="clause is-open is-current" data-clauses="{one.pk}">{ROADS}</mark>' in page


def test_split_and_merged_ones_are_represented_by_what_they_became(
    city: City, document: SourceDocument, browser: Client
) -> None:
    one = roads(document)
    decide(homes(document), city, "split")
    decide(station(document), city, "merged")
    assert rows_in(said(browser.get(review_url(document)))) == [(one.pk, "open")]


def test_any_candidate_can_be_put_on_the_desk(document: SourceDocument, browser: Client) -> None:
    roads(document)
    other = homes(document)
    assert desk_in(said(browser.get(f"{review_url(document)}?at={other.pk}"))) == str(other.pk)


@pytest.mark.parametrize("query", ["at=x", "at=99999", "part=77", "part=-1", "do=wrong", "at=²"])
def test_nonsense_in_the_address_shows_the_first(
    document: SourceDocument, browser: Client, query: str
) -> None:
    one = roads(document)
    response = browser.get(f"{review_url(document)}?{query}")
    assert (response.status_code, desk_in(said(response))) == (200, str(one.pk))


@pytest.mark.parametrize(
    ("mode", "action"),
    [("edit", "edit"), ("split", "split"), ("reject", "reject"), ("", "confirm")],
)
def test_each_form_has_its_own_address(
    city: City, document: SourceDocument, browser: Client, mode: str, action: str
) -> None:
    make_list(city)
    one = roads(document)
    page = said(browser.get(f"{review_url(document)}?at={one.pk}&do={mode}"))
    assert f'action="/documents/candidates/{one.pk}/{action}/?part=0"' in page


def test_htmx_gets_the_desk_alone(document: SourceDocument, browser: Client) -> None:
    one = roads(document)
    page = said(browser.get(f"{review_url(document)}?at={one.pk}", headers=HTMX))
    assert page.strip().startswith('<section id="desk"')
    assert "<html" not in page


def test_confirm_form_is_filled_in(city: City, document: SourceDocument, browser: Client) -> None:
    lst = make_list(city)
    one = station(document)
    response = browser.get(f"{review_url(document)}?at={one.pk}")
    assert response.context["form"].initial == {
        "within": lst,
        "lead_unit": city.transport,
        "assist_units": [city.health],
        "due_on": date(2026, 12, 31),
        "weight": 1,
    }
    page = said(response)
    assert f'<option value="{city.transport.pk}" selected>' in page
    assert f'<option value="{lst.pk}" selected>' in page


def test_without_a_list_the_page_says_so(document: SourceDocument, browser: Client) -> None:
    roads(document)
    assert "请先建立清单" in said(browser.get(review_url(document)))


def test_repaired_view_is_kept_through_an_act(document: SourceDocument, browser: Client) -> None:
    one, other = roads(document), homes(document)
    page = said(browser.get(f"{review_url(document)}?text=clean"))
    assert 'data-view="clean"' in page
    assert f"/documents/candidates/{one.pk}/merge/?part=0&amp;text=clean" in page
    response = browser.post(f"{url(one, 'reject')}&text=clean", {"reason": "slogan"})
    assert response.headers["Location"] == (
        f"{review_url(document)}?at={other.pk}&text=clean#clause-{other.pk}"
    )


def test_next_part_of_a_large_document_is_loaded_whole(
    document: SourceDocument, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PART", 30)
    one, far = roads(document), make_candidate(document, JOBS)
    part = module.Review(document, at=one.pk, part=None, repaired=False).part
    response = browser.post(
        f"/documents/candidates/{one.pk}/reject/?part={part}", {"reason": "slogan"}, headers=HTMX
    )
    assert response.headers["HX-Redirect"] == f"{review_url(document)}?at={far.pk}"


VERBS = ("confirm", "edit", "split", "merge", "reject", "reopen")


@pytest.mark.parametrize("verb", VERBS)
def test_decisions_are_posted(document: SourceDocument, browser: Client, verb: str) -> None:
    assert browser.get(url(roads(document), verb)).status_code == 405


@pytest.mark.parametrize("verb", ["undo", "mark", "extract"])
def test_acts_on_a_document_are_posted(
    document: SourceDocument, browser: Client, verb: str
) -> None:
    assert browser.get(f"/documents/{document.pk}/{verb}/").status_code == 405


def addresses(document: SourceDocument) -> list[tuple[str, str]]:
    one = roads(document)
    return [
        ("get", review_url(document)),
        *(("post", f"/documents/{document.pk}/{verb}/") for verb in ("undo", "mark", "extract")),
        *(("post", url(one, verb)) for verb in VERBS),
    ]


def test_visitor_signs_in_first(document: SourceDocument, client: Client) -> None:
    for method, address in addresses(document):
        response = getattr(client, method)(address)
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/login/?next=")


@pytest.mark.parametrize("role", ["supervisor", "principal", "assessor", "contact"])
def test_document_of_others_is_not_there(
    city: City, other_city: City, document: SourceDocument, sign_in: SignIn, role: str
) -> None:
    of = other_city if role == "supervisor" else city
    browser = sign_in(of.person(role))
    for method, address in addresses(document):
        assert getattr(browser, method)(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_review(
    city: City,
    document: SourceDocument,
    browser: Client,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    make_list(city)
    for _ in range(count):
        one = station(document)
        Commitment.objects.create(
            jurisdiction=city.unit,
            text="x",
            kind="project",
            starts_on=date(2026, 1, 1),
            due_on=date(2026, 12, 31),
            source=one,
            created_by=city.person("supervisor"),
            created_at=NOW,
        )
    with django_assert_num_queries(14):
        browser.get(review_url(document))


SCRIPT = "<script>alert('云')</script>今年新建公路120公里以上，\"'><img src=x onerror=alert(1)>。\n"


@pytest.mark.parametrize("view", ["", "?text=clean", "?do=edit", "?do=split", "?do=reject"])
def test_script_in_a_document_is_text(city: City, browser: Client, view: str) -> None:
    make_list(city)
    document = make_document(city, SCRIPT, title=SCRIPT[:60], name="<script>.txt")
    make_candidate(document, SCRIPT.strip(), responsible="<script>", metric="<script>")
    page = said(browser.get(f"{review_url(document)}{view}"))
    assert "<script>" not in page
    assert "<img" not in page.replace('<img src="/static/', "")
    listed = said(browser.get("/documents/"))
    assert "<script>" not in listed
