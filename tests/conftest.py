"""Fixtures for every kind of test."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from hypothesis import settings

from luoshi.core.chain import GENESIS
from luoshi.web.accounts.models import User
from luoshi.web.audit import triggers
from luoshi.web.audit.models import Head
from tests.factories import City, make_city

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")  # a busy machine is no fault: speed is shown by `make bench`

SignIn = Callable[[User], Client]


@pytest.fixture
def city(db: None) -> City:
    """A small city."""
    return make_city()


@pytest.fixture
def other_city(db: None) -> City:
    """Another city: nothing of it may be seen from the first."""
    return make_city("QT")


@pytest.fixture
def sign_in(db: None) -> SignIn:
    """A browser in which that person is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    """A database with real commits, for two writers at once; triggers go before the flush."""
    triggers.install(connection)
    Head.objects.get_or_create(pk=1, defaults={"hash": GENESIS})
    yield
    triggers.remove(connection)
