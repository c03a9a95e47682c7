"""The people among the settings."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from luoshi.web.accounts.models import Appointment, User
from tests.conftest import SignIn
from tests.factories import START, City

NEW = {"name": "交通局联络员", "username": "zhou", "role": "contact", "from_on": "2026-03-02"}


@pytest.fixture
def admin(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("admin"))


def test_list_shows_the_own_people_only(city: City, other_city: City, admin: Client) -> None:
    city.person("contact", city.transport)
    other_city.person("supervisor")
    page = admin.get("/settings/people/").content.decode()
    assert "联络员 · 交通局YC" in page
    assert "supervisor-QT" not in page


@pytest.mark.parametrize("sought", ["contact", "交通局"])
def test_people_are_found_by_login_and_unit(city: City, admin: Client, sought: str) -> None:
    city.person("contact", city.transport)
    city.person("unit_leader", city.health)
    part = admin.get("/settings/people/", {"q": sought}, headers={"HX-Request": "true"})
    assert part.content.decode().strip().startswith('<div id="people">')
    assert f"contact-{city.transport.code}" in part.content.decode()
    assert "unit_leader" not in part.content.decode()


def test_nobody_found_says_what_to_do(admin: Client) -> None:
    assert "没有找到" in admin.get("/settings/people/", {"q": "zzz"}).content.decode()


def test_enrolling_shows_the_password_once(city: City, admin: Client) -> None:
    answer = admin.post("/settings/people/new/", NEW | {"unit": city.transport.pk})
    page = answer.content.decode()
    shown = re.search(r"<code>((?:\w{4}-){3}\w{4})</code>", page)
    assert shown
    assert "no-store" in answer.headers["Cache-Control"]
    user = User.objects.get(username="zhou")
    assert user.check_password(shown[1])
    assert shown[1] not in admin.get(f"/settings/people/{user.pk}/").content.decode()


def test_enrolling_refuses_beside_the_field(city: City, other_city: City, admin: Client) -> None:
    taken = NEW | {"unit": city.transport.pk, "username": "admin-YC"}
    answer = admin.post("/settings/people/new/", taken)
    assert answer.status_code == 422
    assert "这个登录名已有人使用" in answer.content.decode()
    elsewhere = admin.post("/settings/people/new/", NEW | {"unit": other_city.transport.pk})
    assert elsewhere.status_code == 422
    assert not User.objects.filter(username="zhou").exists()


def test_person_is_appointed_and_ended(city: City, admin: Client) -> None:
    user = city.person("contact", city.transport)
    url = f"/settings/people/{user.pk}/"
    data = {"role": "verifier", "unit": city.health.pk, "from_on": "2026-03-02"}
    assert admin.post(f"{url}appoint/", data).headers["Location"] == url
    again = admin.post(f"{url}appoint/", data)
    assert again.status_code == 422
    assert "这个人已在这个单位担任这一身份" in again.content.decode()
    held = Appointment.objects.get(role="verifier")
    end = f"/settings/appointments/{held.pk}/end/"
    assert admin.post(end, {"to_on": "2026-03-01"}).status_code == 422
    assert admin.post(end, {"to_on": "2026-03-31"}).headers["Location"] == url
    assert "2026-03-31" in admin.get(url).content.decode()


def test_password_is_reset_and_shown_once(city: City, admin: Client) -> None:
    user = city.person("contact", city.transport)
    page = admin.post(f"/settings/people/{user.pk}/password/").content.decode()
    shown = re.search(r"<code>((?:\w{4}-){3}\w{4})</code>", page)
    assert shown
    assert User.objects.get(pk=user.pk).check_password(shown[1])


def test_account_is_closed_and_reopened(city: City, admin: Client) -> None:
    user = city.person("contact", city.transport)
    url = f"/settings/people/{user.pk}/"
    admin.post(f"{url}active/", {"is_active": "false"})
    assert not User.objects.get(pk=user.pk).is_active
    assert "恢复账号" in admin.get(url).content.decode()
    admin.post(f"{url}active/", {"is_active": "true"})
    assert User.objects.get(pk=user.pk).is_active


def test_person_of_two_cities_is_not_looked_after_by_one(
    city: City, other_city: City, admin: Client
) -> None:
    user = city.person("contact", city.transport)
    elsewhere = Appointment.objects.create(
        user=user, role="contact", unit=other_city.east, jurisdiction=other_city.unit, from_on=START
    )
    page = admin.get(f"/settings/people/{user.pk}/").content.decode()
    assert "重置密码" not in page
    assert f"/settings/appointments/{elsewhere.pk}/end/" not in page
    assert admin.post(f"/settings/people/{user.pk}/password/").status_code == 403


PATHS = ["", "appoint/", "password/", "active/"]


@pytest.mark.parametrize("path", PATHS)
def test_person_of_another_city_is_not_there(other_city: City, admin: Client, path: str) -> None:
    url = f"/settings/people/{other_city.person('contact', other_city.east).pk}/{path}"
    answer = admin.post(url) if path else admin.get(url)
    assert answer.status_code == 404


def test_appointment_of_another_city_is_not_there(other_city: City, admin: Client) -> None:
    held = other_city.person("contact", other_city.east).appointments.get()
    url = f"/settings/appointments/{held.pk}/end/"
    assert admin.post(url, {"to_on": "2026-03-31"}).status_code == 404


@pytest.mark.parametrize("path", PATHS[1:])
def test_acts_are_posted(city: City, admin: Client, path: str) -> None:
    person = city.person("contact", city.east)
    assert admin.get(f"/settings/people/{person.pk}/{path}").status_code == 405


@pytest.mark.parametrize("path", ["", "new/"])
def test_others_do_not_know_of_the_people(city: City, sign_in: SignIn, path: str) -> None:
    client = sign_in(city.person("auditor"))
    assert client.get(f"/settings/people/{path}").status_code == 404
    assert client.post("/settings/people/new/", NEW).status_code == 404


@pytest.mark.parametrize("more", [1, 3])
def test_list_costs_the_same_for_any_number_of_people(
    city: City, admin: Client, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(more):
        city.person("contact", city.east, f"contact{number}")
    with django_assert_num_queries(6):
        admin.get("/settings/people/")
