"""Kinds of lists, lists, freezing."""

from datetime import date

import pytest

from luoshi import presets
from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.audit.models import Entry
from luoshi.web.commitments.actions import (
    list_create,
    list_freeze,
    list_type_create,
    list_types_from_presets,
)
from luoshi.web.commitments.models import CommitmentList, ListType
from tests.factories import NOW, City, make_commitment, make_list
from tests.web.commitments.build import last, supervisor, verbs

YEAR = {"period_start": date(2026, 1, 1), "period_end": date(2026, 12, 31)}


def kind_of(city: City) -> ListType:
    return list_type_create(
        jurisdiction=city.unit,
        key="tasks",
        title="重点任务清单",
        definition={"light_rule": "default"},
        by=supervisor(city),
        at=NOW,
    )


def test_list_type_is_kept_as_data(city: City) -> None:
    kind = kind_of(city)
    assert ListType.objects.get().definition == {"light_rule": "default"}
    entry = last()
    assert (entry.verb, entry.object_id) == ("list_type.create", str(kind.pk))
    assert entry.after == {"key": "tasks", "title": "重点任务清单"}


def test_list_type_key_is_used_once_in_a_jurisdiction(city: City, other_city: City) -> None:
    kind_of(city)
    kind_of(other_city)
    with pytest.raises(Invalid) as refusal:
        kind_of(city)
    assert refusal.value.code == "list-type-taken"


def test_presets_fill_what_is_missing_and_only_that(city: City) -> None:
    first, *rest = presets.load("list_types")
    list_type_create(
        jurisdiction=city.unit, key=first, title="自定", definition={}, by=supervisor(city), at=NOW
    )
    made = list_types_from_presets(jurisdiction=city.unit, by=supervisor(city), at=NOW)
    assert [kind.key for kind in made] == rest
    assert [kind.definition for kind in made] == [presets.load("list_types")[key] for key in rest]
    assert list_types_from_presets(jurisdiction=city.unit, by=supervisor(city), at=NOW) == []


def test_list_types_are_kept_by_their_keepers(city: City) -> None:
    with pytest.raises(Forbidden):
        list_types_from_presets(jurisdiction=city.unit, by=city.actor("contact"), at=NOW)
    assert (ListType.objects.count(), Entry.objects.count()) == (0, 0)


def test_list_is_created_empty_and_on_record(city: City) -> None:
    kind = kind_of(city)
    lst = list_create(
        jurisdiction=city.unit,
        list_type=kind,
        title="年度清单",
        by=supervisor(city),
        at=NOW,
        **YEAR,
    )
    stored = CommitmentList.objects.get()
    assert (stored, stored.title, stored.created_at, stored.frozen_at) == (
        lst,
        "年度清单",
        NOW,
        None,
    )
    assert stored.created_by == city.person("supervisor")
    assert last().verb == "list.create"


@pytest.mark.parametrize("role", ["assessor", "contact", "principal", "admin"])
def test_list_is_created_by_the_supervision_office_alone(city: City, role: str) -> None:
    kind = kind_of(city)
    with pytest.raises(Forbidden):
        list_create(
            jurisdiction=city.unit,
            list_type=kind,
            title="x",
            by=city.actor(role),
            at=NOW,
            **YEAR,
        )
    assert CommitmentList.objects.count() == 0


def test_list_of_anothers_type_or_with_crossed_dates_is_refused(
    city: City, other_city: City
) -> None:
    own, strange = kind_of(city), kind_of(other_city)
    crossed = {"period_start": date(2026, 2, 1), "period_end": date(2026, 1, 1)}
    for kind, dates, code in (
        (strange, YEAR, "list-type-elsewhere"),
        (own, crossed, "list-ends-before-start"),
    ):
        with pytest.raises(Invalid) as refusal:
            list_create(
                jurisdiction=city.unit,
                list_type=kind,
                title="x",
                by=supervisor(city),
                at=NOW,
                **dates,
            )
        assert refusal.value.code == code


def test_freezing_says_who_and_when_once(city: City) -> None:
    lst = make_list(city)
    make_commitment(city, city.transport, within=lst)
    list_freeze(lst=lst, by=supervisor(city), at=NOW)
    lst.refresh_from_db()
    assert (lst.frozen_by, lst.frozen_at) == (city.person("supervisor"), NOW)
    assert (last().verb, last().after) == ("list.freeze", {"commitments": 1})
    with pytest.raises(Refused) as refusal:
        list_freeze(lst=lst, by=supervisor(city), at=NOW)
    assert refusal.value.code == "wrong-state"
    assert verbs() == ["list.freeze"]


def test_list_with_an_unowned_commitment_or_none_is_not_frozen(city: City) -> None:
    lst = make_list(city)
    with pytest.raises(Refused) as refusal:
        list_freeze(lst=lst, by=supervisor(city), at=NOW)
    assert refusal.value.code == "list-empty"
    make_commitment(city, city.transport, within=lst)
    make_commitment(city, city.transport, within=lst, lead_unit=None, state="draft")
    with pytest.raises(Refused) as refusal:
        list_freeze(lst=lst, by=supervisor(city), at=NOW)
    assert (refusal.value.code, refusal.value.params) == ("commitments-unowned", {"count": 1})
    lst.refresh_from_db()
    assert lst.frozen_at is None


def test_withdrawn_commitment_needs_no_owner(city: City) -> None:
    lst = make_list(city)
    make_commitment(city, city.transport, within=lst)
    make_commitment(city, city.transport, within=lst, lead_unit=None, state="withdrawn")
    list_freeze(lst=lst, by=supervisor(city), at=NOW)
    assert last().after == {"commitments": 2}


def test_list_is_frozen_by_the_supervision_office_alone(city: City) -> None:
    lst = make_list(city)
    make_commitment(city, city.transport, within=lst)
    with pytest.raises(Forbidden):
        list_freeze(lst=lst, by=city.actor("principal"), at=NOW)
