"""Browsers in which those who act on commitments are signed in."""

import pytest
from django.test import Client

from tests.conftest import SignIn
from tests.factories import City


@pytest.fixture
def desk(city: City, sign_in: SignIn) -> Client:
    """The supervision office's browser."""
    return sign_in(city.person("supervisor"))


@pytest.fixture
def leader(city: City, sign_in: SignIn) -> Client:
    """The browser of the transport department's leader."""
    return sign_in(city.person("unit_leader", city.transport))
