"""Every act on one commitment, through its form."""

from decimal import Decimal

import pytest
from django.test import Client

from luoshi.web.commitments.models import Milestone
from tests.conftest import SignIn
from tests.factories import City, make_commitment, make_list
from tests.web.commitments.build import assigned, verbs

HTMX = {"HX-Request": "true"}
STEPS = {
    "step-TOTAL_FORMS": "3",
    "step-INITIAL_FORMS": "0",
    "step-0-title": "开工",
    "step-0-due_on": "2026-03-31",
    "step-0-percent": "10",
    "step-1-title": "过半",
    "step-1-due_on": "2026-06-30",
    "step-1-percent": "55.5",
    "step-2-title": "",
    "step-2-due_on": "",
    "step-2-percent": "",
}


def test_leader_accepts(city: City, leader: Client) -> None:
    commitment = assigned(city, city.transport)
    answer = leader.post(f"/commitments/{commitment.pk}/accept/", follow=True)
    assert answer.redirect_chain == [(f"/commitments/{commitment.pk}/", 302)]
    assert "已签收。" in answer.content.decode()
    commitment.refresh_from_db()
    assert commitment.state == "accepted"
    assert leader.post(f"/commitments/{commitment.pk}/accept/").status_code == 409


def test_office_does_not_accept_for_the_unit(city: City, desk: Client) -> None:
    commitment = assigned(city, city.transport)
    answer = desk.post(f"/commitments/{commitment.pk}/accept/")
    assert answer.status_code == 403
    assert "只有牵头单位负责人可以签收或提出异议。" in answer.content.decode()


def test_dispute_goes_up_and_comes_back_decided(
    city: City, leader: Client, sign_in: SignIn
) -> None:
    commitment = assigned(city, city.transport)
    address = f"/commitments/{commitment.pk}/"
    assert str(city.health) in leader.get(f"{address}dispute/").content.decode()
    empty = leader.post(f"{address}dispute/", {"reason": " "}, headers=HTMX)
    assert (empty.status_code, verbs()) == (422, [])
    assert empty.content.decode().strip().startswith("<form")
    leader.post(f"{address}dispute/", {"reason": "按三定方案不属本局", "proposed": city.health.pk})
    assert leader.get(f"{address}decide/").status_code == 403
    principal = sign_in(city.person("principal"))
    assert "裁定异议" in principal.get(address).content.decode()
    question = principal.get(f"{address}decide/").content.decode()
    assert "按三定方案不属本局" in question
    assert f'<option value="{city.health.pk}" selected>' in question
    decision = {"verdict": "reassign", "lead_unit": city.health.pk, "reason": "职责在卫健"}
    principal.post(f"{address}decide/", decision)
    commitment.refresh_from_db()
    assert (commitment.state, commitment.lead_unit) == ("assigned", city.health)
    page = principal.get(address).content.decode()
    assert f"由{city.unit}裁定" in page
    assert "职责在卫健" in page
    assert leader.get(address).status_code == 404


def test_upholding_needs_no_unit_and_reassigning_does(
    city: City, leader: Client, sign_in: SignIn
) -> None:
    commitment = assigned(city, city.transport)
    address = f"/commitments/{commitment.pk}/"
    leader.post(f"{address}dispute/", {"reason": "不属本局"})
    principal = sign_in(city.person("principal"))
    wrong = principal.post(f"{address}decide/", {"verdict": "reassign", "reason": "x"})
    assert wrong.status_code == 422
    assert "请选择改派给哪个单位。" in wrong.content.decode()
    principal.post(f"{address}decide/", {"verdict": "uphold", "reason": "职责明确"})
    commitment.refresh_from_db()
    assert commitment.state == "accepted"
    assert principal.get(f"{address}decide/").status_code == 409


def test_one_draft_is_dispatched_after_a_question(city: City, desk: Client) -> None:
    commitment = make_commitment(city, city.transport, within=make_list(city), state="draft")
    question = desk.get(f"/commitments/{commitment.pk}/dispatch/").content.decode()
    assert (str(city.transport) in question, verbs()) == (True, [])
    desk.post(f"/commitments/{commitment.pk}/dispatch/")
    commitment.refresh_from_db()
    assert (commitment.state, verbs()) == ("assigned", ["commitment.dispatch"])


