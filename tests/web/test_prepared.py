"""Prepared queries: written once for a shape, and each caller gets exactly its own rows."""

import pytest
from django.db.models import QuerySet
from pytest_django import DjangoAssertNumQueries

from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.audit.queries import history_by_key
from luoshi.web.commitments.models import Commitment, Milestone
from luoshi.web.commitments.queries import visible_to
from luoshi.web.prepared import few_shapes, held, prepared
from tests.factories import NOW, City, make_commitment, make_list
from tests.web.commitments.build import supervisor

pytestmark = pytest.mark.django_db


def seen_of(built: list[Actor]):  # type: ignore[no-untyped-def]
    """What a person sees of some commitments, and for whom the SQL was written."""

    @prepared
    def seen(actor: Actor, keys: tuple[int, ...]) -> QuerySet[Commitment]:
        built.append(actor)
        return visible_to(actor).filter(pk__in=keys).order_by("pk")

    return seen


def people(city: City) -> list[Actor]:
    """Every kind of reader, some at the same unit, some with several roles or units below."""
    return [
        supervisor(city),
        city.actor("assessor"),
        city.actor("principal"),
        city.actor("contact", city.transport),
        city.actor("contact", city.health),
        city.actor("unit_leader", city.transport),
        city.actor("unit_leader", city.east),
        city.actor("unit_leader", city.west),
        city.actor("verifier", city.health),
        city.actor("auditor"),
        city.actor("admin"),
    ]


def test_everybody_gets_the_rows_of_the_plain_query(city: City, other_city: City) -> None:
    built: list[Actor] = []
    seen = seen_of(built)
    rows = [
        make_commitment(where, unit, within=make_list(where), state=state)
        for where in (city, other_city)
        for unit in (where.transport, where.health, where.east, where.town, where.west)
        for state in ("draft", "underway")
    ]
    keys = tuple(row.pk for row in rows)
    readers = [*people(city), *people(other_city)]
    plain = [list(visible_to(each).filter(pk__in=keys).order_by("pk")) for each in readers]
    assert [seen(each, keys) for each in readers] == plain
    assert [seen(each, keys) for each in readers[::-1]] == plain[::-1]
    assert len({len(rows) for rows in plain}) > 3


def test_sql_is_written_once_for_those_who_hold_the_same_roles(city: City) -> None:
    built: list[Actor] = []
    seen = seen_of(built)
    row = make_commitment(city, city.transport, within=make_list(city), state="underway")
    one, other = (city.actor("contact", unit) for unit in (city.transport, city.health))
    assert (seen(one, (row.pk,)), seen(other, (row.pk,))) == ([row], [])
    assert len(built) == 1
    assert seen(city.actor("unit_leader", city.transport), (row.pk,)) == [row]
    assert len(built) == 2


def test_as_many_keys_as_are_given_are_asked_for(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    built: list[Actor] = []
    seen, by = seen_of(built), supervisor(city)
    rows = [make_commitment(city, city.transport, within=make_list(city)) for _ in range(3)]
    one, two, three = rows
    with django_assert_num_queries(3):
        assert seen(by, (one.pk,)) == [one]
        assert seen(by, (three.pk, one.pk)) == [one, three]
        assert seen(by, (two.pk, three.pk)) == [two, three]
    assert len(built) == 2
    with django_assert_num_queries(0):
        assert seen(by, ()) == []


def test_keys_are_found_where_they_are_kept_as_text(city: City) -> None:
    ask = prepared(lambda pk: history_by_key(Commitment, pk).order_by("seq"))
    one, two = (make_commitment(city, city.transport, within=make_list(city)) for _ in range(2))
    for row in (one, two, two):
        record(by=supervisor(city), at=NOW, verb="commitment.edit", obj=row)
    assert [[entry.object_id for entry in ask(row.pk)] for row in (one, two)] == [
        [str(one.pk)],
        [str(two.pk)] * 2,
    ]


def test_arguments_are_given_by_position(city: City) -> None:
    ask = prepared(lambda pk: Commitment.objects.filter(pk=pk))
    with pytest.raises(TypeError, match="by position"):
        ask(pk=1)


def test_object_holds_rows_that_were_read_beside_it(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    row = make_commitment(city, city.transport, within=make_list(city))
    step = Milestone(commitment=row, title="开工", due_on=row.due_on, planned_share="0.5")
    step.save()
    found = held(Commitment.objects.get(pk=row.pk), milestones=[step], assist_units=[])
    with django_assert_num_queries(0):
        assert (list(found.milestones.all()), list(found.assist_units.all())) == ([step], [])
    assert list(found.milestones.filter(title="开工")) == [step]


def test_any_number_of_keys_makes_few_shapes() -> None:
    assert [few_shapes(range(1, n + 1)) for n in (0, 1, 2, 3)] == [(), (1,), (1, 2), (1, 2, 3, 3)]
    assert {len(few_shapes(range(1, n + 1))) for n in range(1, 1001)} == {2**n for n in range(11)}
