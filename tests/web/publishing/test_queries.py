"""Who sees which bulletin, and what is behind a number."""

import pytest
from django.http import Http404

from luoshi.web.audit.models import Entry
from luoshi.web.publishing.queries import (
    bulletin_for,
    head_anchor,
    made_anchor,
    number_for,
    numbers_of,
    require_reader,
    visible_to,
)
from tests.factories import City
from tests.web.commitments.build import ROLES
from tests.web.publishing.build import make_draft, make_issued

WHOLE = {"supervisor", "assessor", "principal"}
READING = WHOLE | {"contact", "unit_leader"}


@pytest.mark.parametrize("role", ROLES)
def test_drafts_are_for_those_who_work_on_them(city: City, role: str) -> None:
    draft = make_draft(city)
    assert list(visible_to(city.actor(role, city.east))) == ([draft] if role in WHOLE else [])


@pytest.mark.parametrize("role", ROLES)
def test_what_is_issued_is_for_the_units_too(city: City, role: str) -> None:
    issued = make_issued(city)
    assert list(visible_to(city.actor(role, city.east))) == ([issued] if role in READING else [])


@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_seen_from_another_city(city: City, other_city: City, role: str) -> None:
    issued = make_issued(city)
    with pytest.raises(Http404):
        bulletin_for(other_city.actor(role), issued.pk)


@pytest.mark.parametrize("role", ROLES)
def test_the_list_is_there_for_readers(city: City, role: str) -> None:
    if role in READING:
        require_reader(city.actor(role))
        return
    with pytest.raises(Http404):
        require_reader(city.actor(role))


def test_drafts_come_first_then_the_newest(city: City, other_city: City) -> None:
    issued = make_issued(city)
    make_issued(other_city)
    draft = make_draft(city)
    assert list(visible_to(city.actor("supervisor"))) == [draft, issued]


def test_each_number_is_listed_once_in_reading_order(city: City) -> None:
    draft = make_draft(city)
    numbers = numbers_of(draft)
    assert [number.name for number in numbers[:4]] == ["期间", "数据截至", "单位数", "事项数"]
    assert sum(number.times for number in numbers) == len(draft.bound)
    east = next(n for n in numbers if n.name == f"{city.east.short_name}得分")
    assert (east.text, east.times) == ("80.00", 2)


def test_a_count_shows_what_it_counted_with_the_lights_of_then(city: City) -> None:
    draft = make_draft(city)
    trace = number_for(city.actor("supervisor"), draft, f"run:{draft.run_id}/count/red")
    assert [(each.text, light, reason) for each, light, reason in trace.rows] == [
        ("改造水厂100座", "red", "核验不属实"),
        ("植树100亩", "red", "滞后序时进度80个百分点"),
    ]
    assert (trace.hidden, trace.total) == (0, 2)


def test_a_unit_sees_only_its_own_behind_a_count(city: City) -> None:
    issued = make_issued(city)
    contact = city.actor("contact", city.west)
    trace = number_for(contact, issued, f"run:{issued.run_id}/count/red")
    assert [each.text for each, _, _ in trace.rows] == ["植树100亩"]
    assert (trace.hidden, trace.total) == (1, 2)


def test_a_number_that_is_not_in_it_is_not_there(city: City) -> None:
    draft = make_draft(city)
    with pytest.raises(Http404):
        number_for(city.actor("supervisor"), draft, f"run:{draft.run_id}/count/nothing")


def test_drafts_are_anchored_where_the_run_was_computed(city: City) -> None:
    draft = make_draft(city, final=True)
    entry = Entry.objects.get(verb="run.compute")
    assert made_anchor(draft.run) == {
        "result": draft.run.result_digest, "seq": entry.seq, "hash": entry.hash,
    }  # fmt: skip
    last = Entry.objects.latest("seq")
    assert head_anchor(draft.run)["hash"] == last.hash
