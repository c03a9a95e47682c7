"""Who may look after people: role by own and other city."""

import pytest

from luoshi.web.accounts.models import Appointment, Role
from luoshi.web.accounts.rules import can_appoint, can_look_after, can_open_settings
from tests.factories import START, City


@pytest.mark.parametrize("role", Role.values)
def test_settings_are_for_administrators(city: City, role: str) -> None:
    assert bool(can_open_settings(city.actor(role))) == (role == "admin")


@pytest.mark.parametrize("role", Role.values)
def test_people_are_appointed_by_an_administrator_of_the_jurisdiction(
    city: City, other_city: City, role: str
) -> None:
    assert bool(can_appoint(city.actor(role), city.unit)) == (role == "admin")
    assert not can_appoint(city.actor(role), other_city.unit)


@pytest.mark.parametrize("role", Role.values)
def test_person_is_looked_after_where_every_appointment_is(
    city: City, other_city: City, role: str
) -> None:
    person = city.person("contact", city.transport)
    assert bool(can_look_after(city.actor(role), person)) == (role == "admin")
    assert not can_look_after(other_city.actor(role), person)
    Appointment.objects.create(
        user=person,
        role="contact",
        unit=other_city.unit,
        jurisdiction=other_city.unit,
        from_on=START,
    )
    assert not can_look_after(city.actor(role), person)
    assert not can_look_after(other_city.actor(role), person)


def test_person_without_appointment_is_nobodys(city: City) -> None:
    person = city.person("contact", city.transport)
    person.appointments.all().delete()
    assert not can_look_after(city.actor("admin"), person)
