"""The frame of every page leads to the own password and out."""

import re

import pytest
from django.test import Client

from tests.conftest import SignIn
from tests.factories import City


def test_signed_in_person_finds_password_and_way_out(city: City, sign_in: SignIn) -> None:
    page = sign_in(city.person("auditor")).get("/jobs/").content.decode()
    assert "auditor-YC" in page
    assert 'href="/password/"' in page
    assert 'action="/logout/"' in page


@pytest.mark.parametrize(
    ("role", "places"),
    [
        ("contact", ["首页", "调度交账", "事项", "减负台账"]),
        ("unit_leader", ["首页", "调度交账", "事项", "得分排名"]),
        ("auditor", ["首页", "审计", "减负台账", "揭榜挂帅"]),
    ],
)
def test_bar_of_a_phone_holds_where_the_person_works(
    city: City, sign_in: SignIn, role: str, places: list[str]
) -> None:
    page = sign_in(city.person(role)).get("/jobs/").content.decode()
    bar = page.split('<nav class="thumb')[1].split("</nav>")[0]
    assert re.findall("<span>(.*?)</span>", bar) == places


def test_visitor_finds_neither(db: None) -> None:
    page = Client().get("/login/").content.decode()
    assert 'action="/logout/"' not in page
    assert 'action="/language/"' in page
