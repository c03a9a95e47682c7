"""Each decision through the browser, with and without HTMX."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from luoshi.web.commitments.models import Commitment
from luoshi.web.documents.models import Candidate, SourceDocument
from tests.conftest import SignIn
from tests.factories import City, make_list
from tests.web.documents.build import (
    HOMES,
    JOBS,
    ROADS,
    decide,
    homes,
    make_candidate,
    make_document,
    roads,
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


def test_confirming_moves_on(city: City, document: SourceDocument, browser: Client) -> None:
    lst, one, other = make_list(city), roads(document), homes(document)
    given = {"within": lst.pk, "lead_unit": city.transport.pk, "weight": "2"}
    response = browser.post(url(one, "confirm"), given)
    assert response.headers["Location"] == (
        f"{review_url(document)}?at={other.pk}#clause-{other.pk}"
    )
    made = Commitment.objects.get()
    assert (made.source, made.lead_unit, made.due_on) == (one, city.transport, date(2026, 12, 31))


def test_confirming_renews_row_desk_and_coverage(
    city: City, document: SourceDocument, browser: Client
) -> None:
    lst, one, other = make_list(city), roads(document), homes(document)
    response = browser.post(url(one, "confirm"), {"within": lst.pk, "weight": "1"}, headers=HTMX)
    page = said(response)
    assert rows_in(page) == [(one.pk, "confirmed")]
    assert desk_in(page) == str(other.pk)
    assert re.findall(r'id="([\w-]+)"[^>]*hx-swap-oob', page) == [
        f"candidate-{one.pk}",
        "coverage",
        "status",
    ]
    assert "已确认，列入“年度清单”。" in page
    assert response.headers["HX-Replace-Url"] == f"{review_url(document)}?at={other.pk}"


def test_chosen_list_is_remembered(city: City, document: SourceDocument, browser: Client) -> None:
    make_list(city, title="甲")
    second, one = make_list(city, title="乙"), roads(document)
    homes(document)
    browser.post(url(one, "confirm"), {"within": second.pk, "weight": "1"})
    page = said(browser.get(review_url(document)))
    assert f'<option value="{second.pk}" selected>' in page


def test_no_list_is_chosen_where_none_fits(
    city: City, document: SourceDocument, browser: Client
) -> None:
    make_list(city, period_start=date(2025, 1, 1), period_end=date(2025, 12, 31))
    roads(document)
    page = said(browser.get(review_url(document)))
    assert '<option value="" selected>请选择清单</option>' in page


def test_five_in_a_row(city: City, document: SourceDocument, browser: Client) -> None:
    lst = make_list(city)
    for _ in range(6):
        roads(document)
    at = desk_in(said(browser.get(review_url(document))))
    for _ in range(5):
        answer = browser.post(
            f"/documents/candidates/{at}/confirm/?part=0",
            {"within": lst.pk, "weight": "1"},
            headers=HTMX,
        )
        at = desk_in(said(answer))
    assert (Commitment.objects.count(), Candidate.objects.get(state="open").pk) == (5, int(at))


def test_last_one_stays_on_the_desk(city: City, document: SourceDocument, browser: Client) -> None:
    lst, one = make_list(city), roads(document)
    page = said(browser.post(url(one, "confirm"), {"within": lst.pk, "weight": "1"}, headers=HTMX))
    assert desk_in(page) == str(one.pk)
    assert "已全部处理" in page
    assert f'action="/documents/candidates/{one.pk}/reopen/?part=0"' in page


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"within": "0"}, "within"),
        ({"weight": "0"}, "weight"),
        ({"weight": ""}, "weight"),
        ({"due_on": "明天"}, "due_on"),
        ({"lead_unit": "0"}, "lead_unit"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
def test_wrong_input_stays_beside_its_field(
    city: City,
    document: SourceDocument,
    browser: Client,
    given: dict[str, str],
    field: str,
    headers: dict[str, str],
) -> None:
    lst, one = make_list(city), roads(document)
    values = {"within": str(lst.pk), "weight": "1"} | given
    response = browser.post(url(one, "confirm"), values, headers=headers)
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in said(response)
    assert ("<html" in said(response)) == (not headers)
    assert Commitment.objects.count() == 0


def test_refusal_of_the_list_stays_beside_its_field(
    city: City, document: SourceDocument, browser: Client
) -> None:
    lst, one = make_list(city), roads(document)
    values = {
        "within": lst.pk,
        "weight": "1",
        "lead_unit": city.health.pk,
        "assist_units": [city.health.pk],
    }
    response = browser.post(url(one, "confirm"), values)
    assert response.status_code == 422
    assert 'id="id_assist_units_error"' in said(response)


def test_unit_and_list_of_another_city_are_no_choice(
    city: City, other_city: City, document: SourceDocument, browser: Client
) -> None:
    own, foreign, one = make_list(city), make_list(other_city), roads(document)
    for given in (
        {"within": foreign.pk, "weight": "1"},
        {"within": own.pk, "weight": "1", "lead_unit": other_city.health.pk},
    ):
        assert browser.post(url(one, "confirm"), given).status_code == 422
    assert Commitment.objects.count() == 0


def test_second_confirmation_is_a_conflict(
    city: City, document: SourceDocument, browser: Client
) -> None:
    lst, one = make_list(city), decide(roads(document), city, "rejected")
    response = browser.post(url(one, "confirm"), {"within": lst.pk, "weight": "1"})
    assert response.status_code == 409
    assert 'role="alert"' in said(response)


def test_rejecting_with_a_reason(document: SourceDocument, browser: Client) -> None:
    one, other = roads(document), homes(document)
    page = said(browser.post(url(one, "reject"), {"reason": "slogan"}, headers=HTMX))
    assert rows_in(page) == [(one.pk, "rejected")]
    assert desk_in(page) == str(other.pk)
    assert "口号或原则性表述" in page


@pytest.mark.parametrize("given", [{}, {"reason": "nonsense"}, {"reason": "other"}])
def test_rejecting_without_a_reason(
    document: SourceDocument, browser: Client, given: dict[str, str]
) -> None:
    one = roads(document)
    response = browser.post(url(one, "reject"), given, headers=HTMX)
    assert response.status_code == 422
    assert 'data-act="reject"' in said(response)
    one.refresh_from_db()
    assert one.state == "open"


EDIT = {
    "text": "新建公路100公里",
    "kind": "target",
    "metric": "新建公路",
    "comparator": ">=",
    "value": "100",
    "unit_of_measure": "公里",
    "period_end": "2026年11月30日",
}


def test_editing_stays_on_the_candidate(document: SourceDocument, browser: Client) -> None:
    one = roads(document)
    homes(document)
    page = said(browser.post(url(one, "edit"), EDIT, headers=HTMX))
    assert desk_in(page) == str(one.pk)
    assert "新建公路 ≥ 100 公里" in page
    one.refresh_from_db()
    assert (one.text, one.period_end) == ("新建公路100公里", date(2026, 11, 30))


def test_editing_to_nothing_is_refused(document: SourceDocument, browser: Client) -> None:
    one = roads(document)
    for given in (EDIT | {"text": ""}, EDIT | {"period_start": "2027-01-01"}):
        response = browser.post(url(one, "edit"), given, headers=HTMX)
        assert response.status_code == 422
        assert 'data-act="edit"' in said(response)


@pytest.mark.parametrize(
    ("given", "texts"),
    [
        ({"first": "新建公路", "second": "120公里以上"}, ["新建公路", "120公里以上"]),
        ({"position": "4", "first": "", "second": ""}, ["新建公路", "120公里以上"]),
    ],
    ids=["texts", "position"],
)
def test_splitting(
    document: SourceDocument, browser: Client, given: dict[str, str], texts: list[str]
) -> None:
    one = roads(document)
    page = said(browser.post(url(one, "split"), given, headers=HTMX))
    parts = list(Candidate.objects.filter(state="open"))
    assert [part.text for part in parts] == texts
    assert rows_in(page) == [(part.pk, "open") for part in parts]
    assert desk_in(page) == str(parts[0].pk)
    assert re.findall(r'id="([\w-]+)"[^>]*hx-swap-oob', page) == [
        "original",
        "candidates",
        "coverage",
        "status",
    ]


def test_split_offers_each_pause(document: SourceDocument, browser: Client) -> None:
    one = make_candidate(document, f"{ROADS}，{HOMES}")
    page = said(browser.get(f"{review_url(document)}?at={one.pk}&do=split"))
    assert re.findall(r'name="position" value="(\d+)"', page) == [str(len(ROADS) + 1)]
    assert f">\n{ROADS}</textarea>" in page
    assert "或者把文字改成两段：" in page


def test_what_has_no_pause_is_split_by_rewriting_alone(
    document: SourceDocument, browser: Client
) -> None:
    page = said(browser.get(f"{review_url(document)}?at={roads(document).pk}&do=split"))
    assert 'name="position" value=' not in page
    assert "或者" not in page


def test_splitting_off_nothing_is_refused(document: SourceDocument, browser: Client) -> None:
    one = roads(document)
    for given in ({"first": "甲"}, {"position": "999"}):
        assert browser.post(url(one, "split"), given, headers=HTMX).status_code == 422


def test_merging_with_the_next(document: SourceDocument, browser: Client) -> None:
    one, other = roads(document), homes(document)
    page = said(browser.get(review_url(document)))
    assert f'<input type="hidden" name="other" value="{other.pk}">' in page
    page = said(browser.post(url(one, "merge"), {"other": other.pk}, headers=HTMX))
    made = Candidate.objects.get(state="open")
    assert rows_in(page) == [(made.pk, "open")]
    assert desk_in(page) == str(made.pk)


def test_merging_with_nothing_is_refused(document: SourceDocument, browser: Client) -> None:
    one = roads(document)
    for other in ("", "x"):
        response = browser.post(url(one, "merge"), {"other": other})
        assert response.status_code == 422
        assert "只能合并" in said(response)


def test_undo_takes_back_the_last_and_then_the_one_before(
    city: City, document: SourceDocument, browser: Client
) -> None:
    lst, one, other = make_list(city), roads(document), homes(document)
    browser.post(url(one, "confirm"), {"within": lst.pk, "weight": "1"})
    browser.post(url(other, "reject"), {"reason": "slogan"})
    undo = f"/documents/{document.pk}/undo/?part=0"
    page = said(browser.post(undo, headers=HTMX))
    assert rows_in(page) == [(one.pk, "confirmed"), (other.pk, "open")]
    assert desk_in(page) == str(other.pk)
    page = said(browser.post(undo, headers=HTMX))
    assert rows_in(page) == [(one.pk, "open"), (other.pk, "open")]
    assert browser.post(undo, headers=HTMX).status_code == 409
    assert Commitment.objects.get().state == "withdrawn"


def test_undo_takes_back_edits_and_marks_too(
    city: City, document: SourceDocument, browser: Client
) -> None:
    lst, one = make_list(city), roads(document)
    undo = f"/documents/{document.pk}/undo/?part=0"
    marked = {"sentence": JOBS}
    browser.post(f"/documents/{document.pk}/mark/?part=0", marked, headers=HTMX)
    browser.post(url(one, "edit"), EDIT | {"text": "新建公路100公里"})
    browser.post(url(one, "edit"), EDIT | {"text": "新建公路90公里"})
    browser.post(url(one, "confirm"), {"within": lst.pk, "weight": "1"})
    texts = []
    for _ in range(4):
        response = browser.post(undo, headers=HTMX)
        assert response.status_code == 200
        one.refresh_from_db()
        texts.append((one.text, one.state, Candidate.objects.count()))
    assert texts == [
        ("新建公路90公里", "open", 2),
        ("新建公路100公里", "open", 2),
        (ROADS, "open", 2),
        (ROADS, "open", 1),
    ]
    assert browser.post(undo, headers=HTMX).status_code == 409


def test_one_decision_is_taken_back_without_script(
    city: City, document: SourceDocument, browser: Client
) -> None:
    one = decide(roads(document), city, "rejected")
    response = browser.post(url(one, "reopen"))
    assert response.headers["Location"] == f"{review_url(document)}?at={one.pk}#clause-{one.pk}"
    one.refresh_from_db()
    assert one.state == "open"


@pytest.mark.parametrize(
    "given",
    [{"sentence": JOBS}, {"view": "raw", "start": "RAW", "end": "RAW"}],
    ids=["copied", "selected"],
)
def test_missed_clause_is_marked(
    document: SourceDocument, browser: Client, given: dict[str, str]
) -> None:
    at = document.raw.index(JOBS)
    if "start" in given:
        given = given | {"start": str(at), "end": str(at + len(JOBS))}
    response = browser.post(f"/documents/{document.pk}/mark/?part=0", given, headers=HTMX)
    made = Candidate.objects.get()
    assert (made.text, made.start) == (JOBS, at)
    assert response.headers["HX-Retarget"] == "#desk"
    assert rows_in(said(response)) == [(made.pk, "open")]


@pytest.mark.parametrize("given", [{}, {"sentence": "没有的话"}, {"start": "5", "end": "2"}])
def test_marking_nothing_is_refused(
    document: SourceDocument, browser: Client, given: dict[str, str]
) -> None:
    response = browser.post(f"/documents/{document.pk}/mark/?part=0", given, headers=HTMX)
    assert response.status_code == 422
    assert said(response).strip().startswith('<details class="mark-by-hand" id="mark" open>')
    assert Candidate.objects.count() == 0
