"""Pages of lists: who reaches them, what they show, what their forms do."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from luoshi.web.accounts.models import User
from luoshi.web.commitments.models import Commitment, CommitmentList, ListType
from tests.conftest import SignIn
from tests.factories import NOW, City, make_commitment, make_list
from tests.web.commitments.build import last, progress, verbs

HTMX = {"HX-Request": "true"}
PAGES = ("lists", "list-new", "commitments", "commitments-sheet")
OF_LIST = ("list", "list-sheet", "list-add", "list-freeze", "list-dispatch", "list-accept")
NEW = {
    "title": "年度清单",
    "period_start": "2026-01-01",
    "period_end": "2026年12月31日",
}
WRITTEN = {
    "text": "新建公园3个",
    "kind": "project",
    "comparator": "=",
    "target": "3",
    "unit_of_measure": "个",
    "starts_on": "2026-01-01",
    "due_on": "一季度末",
    "item-weight": "2",
}


@pytest.mark.parametrize("name", [*PAGES, *OF_LIST])
def test_visitor_is_sent_to_sign_in(client: Client, db: None, name: str) -> None:
    address = reverse(name, args=[1] if name in OF_LIST else [])
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/login/?next={address}")


@pytest.mark.parametrize("name", OF_LIST)
def test_list_of_another_city_is_not_there(
    city: City, other_city: City, desk: Client, name: str
) -> None:
    theirs = make_list(other_city)
    assert desk.get(reverse(name, args=[theirs.pk])).status_code == 404


@pytest.mark.parametrize(
    "name", ["lists", "list", "list-sheet", "commitments", "commitments-sheet"]
)
def test_tables_are_only_read(city: City, desk: Client, name: str) -> None:
    args = [make_list(city).pk] if name in OF_LIST else []
    assert desk.post(reverse(name, args=args)).status_code == 405


def test_a_frozen_list_takes_nothing_by_hand(city: City, desk: Client) -> None:
    lst = make_list(city, frozen_by=city.person("supervisor"), frozen_at=NOW)
    for answer in (desk.get(f"/lists/{lst.pk}/new/"), desk.post(f"/lists/{lst.pk}/new/")):
        assert answer.status_code == 409
        assert "清单已冻结，不能再改。" in answer.content.decode()


@pytest.mark.parametrize("name", ["list-new", "list-add", "list-freeze", "list-dispatch"])
def test_unit_cannot_do_what_the_office_does(city: City, sign_in: SignIn, name: str) -> None:
    lst = make_list(city)
    make_commitment(city, city.transport, within=lst)
    browser = sign_in(city.person("contact", city.transport))
    args = [lst.pk] if name in OF_LIST else []
    for answer in (browser.get(reverse(name, args=args)), browser.post(reverse(name, args=args))):
        assert answer.status_code == 403
        assert "只有督查室经办可以这样做。" in answer.content.decode()


def test_lists_without_any_say_what_to_do(city: City, desk: Client, sign_in: SignIn) -> None:
    assert "先建一个清单" in desk.get("/lists/").content.decode()
    contact = sign_in(city.person("contact", city.transport))
    assert "目前没有与您有关的清单" in contact.get("/lists/").content.decode()


def test_lists_show_their_lights(city: City, desk: Client) -> None:
    lst = make_list(city, title="重点任务清单")
    progress(make_commitment(city, city.transport, within=lst), "red")
    page = desk.get("/lists/").content.decode()
    assert "重点任务清单" in page
    assert f'href="/lists/{lst.pk}/?light=red"' in page
    assert f'href="/lists/{lst.pk}/?state=underway"' in page


def test_first_list_type_comes_from_the_presets(city: City, desk: Client) -> None:
    assert "载入预设清单类型" in desk.get("/lists/new/").content.decode()
    assert desk.get("/lists/types/").status_code == 405
    assert desk.post("/lists/types/").headers["Location"] == "/lists/new/"
    assert ListType.objects.filter(jurisdiction=city.unit).count() == 9


def test_new_list_is_made_and_opened(city: City, desk: Client) -> None:
    kind = make_list(city).list_type
    answer = desk.post("/lists/new/", NEW | {"list_type": kind.pk})
    made = CommitmentList.objects.latest("pk")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/lists/{made.pk}/")
    assert (made.title, made.period_end) == ("年度清单", date(2026, 12, 31))


def test_a_new_list_comes_filled_in_for_this_year(city: City, desk: Client) -> None:
    kind, year = make_list(city).list_type, timezone.localdate().year
    page = desk.get("/lists/new/").content.decode()
    for value in (f"{year}年度重点任务清单", f"{year}-01-01", f"{year}-12-31"):
        assert f'value="{value}"' in page
    assert f'<option value="{kind.pk}" selected>' in page


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"period_end": "2025-12-31"}, "清单的结束日期早于开始日期。"),
        ({"period_end": "年底前后"}, "请写成 2026-03-31"),
        ({"list_type": ""}, "这个字段是必填项"),
    ],
)
def test_list_that_is_filled_in_wrongly_is_shown_again(
    city: City, desk: Client, values: dict[str, str], text: str
) -> None:
    kind = make_list(city).list_type
    answer = desk.post("/lists/new/", NEW | {"list_type": kind.pk} | values)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert text in page
    assert 'value="年度清单"' in page
    assert CommitmentList.objects.count() == 1


def test_kind_of_another_city_is_no_choice(city: City, other_city: City, desk: Client) -> None:
    make_list(city)
    strange = make_list(other_city).list_type
    assert desk.post("/lists/new/", NEW | {"list_type": strange.pk}).status_code == 422


def test_list_page_shows_rows_chips_and_acts(city: City, desk: Client) -> None:
    lst = make_list(city)
    red = make_commitment(city, city.transport, within=lst)
    progress(red, "red", said_share=Decimal("0.45"), evidence_count=2)
    make_commitment(city, city.health, within=lst, state="draft")
    page = desk.get(f"/lists/{lst.pk}/").content.decode()
    assert red.text in page
    assert "逾期 3 个工作日" in page
    assert "偏差 10/30" in page
    assert "45%" in page
    assert "2 份材料" in page
    assert "交办 1 项" in page
    assert "共 2 项" in page


def test_list_page_of_a_unit_shows_its_own_rows_without_acts(city: City, sign_in: SignIn) -> None:
    lst = make_list(city)
    mine = make_commitment(city, city.transport, within=lst)
    theirs = make_commitment(city, city.health, within=lst)
    page = sign_in(city.person("contact", city.transport)).get(f"/lists/{lst.pk}/")
    content = page.content.decode()
    assert (mine.text in content, theirs.text in content) == (True, False)
    assert "录入事项" not in content
    assert "共 1 项" in content


def test_htmx_gets_the_table_alone(city: City, desk: Client) -> None:
    lst = make_list(city)
    make_commitment(city, city.transport, within=lst)
    for address in (f"/lists/{lst.pk}/", "/commitments/"):
        part = desk.get(address, headers=HTMX).content.decode()
        assert part.strip().startswith('<div id="ledger">')
        assert "<html" not in part


def test_filters_stand_in_the_address(city: City, desk: Client) -> None:
    lst = make_list(city)
    road = make_commitment(city, city.transport, within=lst)
    clinic = make_commitment(city, city.health, within=lst, text="新建医院一所")
    page = desk.get(f"/lists/{lst.pk}/", {"q": " 医院 "}).content.decode()
    assert (clinic.text in page, road.text in page) == (True, False)
    assert "符合条件 1 项，共 2 项" in page
    nothing = desk.get("/commitments/", {"q": "没有这样的事"}).content.decode()
    assert "没有符合条件的事项。" in nothing


def test_table_has_fifty_rows_a_page(city: City, desk: Client) -> None:
    lst = make_list(city)
    for _ in range(51):
        make_commitment(city, city.transport, within=lst)
    first = desk.get(f"/lists/{lst.pk}/?sort=due").content.decode()
    assert first.count("card-head what") == 50
    assert 'href="?sort=due&amp;page=2"' in first
    second = desk.get(f"/lists/{lst.pk}/?sort=due&page=2").content.decode()
    assert second.count("card-head what") == 1
    assert desk.get(f"/lists/{lst.pk}/?page=x").status_code == 200


@pytest.mark.parametrize("rows", [1, 3, 1000])
def test_queries_do_not_grow_with_rows(
    city: City, desk: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lst = make_list(city)
    for place in range(rows):
        row = make_commitment(city, (city.transport, city.health, city.park)[place % 3], within=lst)
        row.assist_units.add(city.east)
        if place != 1:
            progress(row, "red")
    for address, queries in (
        ("/lists/", 6),
        (f"/lists/{lst.pk}/", 6),
        (f"/lists/{lst.pk}/?light=red&q=新建", 7),
        (f"/lists/{lst.pk}/sheet/", 5),
        ("/commitments/", 7 if rows == 1_000 else 6),
        ("/commitments/sheet/", 4),
    ):
        with django_assert_num_queries(queries):
            desk.get(address)


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_a_unit_do_not_grow_either(
    city: City, sign_in: SignIn, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lst = make_list(city)
    for _ in range(rows):
        make_commitment(city, city.transport, within=lst)
    browser = sign_in(city.person("unit_leader", city.transport))
    for address, queries in (("/lists/", 6), (f"/lists/{lst.pk}/", 7), ("/commitments/", 6)):
        with django_assert_num_queries(queries):
            browser.get(address)


def test_workbook_has_the_filtered_rows(city: City, desk: Client) -> None:
    lst = make_list(city)
    make_commitment(city, city.transport, within=lst)
    answer = desk.get(f"/lists/{lst.pk}/sheet/?light=red")
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert f'filename="list-{lst.pk}-' in answer.headers["Content-Disposition"]
    assert answer.content[:2] == b"PK"


def test_commitment_by_hand_enters_the_list(city: City, desk: Client) -> None:
    lst = make_list(city)
    assert desk.get(f"/lists/{lst.pk}/new/").status_code == 200
    units = {"lead_unit": city.park.pk, "assist_units": [city.health.pk, city.east.pk]}
    answer = desk.post(f"/lists/{lst.pk}/new/", WRITTEN | units)
    made = Commitment.objects.get()
    assert answer.headers["Location"] == f"/commitments/{made.pk}/"
    assert (made.target, made.lead_unit, made.state) == (Decimal(3), city.park, "draft")
    assert set(made.assist_units.all()) == {city.health, city.east}
    assert (made.due_on.month, made.items.get().weight) == (3, Decimal(2))
    again = desk.post(f"/lists/{lst.pk}/new/", WRITTEN | {"again": "1"})
    assert again.headers["Location"] == f"/lists/{lst.pk}/new/"


def test_columns_of_the_list_type_are_asked_and_kept(city: City, desk: Client) -> None:
    desk.post("/lists/types/")
    lst = make_list(city, list_type=ListType.objects.get(key="monthly_place"))
    columns = {
        "item-month": "3",
        "item-place": "东区物流园",
        "item-site": "firm",
        "item-held_on": "3月1日",
        "item-settled": "yes",
    }
    missing = desk.post(f"/lists/{lst.pk}/new/", WRITTEN)
    assert (missing.status_code, Commitment.objects.count()) == (422, 0)
    desk.post(f"/lists/{lst.pk}/new/", WRITTEN | columns)
    extra = Commitment.objects.get().items.get().extra
    assert extra.pop("held_on").endswith("-03-01")
    assert extra == {"month": "3", "place": "东区物流园", "site": "firm", "settled": "yes"}
    page = desk.get(f"/lists/{lst.pk}/").content.decode()
    assert "现场类型：企业园区" in page
    assert "月份：3 月" in page


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"due_on": "2025-01-01"}, "时限早于开始日期。"),
        ({"item-weight": "0"}, "权重应大于零。"),
        ({"kind": "slogan"}, "选择一个有效的选项"),
        ({"text": ""}, "这个字段是必填项"),
    ],
)
def test_commitment_that_is_filled_in_wrongly_is_not_saved(
    city: City, desk: Client, values: dict[str, str], text: str
) -> None:
    lst = make_list(city)
    answer = desk.post(f"/lists/{lst.pk}/new/", WRITTEN | values)
    assert (answer.status_code, Commitment.objects.count()) == (422, 0)
    assert text in answer.content.decode()
    assert "新建公园" in answer.content.decode() or values.get("text") == ""


def test_lead_unit_that_also_assists_is_named_beside_the_field(city: City, desk: Client) -> None:
    lst = make_list(city)
    units = {"lead_unit": city.park.pk, "assist_units": [city.park.pk]}
    answer = desk.post(f"/lists/{lst.pk}/new/", WRITTEN | units, headers=HTMX)
    part = answer.content.decode()
    assert answer.status_code == 422
    assert part.strip().startswith("<form")
    assert "牵头单位不能同时是配合单位。" in part


def test_unit_of_another_city_is_no_choice(city: City, other_city: City, desk: Client) -> None:
    lst = make_list(city)
    answer = desk.post(f"/lists/{lst.pk}/new/", WRITTEN | {"lead_unit": other_city.park.pk})
    assert (answer.status_code, Commitment.objects.count()) == (422, 0)


def test_item_is_reweighed_from_its_form(city: City, desk: Client) -> None:
    lst = make_list(city)
    commitment = make_commitment(city, city.transport, within=lst)
    address = f"/lists/{lst.pk}/items/{commitment.items.get().pk}/"
    assert 'value="1"' in desk.get(address).content.decode()
    assert desk.post(address, {"weight": "-1"}).status_code == 422
    assert (
        desk.post(address, {"weight": "3"}).headers["Location"] == f"/commitments/{commitment.pk}/"
    )
    assert commitment.items.get().weight == Decimal(3)


def test_freezing_asks_once_and_says_what_will_happen(city: City, desk: Client) -> None:
    lst = make_list(city, title="重点任务清单")
    make_commitment(city, city.transport, within=lst)
    question = desk.get(f"/lists/{lst.pk}/freeze/").content.decode()
    assert "“重点任务清单”的 1 个事项冻结后" in question
    assert verbs() == []
    assert desk.post(f"/lists/{lst.pk}/freeze/").headers["Location"] == f"/lists/{lst.pk}/"
    assert verbs() == ["list.freeze"]
    page = desk.get(f"/lists/{lst.pk}/").content.decode()
    assert ("已冻结" in page, "录入事项" in page) == (True, False)
    again = desk.post(f"/lists/{lst.pk}/freeze/")
    assert (again.status_code, verbs()) == (409, ["list.freeze"])


def test_dispatching_a_list_names_every_unit_first(city: City, desk: Client) -> None:
    lst = make_list(city)
    rows = [
        make_commitment(city, unit, within=lst, state="draft")
        for unit in (city.transport, city.health)
    ]
    question = desk.get(f"/lists/{lst.pk}/dispatch/").content.decode()
    for row in rows:
        assert row.text in question
        assert str(row.lead_unit) in question
    answer = desk.post(f"/lists/{lst.pk}/dispatch/", follow=True)
    assert "已交办 2 项。" in answer.content.decode()
    assert set(Commitment.objects.values_list("state", flat=True)) == {"assigned"}


def test_dispatching_an_unowned_commitment_is_refused_in_words(city: City, desk: Client) -> None:
    lst = make_list(city)
    make_commitment(city, city.transport, within=lst, state="draft", lead_unit=None)
    assert "没有牵头单位" in desk.get(f"/lists/{lst.pk}/dispatch/").content.decode()
    answer = desk.post(f"/lists/{lst.pk}/dispatch/")
    assert answer.status_code == 409
    assert "有 1 个事项没有牵头单位，请先补上。" in answer.content.decode()


def test_leader_accepts_what_waits_in_a_list(city: City, sign_in: SignIn) -> None:
    lst = make_list(city)
    mine = make_commitment(city, city.transport, within=lst, state="assigned")
    theirs = make_commitment(city, city.health, within=lst, state="assigned")
    browser = sign_in(city.person("unit_leader", city.transport))
    question = browser.get(f"/lists/{lst.pk}/accept/").content.decode()
    assert (mine.text in question, theirs.text in question) == (True, False)
    browser.post(f"/lists/{lst.pk}/accept/")
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.state, theirs.state) == ("accepted", "assigned")
    assert (last().verb, last().object_id) == ("commitment.accept", str(mine.pk))


@pytest.mark.parametrize("address", ["/lists/", "/lists/new/", "/commitments/"])
def test_pages_are_complete_in_english(city: City, desk: Client, address: str) -> None:
    make_commitment(city, city.transport, within=make_list(city, title="List"), text="Roads")
    ListType.objects.update(title="Plain")
    User.objects.update(language="en")
    page = desk.get(address).content.decode()
    assert '<html lang="en">' in page
    for word in ("牵头单位", "清单", "亮灯", "事项"):
        assert word not in page
