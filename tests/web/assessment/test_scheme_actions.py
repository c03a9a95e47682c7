"""Versions of schemes are added, never changed."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from luoshi.core.chain import GENESIS
from luoshi.core.errors import DomainError, Forbidden, Invalid, Refused
from luoshi.core.scoring import parse_scheme, scheme_digest
from luoshi.web.assessment.actions import scheme_create, scheme_revise
from luoshi.web.assessment.models import Scheme, SchemeVersion
from luoshi.web.audit.models import Entry, Head
from tests.factories import NOW, City, make_city
from tests.web.assessment.build import LATER, PLAIN, assessor, make_scheme

OTHER = PLAIN.replace("weight: 60", "weight: 70").replace("weight: 40", "weight: 30")


def revise(city: City, scheme: Scheme, text: str = OTHER, **fields: object) -> SchemeVersion:
    values: dict[str, Any] = {"note": "改权重", "by": assessor(city), "at": LATER} | fields
    return scheme_revise(scheme=scheme, text=text, **values)


def test_new_scheme_has_a_first_version(city: City) -> None:
    version = make_scheme(city)
    assert (version.number, version.text, version.scheme.title) == (1, PLAIN, "试行办法")
    assert version.digest == scheme_digest(parse_scheme(PLAIN))
    entries = Entry.objects.order_by("seq").values_list("verb", "after")
    assert list(entries) == [
        ("scheme.create", {"title": "试行办法"}),
        ("scheme.version", {"number": 1, "digest": version.digest, "note": ""}),
    ]


def test_next_version_leaves_the_first_as_it_was(city: City) -> None:
    first = make_scheme(city)
    before = SchemeVersion.objects.filter(pk=first.pk).values().get()
    second = revise(city, first.scheme)
    assert (second.number, second.note, second.text) == (2, "改权重", OTHER)
    assert SchemeVersion.objects.filter(pk=first.pk).values().get() == before


def test_scheme_takes_the_title_of_its_last_version(city: City) -> None:
    first = make_scheme(city)
    revise(city, first.scheme, PLAIN.replace("试行办法", "正式办法"))
    assert Scheme.objects.get().title == "正式办法"


def test_same_rules_written_otherwise_are_no_new_version(city: City) -> None:
    first = make_scheme(city)
    with pytest.raises(Invalid) as refused:
        revise(city, first.scheme, "# 换个写法\n" + PLAIN)
    assert (refused.value.code, SchemeVersion.objects.count()) == ("scheme-unchanged", 1)


def test_version_saved_meanwhile_is_not_overwritten(city: City) -> None:
    first = make_scheme(city)
    revise(city, first.scheme, read=1)
    third = PLAIN.replace("places: 2", "places: 3")
    with pytest.raises(Refused) as refused:
        revise(city, first.scheme, third, read=1)
    assert (refused.value.code, refused.value.params) == ("scheme-moved-on", {"number": 2})
    assert revise(city, first.scheme, third, read=2).number == 3


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("weight: 40", "weight: 41"), "scheme-invalid"),
        (("[county]", "[countie]"), "unit-kind-unknown"),
        (
            ("[county]}", "[county]}\n  - {key: again, title: 又一组, unit_kinds: [park, county]}"),
            "unit-kind-twice",
        ),
    ],
)
def test_rules_that_cannot_be_are_not_saved(city: City, change: tuple[str, str], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        make_scheme(city, PLAIN.replace(*change))
    assert refused.value.code == code
    assert (Scheme.objects.count(), Entry.objects.count()) == (0, 0)


def test_long_note(city: City) -> None:
    with pytest.raises(Invalid) as refused:
        revise(city, make_scheme(city).scheme, note="长" * 201)
    assert refused.value.code == "scheme-note-long"


@pytest.mark.parametrize(
    "role", ["supervisor", "contact", "unit_leader", "principal", "verifier", "auditor", "admin"]
)
def test_others_do_not_write(city: City, role: str) -> None:
    first = make_scheme(city)
    actor = city.actor(role)
    with pytest.raises(Forbidden):
        scheme_create(jurisdiction=city.unit, text=PLAIN, by=actor, at=NOW)
    with pytest.raises(Forbidden):
        revise(city, first.scheme, by=actor)
    assert SchemeVersion.objects.count() == 1


def test_two_writers_at_once_make_two_numbers(committed: None) -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():  # type: ignore[attr-defined]
        pytest.skip("two writers need PostgreSQL or a SQLite file")
    Head.objects.get_or_create(pk=1, defaults={"hash": GENESIS})
    city = make_city()
    first = make_scheme(city)
    texts = [OTHER, PLAIN.replace("places: 2", "places: 4")]
    by = assessor(city)

    def write(text: str) -> int | str:
        try:
            return scheme_revise(scheme=first.scheme, text=text, note="", by=by, at=LATER).number
        except DomainError as error:
            return error.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(map(str, pool.map(write, texts))) == ["2", "3"]
