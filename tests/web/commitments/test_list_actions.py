"""Lists and freezing."""

from datetime import date

import pytest

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.commitments.actions import list_create, list_freeze, list_type_retire
from luoshi.web.commitments.models import CommitmentList
from tests.factories import NOW, City, make_commitment, make_list
from tests.web.commitments.build import last, made_kind, supervisor, verbs

YEAR = {"period_start": date(2026, 1, 1), "period_end": date(2026, 12, 31)}


def test_list_is_created_empty_and_on_record(city: City) -> None:
    kind = made_kind(city)
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
    kind = made_kind(city)
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
    own, strange = made_kind(city), made_kind(other_city)
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


def test_a_required_column_left_empty_keeps_the_list_open(city: City) -> None:
    lst = make_list(city, list_type=made_kind(city))
    filled = make_commitment(city, city.transport, within=lst)
    filled.items.update(extra={"category": "task"})
    make_commitment(city, city.transport, within=lst)
    make_commitment(city, city.transport, within=lst, state="withdrawn")
    with pytest.raises(Refused) as refusal:
        list_freeze(lst=lst, by=supervisor(city), at=NOW)
    assert (refusal.value.code, refusal.value.params) == ("columns-unfilled", {"count": 1})
    lst.items.update(extra={"category": "reform"})
    list_freeze(lst=lst, by=supervisor(city), at=NOW)
    lst.refresh_from_db()
    assert lst.frozen_version == lst.list_type.versions.get()


def test_a_retired_kind_makes_no_new_list(city: City) -> None:
    kind = made_kind(city)
    list_type_retire(list_type=kind, by=supervisor(city), at=NOW)
    kind.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        list_create(
            jurisdiction=city.unit, list_type=kind, title="x", by=supervisor(city), at=NOW, **YEAR
        )
    assert refusal.value.code == "list-type-retired"
    assert CommitmentList.objects.count() == 0
