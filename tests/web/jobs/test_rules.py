"""Who may follow a job: the whole table."""

import pytest

from luoshi.web.accounts.models import Role
from luoshi.web.jobs.rules import can_follow_job
from tests.factories import City
from tests.web.jobs.build import start


@pytest.mark.parametrize("role", Role.values)
def test_only_the_one_who_asked(city: City, role: str) -> None:
    job = start(city.actor("contact", city.transport))
    assert not can_follow_job(city.actor(role), job)
    assert can_follow_job(city.actor("contact", city.transport), job)
