"""Fixtures for every kind of test."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from luoshi.web.accounts.models import User
from luoshi.web.audit import triggers
from luoshi.web.tables import begin_chain, take_as_migrated
from tests.factories import City, make_city
from tests.served import environment_of
from tests.shared_data import ROOT

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")  # a busy machine is no fault: speed is shown by `make bench`

SignIn = Callable[[User], Client]
BEGIN = "from luoshi.commands.site import *; start_site(); migrate_when_needed()"
NEEDS_DATABASE = {"db", "transactional_db", "site"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL's turn only what touches a database: the rest would be the same again."""
    if "LUOSHI_TEST_DATABASE_URL" not in os.environ:
        return
    apart = [each for each in items if not NEEDS_DATABASE & set(getattr(each, "fixturenames", ()))]
    config.hook.pytest_deselected(items=apart)
    items[:] = [each for each in items if each not in set(apart)]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """What the migrations leave beside the tables: their own names, the chain's head, triggers."""
    with django_db_blocker.unblock():
        take_as_migrated()
        begin_chain()


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an empty database as `luoshi serve` makes it, to be copied.

    Made once for all workers.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "begun"
    with (shared / "begun.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            made = folder.with_suffix(".new")
            subprocess.run(
                [sys.executable, "-c", BEGIN], cwd=ROOT, env=environment_of(made), check=True
            )
            made.rename(folder)
    return folder


@pytest.fixture(scope="module")
def module_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What fixtures of the module's own scope lay stays for each of its tests, and is then gone.

    Tests get copies: what one does to an object is not there for the next.
    """
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]  # as Django's own test cases
    with django_db_blocker.unblock(), around:
        yield
        transaction.set_rollback(True)


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
    begin_chain()
    yield
    for table in triggers.TABLES:
        triggers.remove(connection, table)
