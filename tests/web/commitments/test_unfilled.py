"""What a meeting or a visit leaves out of a row is asked for until its list is frozen."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from luoshi.core.listtype import missing
from luoshi.web.commitments.kinds import kind_of_list
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.commitments.unfilled import unfilled
from tests.conftest import SignIn
from tests.factories import City, make_commitment, make_list
from tests.web.cadence.build import weekly
from tests.web.commitments.build import made_kind
from tests.web.visits.test_visits import problem, visit

ASKED = "还缺必填栏目：类别。“列表”冻结以前补齐。"


@pytest.fixture
def lst(city: City) -> CommitmentList:
    return make_list(city, list_type=made_kind(city), title="列表")


def test_a_decision_and_a_problem_are_completed_later(
    city: City, lst: CommitmentList, desk: Client, django_assert_num_queries: Any
) -> None:
    counting: DjangoAssertNumQueries = django_assert_num_queries
    _running, meeting, _item = weekly(city)
    sent = {"within": lst.pk, "lead_unit": city.west.pk, "due_on": "2026-12-31"}
    raised = problem(city, visit(city))
    for address, more in (
        (f"/meetings/{meeting.pk}/resolve/", {"text": "三天内报方案"}),
        (f"/raised/{raised.pk}/assign/", {}),
    ):
        told = desk.post(address, sent | more, follow=True).content.decode()
        assert ASKED in told
    todo = f"/lists/{lst.pk}/complete/"
    for page in (f"/lists/{lst.pk}/", f"/lists/{lst.pk}/freeze/", f"/lists/{lst.pk}/check/"):
        text = desk.get(page).content.decode()
        assert ("2 个事项还缺必填栏目" in text, todo in text) == (True, True)
    with counting(6):
        rows = desk.get(todo).context["rows"]
    assert [(row.item.commitment.text, row.heads) for row in rows] == [
        ("三天内报方案", ["类别"]), ("门前没有路灯", ["类别"]),
    ]  # fmt: skip
    about = rows[0].item
    address = f"/lists/{lst.pk}/items/{about.pk}/"
    assert address in desk.get(about.commitment.get_absolute_url()).content.decode()
    filled = desk.post(f"{address}?complete", {"weight": "1", "category": "task"})
    assert filled.headers["Location"] == todo
    assert "还缺必填栏目" not in desk.get(about.commitment.get_absolute_url()).content.decode()
    assert [row.item.pk for row in desk.get(todo).context["rows"]] == [rows[1].item.pk]


def test_who_does_not_keep_the_list_is_not_let_in(
    city: City, lst: CommitmentList, sign_in: SignIn
) -> None:
    make_commitment(city, city.transport, within=lst)
    contact = sign_in(city.person("contact", city.transport))
    assert "还缺" not in contact.get(f"/lists/{lst.pk}/").content.decode()
    assert contact.get(f"/lists/{lst.pk}/complete/").status_code == 403


@pytest.mark.parametrize("extra", [
    {}, {"category": ""}, {"category": "task"}, {"note": "有"},
])  # fmt: skip
def test_the_database_finds_what_the_rule_finds(
    city: City, lst: CommitmentList, extra: dict[str, object]
) -> None:
    make_commitment(city, city.transport, within=lst).items.update(extra=extra)
    assert unfilled(lst).exists() is bool(missing(kind_of_list(lst), extra))
