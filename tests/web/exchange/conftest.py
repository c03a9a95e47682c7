"""Browsers of the people who edit sheets."""

import pytest
from django.test import Client

from tests.conftest import SignIn
from tests.factories import City


@pytest.fixture
def desk(city: City, sign_in: SignIn) -> Client:
    """The supervision office's browser."""
    return sign_in(city.person("supervisor"))


@pytest.fixture
def second(city: City, sign_in: SignIn) -> Client:
    """A second person of the same office."""
    return sign_in(city.person("supervisor", username="second"))
