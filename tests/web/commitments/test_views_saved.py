"""Choice of columns and saved views: what the table and Excel show, who keeps and changes what."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from luoshi import presets
from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.audit.models import Entry
from luoshi.web.commitments.actions import list_create, view_delete, view_rename, view_save
from luoshi.web.commitments.actions.saved import longest_name, most_views
from luoshi.web.commitments.models import CommitmentList, ListType, SavedView
from tests.conftest import SignIn
from tests.factories import NOW, City, make_commitment, make_list
from tests.web.commitments.build import supervisor

COLUMNS = [
    {"key": "obstacle", "zh": "卡点{类型}", "type": "text"},
    {"key": "money", "zh": "投资", "type": "number", "unit": "万元"},
]


@pytest.fixture
def lst(city: City) -> CommitmentList:
    """Two rows in a list that asks for two columns; the unit of the first sees the list."""
    kind = ListType.objects.create(
        jurisdiction=city.unit,
        key="own",
        title="自定清单",
        definition={"light_rule": "default", "columns": COLUMNS},
    )
    made = list_create(
        jurisdiction=city.unit, list_type=kind, title="年度清单",
        period_start=date(2026, 1, 1), period_end=date(2026, 12, 31),
        by=supervisor(city), at=NOW,
    )  # fmt: skip
    for unit, cells in ((city.transport, {"obstacle": "<征地>"}), (city.health, {"money": "1200"})):
        row = make_commitment(city, unit, within=made)
        made.items.filter(commitment=row).update(extra=cells)
    return made


def sent(shown: list[str], **more: str) -> dict[str, str]:
    """The form with these columns in that order."""
    places = {f"at_{key}": str(at) for at, key in enumerate(shown, 1)}
    return {**{f"show_{key}": "on" for key in shown}, **places, **more}


def test_chosen_columns_are_shown_in_their_order(lst: CommitmentList, desk: Client) -> None:
    usual = desk.get(f"/lists/{lst.pk}/").content.decode()
    assert "卡点{类型}：&lt;征地&gt;" in usual
    assert "own-cell" not in usual
    page = desk.get(f"/lists/{lst.pk}/?cols=own_obstacle.light.own_money").content.decode()
    head = page.partition("<thead>")[2]
    assert head.index(">卡点{类型}</a>") < head.index("亮灯</a>") < head.index(">投资</a>")
    assert 'data-label="卡点{类型}">&lt;征地&gt;</td>' in page
    assert 'data-label="投资">1200 万元</td>' in page
    assert "卡点{类型}：" not in page
    assert "牵头单位</a>" not in page
    other = desk.get(f"/lists/{lst.pk}/?cols=none.at.all").content.decode()
    assert other.count("<th") == usual.count("<th")


def test_leader_and_weight_can_be_shown(lst: CommitmentList, desk: Client) -> None:
    lst.items.update(weight="2.50")
    page = desk.get(f"/lists/{lst.pk}/?cols=weight.leader").content.decode()
    assert 'class="num" data-label="权重">2.5</td>' in page
    assert ">权重</th>" not in desk.get("/commitments/?cols=weight.leader").content.decode()


def test_form_shows_the_columns_at_once_without_a_name(lst: CommitmentList, desk: Client) -> None:
    answer = desk.post(f"/lists/{lst.pk}/views/?light=red", sent(["own_money", "lead"], apply=""))
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/lists/{lst.pk}/?light=red&cols=own_money.lead"
    assert SavedView.objects.count() == 0
    assert desk.post(f"/lists/{lst.pk}/views/", {"apply": ""}).status_code == 422


def test_who_is_moved_to_a_place_stands_before_who_was_there(
    lst: CommitmentList, desk: Client
) -> None:
    places = {"at_lead": "1", "at_due": "2", "at_light": "1"}
    shown = dict.fromkeys(("show_lead", "show_due", "show_light"), "on")
    answer = desk.post(f"/lists/{lst.pk}/views/?cols=lead.due.light", {**shown, **places})
    assert answer.headers["Location"] == f"/lists/{lst.pk}/?cols=light.lead.due"


def test_view_is_saved_opened_renamed_and_deleted(lst: CommitmentList, desk: Client) -> None:
    page = f"/lists/{lst.pk}/views/"
    answer = desk.post(f"{page}?sort=-due", sent(["lead", "due"], name=" 我的  视图 ", save=""))
    view = SavedView.objects.get()
    assert (view.name, view.query, view.shared) == ("我的 视图", "sort=-due&cols=lead.due", False)
    opened = f"/lists/{lst.pk}/?sort=-due&cols=lead.due&view={view.pk}"
    assert answer.headers["Location"] == opened
    assert desk.get(f"/views/{view.pk}/").headers["Location"] == opened
    assert "视图：我的 视图" in desk.get(opened).content.decode()
    assert "我的 视图" in desk.get(page, headers={"HX-Request": "true"}).content.decode()
    desk.post(f"/views/{view.pk}/rename/", {"name": "按时限"})
    assert "按时限" in desk.get(page).content.decode()
    assert "删除视图“按时限”？" in desk.get(f"/views/{view.pk}/delete/").content.decode()
    desk.post(f"/views/{view.pk}/delete/")
    assert SavedView.objects.count() == 0
    verbs = Entry.objects.filter(object_type="commitments.savedview").order_by("seq")
    assert list(verbs.values_list("verb", flat=True)) == ["view.save", "view.rename", "view.delete"]
    assert desk.get(opened).status_code == 200


def test_same_name_replaces_the_view(lst: CommitmentList, desk: Client) -> None:
    page = f"/lists/{lst.pk}/views/"
    desk.post(page, sent(["lead"], name="甲", save=""))
    desk.post(page, sent(["due"], name="甲", save=""))
    assert list(SavedView.objects.values_list("query", flat=True)) == ["cols=due"]


def test_table_over_all_lists_has_views_of_its_own(
    lst: CommitmentList, desk: Client, leader: Client
) -> None:
    desk.post("/commitments/views/", sent(["light"], name="只看灯", save="", shared="on"))
    view = SavedView.objects.get()
    assert (view.list, view.shared) == (None, False)
    assert "只看灯" not in leader.get("/commitments/views/").content.decode()
    assert leader.get(f"/views/{view.pk}/").status_code == 404


def test_keeper_shares_a_view_with_all_who_see_the_list(
    city: City, lst: CommitmentList, desk: Client, leader: Client, sign_in: SignIn
) -> None:
    page = f"/lists/{lst.pk}/views/"
    desk.post(page, sent(["light"], name="共用", shared="on", save=""))
    leader.post(page, sent(["light"], name="偷偷共用", shared="on", save=""))
    shared, own = SavedView.objects.order_by("-shared")
    assert (shared.shared, own.shared) == (True, False)
    told = leader.get(page).content.decode()
    assert "共用" in told
    assert f"/views/{shared.pk}/rename/" not in told
    assert leader.get(f"/views/{shared.pk}/").status_code == 302
    for act in ("rename", "delete"):
        assert leader.post(f"/views/{shared.pk}/{act}/", {"name": "改"}).status_code == 403
    outsider = sign_in(city.person("unit_leader", city.park))
    assert outsider.get(f"/views/{shared.pk}/").status_code == 404
    assert desk.get(f"/views/{own.pk}/delete/").status_code == 404
    second = sign_in(city.person("supervisor", username="second"))
    assert second.post(f"/views/{shared.pk}/delete/").status_code == 302
    assert list(SavedView.objects.all()) == [own]


def test_actions_ask_for_themselves(city: City, lst: CommitmentList) -> None:
    office, leads = supervisor(city), city.actor("unit_leader", city.transport)
    outside = city.actor("unit_leader", city.park)
    save = {"lst": lst, "query": "light=red&view=9&nonsense=1", "at": NOW}
    with pytest.raises(Forbidden):
        view_save(**save, name="共用", shared=True, by=leads)
    with pytest.raises(Invalid, match="list-elsewhere"):
        view_save(**save, name="看不到", by=outside)
    with pytest.raises(Invalid, match="view-shared-in-list"):
        view_save(lst=None, name="共用", query="", shared=True, by=office, at=NOW)
    for name, code in ((" ", "view-unnamed"), ("长" * (longest_name() + 1), "view-name-long")):
        with pytest.raises(Invalid, match=code):
            view_save(**save, name=name, by=office)
    mine, other = (view_save(**save, name=name, by=office) for name in ("甲", "乙"))
    assert mine.query == "light=red"
    with pytest.raises(Invalid, match="view-named"):
        view_rename(view=other, name="甲", by=office, at=NOW)
    for act in (view_delete, view_rename):
        with pytest.raises(Forbidden):
            act(view=mine, by=leads, at=NOW, **({"name": "丙"} if act is view_rename else {}))


def test_a_person_keeps_so_many_views_of_a_table(city: City, lst: CommitmentList) -> None:
    office = supervisor(city)
    for number in range(most_views()):
        view_save(lst=lst, name=f"视图{number}", query="", by=office, at=NOW)
    with pytest.raises(Refused, match="views-many"):
        view_save(lst=lst, name="再来一个", query="", by=office, at=NOW)
    view_save(lst=lst, name="视图0", query="light=red", by=office, at=NOW)
    view_save(lst=None, name="另一张表", query="", by=office, at=NOW)
    assert longest_name() <= (SavedView._meta.get_field("name").max_length or 0)
    assert presets.load("limits")["views_per_person"]["value"] == most_views()


def test_excel_has_the_chosen_columns(lst: CommitmentList, desk: Client) -> None:
    page = desk.get(f"/lists/{lst.pk}/?cols=own_money.due").content.decode()
    assert f"/lists/{lst.pk}/sheet/?cols=own_money.due" in page
    data = desk.get(f"/lists/{lst.pk}/sheet/?cols=own_money.due").content
    head, first, second = load_workbook(BytesIO(data)).active.values  # type: ignore[union-attr]
    assert head == ("序号", "事项", "语气", "投资", "时限", "冻结时时限")
    assert (first[3], second[3]) == ("", "1200 万元")
    whole = load_workbook(BytesIO(desk.get(f"/lists/{lst.pk}/sheet/").content)).active
    assert whole is not None
    assert whole.max_column == 28


@pytest.mark.parametrize("views", [1, 5])
def test_queries(
    city: City,
    lst: CommitmentList,
    desk: Client,
    views: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    made = [
        view_save(lst=lst, name=f"{n}", query="cols=lead", by=supervisor(city), at=NOW)
        for n in range(views)
    ]
    for address, queries in (
        (f"/lists/{lst.pk}/?cols=lead.own_money", 6),
        (f"/lists/{lst.pk}/?view={made[0].pk}", 7),
        (f"/lists/{lst.pk}/views/", 5),
        (f"/views/{made[0].pk}/", 4),
        ("/commitments/views/", 4),
    ):
        with django_assert_num_queries(queries):
            desk.get(address)


def test_view_of_another_city_is_not_there(other_city: City, desk: Client) -> None:
    theirs = make_list(other_city)
    assert desk.get(f"/lists/{theirs.pk}/views/").status_code == 404
