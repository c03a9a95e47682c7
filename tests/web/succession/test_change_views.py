"""Settings: a change of units is previewed, confirmed, and taken back before its day."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from luoshi.web.accounts.models import Appointment
from luoshi.web.succession.models import Transfer
from luoshi.web.units.models import Unit, UnitEvent
from tests.conftest import SignIn
from tests.factories import NOW, City
from tests.web.succession.test_changes import leads, merged, promise
from tests.web.units.build import AHEAD

WHY = {"on": "2026-03-02", "reason": "市委编委批复", "basis": "云编发〔2026〕3号"}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def admin(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("admin"))


def url(unit: Unit, kind: str) -> str:
    return f"/settings/units/{unit.pk}/{kind}/"


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def typed_again(response: Any) -> dict[str, list[str]]:
    """What the preview sends once more."""
    found: dict[str, list[str]] = {}
    hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', response.content.decode())
    for name, value in hidden:
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(value)
    return found


def into(heir: Unit, **more: Any) -> dict[str, Any]:
    return {"heir": heir.pk, "preview": "1"} | WHY | more


def test_rename_is_previewed_then_done(city: City, admin: Client) -> None:
    data = {"name": "东城区政府", "short_name": "东城区", "preview": "1"} | WHY
    preview = admin.post(url(city.east, "rename"), data)
    assert "东区YC改称东城区政府" in text_of(preview)
    assert Unit.objects.get(pk=city.east.pk).short_name == "东区YC"
    answer = admin.post(url(city.east, "rename"), {**typed_again(preview), "confirm": "1"})
    event = UnitEvent.objects.get()
    assert answer.headers["Location"] == f"/settings/units/events/{event.pk}/"
    assert Unit.objects.get(pk=city.east.pk).short_name == "东城区"


def test_move_below_itself_is_told_beside_the_field(city: City, admin: Client) -> None:
    data = {"parent": city.town.pk, "preview": "1"} | WHY
    answer = admin.post(url(city.east, "move"), data)
    assert answer.status_code == 422
    assert 'id="id_parent_error">单位不能放到它自己或它的下级之下' in answer.content.decode()
    assert not UnitEvent.objects.exists()


def test_move_is_done(city: City, admin: Client) -> None:
    data = {"parent": city.west.pk, "confirm": "1"} | WHY
    admin.post(url(city.town, "move"), data)
    assert Unit.objects.get(pk=city.town.pk).parent == city.west


def test_preview_of_a_merger_tells_what_it_touches_and_writes_nothing(
    city: City, admin: Client
) -> None:
    promise(city, city.health, text="新建门诊楼一座")
    city.person("contact", city.health)
    answer = admin.post(url(city.health, "merge"), into(city.transport))
    shown = text_of(answer)
    assert answer.status_code == 200
    for words in (
        "卫健委YC → 交通局YC",
        "新建门诊楼一座",
        "contact-",
        "转到交通局YC",
        "总量指标按合并前",
    ):
        assert words in shown
    assert not UnitEvent.objects.exists()


def test_confirmed_merger_passes_by_choice(city: City, admin: Client) -> None:
    commitment = promise(city, city.health)
    seat = Appointment.objects.get(user=city.person("contact", city.health))
    preview = admin.post(url(city.health, "merge"), into(city.transport))
    data = {**typed_again(preview), f"appointment-{seat.pk}": "end", "confirm": "1"}
    answer = admin.post(url(city.health, "merge"), data)
    assert answer.status_code == 302
    assert leads(commitment) == [city.transport]
    assert Appointment.objects.filter(user=seat.user).count() == 1
    page = text_of(admin.get(answer.headers["Location"]))
    assert "已生效" in page
    assert "1 个事项划转" in page
    assert "待签收" in page


def test_merger_of_several_into_a_new_unit(city: City, admin: Client) -> None:
    data = WHY | {
        "others": [city.transport.pk], "name": "市综合局", "short_name": "综合局",
        "code": "YC-N", "parent": city.unit.pk, "confirm": "1",
    }  # fmt: skip
    admin.post(url(city.health, "merge"), data)
    assert Unit.objects.get(code="YC-N").parent == city.unit
    assert Unit.objects.filter(closed_on__isnull=False).count() == 2


def test_going_back_keeps_what_was_typed(city: City, admin: Client) -> None:
    preview = admin.post(url(city.health, "merge"), into(city.transport))
    answer = admin.post(url(city.health, "merge"), {**typed_again(preview), "back": "1"})
    assert answer.status_code == 200
    assert 'value="云编发〔2026〕3号"' in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "新设单位时必填"),
        ({"heir": "own", "code": "YC-N"}, "就不要再填新单位"),
        ({"heir": "own", "on": "2024-12-31"}, "在 2025-01-01 才设立"),
        ({"heir": "own", "on": "以后"}, "这样的日期"),
        ({"heir": "own", "reason": ""}, "这个字段是必填项"),
    ],
)
def test_what_cannot_be_is_told_beside_the_field(
    city: City, admin: Client, data: dict[str, str], words: str
) -> None:
    """Among others a merge on a date before the unit existed."""
    given = WHY | data | ({"heir": str(city.transport.pk)} if "heir" in data else {})
    answer = admin.post(url(city.health, "merge"), given | {"confirm": "1"})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert "invalid-feedback" in answer.content.decode()
    assert not UnitEvent.objects.exists()


def parts(*rows: dict[str, object]) -> dict[str, object]:
    return {f"part-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def test_split_with_shares_and_a_choice_for_each_commitment(city: City, admin: Client) -> None:
    stays, goes = promise(city, city.transport), promise(city, city.transport)
    new = {"name": "市运输局", "short_name": "运输局", "code": "YC-B", "share": "60"}
    rows = parts({"unit": city.transport.pk, "share": "40"}, new)
    preview = admin.post(url(city.transport, "split"), WHY | rows | {"preview": "1"})
    assert "交通局YC → 交通局YC 40%、运输局 60%" in text_of(preview)
    data = {**typed_again(preview), f"commitment-{goes.pk}": "YC-B", "confirm": "1"}
    admin.post(url(city.transport, "split"), data)
    assert [lead and lead.code for lead in leads(stays, goes)] == [city.transport.code, "YC-B"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"unit": "own"}], "请选好哪些单位变更"),
        ([{"unit": "own", "share": "50"}, {"unit": "east", "share": "40"}], "合计 100%"),
        ([{"unit": "own"}, {"share": "40"}], "新设单位时必填"),
        ([{"unit": "own", "name": "x"}], "就不要再填新单位"),
        ([{"unit": "own"}, {"unit": "own"}], "同一个单位只能列一次"),
    ],
)
def test_rows_of_a_split_make_sense(
    city: City, admin: Client, rows: list[dict[str, str]], words: str
) -> None:
    keys = {"own": city.transport.pk, "east": city.east.pk}
    given = [
        {name: keys.get(value, value) if name == "unit" else value for name, value in row.items()}
        for row in rows
    ]
    answer = admin.post(url(city.transport, "split"), WHY | parts(*given) | {"confirm": "1"})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not UnitEvent.objects.exists()


def test_a_change_ahead_is_shown_and_taken_back(city: City, admin: Client) -> None:
    event = merged(city, city.health, into=city.transport, on=AHEAD)
    page = f"/settings/units/events/{event.pk}/"
    assert "待生效" in text_of(admin.get(page))
    answer = admin.post(f"{page}undo/")
    assert answer.headers["Location"] == page
    shown = text_of(admin.get(page))
    assert "已撤回" in shown
    assert admin.post(f"{page}undo/").status_code == 409


def test_others_do_not_know_of_it(
    city: City, other_city: City, sign_in: SignIn, admin: Client
) -> None:
    event = merged(city, city.health, into=city.transport, on=AHEAD)
    page = f"/settings/units/events/{event.pk}/"
    for stranger in (city.person("supervisor"), other_city.person("admin")):
        client = sign_in(stranger)
        assert client.get(url(city.east, "merge")).status_code == 404
        assert client.get(page).status_code == 404
        assert client.post(f"{page}undo/").status_code == 404
    assert admin.get(url(city.east, "paint")).status_code == 404
    assert admin.get(f"{page}undo/").status_code == 405


def test_a_closed_unit_has_no_changes(city: City, admin: Client) -> None:
    merged(city, city.health, into=city.transport)
    assert admin.get(url(city.health, "rename")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_any_number_of_commitments(
    city: City, admin: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        promise(city, city.health)
    with django_assert_num_queries(15):
        admin.post(url(city.health, "merge"), into(city.transport))
    event = merged(city, city.health, into=city.transport)
    assert Transfer.objects.count() == count
    with django_assert_num_queries(7):
        admin.get(f"/settings/units/events/{event.pk}/")
