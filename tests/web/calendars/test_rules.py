"""Who may change the calendar: the whole table."""

import pytest

from luoshi.web.accounts.models import Role
from luoshi.web.calendars.rules import can_change_calendar
from tests.factories import City


@pytest.mark.parametrize("role", Role.values)
def test_only_an_administrator(city: City, role: str) -> None:
    assert bool(can_change_calendar(city.actor(role))) == (role == "admin")
