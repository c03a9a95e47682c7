"""The unit tree among the settings."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from luoshi.web.units.actions import alias_add, unit_rename
from luoshi.web.units.models import Alias, Unit
from tests.conftest import SignIn
from tests.factories import NOW, City
from tests.web.units.build import DAY, WHY, done, merging

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


def test_what_a_choice_of_units_searches_is_told_of_the_own_units_only(
    city: City, other_city: City, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    contact = sign_in(city.person("contact", city.transport))
    with django_assert_num_queries(4):
        answer = contact.get("/units/names/")
    told = answer.json()
    east = city.east
    assert told[str(east.pk)] == [east.name, east.short_name, east.code, city.unit.pk]
    assert str(other_city.unit.pk) not in told
    assert answer.headers["Cache-Control"] == "private, max-age=300"
    assert "Cookie" in answer.headers["Vary"]


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
    assert answer.content.decode().strip().startswith('<div id="tree">')


@pytest.mark.parametrize("path", ["", "{town}/"])
def test_forms_of_a_page_do_not_share_ids(city: City, admin: Client, path: str) -> None:
    page = admin.get("/settings/units/" + path.format(town=city.town.pk)).content.decode()
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert sorted(ids) == sorted(set(ids))


def test_tree_of_another_day_is_shown_with_what_is_called_otherwise_now(
    city: City, admin: Client
) -> None:
    done(city, merging(city.health, into=city.transport))
    unit_rename(
        unit=city.east, name="东城区", short_name="东城", on=DAY, reason=WHY,
        by=city.actor("admin"), at=NOW,
    )  # fmt: skip
    page = admin.get("/settings/units/", {"on": "2025-09-30"}).content.decode()
    assert "这是 2025-09-30 的组织树" in page
    assert "卫健委YC" in page
    assert "2025-10-01 撤销" in page
    assert "今东城" in page
    assert "新建单位" not in page
    now = admin.get("/settings/units/").content.decode()
    assert "卫健委YC" not in now
    assert "新建单位" in now


def test_a_day_that_is_none_is_told_beside_the_field(admin: Client) -> None:
    answer = admin.get("/settings/units/", {"on": "昨天"})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_a_unit_shows_its_past_and_a_closed_one_its_heir(city: City, admin: Client) -> None:
    done(city, merging(city.health, into=city.transport))
    page = admin.get(f"/settings/units/{city.health.pk}/").content.decode()
    assert "已于 2025-10-01 撤销" in page
    assert f'href="/settings/units/{city.transport.pk}/"' in page
    assert WHY in page
    assert "/merge/" not in page
    heir = admin.get(f"/settings/units/{city.transport.pk}/").content.decode()
    assert "卫健委YC → 交通局YC" in heir
    assert f'href="/settings/units/{city.transport.pk}/merge/"' in heir
    assert "2025-10-01 起的文件" in heir


def test_alias_is_added_and_removed(city: City, admin: Client) -> None:
    url = f"/settings/units/{city.transport.pk}/"
    assert admin.post(f"{url}aliases/", {"alias-text": "交委"}).headers["Location"] == url
    again = admin.post(f"{url}aliases/", {"alias-text": "交委"})
    assert again.status_code == 422
    alias = Alias.objects.get()
    assert admin.post(f"/settings/aliases/{alias.pk}/remove/").headers["Location"] == url
    assert not Alias.objects.exists()


def test_empty_form_is_told(city: City, admin: Client) -> None:
    assert admin.post(f"/settings/units/{city.town.pk}/aliases/").status_code == 422


@pytest.mark.parametrize("path", ["", "aliases/"])
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


def test_acts_are_posted(city: City, admin: Client) -> None:
    assert admin.get(f"/settings/units/{city.town.pk}/aliases/").status_code == 405


@pytest.mark.parametrize("more", [0, 20])
def test_tree_costs_the_same_for_any_number_of_units(
    city: City, admin: Client, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(more):
        Unit.objects.create(
            code=f"M{number}", kind="town", name="镇", short_name="镇",
            parent=city.east, jurisdiction=city.unit,
        ).versions.create(name="镇", short_name="镇", parent=city.east, valid_from=DAY)  # fmt: skip
    with django_assert_num_queries(7):
        admin.get("/settings/units/")
