"""The calendar among the settings."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from luoshi.web.calendars.actions import year_enter, year_seed
from luoshi.web.calendars.models import SpecialDay, Year
from tests.conftest import SignIn
from tests.factories import NOW, City

URL = "/settings/calendar/2026/"
POSTS = ("2026/seed/", "enter/", "days/2026-10-01/remove/")


@pytest.fixture
def admin(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("admin"))


@pytest.fixture
def seeded(city: City) -> City:
    year_seed(year=2026, by=city.actor("admin"), at=NOW)
    return city


def test_empty_calendar_offers_the_published_years(admin: Client) -> None:
    page = admin.get("/settings/calendar/").content.decode()
    assert "还没有任何年份" in page
    assert 'action="/settings/calendar/2026/seed/"' in page


def test_seeding_leads_to_the_year(admin: Client) -> None:
    answer = admin.post("/settings/calendar/2026/seed/")
    assert (answer.status_code, answer.headers["Location"]) == (302, URL)
    page = admin.get(URL).content.decode()
    assert "国务院办公厅关于2026年部分节假日安排的通知" in page
    assert "国庆节" in page


def test_calendar_opens_at_a_known_year(admin: Client, city: City) -> None:
    year_enter(year=2019, source="通知", by=city.actor("admin"), at=NOW)
    assert admin.get("/settings/calendar/").headers["Location"] == "/settings/calendar/2019/"


def test_year_that_is_not_known_is_not_there(admin: Client, seeded: City) -> None:
    assert admin.get("/settings/calendar/2019/").status_code == 404


def test_unpublished_year_is_refused_in_words(admin: Client, db: None) -> None:
    answer = admin.post("/settings/calendar/2027/seed/")
    assert answer.status_code == 409
    assert "本系统还没有 2027 年的节假日安排" in answer.content.decode()


def test_year_by_hand(admin: Client) -> None:
    answer = admin.post("/settings/calendar/enter/", {"year": 2027, "source": "国办通知"})
    assert answer.headers["Location"] == "/settings/calendar/2027/"
    assert Year.objects.get().source == "国办通知"


def test_year_by_hand_needs_its_source(admin: Client, seeded: City) -> None:
    assert admin.post("/settings/calendar/enter/", {"year": 2027}).status_code == 422
    answer = admin.post("/settings/calendar/enter/", {"year": 2026, "source": "x"})
    assert answer.status_code == 422
    assert "2026 年的安排已经录入" in answer.content.decode()


def test_day_is_set_as_people_write_it(admin: Client, seeded: City) -> None:
    data = {"on": "2026年3月4日", "is_working": "off", "name": "临时放假"}
    assert admin.post(URL, data).headers["Location"] == URL
    assert not SpecialDay.objects.get(on="2026-03-04").is_working


@pytest.mark.parametrize("htmx", [False, True])
def test_day_that_says_nothing_is_told_beside_the_field(
    admin: Client, seeded: City, htmx: bool
) -> None:
    headers = {"HX-Request": "true"} if htmx else {}
    data = {"on": "2026-03-04", "is_working": "worked", "name": "x"}
    answer = admin.post(URL, data, headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "这一天本来就是这样" in page
    assert ("<html" in page) is not htmx


def test_day_is_removed(admin: Client, seeded: City) -> None:
    answer = admin.post("/settings/calendar/days/2026-10-01/remove/")
    assert answer.headers["Location"] == URL
    assert not SpecialDay.objects.filter(on="2026-10-01").exists()


@pytest.mark.parametrize("on", ["2026-03-04", "2026-02-30", "someday"])
def test_day_that_is_not_there(admin: Client, seeded: City, on: str) -> None:
    assert admin.post(f"/settings/calendar/days/{on}/remove/").status_code == 404


@pytest.mark.parametrize("post", POSTS)
def test_acts_are_posted(admin: Client, seeded: City, post: str) -> None:
    assert admin.get(f"/settings/calendar/{post}").status_code == 405


def test_others_do_not_know_of_the_page(seeded: City, sign_in: SignIn) -> None:
    other = sign_in(seeded.person("supervisor"))
    assert other.get(URL).status_code == 404
    assert other.post(URL, {}).status_code == 404
    assert other.post(f"{URL}seed/").status_code == 404
    assert other.post("/settings/calendar/enter/").status_code == 404
    assert other.post("/settings/calendar/days/2026-10-01/remove/").status_code == 404
    assert SpecialDay.objects.filter(on="2026-10-01").exists()


@pytest.mark.parametrize("years", [1, 3])
def test_page_costs_the_same_for_any_number_of_years(
    city: City, admin: Client, years: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for year in range(2026 - years + 1, 2027):
        year_seed(year=year, by=city.actor("admin"), at=NOW)
    with django_assert_num_queries(7):
        admin.get(URL)
