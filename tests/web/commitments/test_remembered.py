"""Counts over very many rows are kept until something changes; a few are counted each time."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from pytest_django import DjangoAssertNumQueries

from luoshi.web.audit.actions import record
from luoshi.web.commitments import remembered
from luoshi.web.commitments.ledger import Filters, Tally, lists_with_counts, tally
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.queries import lists_visible_to
from luoshi.web.commitments.views import ledger
from tests.conftest import SignIn
from tests.factories import NOW, City, make_city, make_commitment, make_list
from tests.web.commitments.build import progress, supervisor


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three rows are very many."""
    monkeypatch.setattr(remembered, "MANY", 3)
    cache.clear()
    yield
    cache.clear()


def rows(city: City, count: int) -> list[Commitment]:
    lst = make_list(city)
    return [make_commitment(city, city.transport, within=lst) for _ in range(count)]


def told(city: City, commitment: Commitment) -> None:
    """One entry in the record."""
    record(by=supervisor(city), at=NOW, verb="commitment.edit", obj=commitment)


def test_many_are_counted_once_until_the_next_entry(
    city: City, many: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made, actor = rows(city, 3), supervisor(city)
    told(city, made[0])
    assert [tally(actor).total, tally(actor).total] == [3, 3]
    Commitment.objects.filter(pk=made[0].pk).update(state="verified")
    with django_assert_num_queries(1):
        assert tally(actor).states == {"underway": 3}
    told(city, made[0])
    assert tally(actor).states == {"underway": 2, "verified": 1}
    assert [each.total for each in lists_with_counts(actor, lists_visible_to(actor))] == [3]


def test_few_are_counted_each_time(city: City, many: None) -> None:
    made, actor = rows(city, 2), supervisor(city)
    for state in ("underway", "verified"):
        Commitment.objects.filter(pk=made[0].pk).update(state=state)
        assert tally(actor).states[state] >= 1
    assert tally(actor).states == {"underway": 1, "verified": 1}


def test_nobody_reads_the_counts_of_another(city: City, many: None) -> None:
    rows(city, 4)
    assert [tally(supervisor(city)).total for _ in range(2)] == [4, 4]
    assert tally(city.actor("contact", city.health)).total == 0
    assert tally(city.actor("contact", city.transport)).total == 4


@pytest.mark.parametrize(
    ("query", "length"),
    [({}, 3), ({"light": "red"}, 2), ({"light": "red", "state": "verified"}, 1),
     ({"kind": "project"}, 0), ({"q": "道路"}, None), ({"unit": "1"}, None)],
)  # fmt: skip
def test_length_of_a_filtered_table_follows_from_the_counts(
    query: dict[str, str], length: int | None
) -> None:
    counts = Tally(
        3, groups={("underway", "target", "red"): 1, ("verified", "target", "red"): 1,
                   ("underway", "target", "blue"): 1},
    )  # fmt: skip
    assert counts.length(Filters.of(query)) == length


def test_page_far_down_shows_what_it_would(
    city: City, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = rows(city, 55)
    progress(made[54], "red")
    desk = sign_in(city.person("supervisor"))
    pages = []
    for far in (1_000, 10):
        monkeypatch.setattr(ledger, "LONG", far)
        page = desk.get("/commitments/?page=2&sort=due").content.decode()
        pages.append(page.split("<tbody")[1])
        assert desk.get("/commitments/?page=2&sort=light").status_code == 200
    assert pages[0] == pages[1]
    assert pages[1].count("card-head what") == 5


@pytest.mark.parametrize("query", ["", "q=新建", "state=underway"])
def test_long_table_has_what_is_led_for_another_jurisdiction(
    city: City, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.setattr(ledger, "LONG", 1)
    other = make_city("QH")
    make_commitment(other, city.unit, within=make_list(other))
    rows(city, 2)
    shown = sign_in(city.person("supervisor")).get(f"/commitments/?{query}").content.decode()
    assert shown.count("card-head what") == 3
    theirs = sign_in(other.person("supervisor")).get(f"/commitments/?{query}").content.decode()
    assert theirs.count("card-head what") == 1


def test_units_beyond_choosing_are_found_by_name(
    city: City, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "MOST_UNITS", 0)
    rows(city, 1)
    desk, unit = sign_in(city.person("supervisor")), city.transport.pk
    shown = desk.get(f"/commitments/?unit={unit}").content.decode()
    assert "<select" not in shown.split("filters")[1].split("</form>")[0]
    assert f'name="unit" value="{unit}"' in shown
    assert desk.get("/commitments/?q=交通局").content.decode().count("card-head what") == 1
