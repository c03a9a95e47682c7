"""Two people save one commitment: the second sees what changed and keeps the own text."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from luoshi.core.errors import Refused
from luoshi.web.commitments.actions import commitment_edit
from luoshi.web.commitments.models import Commitment
from tests.conftest import SignIn
from tests.factories import NOW, City, make_commitment, make_list
from tests.web.commitments.build import supervisor, verbs


@pytest.fixture
def opened(city: City) -> Commitment:
    """Open in two browsers, both at version 1."""
    return make_commitment(city, city.transport, within=make_list(city), state="draft")


def values_of(city: City, commitment: Commitment, **changes: object) -> dict[str, Any]:
    return {
        "text": commitment.text, "kind": "target", "modality": "确保", "metric": "新建道路",
        "comparator": ">=", "target": "100", "baseline": "0", "unit_of_measure": "公里",
        "starts_on": "2026-01-01", "due_on": "2026-12-31", "lead_unit": city.transport.pk,
        "version": "1",
    } | changes  # fmt: skip


def first(city: City, commitment: Commitment, **changes: object) -> None:
    commitment_edit(commitment=commitment, changes=changes, by=supervisor(city), at=NOW)


def test_version_goes_up_with_each_save(city: City, opened: Commitment, desk: Client) -> None:
    address = f"/commitments/{opened.pk}/edit/"
    assert 'name="version" value="1"' in desk.get(address).content.decode()
    assert desk.post(address, values_of(city, opened, leader="甲")).status_code == 302
    assert 'name="version" value="2"' in desk.get(address).content.decode()


def test_stale_version_is_refused_by_the_action(city: City, opened: Commitment) -> None:
    first(city, opened, leader="甲")
    with pytest.raises(Refused) as refused:
        commitment_edit(
            commitment=opened, changes={"leader": "乙"}, version=1, by=supervisor(city), at=NOW
        )
    assert refused.value.code == "edited-meanwhile"
    assert verbs() == ["commitment.edit"]


def test_second_sees_the_clash_and_keeps_the_own_text(
    city: City, opened: Commitment, desk: Client
) -> None:
    first(city, opened, text="新建道路八十公里", target=Decimal(80))
    mine = values_of(city, opened, text="新建道路九十公里")
    answer = desk.post(f"/commitments/{opened.pk}/edit/", mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert city.person("supervisor").name in page
    assert page.count("两人都改了") == 1
    assert page.count("您没有改") == 1
    assert "\n新建道路九十公里</textarea>" in page
    assert 'name="target" value="80"' in page
    assert 'name="version" value="2"' in page
    opened.refresh_from_db()
    assert (opened.text, verbs()) == ("新建道路八十公里", ["commitment.edit"])


def test_saving_again_after_the_notice_goes_through(
    city: City, opened: Commitment, desk: Client
) -> None:
    first(city, opened, text="新建道路八十公里", target=Decimal(80))
    again = values_of(city, opened, text="新建道路九十公里", target="80", version="2")
    assert desk.post(f"/commitments/{opened.pk}/edit/", again).status_code == 302
    opened.refresh_from_db()
    assert (opened.text, opened.target, opened.version) == ("新建道路九十公里", 80, 3)


def test_base_is_what_was_opened_and_not_the_last_but_one(
    city: City, opened: Commitment, desk: Client
) -> None:
    first(city, opened, leader="甲")
    first(city, opened, leader="乙")
    page = desk.post(f"/commitments/{opened.pk}/edit/", values_of(city, opened)).content.decode()
    assert "<td>责任领导</td><td>—</td><td><strong>乙</strong></td><td>—</td>" in page


def test_units_are_named_and_same_change_is_no_clash(
    city: City, opened: Commitment, desk: Client
) -> None:
    first(city, opened, lead_unit=city.health, assist_units=[city.park, city.east])
    same = values_of(city, opened, lead_unit=city.health.pk)
    page = desk.post(f"/commitments/{opened.pk}/edit/", same).content.decode()
    assert f"<strong>{city.health.short_name}</strong>" in page
    assert f"{city.east.short_name}、{city.park.short_name}" in page
    assert "两人都改了" not in page
    assert page.count(" checked") == 2


def test_invalid_form_comes_first(city: City, opened: Commitment, desk: Client) -> None:
    first(city, opened, leader="甲")
    wrong = desk.post(f"/commitments/{opened.pk}/edit/", values_of(city, opened, text=""))
    assert (wrong.status_code, "两人都改了" in wrong.content.decode()) == (422, False)
    assert 'name="version" value="1"' in wrong.content.decode()


@pytest.mark.parametrize("version", ["", "x", "99999999999"])
def test_version_that_is_none_means_the_present_one(
    city: City, opened: Commitment, desk: Client, version: str
) -> None:
    values = values_of(city, opened, leader="甲", version=version)
    assert desk.post(f"/commitments/{opened.pk}/edit/", values).status_code == 302


def test_notice_in_english(city: City, opened: Commitment, sign_in: SignIn) -> None:
    user = city.person("supervisor", username="clerk")
    user.language = "en"
    user.save()
    first(city, opened, text="road")
    page = sign_in(user).post(f"/commitments/{opened.pk}/edit/", values_of(city, opened))
    assert "after you opened it" in page.content.decode()
