"""The unit tree among the settings."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from luoshi.web.units.actions import alias_add
from luoshi.web.units.models import Alias, Unit
from tests.conftest import SignIn
from tests.factories import NOW, City

HTMX = {"HX-Request": "true"}
NEW = {
    "kind": "department", "name": "市数据局", "short_name": "数据局", "code": "YC-D99",
    "on": "2026-03-01",
}  # fmt: skip


@pytest.fixture
def admin(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("admin"))


def test_settings_lead_to_units_people_and_calendar(city: City, admin: Client) -> None:
    page = admin.get("/settings/").content.decode()
    for url in ("/settings/units/", "/settings/people/", "/settings/calendar/"):
        assert f'href="{url}"' in page
    assert "7 个单位" in page


def test_tree_shows_the_own_units_only(admin: Client, other_city: City) -> None:
    page = admin.get("/settings/units/").content.decode()
    assert "东镇YC" in page
    assert "东镇QT" not in page


def test_unit_is_created(city: City, admin: Client) -> None:
    answer = admin.post("/settings/units/", NEW | {"parent": city.unit.pk})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/settings/units/")
    assert Unit.objects.get(code="YC-D99").parent == city.unit


def test_unit_is_not_created_in_another_city(admin: Client, other_city: City) -> None:
    answer = admin.post("/settings/units/", NEW | {"parent": other_city.unit.pk})
    assert answer.status_code == 422
    assert not Unit.objects.filter(code="YC-D99").exists()


def test_taken_code_is_told_beside_the_field(city: City, admin: Client) -> None:
    data = NEW | {"parent": city.unit.pk, "code": city.east.code}
    answer = admin.post("/settings/units/", data, headers=HTMX)
    assert answer.status_code == 422
    assert "这个代码已被使用" in answer.content.decode()
    assert answer.content.decode().strip().startswith('<div class="row g-3" id="tree">')


def test_unit_page_has_forms_that_do_not_share_ids(city: City, admin: Client) -> None:
    page = admin.get(f"/settings/units/{city.town.pk}/").content.decode()
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert sorted(ids) == sorted(set(ids))


def test_unit_is_renamed_and_shows_its_past(city: City, admin: Client) -> None:
    url = f"/settings/units/{city.east.pk}/"
    data = {
        "rename-name": "东城区",
        "rename-short_name": "东城",
        "rename-on": "2026-01-01",
        "rename-reason": "区划调整",
    }
    assert admin.post(f"{url}rename/", data).headers["Location"] == url
    page = admin.get(url).content.decode()
    assert "东城区" in page
    assert "2026-01-01" in page


def test_unit_is_moved(city: City, admin: Client) -> None:
    url = f"/settings/units/{city.town.pk}/"
    data = {"move-parent": city.west.pk, "move-on": "2026-01-01", "move-reason": "区划调整"}
    assert admin.post(f"{url}move/", data).headers["Location"] == url
    assert Unit.objects.get(pk=city.town.pk).parent == city.west


def test_move_below_itself_is_told_beside_the_field(city: City, admin: Client) -> None:
    data = {"move-parent": city.town.pk, "move-on": "2026-01-01", "move-reason": "区划调整"}
    answer = admin.post(f"/settings/units/{city.east.pk}/move/", data)
    assert answer.status_code == 422
    assert "单位不能放到它自己或它的下级之下" in answer.content.decode()
    assert Unit.objects.get(pk=city.east.pk).parent == city.unit


def test_alias_is_added_and_removed(city: City, admin: Client) -> None:
    url = f"/settings/units/{city.transport.pk}/"
    assert admin.post(f"{url}aliases/", {"alias-text": "交委"}).headers["Location"] == url
    again = admin.post(f"{url}aliases/", {"alias-text": "交委"})
    assert again.status_code == 422
    alias = Alias.objects.get()
    assert admin.post(f"/settings/aliases/{alias.pk}/remove/").headers["Location"] == url
    assert not Alias.objects.exists()


@pytest.mark.parametrize("act", ["rename", "move", "aliases"])
def test_empty_form_is_told(city: City, admin: Client, act: str) -> None:
    assert admin.post(f"/settings/units/{city.town.pk}/{act}/").status_code == 422


@pytest.mark.parametrize("path", ["", "rename/", "move/", "aliases/"])
def test_unit_of_another_city_is_not_there(admin: Client, other_city: City, path: str) -> None:
    url = f"/settings/units/{other_city.east.pk}/{path}"
    answer = admin.post(url) if path else admin.get(url)
    assert answer.status_code == 404


def test_alias_of_another_city_is_not_there(admin: Client, other_city: City) -> None:
    by = other_city.actor("admin")
    alias = alias_add(unit=other_city.east, text="东", by=by, at=NOW)
    assert admin.post(f"/settings/aliases/{alias.pk}/remove/").status_code == 404
    assert Alias.objects.exists()


@pytest.mark.parametrize("path", ["", "units/"])
def test_others_do_not_know_of_the_settings(city: City, sign_in: SignIn, path: str) -> None:
    assert sign_in(city.person("supervisor")).get(f"/settings/{path}").status_code == 404


@pytest.mark.parametrize("act", ["rename", "move", "aliases"])
def test_acts_are_posted(city: City, admin: Client, act: str) -> None:
    assert admin.get(f"/settings/units/{city.town.pk}/{act}/").status_code == 405


@pytest.mark.parametrize("more", [0, 20])
def test_tree_costs_the_same_for_any_number_of_units(
    city: City, admin: Client, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(more):
        Unit.objects.create(
            code=f"M{number}", kind="town", name="镇", short_name="镇",
            parent=city.east, jurisdiction=city.unit,
        )  # fmt: skip
    with django_assert_num_queries(5):
        admin.get("/settings/units/")
