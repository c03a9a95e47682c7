"""Who may read the record: the whole table."""

import pytest

from luoshi.web.accounts.models import Role
from luoshi.web.audit.rules import can_read_audit
from tests.factories import City


@pytest.mark.parametrize("role", Role.values)
def test_only_an_auditor_reads(city: City, role: str) -> None:
    assert bool(can_read_audit(city.actor(role))) == (role == "auditor")
