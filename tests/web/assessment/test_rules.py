"""Who may write, compute, finalise and see: the whole table."""

import pytest

from luoshi.web.accounts.models import Role
from luoshi.web.assessment.queries import (
    rankings_visible_to,
    schemes_visible_to,
    versions_visible_to,
    visible_to,
)
from luoshi.web.assessment.rules import (
    can_compute,
    can_finalise,
    can_see_ranking,
    can_write_any_scheme,
    can_write_schemes,
)
from tests.factories import City
from tests.web.assessment.build import make_run

ROLES = list(Role.values)
WRITES, TAKES_ON = {"assessor"}, {"principal"}
SEES_ALL, SEES_FINAL = {"supervisor", "assessor", "principal"}, {"contact", "unit_leader"}


@pytest.mark.parametrize("role", ROLES)
def test_acts(city: City, other_city: City, role: str) -> None:
    run, actor, stranger = make_run(city), city.actor(role), other_city.actor(role)
    for can in (can_write_schemes, can_compute):
        assert bool(can(actor, city.unit.pk)) == (role in WRITES)
        assert not can(stranger, city.unit.pk)
    assert bool(can_write_any_scheme(actor)) == (role in WRITES)
    assert bool(can_finalise(actor, run)) == (role in TAKES_ON)
    assert not can_finalise(stranger, run)


@pytest.mark.parametrize("final", [False, True])
@pytest.mark.parametrize("where", ["east", "transport"])
@pytest.mark.parametrize("role", ROLES)
def test_sight(city: City, other_city: City, role: str, where: str, final: bool) -> None:
    run = make_run(city, final=final)
    unit = getattr(city, where) if role in SEES_FINAL else city.unit
    actor, stranger = city.actor(role, unit), other_city.actor(role)
    own = role in SEES_FINAL and where == "east"
    ranking = role in SEES_ALL or (final and role in SEES_FINAL)
    assert bool(can_see_ranking(actor, run)) == ranking
    assert rankings_visible_to(actor).exists() == ranking
    assert visible_to(actor).exists() == (ranking or own)
    assert schemes_visible_to(actor).exists() == (ranking or own)
    assert versions_visible_to(actor).exists() == (ranking or own)
    for seen in (rankings_visible_to, visible_to, schemes_visible_to, versions_visible_to):
        assert not seen(stranger).exists()
    assert not can_see_ranking(stranger, run)


def test_who_computed_does_not_finalise(city: City) -> None:
    run = make_run(city)
    run.computed_by = city.person("principal")
    decision = can_finalise(city.actor("principal"), run)
    assert (bool(decision), getattr(decision, "reason", "")) == (False, "own-run")
