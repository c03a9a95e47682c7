"""The page of one commitment and every act on it."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from luoshi.web.accounts.models import User
from luoshi.web.commitments.actions import commitment_create, milestones_set
from luoshi.web.commitments.models import Acceptance, Commitment, Milestone
from tests.conftest import SignIn
from tests.factories import NOW, City, make_commitment, make_list
from tests.web.commitments.build import (
    assigned,
    draft,
    evidence,
    progress,
    report,
    sample,
    supervisor,
    verbs,
    verification,
)
from tests.web.commitments.test_entry_actions import candidate_in

HTMX = {"HX-Request": "true"}
FORMS = (
    "commitment-edit",
    "commitment-milestones",
    "commitment-place",
    "commitment-withdraw",
    "commitment-dispatch",
    "commitment-dispute",
    "commitment-decide",
)
ACTS = (*FORMS, "commitment-accept")


@pytest.mark.parametrize("name", ["commitment", *ACTS])
def test_visitor_is_sent_to_sign_in(client: Client, db: None, name: str) -> None:
    address = reverse(name, args=[1])
    assert client.get(address).headers["Location"] == f"/login/?next={address}"


@pytest.mark.parametrize("name", ["commitment", *FORMS])
def test_stranger_does_not_even_learn_that_it_is_there(
    city: City, other_city: City, sign_in: SignIn, name: str
) -> None:
    commitment = assigned(city, city.transport)
    for who in (city.person("contact", city.west), other_city.person("supervisor")):
        assert sign_in(who).get(reverse(name, args=[commitment.pk])).status_code == 404


def test_stranger_cannot_post_either(city: City, sign_in: SignIn) -> None:
    commitment = assigned(city, city.transport)
    stranger = sign_in(city.person("unit_leader", city.west))
    for name in ACTS:
        assert stranger.post(reverse(name, args=[commitment.pk])).status_code == 404
    assert verbs() == []


def test_methods_that_pages_do_not_have(city: City, desk: Client, leader: Client) -> None:
    commitment = assigned(city, city.transport)
    assert desk.post(f"/commitments/{commitment.pk}/").status_code == 405
    assert leader.get(f"/commitments/{commitment.pk}/accept/").status_code == 405
    assert desk.put(f"/commitments/{commitment.pk}/edit/").status_code == 405


@pytest.mark.parametrize("name", FORMS)
def test_seeing_is_not_doing(city: City, sign_in: SignIn, name: str) -> None:
    commitment = assigned(city, city.transport)
    if name == "commitment-decide":
        Commitment.objects.update(state="disputed")
        Acceptance.objects.create(
            commitment=commitment,
            unit=city.transport,
            outcome="disputed",
            reason="x",
            decided_by=city.person("unit_leader", city.transport),
            decided_at=NOW,
        )
    contact = sign_in(city.person("contact", city.transport))
    address = reverse(name, args=[commitment.pk])
    assert [contact.get(address).status_code, contact.post(address).status_code] == [403, 403]


def test_page_tells_promise_source_claims_light_and_rule(city: City, desk: Client) -> None:
    lst = make_list(city, title="重点任务清单")
    made = commitment_create(
        within=lst,
        draft=draft(city.transport, assist_units=(city.health,), standard="交工验收合格"),
        source=candidate_in(city),
        by=supervisor(city),
        at=NOW,
    )
    milestones_set(
        commitment=made,
        steps=[("开工", date(2026, 3, 31), Decimal("0.1"))],
        by=supervisor(city),
        at=NOW,
    )
    Commitment.objects.filter(pk=made.pk).update(state="underway")
    progress(made, "yellow", said_share=Decimal("0.25"), said_value=Decimal(15), evidence_count=1)
    page = desk.get(f"/commitments/{made.pk}/").content.decode()
    told = (
        f"新建农村公路60公里|≥ 60 公里|交工验收合格|{city.health}|工作报告|开工|10%|偏差 10/30|25%"
        "|15 公里|滞后序时进度 12.5 个百分点|超过 30 个百分点红灯|1 份佐证材料|还没有核验"
        "|重点任务清单|列入清单|设定节点|牵头单位还没有签收。"
    )
    for words in told.split("|"):
        assert words in page


def test_curve_and_its_table_show_said_and_achieved(city: City, desk: Client) -> None:
    commitment = make_commitment(city, city.transport, within=make_list(city))
    report(city, commitment, 1, value=Decimal(20))
    verification(
        sample(city, commitment, city.person("verifier", city.health)),
        finding="partly",
        verified_value=Decimal(12),
    )
    Acceptance.objects.all().delete()
    page = desk.get(f"/commitments/{commitment.pk}/").content.decode()
    assert "<title>2026-01-28 20%</title>" in page
    assert "<title>2026-02-28 12%</title>" in page
    assert page.count("curve-said-dot") == 1
    assert page.count('class="curve-achieved"') == 1


def test_accounts_are_told_round_by_round_with_evidence_and_finding(
    city: City, desk: Client, sign_in: SignIn
) -> None:
    commitment = make_commitment(city, city.transport, within=make_list(city))
    commitment.assist_units.add(city.health)
    wrong = report(city, commitment, 1, value=Decimal(90), narrative="误报", state="superseded")
    report(city, commitment, 1, value=Decimal(20), narrative="路基成型", supersedes=wrong)
    drawn = sample(city, commitment, city.person("verifier", city.park))
    verification(drawn, finding="refuted", note="现场没有开工")
    shown = evidence(city, drawn.report, "交工证书.pdf")
    page = desk.get(f"/commitments/{commitment.pk}/").content.decode()
    assert [page.count(text) for text in ("误报", "路基成型", "现场没有开工", "交工证书.pdf")] == [
        1
    ] * 4
    assert page.count("已被更正") == 1
    assert "<title>2026-01-28 90%</title>" not in page
    assert f'href="/reports/{drawn.report.pk}/"' in page
    assert f'href="/evidence/{shown.pk}/"' in page
    assisting = sign_in(city.person("contact", city.health)).get(f"/commitments/{commitment.pk}/")
    content = assisting.content.decode()
    assert ("交工证书.pdf" in content, f"/evidence/{shown.pk}/" in content) == (True, False)


def test_superseded_verification_is_not_drawn(city: City, desk: Client) -> None:
    commitment = make_commitment(city, city.transport, within=make_list(city))
    drawn = sample(city, commitment, city.person("verifier", city.health))
    first = verification(drawn, verified_value=Decimal(12))
    verification(drawn, verified_value=Decimal(34), supersedes=first)
    page = desk.get(f"/commitments/{commitment.pk}/").content.decode()
    assert ("2026-02-28 34%" in page, "2026-02-28 12%" in page) == (True, False)


def test_rate_is_planned_level_and_not_growing(city: City, desk: Client) -> None:
    commitment = make_commitment(city, city.transport, comparator="growth>=")
    page = desk.get(f"/commitments/{commitment.pk}/").content.decode()
    assert 'points="44,172 45,12 624,12"' in page


def test_verifier_reads_the_drawn_commitment(city: City, sign_in: SignIn) -> None:
    commitment = make_commitment(city, city.transport, within=make_list(city))
    sample(city, commitment, city.person("verifier", city.health))
    browser = sign_in(city.person("verifier", city.health))
    assert browser.get(f"/commitments/{commitment.pk}/").status_code == 200
    other = make_commitment(city, city.transport)
    assert browser.get(f"/commitments/{other.pk}/").status_code == 404


OFFERED = {
    ("supervisor", "draft"): {"edit", "milestones", "place", "withdraw", "dispatch"},
    ("supervisor", "assigned"): {"edit", "milestones", "place", "withdraw"},
    ("supervisor", "underway"): {"place"},
    ("supervisor", "withdrawn"): set(),
    ("principal", "underway"): {"withdraw"},
    ("principal", "assigned"): set(),
    ("unit_leader", "assigned"): {"accept", "dispute"},
    ("unit_leader", "underway"): set(),
    ("contact", "assigned"): set(),
    ("assessor", "assigned"): set(),
}


@pytest.mark.parametrize(("role", "state"), OFFERED)
def test_page_offers_what_role_and_state_allow(
    city: City, sign_in: SignIn, role: str, state: str
) -> None:
    commitment = make_commitment(city, city.transport, within=make_list(city), state=state)
    unit = city.transport if role in ("unit_leader", "contact") else None
    page = sign_in(city.person(role, unit)).get(f"/commitments/{commitment.pk}/").content.decode()
    verbs_offered = {
        verb
        for verb in (
            "edit",
            "milestones",
            "place",
            "withdraw",
            "dispatch",
            "accept",
            "dispute",
            "decide",
        )
        if f'"/commitments/{commitment.pk}/{verb}/"' in page
    }
    assert verbs_offered == OFFERED[role, state]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(
    city: City, desk: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    commitment = make_commitment(city, city.transport, within=make_list(city))
    progress(commitment, "red")
    who = city.person("unit_leader", city.transport)
    for place in range(rows):
        commitment.assist_units.add((city.health, city.park, city.east)[place])
        drawn = sample(city, commitment, city.person("verifier", city.park), place + 1)
        evidence(city, drawn.report, f"证明{place}.pdf", sha256=str(place))
        verification(drawn)
        Milestone.objects.create(
            commitment=commitment,
            title="节点",
            due_on=date(2026, place + 1, 28),
            planned_share=Decimal(place) / 10,
        )
        Acceptance.objects.create(
            commitment=commitment,
            unit=city.transport,
            outcome="accepted",
            decided_by=who,
            decided_at=NOW,
        )
    with django_assert_num_queries(14):
        desk.get(f"/commitments/{commitment.pk}/")


def test_source_is_a_link_for_who_keeps_documents(
    city: City, desk: Client, sign_in: SignIn
) -> None:
    made = commitment_create(
        within=make_list(city),
        draft=draft(city.transport),
        source=candidate_in(city),
        by=supervisor(city),
        at=NOW,
    )
    link = f"/documents/{made.source.document_id}/review/"  # type: ignore[union-attr]
    assert link in desk.get(f"/commitments/{made.pk}/").content.decode()
    other = sign_in(city.person("assessor")).get(f"/commitments/{made.pk}/").content.decode()
    assert (link in other, "工作报告" in other) == (False, True)


def test_page_is_complete_in_english(city: City, desk: Client) -> None:
    commitment = make_commitment(city, city.transport, within=make_list(city, title="List"))
    progress(commitment, "red")
    User.objects.update(language="en")
    page = desk.get(f"/commitments/{commitment.pk}/").content.decode()
    assert "3 working days overdue" in page
    assert "Gap 10/30" in page
    for word in ("自报", "核实", "佐证", "牵头", "时限", "记录"):
        assert word not in page
