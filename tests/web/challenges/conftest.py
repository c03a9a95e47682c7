"""A challenge at the beginning of its way, and a clock to move."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.utils import timezone

from tests.factories import City
from tests.web.challenges.build import Story


@pytest.fixture
def story(city: City) -> Story:
    """A city in which nothing was proposed yet; ``until`` takes it on."""
    return Story(city)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the server's clock."""

    def set_to(at: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: at)

    return set_to
