"""A draft that no list may hold is refused, with the field at fault."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from luoshi.core.errors import Invalid
from luoshi.web.commitments.drafts import EDITABLE
from tests.factories import City
from tests.web.commitments.build import draft


def test_whole_draft_passes(city: City) -> None:
    whole = draft(city.transport, assist_units=(city.health, city.east))
    whole.check(city.unit.pk)


def test_owner_may_be_found_later(city: City) -> None:
    draft(None).check(city.unit.pk)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("text", " \n", "commitment-text-missing"),
        ("kind", "achieved-result", "commitment-kind"),
        ("comparator", "=>", "commitment-comparator"),
        ("comparator", "growth", "commitment-comparator"),
        ("due_on", date(2025, 12, 31), "commitment-due-before-start"),
        ("weight", Decimal(0), "weight-not-positive"),
    ],
)
def test_bad_value_names_its_field(city: City, field: str, value: object, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        replace(draft(city.transport), **{field: value}).check(city.unit.pk)  # type: ignore[arg-type]
    assert (refusal.value.code, refusal.value.params) == (code, {"field": field})


@pytest.mark.parametrize("comparator", ["", ">=", "growth>=", "share<=", "rank=", "all", "times>="])
def test_comparators_of_the_guideline_pass(city: City, comparator: str) -> None:
    replace(draft(city.transport), comparator=comparator).check(city.unit.pk)


def test_unit_of_another_city_is_refused(city: City, other_city: City) -> None:
    for strange in (
        draft(other_city.transport),
        draft(city.transport, assist_units=(other_city.health,)),
    ):
        with pytest.raises(Invalid) as refusal:
            strange.check(city.unit.pk)
        assert refusal.value.code == "unit-elsewhere"


def test_lead_unit_does_not_assist_itself(city: City) -> None:
    with pytest.raises(Invalid) as refusal:
        draft(city.transport, assist_units=(city.transport,)).check(city.unit.pk)
    assert refusal.value.code == "lead-unit-assists-itself"


def test_weight_belongs_to_the_list_and_is_not_edited_here() -> None:
    assert {"weight", "extra"} & EDITABLE == set()
    assert {"text", "lead_unit", "assist_units", "due_on", "target"} <= EDITABLE
