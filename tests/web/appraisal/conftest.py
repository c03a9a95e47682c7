"""Who runs a session, in a browser."""

import pytest
from django.test import Client

from tests.conftest import SignIn
from tests.factories import City


@pytest.fixture
def desk(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("supervisor"))
