"""Choosing curve and light rule: looked at first, saved, measured by, fixed once frozen."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.commitments.actions import list_freeze, milestones_set
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.commitments.trajectory import trajectory_of
from luoshi.web.delivery.actions import progress_refresh
from luoshi.web.delivery.models import Progress
from luoshi.web.pace.actions import list_curve_choose, list_light_choose, pace_choose
from tests.conftest import SignIn
from tests.factories import NOW, City, make_commitment, make_list

MARCH = date(2026, 3, 31)


@pytest.fixture
def lst(city: City) -> CommitmentList:
    return make_list(city)


@pytest.fixture
def road(city: City, lst: CommitmentList) -> Commitment:
    return make_commitment(city, city.transport, within=lst, state="assigned")


@pytest.fixture
def desk(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("supervisor"))


def planned(commitment: Commitment, on: date = MARCH) -> Decimal:
    fresh = Commitment.objects.get(pk=commitment.pk)
    return trajectory_of(fresh, list(fresh.milestones.all())).planned(on)


def test_a_season_moves_the_plan_and_the_light_follows_the_lists_rule(
    city: City, lst: CommitmentList, road: Commitment
) -> None:
    by = city.actor("supervisor")
    assert planned(road) == Decimal("0.2466")
    pace_choose(commitment=road, curve="winter", light_rule="", by=by, at=NOW)
    assert planned(road) == Decimal("0.1127")
    list_light_choose(lst=lst, light_rule="wuhan", by=by, at=NOW)
    progress_refresh(on=MARCH)
    assert Progress.objects.get().light_rule == "wuhan"
    pace_choose(commitment=road, curve="opening", light_rule="sanya", by=by, at=NOW)
    assert planned(road) == Decimal("0.3000")
    progress_refresh(on=MARCH)
    assert Progress.objects.get().light_rule == "sanya"
    with pytest.raises(Forbidden):
        pace_choose(commitment=road, curve="", light_rule="", by=city.actor("principal"), at=NOW)


def test_what_does_not_fit_is_refused(city: City, lst: CommitmentList, road: Commitment) -> None:
    by = city.actor("supervisor")
    rate = make_commitment(city, city.transport, within=lst, comparator="share>=", state="assigned")
    short = make_commitment(
        city, city.transport, within=lst, state="assigned",
        starts_on=date(2026, 1, 5), due_on=date(2026, 2, 20),
    )  # fmt: skip
    steps = [("开工", date(2026, 1, 31), Decimal("0.1"))]
    milestones_set(commitment=road, steps=steps, by=by, at=NOW)
    for commitment, curve, code in (
        (rate, "winter", "curve-level"), (short, "winter", "curve-without-days"),
        (road, "winter", "milestone-on-plateau"), (road, "steep", "curve-unknown"),
        (short, "quarters", "curve-no-stage"),
    ):  # fmt: skip
        with pytest.raises(Invalid, match=code):
            pace_choose(commitment=commitment, curve=curve, light_rule="", by=by, at=NOW)
    with pytest.raises(Invalid, match="curve-level"):
        list_curve_choose(lst=lst, commitments=[road.pk, rate.pk], curve="flood", by=by, at=NOW)
    assert Commitment.objects.get(pk=road.pk).curve == ""
    list_freeze(lst=lst, reason="核对过", by=by, at=NOW)
    with pytest.raises(Refused, match="list-frozen"):
        pace_choose(commitment=short, curve="even", light_rule="", by=by, at=NOW)
    with pytest.raises(Refused, match="list-frozen"):
        list_light_choose(lst=lst, light_rule="wuhan", by=by, at=NOW)


def test_pages_show_before_they_save(
    city: City,
    lst: CommitmentList,
    road: Commitment,
    desk: Client,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    address = f"/commitments/{road.pk}/pace/"
    choice = {"curve": "winter", "light_rule": "wuhan"}
    looked = desk.post(address, choice | {"look": "1"}).content.decode()
    assert "11.27%" in looked
    assert "低于 60% 红灯" in looked
    assert Commitment.objects.get().curve == ""
    assert desk.post(address, choice).status_code == 302
    assert Commitment.objects.get().curve == "winter"
    page = f"/lists/{lst.pk}/pace/"
    assert desk.post(page, {"curve": "even", "curve_rows": "1"}).status_code == 422
    desk.post(page, {"curve": "even", "curve_rows": "1", "rows": [str(road.pk)]})
    assert Commitment.objects.get().curve == "even"
    desk.post(page, {"rule": "1", "light_rule": "suqian"})
    assert CommitmentList.objects.get().light_rule == "suqian"
    with django_assert_num_queries(6):
        assert "宿迁产发" in desk.get(page).content.decode()
    contact = sign_in(city.person("contact", city.transport))
    assert contact.post(address, choice).status_code == 403
    assert "由督查室选择" in contact.get(address).content.decode()
