"""The story of the runs to publish, laid once for each module."""

from copy import deepcopy

import pytest

from tests.factories import City, make_city
from tests.web.publishing.build import make_story


@pytest.fixture(scope="module")
def laid(module_db: None) -> City:
    """A city in which the story was told."""
    city = make_city()
    city.told.append(make_story(city))
    return city


@pytest.fixture
def city(laid: City, db: None) -> City:
    """That city, as each test finds it."""
    return deepcopy(laid)
