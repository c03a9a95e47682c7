"""Who may change the tree: role by own and other city."""

import pytest

from luoshi.web.accounts.models import Role
from luoshi.web.units.rules import can_change_units
from tests.factories import City


@pytest.mark.parametrize("role", Role.values)
def test_only_an_administrator_of_the_jurisdiction(city: City, other_city: City, role: str) -> None:
    actor = city.actor(role)
    assert bool(can_change_units(actor, city.unit.pk)) == (role == "admin")
    assert not can_change_units(actor, other_city.unit.pk)
