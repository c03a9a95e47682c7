"""Pages of amendments: who reaches them, both numbers shown, the decision, the ledger."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from luoshi.web.accounts.models import User
from luoshi.web.commitments.models import Amendment, Commitment
from tests.conftest import SignIn
from tests.factories import City, make_commitment, make_list
from tests.web.commitments.build import progress, verbs
from tests.web.commitments.frozen import amend, frozen, propose

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> None:
    settings.BLOB_DIR = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def principal(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("principal"))


def filled(**changes: object) -> dict[str, object]:
    paper = SimpleUploadedFile("批复.txt", "同意。".encode())
    return {
        "target": "80", "cause": "policy", "reason": "省里调整", "paper": paper,
        "number": "云府办〔2026〕12号",
    } | changes  # fmt: skip


def test_office_proposes_and_the_principal_approves(
    city: City, desk: Client, principal: Client
) -> None:
    commitment = frozen(city, city.transport)
    address = f"/commitments/{commitment.pk}/"
    assert f'href="{address}amend/"' in desk.get(address).content.decode()
    form = desk.get(f"{address}amend/").content.decode()
    assert "现为 ≥ 100 公里" in form
    answer = desk.post(f"{address}amend/", filled(), follow=True)
    assert answer.redirect_chain == [(address, 302)]
    assert "已提出调整，等市领导批准后生效。" in answer.content.decode()
    row = Amendment.objects.get()
    page = f"/amendments/{row.pk}/"
    assert "批准，立即生效" not in desk.get(page).content.decode()
    assert desk.post(page, {"verdict": "approve"}).status_code == 403
    assert "批准，立即生效" in principal.get(page).content.decode()
    approved = principal.post(page, {"verdict": "approve", "note": "同意"}, follow=True)
    assert "已批准，调整自现在起生效。" in approved.content.decode()
    shown = principal.get(address).content.decode()
    for words in ("≥ 80 公里", "<s>原 100 公里</s>", "政策变化", "批准调整", "已调整"):
        assert words in shown
    assert principal.post(page, {"verdict": "approve"}).status_code == 422


def test_refusal_asks_why(city: City, principal: Client) -> None:
    row = propose(city, frozen(city, city.transport), target=Decimal(80))
    page = f"/amendments/{row.pk}/"
    empty = principal.post(page, {"verdict": "refuse"}, headers=HTMX)
    assert empty.status_code == 422
    assert "请写明理由。" in empty.content.decode()
    told = principal.post(page, {"verdict": "refuse", "note": "理由不足"}, follow=True)
    assert "理由不足" in told.content.decode()
    assert Commitment.objects.get().target == Decimal(100)


def test_light_follows_an_approval_at_once(city: City, principal: Client) -> None:
    commitment = frozen(city, city.transport, due_on=date(2026, 2, 1))
    progress(commitment, "red")
    row = propose(city, commitment, due_on=date(2099, 12, 31))
    principal.post(f"/amendments/{row.pk}/", {"verdict": "approve"})
    commitment.refresh_from_db()
    assert commitment.progress.light != "red"


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"target": ""}, "没有要调整的内容"),
        ({"cause": ""}, "这个字段是必填项"),
        ({"reason": ""}, "这个字段是必填项"),
        ({"paper": ""}, "这个字段是必填项"),
        ({"due_on": "2020-01-01"}, "时限早于开始日期。"),
        ({"target": "x"}, "输入一个数字。"),
    ],
)
def test_wrong_proposal_is_shown_again(
    city: City, desk: Client, changes: dict[str, object], text: str
) -> None:
    commitment = frozen(city, city.transport)
    before = verbs()
    answer = desk.post(f"/commitments/{commitment.pk}/amend/", filled(**changes))
    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert 'value="云府办〔2026〕12号"' in answer.content.decode()
    assert verbs() == before


def test_open_list_is_edited_and_not_amended(city: City, desk: Client) -> None:
    commitment = make_commitment(city, city.transport, within=make_list(city))
    page = desk.get(f"/commitments/{commitment.pk}/amend/").content.decode()
    assert "直接修改即可" in page
    assert "amend/" not in desk.get(f"/commitments/{commitment.pk}/").content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_frozen_edit_leads_to_the_amendment(city: City, desk: Client, method: str) -> None:
    commitment = frozen(city, city.transport, state="assigned")
    answer = getattr(desk, method)(f"/commitments/{commitment.pk}/edit/")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f'href="/commitments/{commitment.pk}/amend/"' in page


def test_leader_of_the_lead_unit_may_ask(city: City, leader: Client, sign_in: SignIn) -> None:
    commitment = frozen(city, city.transport)
    address = f"/commitments/{commitment.pk}/amend/"
    assert leader.post(address, filled()).status_code == 302
    contact = sign_in(city.person("contact", city.transport))
    assert (contact.get(address).status_code, contact.post(address).status_code) == (403, 403)


def test_strangers_find_nothing(city: City, other_city: City, sign_in: SignIn) -> None:
    commitment = frozen(city, city.transport)
    row = propose(city, commitment, target=Decimal(80))
    lst = commitment.items.get().list
    addresses = [
        reverse("commitment-amend", args=[commitment.pk]),
        reverse("amendment", args=[row.pk]),
        reverse("amendment-document", args=[row.pk]),
        reverse("list-amendments", args=[lst.pk]),
        reverse("list-amendments-sheet", args=[lst.pk]),
    ]
    for who in (city.person("contact", city.west), other_city.person("principal")):
        browser = sign_in(who)
        assert [browser.get(each).status_code for each in addresses] == [404] * 5
        assert str(row.pk) not in browser.get("/amendments/").content.decode().split("amendments/")
        assert "100" not in browser.get("/amendments/").content.decode()


def test_paper_is_given_out_as_it_came_in(city: City, leader: Client) -> None:
    row = propose(city, frozen(city, city.transport), target=Decimal(80))
    answer = leader.get(f"/amendments/{row.pk}/document/")
    assert answer.content.decode() == "同意调整。"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert leader.post(f"/amendments/{row.pk}/document/").status_code == 405


def test_ledger_on_screen_and_in_excel(city: City, desk: Client) -> None:
    lst = make_list(city)
    other = make_commitment(city, city.health, within=lst, text="别的事项")
    commitment = frozen(city, city.transport, lst)
    amend(city, commitment, target=Decimal(80))
    propose(city, other, due_on=date(2027, 1, 31))
    page = desk.get(f"/lists/{lst.pk}/amendments/").content.decode()
    for words in ("<s>100 公里</s>", "80 公里", "别的事项", "2027-01-31", "待批准", "已批准"):
        assert words in page
    assert f'href="/lists/{lst.pk}/amendments/"' in desk.get(f"/lists/{lst.pk}/").content.decode()
    answer = desk.get(f"/lists/{lst.pk}/amendments/sheet/")
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    assert rows[0][:5] == ("序号", "事项", "调整内容", "原值", "新值")
    assert [row[1:5] for row in rows[1:]] == [
        ("别的事项", "时限", "2026-12-31", "2027-01-31"),
        (commitment.text, "目标值", "100 公里", "80 公里"),
    ]
    assert rows[2][12] == "已批准"
    assert (str(rows[2][11]), rows[1][14]) == ("2026-03-02 10:00:00", ""), "times of the place"


def test_unit_reads_its_own_lines_of_the_ledger_only(city: City, sign_in: SignIn) -> None:
    lst = make_list(city)
    other = make_commitment(city, city.health, within=lst, text="别的事项")
    commitment = frozen(city, city.transport, lst)
    for each in (other, commitment):
        propose(city, each, target=Decimal(80))
    page = sign_in(city.person("contact", city.transport)).get(f"/lists/{lst.pk}/amendments/")
    assert ("别的事项" in page.content.decode(), commitment.text in page.content.decode()) == (
        False,
        True,
    )


def test_empty_ledgers_say_what_to_do(city: City, desk: Client) -> None:
    lst = make_list(city)
    assert "清单还没有冻结" in desk.get(f"/lists/{lst.pk}/amendments/").content.decode()
    frozen(city, city.transport, lst)
    assert "冻结以来没有调整" in desk.get(f"/lists/{lst.pk}/amendments/").content.decode()
    assert "没有待批准的调整" in desk.get("/amendments/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(
    city: City, principal: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lst = make_list(city)
    more = [make_commitment(city, city.health, within=lst) for _ in range(rows - 1)]
    commitment = frozen(city, city.transport, lst)
    for each in (*more, commitment):
        propose(city, each, target=Decimal(80))
        amend(city, each, lead_unit=city.park)
    with django_assert_num_queries(4):
        principal.get("/amendments/")
    with django_assert_num_queries(5):
        principal.get(f"/lists/{lst.pk}/amendments/")
    with django_assert_num_queries(13):
        principal.get(f"/commitments/{commitment.pk}/")


def test_pages_are_complete_in_english(city: City, desk: Client, principal: Client) -> None:
    row = propose(city, frozen(city, city.transport), target=Decimal(80))
    User.objects.update(language="en")
    page = principal.get(f"/amendments/{row.pk}/").content.decode()
    for words in ("Approve, in force at once", "Change of policy", "Target"):
        assert words in page
    form = desk.get(f"/commitments/{row.commitment_id}/amend/").content.decode()
    assert "Propose an amendment" in form
    assert "调整" not in form.replace("市", "")


def test_the_ledger_of_all_belongs_to_the_lists(principal: Client) -> None:
    text = principal.get("/amendments/").content.decode()
    assert re.search(r'href="/lists/"[^>]*aria-current', text)
