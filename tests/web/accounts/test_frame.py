"""The frame of every page leads to the own password and out."""

from django.test import Client

from tests.conftest import SignIn
from tests.factories import City


def test_signed_in_person_finds_password_and_way_out(city: City, sign_in: SignIn) -> None:
    page = sign_in(city.person("auditor")).get("/jobs/").content.decode()
    assert "auditor-YC" in page
    assert 'href="/password/"' in page
    assert 'action="/logout/"' in page


def test_visitor_finds_neither(db: None) -> None:
    page = Client().get("/login/").content.decode()
    assert 'action="/logout/"' not in page
    assert 'action="/language/"' in page
