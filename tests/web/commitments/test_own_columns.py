"""The columns of a list's own kind: rows found and sorted by them, on screen and in Excel."""

from io import BytesIO
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from luoshi.web.commitments.ledger import Filters, asked_of, list_rows, tally
from luoshi.web.commitments.models import CommitmentList, ListItem, ListType, SavedView
from luoshi.web.commitments.own import options_of
from luoshi.web.commitments.spans import Span
from tests.conftest import SignIn
from tests.factories import City, make_commitment, make_list
from tests.web.commitments.build import supervisor

COLUMNS = [
    {"key": "place", "zh": "地点", "en": "Place", "type": "text"},
    {"key": "cost", "zh": "投资", "en": "Cost", "type": "number", "unit": "万元"},
    {"key": "notice", "zh": "公示", "en": "Notice", "type": "date"},
    {"key": "sort", "zh": "类别", "en": "Sort", "type": "choice", "choices": [
        {"key": "road", "zh": "道路", "en": "Road"},
        {"key": "bridge", "zh": "桥梁", "en": "Bridge"},
    ]},
    {"key": "new", "zh": "新建", "en": "New", "type": "yes_no"},
]  # fmt: skip
ROWS: list[dict[str, str]] = [
    {"place": "东街", "cost": "900", "notice": "2026-05-01", "sort": "bridge", "new": "no"},
    {"place": "西街", "cost": "1200.5", "notice": "2026-01-09", "sort": "road", "new": "yes"},
    {"place": "河堤", "cost": "约三百万", "sort": "road"},
    {},
]


@pytest.fixture
def lst(city: City) -> CommitmentList:
    """Four rows, numbered 1 … 4; one holds words where a number is asked for now."""
    kind = ListType.objects.create(
        jurisdiction=city.unit, key="works", title="工程清单",
        definition={"light_rule": "default", "columns": COLUMNS},
    )  # fmt: skip
    made = make_list(city, list_type=kind)
    for number, extra in enumerate(ROWS, 1):
        one = make_commitment(city, city.transport, within=made)
        ListItem.objects.filter(commitment=one).update(number=number, extra=extra)
    return made


def numbers(city: City, lst: CommitmentList, **query: str) -> list[int]:
    rows = list_rows(supervisor(city), Filters.of(query), lst)
    return list(rows.values_list("number", flat=True))


@pytest.mark.parametrize(("query", "expected"), [
    ({"own": "sort:road"}, [2, 3]),
    ({"own": "new:yes"}, [2]),
    ({"own": "sort:road", "q": "河堤"}, [3]),
    ({"q": "西街"}, [2]),
    ({"own": "sort:rail"}, []),
    ({"own": "extra__place__regex:."}, []),
    ({"own": "no value"}, [1, 2, 3, 4]),
    ({"from_cost": "1000"}, [2]),
    ({"from_cost": "900", "to_cost": "1,200.5 万元"}, [1, 2]),
    ({"to_cost": "1000", "own": "sort:bridge"}, [1]),
    ({"from_notice": "2026年1月9日", "to_notice": "2026-04-30"}, [2]),
    ({"from_notice": "2026-01-10"}, [1]),
    ({"from_cost": "多"}, [1, 2, 3, 4]),
    ({"from_cost": "10", "to_cost": "9"}, []),
    ({"from_place": "1", "to_gone": "2"}, [1, 2, 3, 4]),
    ({"sort": "own_cost"}, [1, 2, 3, 4]),
    ({"sort": "-own_cost"}, [2, 1, 3, 4]),
    ({"sort": "own_sort"}, [2, 3, 1, 4]),
    ({"sort": "own_notice"}, [2, 1, 3, 4]),
    ({"sort": "-own_new"}, [1, 2, 3, 4]),
    ({"sort": "own_gone"}, [1, 2, 3, 4]),
])  # fmt: skip
def test_rows_are_found_and_sorted(
    city: City, lst: CommitmentList, query: dict[str, str], expected: list[int]
) -> None:
    assert numbers(city, lst, **query) == expected


def test_without_a_list_its_columns_ask_nothing(city: City, lst: CommitmentList) -> None:
    rows = list_rows(supervisor(city), Filters.of({"own": "sort:road", "sort": "own_cost"}))
    assert rows.count() == 4
    assert tally(supervisor(city), lst).length(Filters.of({"own": "sort:road"})) is None


def test_a_value_that_the_list_does_not_have_is_left_out(lst: CommitmentList) -> None:
    assert asked_of({"own": "sort:rail"}, lst).own == asked_of({"own": "sort:road"}, None).own == ""
    assert asked_of({"own": "sort:road"}, lst).own == "sort:road"


def test_the_choices_are_offered_in_their_words(lst: CommitmentList) -> None:
    assert options_of(lst) == [
        ("类别", [("sort:road", "道路"), ("sort:bridge", "桥梁")]),
        ("新建", [("new:yes", "是"), ("new:no", "否")]),
    ]


def test_the_page_keeps_the_value_and_costs_no_more(
    city: City, lst: CommitmentList, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    counting: DjangoAssertNumQueries = django_assert_num_queries
    desk, cols = sign_in(city.person("supervisor")), "own_sort.own_cost"
    with counting(7):
        page = desk.get(f"/lists/{lst.pk}/?cols={cols}&own=sort:road&sort=-own_cost")
    text = page.content.decode()
    assert "符合条件 2 项，共 4 项" in text
    assert '<option value="sort:road" selected>类别：道路</option>' in text
    assert f"own=sort%3Aroad&amp;sort=own_cost&amp;cols={cols}" in text
    book = desk.get(f"/lists/{lst.pk}/sheet/?own=sort:road&sort=own_place")
    rows = CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == [3, 2]


def test_a_span_is_kept_in_the_form_and_in_a_view(
    city: City, lst: CommitmentList, sign_in: SignIn
) -> None:
    desk = sign_in(city.person("supervisor"))
    asked = f"/lists/{lst.pk}/?from_cost=1000&to_notice=3%E6%9C%88%E5%BA%95&light="
    text = desk.get(asked).content.decode()
    assert "符合条件 1 项，共 4 项" in text
    assert 'name="from_cost" value="1000"' in text
    assert "from_cost=1000&amp;to_notice=3%E6%9C%88%E5%BA%95&amp;sort=due" in text
    wrong = desk.get(f"/lists/{lst.pk}/?from_cost=多&to_gone=3")
    assert "“多”认不出" in wrong.content.decode()
    assert wrong.context["filters"].spans == (Span("cost", "多"),)
    sent = {"save": "", "name": "千万以上", "show_own_cost": "on", "at_own_cost": "1"}
    opened = desk.post(f"/lists/{lst.pk}/views/?from_cost=1000", sent, follow=True)
    assert "符合条件 1 项，共 4 项" in opened.content.decode()
    assert SavedView.objects.get().query == "from_cost=1000&cols=own_cost"
    book = desk.get(f"/lists/{lst.pk}/sheet/?from_cost=1000")
    rows = CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == [2]
