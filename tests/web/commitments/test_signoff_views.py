"""The page on which steps before sign-off are recorded and a commitment is signed off."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from luoshi.web.calendars.models import Year
from luoshi.web.commitments.models import Commitment, SignOffStep
from tests.conftest import SignIn
from tests.factories import City, make_commitment, make_list
from tests.web.commitments.build import made_kind

STEPS = """
key: fixes
zh: 整改清单
steps:
  - {key: notice, zh: 网站公示, en: Public notice}
  - {key: filed, zh: 存档备案, en: Filed, working_days: 5}
"""


@pytest.fixture
def verified(city: City) -> Commitment:
    for year in (2026, 2027):
        Year.objects.create(year=year, source="国务院办公厅通知")
    lst = make_list(city, list_type=made_kind(city, STEPS))
    return make_commitment(city, city.transport, within=lst, state="verified")


def address(row: Commitment, part: str = "") -> str:
    return f"/commitments/{row.pk}/sign-off/{part}"


def test_from_the_commitment_through_its_steps_to_the_end(
    city: City, desk: Client, verified: Commitment
) -> None:
    item = verified.items.get()
    assert address(verified) in desk.get(verified.get_absolute_url()).content.decode()
    first = desk.get(address(verified)).content.decode()
    assert first.count("还没有记录") == 2
    assert "销号前的步骤还没有办完。" in first
    told = {"key": "notice", "on": "2026-01-05", "note": "市政府网站"}
    answer = desk.post(address(verified, f"{item.pk}/"), told)
    assert answer.headers["Location"] == address(verified)
    then = desk.post(address(verified, f"{item.pk}/"), {"key": "filed", "on": "2026-01-06"})
    assert then.status_code == 302
    assert "销号以后不再要交账。" in desk.get(address(verified)).content.decode()
    assert desk.post(address(verified)).headers["Location"] == verified.get_absolute_url()
    verified.refresh_from_db()
    assert verified.state == "signed_off"
    assert address(verified) not in desk.get(verified.get_absolute_url()).content.decode()


def test_what_a_step_is_refused_for_stands_beside_its_day(
    city: City, desk: Client, verified: Commitment
) -> None:
    url = address(verified, f"{verified.items.get().pk}/")
    answer = desk.post(url, {"key": "notice", "on": "2999-01-01", "note": "网上"})
    assert answer.status_code == 422
    assert "日期不能晚于今天。" in answer.content.decode()
    assert 'value="网上"' in answer.content.decode()
    assert desk.post(url, {"key": "notice", "on": ""}).status_code == 422
    assert SignOffStep.objects.count() == 0


def test_a_place_of_something_else_is_not_there(
    city: City, desk: Client, verified: Commitment
) -> None:
    other = make_commitment(city, city.transport, within=make_list(city), state="verified")
    url = address(verified, f"{other.items.get().pk}/")
    assert desk.post(url, {"key": "notice", "on": "2026-01-05"}).status_code == 404


def test_only_the_supervision_office_and_only_what_is_verified(
    city: City,
    other_city: City,
    desk: Client,
    leader: Client,
    sign_in: SignIn,
    verified: Commitment,
) -> None:
    assert leader.get(address(verified)).status_code == 403
    assert leader.post(address(verified)).status_code == 403
    stranger = sign_in(other_city.person("supervisor"))
    assert stranger.get(address(verified)).status_code == 404
    Commitment.objects.update(state="underway")
    assert desk.get(address(verified)).status_code == 409
    assert address(verified) not in desk.get(verified.get_absolute_url()).content.decode()


def test_a_list_without_sign_off_offers_none(city: City, desk: Client) -> None:
    kind = made_kind(city, "{key: short, zh: 短清单, states: {signed_off: unused}}")
    row = make_commitment(
        city, city.transport, within=make_list(city, list_type=kind), state="verified"
    )
    assert address(row) not in desk.get(row.get_absolute_url()).content.decode()


@pytest.mark.parametrize("lists", [1, 3])
def test_a_constant_number_of_queries(
    city: City,
    desk: Client,
    verified: Commitment,
    lists: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(1, lists):
        make_list(city, title=f"清单{n}").items.create(commitment=verified, number=n)
    with django_assert_num_queries(9):
        desk.get(address(verified))
