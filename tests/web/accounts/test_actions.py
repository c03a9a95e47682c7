"""People are enrolled, appointed, ended and given passwords, each with its entry."""

from datetime import date, timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.accounts import actions
from luoshi.web.accounts.models import Appointment, User
from luoshi.web.accounts.queries import actor_at
from luoshi.web.audit.models import Entry
from luoshi.web.units.models import Unit
from tests.factories import NOW, TODAY, City

PASSWORD = "another-long-password"


def enrolled(city: City, **fields: Any) -> User:
    values: dict[str, Any] = {
        "username": "zhou", "name": "交通局联络员", "password": PASSWORD, "role": "contact",
        "unit": city.transport, "from_on": TODAY, "by": city.actor("admin"), "at": NOW,
    }  # fmt: skip
    return actions.person_enrol(**(values | fields))


def appointed(city: City, user: User, **fields: Any) -> Appointment:
    values: dict[str, Any] = {
        "user": user, "role": "contact", "unit": city.health, "jurisdiction": city.unit,
        "from_on": TODAY, "by": city.actor("admin"), "at": NOW,
    }  # fmt: skip
    return actions.user_appoint(**(values | fields))


def last_entry() -> Entry:
    entry = Entry.objects.first()
    assert entry
    return entry


def test_person_is_enrolled_with_a_first_appointment(city: City) -> None:
    user = enrolled(city)
    assert user.check_password(PASSWORD)
    assert actor_at(user, TODAY).holds_for(city.transport.pk, "contact")
    assert list(Entry.objects.values_list("verb", flat=True)) == ["user.appoint", "user.create"]
    assert PASSWORD not in str(list(Entry.objects.values()))


def test_person_is_not_half_enrolled(city: City) -> None:
    by = city.actor("admin")
    with pytest.raises(Invalid, match="unknown-role"):
        enrolled(city, role="mayor", by=by)
    assert (User.objects.filter(username="zhou").count(), Entry.objects.count()) == (0, 0)


def test_login_name_is_used_once(city: City) -> None:
    enrolled(city)
    with pytest.raises(Invalid, match="username-taken"):
        enrolled(city)


def test_unit_without_jurisdiction_takes_nobody(city: City) -> None:
    lost = Unit.objects.create(code="X", kind="town", name="x", short_name="x")
    with pytest.raises(Invalid, match="unit-elsewhere"):
        enrolled(city, unit=lost)


def test_appointment_is_in_the_units_jurisdiction(city: City, other_city: City) -> None:
    user = enrolled(city)
    with pytest.raises(Invalid, match="unit-elsewhere"):
        appointed(city, user, unit=other_city.health)


def test_nobody_holds_one_role_twice_at_a_time(city: City) -> None:
    user = enrolled(city)
    held = appointed(city, user)
    with pytest.raises(Invalid, match="appointed-already"):
        appointed(city, user, from_on=TODAY + timedelta(days=30))
    actions.appointment_end(appointment=held, to_on=TODAY, by=city.actor("admin"), at=NOW)
    with pytest.raises(Invalid, match="appointed-already"):
        appointed(city, user)
    appointed(city, user, from_on=TODAY + timedelta(days=1))


def test_appointment_holds_to_its_last_day(city: City) -> None:
    user = enrolled(city)
    held = user.appointments.get()
    last = date(2026, 3, 31)
    actions.appointment_end(appointment=held, to_on=last, by=city.actor("admin"), at=NOW)
    assert actor_at(user, last).holds("contact")
    assert not actor_at(user, last + timedelta(days=1)).holds("contact")
    assert (last_entry().before, last_entry().after) == ({"to_on": None}, {"to_on": "2026-03-31"})


def test_appointment_does_not_end_before_it_begins(city: City) -> None:
    held = enrolled(city).appointments.get()
    with pytest.raises(Invalid, match="ends-before-start"):
        actions.appointment_end(
            appointment=held, to_on=TODAY - timedelta(days=1), by=city.actor("admin"), at=NOW
        )


def test_last_administrator_stays(city: City) -> None:
    by = city.actor("admin")
    held = Appointment.objects.get(user=by.user_id)
    with pytest.raises(Refused, match="last-admin"):
        actions.appointment_end(appointment=held, to_on=TODAY, by=by, at=NOW)
    enrolled(city, role="admin", unit=city.unit)
    actions.appointment_end(appointment=held, to_on=TODAY, by=by, at=NOW)


def test_reset_gives_a_new_password_and_lifts_the_lock(city: City) -> None:
    user = enrolled(city)
    AccessAttempt.objects.create(
        username=user.username, ip_address="127.0.0.1", failures_since_start=8
    )
    actions.user_reset_password(
        user=user, password="new-password-given", by=city.actor("admin"), at=NOW
    )
    user.refresh_from_db()
    assert user.check_password("new-password-given")
    assert not AccessAttempt.objects.exists()
    assert (last_entry().verb, last_entry().after) == ("user.reset-password", None)


def test_own_password_is_changed_by_oneself_only(city: City) -> None:
    user = enrolled(city)
    given: dict[str, Any] = {"user": user, "password": "new-password-chosen", "at": NOW}
    with pytest.raises(Forbidden, match="person-elsewhere"):
        actions.user_change_password(**given, by=city.actor("admin"))
    actions.user_change_password(**given, by=actor_at(user, TODAY))
    user.refresh_from_db()
    assert user.check_password("new-password-chosen")
    assert last_entry().verb == "user.change-password"


def test_account_is_closed_and_reopened(city: City) -> None:
    user, by = enrolled(city), city.actor("admin")
    for is_active in (False, True):
        actions.user_set_active(user=user, is_active=is_active, by=by, at=NOW)
        assert User.objects.get(pk=user.pk).is_active is is_active
        assert last_entry().after == {"is_active": is_active}


def test_nobody_closes_the_own_account(city: City) -> None:
    by = city.actor("admin")
    with pytest.raises(Refused, match="own-account"):
        actions.user_set_active(user=city.person("admin"), is_active=False, by=by, at=NOW)


def test_language_is_one_of_ours(city: City) -> None:
    user = city.person("contact", city.east)
    by = city.actor("contact", city.east)
    actions.user_choose_language(user=user, language="en", by=by, at=NOW)
    assert User.objects.get(pk=user.pk).language == "en"
    with pytest.raises(Invalid, match="unknown-language"):
        actions.user_choose_language(user=user, language="fr", by=by, at=NOW)


@pytest.mark.parametrize("role", ["supervisor", "auditor"])
def test_nobody_else_looks_after_people(city: City, other_city: City, role: str) -> None:
    user, before = enrolled(city), Entry.objects.count()
    held = user.appointments.get()
    for by in (city.actor(role), other_city.actor("admin")):
        for act in (
            lambda by=by: enrolled(city, username="other", by=by),
            lambda by=by: appointed(city, user, by=by),
            lambda by=by: actions.appointment_end(appointment=held, to_on=TODAY, by=by, at=NOW),
            lambda by=by: actions.user_reset_password(user=user, password=PASSWORD, by=by, at=NOW),
            lambda by=by: actions.user_set_active(user=user, is_active=False, by=by, at=NOW),
        ):
            with pytest.raises(Forbidden):
                act()
    assert (Entry.objects.count(), User.objects.filter(username="other").count()) == (before, 0)
