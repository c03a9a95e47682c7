"""A county begins to run its own lists: its office, its units, and who may do it."""

import re

import pytest
from django.test import Client

from luoshi.core.errors import DomainError
from luoshi.web.accounts.actions import user_appoint
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.installation import jurisdiction_open
from luoshi.web.accounts.models import Appointment, User
from luoshi.web.accounts.queries import actor_at
from luoshi.web.audit.models import Entry
from luoshi.web.units.actions import unit_create
from luoshi.web.units.models import Unit
from luoshi.web.units.queries import looked_after_by, units_of
from tests.conftest import SignIn
from tests.factories import NOW, START, TODAY, City


def open_east(city: City, by: Actor | None = None, **fields: object) -> User:
    values: dict[str, object] = {
        "unit": city.east, "username": "east", "person": "东区管理员", "password": "p",
        "on": TODAY, "by": by or city.actor("admin"), "at": NOW,
    }  # fmt: skip
    return jurisdiction_open(**(values | fields))  # type: ignore[arg-type]


def test_county_keeps_its_place_and_takes_its_towns(city: City) -> None:
    user = open_east(city)
    east, town = Unit.objects.get(pk=city.east.pk), Unit.objects.get(pk=city.town.pk)
    assert (east.runs_lists, east.jurisdiction, east.area_id) == (True, city.unit, east.pk)
    assert (town.jurisdiction, town.area_id) == (east, east.pk)
    assert list(units_of(east.pk)) == [east, town]
    assert city.town not in units_of(city.unit.pk)
    assert east in units_of(city.unit.pk)
    admin = actor_at(user, TODAY)
    assert admin.jurisdictions("admin") == {east.pk}
    assert list(looked_after_by(admin)) == [east, town]
    entry = Entry.objects.latest("seq")
    assert (entry.verb, entry.object_id) == ("jurisdiction.open", str(east.pk))
    assert entry.after == {"admin": user.pk, "units": [town.pk], "on": "2026-03-02"}


def test_its_administrator_appoints_and_adds_towns_there_alone(city: City) -> None:
    admin = actor_at(open_east(city), TODAY)
    city.east.refresh_from_db()
    person = city.person("contact", city.east)
    told = {"user": person, "role": "supervisor", "unit": city.east, "from_on": TODAY, "at": NOW}
    user_appoint(**told, jurisdiction=city.east, by=admin)  # type: ignore[arg-type]
    assert actor_at(person, TODAY).jurisdictions("supervisor") == {city.east.pk}
    made = unit_create(
        parent=city.east, code="new", kind="town", name="新镇", short_name="新镇",
        on=TODAY, by=admin, at=NOW,
    )  # fmt: skip
    assert made.jurisdiction == city.east
    with pytest.raises(DomainError) as refused:
        user_appoint(**told, jurisdiction=city.unit, by=admin)  # type: ignore[arg-type]
    assert refused.value.code == "admin-only"


REFUSED = {
    "not an administrator": ("supervisor", "east", {}, "admin-only"),
    "runs lists already": ("admin", "unit", {}, "runs-lists-already"),
    "login taken": ("admin", "east", {"username": "admin-YC"}, "username-taken"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refusals_leave_everything_as_it_was(city: City, case: str) -> None:
    role, unit, fields, code = REFUSED[case]
    city.person("admin")
    who = city.actor(role)
    before = Appointment.objects.count(), User.objects.count()
    with pytest.raises(DomainError) as refused:
        open_east(city, who, unit=getattr(city, unit), **fields)
    assert refused.value.code == code
    assert (Appointment.objects.count(), User.objects.count()) == before
    assert Unit.objects.get(pk=city.town.pk).jurisdiction == city.unit


def test_other_city_does_not_open_it(city: City, other_city: City) -> None:
    with pytest.raises(DomainError):
        open_east(city, other_city.actor("admin"))


@pytest.fixture
def admin(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("admin"))


def test_page_names_the_first_administrator(city: City, admin: Client) -> None:
    url = f"/settings/units/{city.east.pk}/lists/"
    assert url in admin.get(f"/settings/units/{city.east.pk}/").content.decode()
    assert "第一位系统管理员" in admin.get(url).content.decode()
    assert admin.post(url, {"person": "", "username": "east", "on": "x"}).status_code == 422
    told = {"person": "东区管理员", "username": "east", "on": START.isoformat()}
    page = admin.post(url, told).content.decode()
    shown = re.search(r"<code>((?:\w{4}-){3}\w{4})</code>", page)
    assert shown
    assert User.objects.get(username="east").check_password(shown[1])
    assert f'href="/settings/units/{city.east.pk}/"' in page
    assert admin.post(url, told | {"username": "east2"}).status_code == 422
    assert url not in admin.get(f"/settings/units/{city.east.pk}/").content.decode()


def test_strangers_do_not_find_it(city: City, other_city: City, sign_in: SignIn) -> None:
    url = f"/settings/units/{city.east.pk}/lists/"
    assert sign_in(other_city.person("admin")).get(url).status_code == 404
    assert sign_in(city.person("supervisor")).get(url).status_code in (403, 404)
