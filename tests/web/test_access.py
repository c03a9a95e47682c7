"""Nothing is open by accident: every address, and every rule by role and relation."""

import inspect
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.converters import (
    IntConverter,
    PathConverter,
    SlugConverter,
    StringConverter,
    UUIDConverter,
)

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import Appointment, Role
from luoshi.web.urls import OPEN
from tests.conftest import SignIn
from tests.factories import START, City
from tests.web.places import NONE, RELATIONS, Place
from tests.web.rights import RIGHTS

VALUES: dict[type, str] = {
    IntConverter: "1",
    PathConverter: "a",
    SlugConverter: "a",
    StringConverter: "a",
    UUIDConverter: "00000000-0000-0000-0000-000000000000",
}
SAFE = {"GET", "HEAD"}


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site with an example for each of its parts."""
    for entry in resolver.url_patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, where)
            continue
        for name, converter in entry.pattern.converters.items():
            where = re.sub(rf"<(\w+:)?{name}>", VALUES[type(converter)], where)
        yield f"/{where}", entry


ADDRESSES = list(patterns(get_resolver()))
IDS = [str(entry.name) for _, entry in ADDRESSES]


def methods(view: Callable[..., object]) -> set[str]:
    """The methods a view declares: by Django's decorators, or as a class by what it defines."""
    view_class = getattr(view, "view_class", None)
    if view_class:
        known = {name.upper() for name in view_class.http_method_names}
        return {name for name in known if hasattr(view_class, name.lower())} - {"OPTIONS"}
    inner: Any = view
    while inner is not None:
        variables = inspect.getclosurevars(inner).nonlocals
        if "request_method_list" in variables:
            return set(variables["request_method_list"])
        inner = getattr(inner, "__wrapped__", None)
    return set()


@pytest.fixture
def everyone(city: City, sign_in: SignIn) -> Client:
    """Somebody who holds every role."""
    user = city.person("admin")
    for role in set(Role.values) - {"admin"}:
        Appointment.objects.create(
            user=user, role=role, unit=city.unit, jurisdiction=city.unit, from_on=START
        )
    return sign_in(user)


@pytest.mark.parametrize(("url", "entry"), ADDRESSES, ids=IDS)
def test_address_is_closed_to_visitors_unless_listed(db: None, url: str, entry: URLPattern) -> None:
    is_open = entry.name in OPEN
    assert getattr(entry.callback, "login_required", True) is not is_open
    for send in (Client().get, Client().post):
        answer = send(url)
        if is_open:
            assert answer.status_code < 500
        else:
            assert answer.status_code == 302
            assert answer.headers["Location"].startswith("/login/?next=")


def test_open_addresses_exist() -> None:
    assert set(IDS) >= OPEN


@pytest.mark.parametrize(("url", "entry"), ADDRESSES, ids=IDS)
def test_address_declares_its_methods_and_keeps_to_them(
    everyone: Client, url: str, entry: URLPattern
) -> None:
    declared = methods(entry.callback)
    assert declared
    if not declared & SAFE:
        answer = everyone.get(url)
        assert answer.status_code == 405
        above = answer.context["place"]
        assert f'href="{above}"' in answer.content.decode()
        assert methods(resolve(above).func) & SAFE
    if "POST" not in declared:
        assert everyone.post(url).status_code == 405


def rules() -> dict[str, Callable[..., object]]:
    """Every ``can_…`` of every app."""
    found = {}
    for app in apps.get_app_configs():
        name = f"{app.name}.rules"
        if not app.name.startswith("luoshi.") or not find_spec(name):
            continue
        for verb, rule in inspect.getmembers(import_module(name), inspect.isfunction):
            if verb.startswith("can_") and rule.__module__ == name:
                found[f"{app.label}.{verb}"] = rule
    return found


def test_every_rule_stands_in_the_table() -> None:
    assert {row.partition("/")[0] for row in RIGHTS} == rules().keys()


@pytest.mark.parametrize("name", RIGHTS)
def test_rule_says_yes_to_those_roles_at_those_places_only(
    city: City, other_city: City, name: str
) -> None:
    row, rule = RIGHTS[name], rules()[name.partition("/")[0]]
    places = {"own": city.east, "below": city.town, "other": city.west, "city": other_city.east}
    actors = {role: city.actor(role, city.east) for role in Role.values} | {"": Actor(0, "")}
    found = {}
    for role, actor in actors.items():
        marks = ""
        for relation in RELATIONS:
            where = other_city if relation == "city" else city
            allowed = row.ask(rule, Place(where, places[relation], actor))
            marks += "Y" if allowed else "-"
        found[role] = marks
    assert found == {role: row.may.get(role, NONE) for role in actors}