def values_of(city: City, **changes: object) -> dict[str, object]:
    return {
        "text": "新建道路",
        "kind": "target",
        "starts_on": "2026-01-01",
        "due_on": "2026-12-31",
        "lead_unit": city.transport.pk,
    } | changes


def test_edit_form_starts_from_what_is_there(city: City, desk: Client) -> None:
    commitment = make_commitment(city, city.transport, within=make_list(city), state="draft")
    page = desk.get(f"/commitments/{commitment.pk}/edit/").content.decode()
    assert commitment.text in page
    assert f'<option value="{city.transport.pk}" selected>' in page
    desk.post(f"/commitments/{commitment.pk}/edit/", values_of(city, text="新建道路二十公里"))
    commitment.refresh_from_db()
    assert (commitment.text, commitment.target, verbs()) == (
        "新建道路二十公里",
        None,
        ["commitment.edit"],
    )


def test_edit_refused_by_a_rule_keeps_what_was_typed(city: City, desk: Client) -> None:
    commitment = make_commitment(city, city.transport, state="disputed")
    answer = desk.post(
        f"/commitments/{commitment.pk}/edit/",
        values_of(city, lead_unit=city.health.pk, leader="某长"),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "异议尚未裁定，不能直接更换牵头单位。" in page
    assert 'value="某长"' in page
    assert verbs() == []


def test_milestones_are_typed_in_percent(city: City, desk: Client) -> None:
    commitment = make_commitment(city, city.transport, within=make_list(city), state="draft")
    address = f"/commitments/{commitment.pk}/milestones/"
    assert desk.get(address).status_code == 200
    assert desk.post(address, STEPS).status_code == 302
    rows = list(Milestone.objects.values_list("title", "planned_share"))
    assert rows == [("开工", Decimal("0.1")), ("过半", Decimal("0.555"))]
    page = desk.get(address).content.decode()
    assert 'value="55.5"' in page
    fewer = STEPS | {"step-INITIAL_FORMS": "2", "step-0-DELETE": "on"}
    desk.post(address, fewer)
    assert Milestone.objects.get().title == "过半"


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"step-1-percent": "5"}, "低于前一个节点"),
        ({"step-1-due_on": "2027-06-30"}, "不在开始日期和时限之间"),
        ({"step-1-percent": "101"}, "100"),
        ({"step-1-title": ""}, "这个字段是必填项"),
    ],
)
def test_milestones_that_make_no_curve_are_shown_again(
    city: City, desk: Client, changes: dict[str, str], text: str
) -> None:
    commitment = make_commitment(city, city.transport, within=make_list(city), state="draft")
    answer = desk.post(f"/commitments/{commitment.pk}/milestones/", STEPS | changes)
    assert (answer.status_code, Milestone.objects.count()) == (422, 0)
    assert text in answer.content.decode()
    assert 'value="开工"' in answer.content.decode()


def test_commitment_is_put_into_another_list(city: City, desk: Client) -> None:
    commitment = make_commitment(city, city.transport, within=make_list(city))
    other = make_list(city, title="另一清单")
    address = f"/commitments/{commitment.pk}/place/"
    assert "另一清单" in desk.get(address).content.decode()
    assert desk.post(address, {"within": other.pk, "weight": "0"}).status_code == 422
    desk.post(address, {"within": other.pk, "weight": "2.5"})
    assert commitment.items.get(list=other).weight == Decimal("2.5")
    assert desk.post(address, {"within": other.pk, "weight": "1"}).status_code == 422


def test_withdrawal_asks_for_the_reason(city: City, desk: Client) -> None:
    commitment = make_commitment(city, city.transport, state="draft")
    address = f"/commitments/{commitment.pk}/withdraw/"
    assert "不能恢复" in desk.get(address).content.decode()
    assert (desk.post(address).status_code, verbs()) == (422, [])
    desk.post(address, {"reason": "重复列入"})
    commitment.refresh_from_db()
    assert commitment.state == "withdrawn"
    assert "重复列入" in desk.get(f"/commitments/{commitment.pk}/").content.decode()
