"""What is looked at before a list is frozen, where it is mended, and what stays on record."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from luoshi.core.errors import Invalid, Refused
from luoshi.web.commitments.actions import commitment_withdraw, list_freeze
from luoshi.web.commitments.division.listcheck import check_of_list, flags_of
from luoshi.web.commitments.models import Commitment, CommitmentList, FreezeReview
from tests.factories import NOW, City, make_commitment, make_list
from tests.web.commitments.build import last, progress, supervisor


@pytest.fixture
def lst(city: City) -> CommitmentList:
    """One thing of each kind that a list can be asked about."""
    made = make_list(city, title="重点任务")
    last_year = {"starts_on": date(2025, 1, 1), "due_on": date(2025, 12, 31)}
    past = make_commitment(city, city.east, metric="积水点", unit_of_measure="处", **last_year)
    progress(past, said_value=Decimal(200), achieved_value=Decimal(120))
    make_commitment(
        city, city.east, within=made, metric="积水点", unit_of_measure="处", text="低于上年"
    )
    make_commitment(city, city.west, within=made, must_divide=True, text="未分解", metric="")
    whole = make_commitment(city, city.health, within=made, text="有缺口", metric="")
    late = {"due_on": date(2027, 1, 31), "target": Decimal(60)}
    part = make_commitment(city, city.park, parent=whole, **late)
    make_commitment(city, city.town, within=made, parent=part, text="孤儿", metric="")
    commitment_withdraw(commitment=part, reason="取消", by=city.actor("principal"), at=NOW)
    make_commitment(city, city.transport, parent=whole, **late)
    one = make_commitment(city, city.park, within=made, text="一环", metric="")
    other = make_commitment(city, city.park, parent=one, target=Decimal(100))
    Commitment.objects.filter(pk=one.pk).update(parent=other)
    return made


def told(lst: CommitmentList) -> list[tuple[str, str]]:
    return [
        (flag["code"], Commitment.objects.get(pk=flag["keys"][-1]).text) for flag in flags_of(lst)
    ]


def test_every_kind_is_found(lst: CommitmentList) -> None:
    assert told(lst) == [
        ("parent-cycle", "一环"),
        ("not-above-last-year", "低于上年"),
        ("undivided", "未分解"),
        ("parts-under", "有缺口"),
        ("part-due-after", "有缺口"),
        ("orphan", "孤儿"),
    ]


def test_freezing_asks_for_the_reason_and_keeps_it(
    city: City, lst: CommitmentList, desk: Client
) -> None:
    page = desk.get(f"/lists/{lst.pk}/check/").content.decode()
    whole = Commitment.objects.get(text="有缺口")
    assert "交通局YC的时限 2027-01-31 晚于上级事项的 2026-12-31" in page
    assert "目标 100 不高于上年实绩 120" in page
    for mend in (f"/commitments/{whole.pk}/divide/", "/parent/", "/edit/", "共 6 个提示"):
        assert mend in page
    with pytest.raises(Invalid) as refused:
        list_freeze(lst=lst, by=supervisor(city), at=NOW)
    assert (refused.value.code, refused.value.params["count"]) == ("flags-unanswered", 6)
    with pytest.raises(Refused, match="flags-changed"):
        list_freeze(lst=lst, reason="知道", seen="0" * 64, by=supervisor(city), at=NOW)
    asked = desk.get(f"/lists/{lst.pk}/freeze/")
    assert "核对还有 6 个提示" in asked.content.decode()
    silent = desk.post(f"/lists/{lst.pk}/freeze/", {"seen": asked.context["check"].digest})
    assert (silent.status_code, FreezeReview.objects.count()) == (422, 0)
    sent = {"seen": asked.context["check"].digest, "reason": "半年时再核"}
    assert desk.post(f"/lists/{lst.pk}/freeze/", sent).status_code == 302
    review = FreezeReview.objects.get()
    assert (review.reason, review.digest, len(review.flags)) == ("半年时再核", sent["seen"], 6)
    assert last().after["flags"] == 6
    Commitment.objects.filter(text="未分解").update(must_divide=False)
    kept = desk.get(f"/lists/{lst.pk}/check/").content.decode()
    assert ("半年时再核" in kept, "应分解未分解" in kept, "去改" in kept) == (True, True, False)


def test_nothing_found_needs_no_reason(city: City, desk: Client) -> None:
    lst = make_list(city)
    make_commitment(city, city.east, within=lst)
    assert "核对没有发现问题" in desk.get(f"/lists/{lst.pk}/check/").content.decode()
    assert desk.post(f"/lists/{lst.pk}/freeze/").status_code == 302
    assert FreezeReview.objects.get().digest == ""


def test_what_nobody_leads_is_seen_before_freezing_is_refused(city: City, desk: Client) -> None:
    lst = make_list(city)
    Commitment.objects.filter(pk=make_commitment(city, city.east, within=lst).pk).update(
        lead_unit=None, state="draft"
    )
    page = desk.get(f"/lists/{lst.pk}/check/").content.decode()
    assert ("没有牵头单位，定下以后才能冻结" in page, "/edit/" in page) == (True, True)
    with pytest.raises(Refused, match="commitments-unowned"):
        list_freeze(lst=lst, by=supervisor(city), at=NOW, reason="先冻结")


@pytest.mark.parametrize("rows", [1, 4])
def test_queries_do_not_grow(
    city: City, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lst = make_list(city)
    for _ in range(rows):
        whole = make_commitment(city, city.east, within=lst)
        make_commitment(city, city.town, parent=whole, target=Decimal(5))
    with django_assert_num_queries(5):
        assert check_of_list(lst).count == rows
