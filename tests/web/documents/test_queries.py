"""What a supervisor sees of documents and candidates."""

from datetime import date
from typing import Any

import pytest
from django.http import Http404

from luoshi.core.errors import Invalid
from luoshi.web.documents.places import place_chosen, place_quoted
from luoshi.web.documents.queries import (
    candidate_for,
    document_for,
    documents_with_counts,
    first_open,
    import_places,
    last_decision,
    list_for,
    next_open,
    open_lists,
    responsible_units,
    visible_to,
)
from luoshi.web.projects.models import Cohort
from luoshi.web.units.models import Alias
from tests.factories import NOW, City, make_list
from tests.web.documents.build import (
    ROADS,
    decide,
    homes,
    make_document,
    roads,
    station,
)


def test_documents_of_the_own_jurisdiction(city: City, other_city: City) -> None:
    own, _foreign = make_document(city), make_document(other_city)
    assert list(visible_to(city.actor("supervisor"))) == [own]
    assert list(visible_to(city.actor("principal"))) == []


def test_foreign_document_and_candidate_are_not_there(city: City, other_city: City) -> None:
    document = make_document(other_city)
    candidate = roads(document)
    with pytest.raises(Http404):
        document_for(city.actor("supervisor"), document.pk)
    with pytest.raises(Http404):
        candidate_for(city.actor("supervisor"), candidate.pk)
    assert candidate_for(other_city.actor("supervisor"), candidate.pk) == candidate


def test_counts_by_state(city: City) -> None:
    document = make_document(city)
    roads(document)
    decide(homes(document), city, "rejected")
    decide(station(document), city, "merged")
    row: Any = documents_with_counts(city.actor("supervisor")).get()
    assert (row.open_count, row.confirmed_count, row.rejected_count) == (1, 0, 1)


def test_newest_document_first(city: City) -> None:
    documents = [make_document(city) for _ in range(3)]
    assert list(documents_with_counts(city.actor("supervisor"))) == documents[::-1]


def test_next_open_goes_on_and_then_around(city: City) -> None:
    document = make_document(city)
    first, second, third = roads(document), homes(document), station(document)
    assert [next_open(one) for one in (first, second, third)] == [second.pk, third.pk, first.pk]
    decide(second, city, "rejected")
    assert next_open(first) == third.pk
    decide(third, city, "rejected")
    assert next_open(first) is None


def test_first_open_else_the_first(city: City) -> None:
    document = make_document(city)
    assert first_open(document) is None
    one, other = decide(roads(document), city, "rejected"), homes(document)
    assert first_open(document) == other
    decide(other, city, "rejected")
    assert first_open(document) == one


def test_last_decision_is_ones_own(city: City) -> None:
    document = make_document(city)
    decide(roads(document), city, "rejected")
    colleague = city.person("supervisor", username="colleague")
    decide(homes(document), city, "rejected", decided_by=colleague)
    assert last_decision(document, city.actor("supervisor")).text == ROADS  # type: ignore[union-attr]
    assert last_decision(make_document(city), city.actor("supervisor")) is None


def test_named_units_are_matched(city: City) -> None:
    document = make_document(city)
    assert responsible_units(station(document)) == (city.transport, [city.health])
    assert responsible_units(roads(document)) == (None, ())


def test_unknown_lead_is_nobody_and_an_alias_is_known(city: City) -> None:
    candidate = station(make_document(city))
    candidate.responsible = "某某办;运管处;卫健委YC;运管处"
    Alias.objects.create(jurisdiction=city.unit, text="运管处", unit=city.transport)
    assert responsible_units(candidate) == (None, [city.transport, city.health])


def test_open_lists_of_the_jurisdiction(city: City, other_city: City) -> None:
    lst = make_list(city)
    make_list(city, frozen_by=city.person("supervisor"), frozen_at=NOW)
    make_list(other_city)
    Cohort.objects.create(list=make_list(city), jurisdiction=city.unit)
    assert list(open_lists(city.unit.pk)) == [lst]


def test_list_proposed_is_the_shortest_that_holds_the_day(city: City) -> None:
    document = make_document(city)
    candidate = station(document)
    year = make_list(city)
    autumn = make_list(city, period_start=date(2026, 10, 1))
    gone = make_list(city, period_start=date(2025, 1, 1), period_end=date(2025, 12, 31))
    assert list_for(candidate, [gone, year, autumn]) == autumn
    assert list_for(candidate, [gone]) is None
    candidate.period_end = None
    assert list_for(candidate, [gone, year]) == year
    document.year = None
    assert list_for(candidate, [gone, year]) is None


def test_import_goes_where_one_is_supervisor(city: City, other_city: City) -> None:
    assert list(import_places(city.actor("supervisor"))) == [city.unit]
    assert list(import_places(city.actor("assessor"))) == []


NOTED = "今年新(xīn)增(zēng)就(jiù)业2万人。\n"


@pytest.mark.parametrize(
    ("sentence", "raw"),
    [
        ("新增就业2万人", "新(xīn)增(zēng)就(jiù)业2万人"),
        ("增(zēng)就(jiù)业", "增(zēng)就(jiù)业"),
        (" 今年 ", "今年"),
    ],
    ids=["repaired", "as-stored", "spaces"],
)
def test_sentence_is_found_in_either_text(city: City, sentence: str, raw: str) -> None:
    document = make_document(city, NOTED)
    start, end = place_quoted(document, sentence)
    assert document.raw[start:end] == raw


@pytest.mark.parametrize("sentence", ["", " ", "没有的话"])
def test_sentence_that_is_not_there(city: City, sentence: str) -> None:
    with pytest.raises(Invalid, match="mark-not-found"):
        place_quoted(make_document(city, NOTED), sentence)


def test_selection_in_the_repaired_text_is_carried_back(city: City) -> None:
    document = make_document(city, NOTED)
    start, end = place_chosen(document, 2, 4, repaired=True)
    assert document.raw[start:end] == "新(xīn)增"
    assert place_chosen(document, 2, 4, repaired=False) == (2, 4)


@pytest.mark.parametrize("repaired", [True, False])
def test_selection_outside_the_text(city: City, repaired: bool) -> None:
    document = make_document(city, NOTED)
    for start, end in ((0, 0), (3, 1), (0, 10**6), (-2, 3)):
        with pytest.raises(Invalid, match="mark-empty"):
            place_chosen(document, start, end, repaired=repaired)
