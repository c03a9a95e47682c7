"""Browsers in which those who act on projects are signed in."""

import pytest
from django.test import Client

from tests.conftest import SignIn
from tests.factories import City


@pytest.fixture
def desk(city: City, sign_in: SignIn) -> Client:
    """The supervision office's browser."""
    return sign_in(city.person("supervisor"))


@pytest.fixture
def contact(city: City, sign_in: SignIn) -> Client:
    """The browser of the east county's contact."""
    return sign_in(city.person("contact", city.east))


@pytest.fixture
def verifier(city: City, sign_in: SignIn) -> Client:
    """The browser of a verifier of the health department."""
    return sign_in(city.person("verifier", city.health))


@pytest.fixture
def principal(city: City, sign_in: SignIn) -> Client:
    """The browser of a city leader."""
    return sign_in(city.person("principal"))
