"""The pages: what each person is shown, asked, and refused."""

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from luoshi.web.challenges.models import Bid, Challenge
from luoshi.web.challenges.queries import holders_of
from tests.conftest import SignIn
from tests.factories import City
from tests.web.challenges.build import (
    BID,
    OPENED,
    OPENS,
    PUBLISHED,
    SECRET,
    Story,
)
from tests.web.challenges.pages import acts, text, url

BID_FORM = {
    "team": "队伍",
    "plan": SECRET,
    "price": "900",
    "steps-TOTAL_FORMS": "2",
    "steps-INITIAL_FORMS": "0",
    "steps-0-title": "完成设计",
    "steps-0-due_on": "2026-05-31",
    "steps-0-percent": "20",
}


def test_an_empty_board_says_what_to_do(city: City, sign_in: SignIn) -> None:
    page = text(sign_in(city.person("supervisor")), "/challenges/")
    assert "榜上还没有难题" in page
    assert page.count('href="/challenges/new/"') == 2
    page = text(sign_in(city.person("auditor")), "/challenges/")
    assert "这里没有榜单" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    city: City,
    sign_in: SignIn,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(rows):
        Story(city).until("open")
    client = sign_in(city.person("supervisor"))
    with django_assert_num_queries(12):
        page = text(client, "/challenges/")
    assert page.count("打通滨河路断头路") == rows


@pytest.mark.parametrize("bidders", [1, 3])
def test_the_page_costs_the_same_for_one_and_three_bids(
    story: Story,
    sign_in: SignIn,
    bidders: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    story.until("publish")
    for unit in (story.city.park, story.city.west, story.city.health)[:bidders]:
        story.bid_by(unit)
    story.open()
    client = sign_in(story.city.person("supervisor"))
    with django_assert_num_queries(15):
        page = text(client, url(story))
    assert page.count('<code title="') == bidders


def test_filters_of_the_list(city: City, sign_in: SignIn) -> None:
    Story(city).until("publish")
    Story(city).until("open")
    client = sign_in(city.person("supervisor"))
    page = text(client, "/challenges/?group=board")
    assert page.count("打通滨河路断头路") == 1
    assert "揭榜中" in page
    assert '全部榜单 <span class="chip-count">2</span>' in page
    assert text(client, "/challenges/?group=nonsense").count("打通滨河路断头路") == 2


def test_my_turn_is_marked(story: Story, sign_in: SignIn, clock: Any) -> None:
    story.until("publish")
    clock(BID)
    leader = sign_in(story.city.person("unit_leader", story.city.park))
    assert "等我办" in text(leader, "/challenges/")
    assert "等我办" not in text(sign_in(story.city.person("supervisor")), "/challenges/")
    holder = sign_in(story.holding[0])
    assert "等我办" not in text(holder, "/challenges/")
    clock(OPENED)
    assert "等我办" in text(sign_in(story.holding[0]), "/challenges/")


def test_a_contact_proposes(city: City, sign_in: SignIn) -> None:
    client = sign_in(city.person("contact", city.health))
    page = text(client, "/challenges/new/")
    assert f'<option value="{city.health.pk}" selected>' in page
    form = {"title": "题", "problem": "", "hardness": "ice", "owner_unit": city.health.pk}
    refused = client.post("/challenges/new/", form)
    assert refused.status_code == 422
    assert 'value="题"' in refused.content.decode()
    made = client.post("/challenges/new/", form | {"problem": "难"})
    assert made.status_code == 302
    assert Challenge.objects.get().owner_unit == city.health


def test_verifiers_propose_nothing(city: City, sign_in: SignIn) -> None:
    client = sign_in(city.person("verifier", city.health))
    assert client.get("/challenges/new/").status_code == 404


TERMS_FORM = {
    "title": "打通滨河路断头路",
    "problem": "铁路隔断",
    "hardness": "hard",
    "tests": "四车道通车\n\n车速提高两成\n",
    "stop_loss": "用地未批即止",
    "reward": "50",
    "reward_text": "",
    "budget": "1,200",
    "starts_on": "2026-04-01",
    "due_on": "11月30日",
    "opens_at": "2026-03-16 10:00",
    "teams": "2",
    "notice_days": "5",
}


def test_the_desk_draws_up_the_terms(story: Story, sign_in: SignIn, clock: Any) -> None:
    story.until("propose")
    clock(PUBLISHED)
    client = sign_in(story.city.person("supervisor"))
    form = TERMS_FORM | {"owner_unit": story.city.transport.pk}
    refused = client.post(url(story, "terms/"), form | {"notice_days": "3", "opens_at": "明天"})
    assert refused.status_code == 422
    assert "四车道通车" in refused.content.decode()
    assert client.post(url(story, "terms/"), form).status_code == 302
    challenge = story.again()
    assert challenge.tests == ["四车道通车", "车速提高两成"]
    assert (challenge.opens_at, challenge.budget) == (OPENS, 1200)


def test_the_desk_names_people(story: Story, sign_in: SignIn) -> None:
    story.until("propose")
    client = sign_in(story.city.person("supervisor"))
    first, second = story.holding
    judges = [person.pk for person in story.judging]
    same = {"first": first.pk, "second": first.pk, "evaluators": judges}
    assert client.post(url(story, "people/"), same).status_code == 422
    assert client.post(url(story, "people/"), same | {"second": second.pk}).status_code == 302
    assert [holder.person for holder in holders_of(story.challenge)] == [first, second]


@pytest.mark.parametrize("role", ["contact", "unit_leader", "principal", "assessor"])
def test_only_the_desk_draws_up(story: Story, sign_in: SignIn, role: str) -> None:
    story.until("propose")
    client = sign_in(story.city.person(role, story.city.transport))
    assert client.get(url(story, "terms/")).status_code == 403
    assert client.get(url(story, "people/")).status_code == 403


def test_a_step_is_asked_once_then_taken(story: Story, sign_in: SignIn) -> None:
    story.until("submit")
    mayor = sign_in(story.city.person("principal"))
    assert acts(text(mayor, url(story))) == ["退回重拟", "不予列榜", "定榜"]
    assert "两位保管人随即可以领取密钥" in text(mayor, url(story, "step/approve/"))
    assert mayor.post(url(story, "step/approve/")).status_code == 302
    assert story.again().state == "publishing"
    assert mayor.get(url(story, "step/approve/")).status_code == 404
    assert mayor.post(url(story, "step/approve/")).status_code == 422
    assert mayor.get(url(story, "step/nonsense/")).status_code == 404


def test_a_reason_is_asked_for_beside_its_field(story: Story, sign_in: SignIn) -> None:
    story.until("submit")
    mayor = sign_in(story.city.person("principal"))
    refused = mayor.post(url(story, "step/return/"), {"note": " "})
    assert refused.status_code == 422
    assert 'id="id_note_error"' in refused.content.decode()
    assert mayor.post(url(story, "step/return/"), {"note": "时间太紧"}).status_code == 302


def test_a_key_is_shown_in_one_answer_only(story: Story, sign_in: SignIn) -> None:
    story.until("approve")
    holder = sign_in(story.holding[0])
    assert acts(text(holder, url(story))) == ["领取密钥"]
    shown = holder.post(url(story, "key/"), {"replaces": ""})
    groups = re.findall(r"<span>([A-Z2-7]{4})</span>", shown.content.decode())
    assert len(groups) == 13
    assert "no-store" in shown.headers["Cache-Control"]
    again = holder.post(url(story, "key/"), {"replaces": ""})
    assert again.status_code == 422
    later = [text(holder, url(story, part)) for part in ("", "key/")]
    assert [groups[0] in page for page in later] == [False, False]
    for person in (story.city.person("supervisor"), story.city.person("principal")):
        assert sign_in(person).get(url(story, "key/")).status_code == 404


def test_the_bid_form_says_the_time_and_saves_no_draft(
    story: Story, sign_in: SignIn, clock: Any
) -> None:
    story.until("publish")
    clock(BID)
    leader = sign_in(story.city.person("unit_leader", story.city.park))
    assert acts(text(leader, url(story))) == ["揭榜"]
    page = text(leader, url(story, "bid/"))
    assert "截止 2026-03-16 10:00:00" in page
    assert "服务器时间 2026-03-10 10:00:00" in page
    assert "data-draft" not in page
    assert f'value="{story.city.transport.pk}"' not in page


def test_a_bid_is_sealed_and_gets_a_receipt(story: Story, sign_in: SignIn, clock: Any) -> None:
    story.until("publish")
    clock(BID)
    leader = sign_in(story.city.person("unit_leader", story.city.park))
    form = BID_FORM | {"unit": story.city.park.pk}
    missing = leader.post(url(story, "bid/"), form | {"team": ""})
    assert missing.status_code == 422
    assert SECRET in missing.content.decode()
    assert Bid.objects.count() == 0
    assert leader.post(url(story, "bid/"), form).status_code == 302
    bid = Bid.objects.get()
    page = text(leader, url(story))
    assert bid.digest in page
    assert SECRET not in page
    sealed = leader.get(url(story, f"bids/{bid.pk}/sealed/"))
    assert sealed.content == bytes(bid.sealed)
    assert leader.get(url(story, f"bids/{bid.pk}/")).status_code == 404


def test_one_second_late_the_page_says_so_and_keeps_what_was_typed(
    story: Story, sign_in: SignIn, clock: Any, caplog: pytest.LogCaptureFixture
) -> None:
    story.until("publish")
    clock(OPENS + timedelta(seconds=1, microseconds=400_000))
    leader = sign_in(story.city.person("unit_leader", story.city.park))
    with caplog.at_level(logging.INFO, logger="luoshi.challenges"):
        answer = leader.post(url(story, "bid/"), BID_FORM | {"unit": story.city.park.pk})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "迟到 1 秒" in page
    (line,) = [each.getMessage() for each in caplog.records if each.name == "luoshi.challenges"]
    assert line.startswith(f"late bid refused: challenge {story.challenge.pk} unit")
    assert line.endswith("late 1 s")
    assert SECRET not in caplog.text
    assert "2026-03-16 10:00:01" in page
    assert SECRET in page
    assert leader.get(url(story, "bid/")).status_code == 409
    assert Bid.objects.count() == 0


def test_before_the_opening_nobody_sees_who_bid(story: Story, sign_in: SignIn, clock: Any) -> None:
    story.until("bid")
    clock(BID)
    for person in (
        story.city.person("supervisor"),
        story.city.person("principal"),
        story.city.person("unit_leader", story.city.health),
        story.holding[0],
    ):
        page = text(sign_in(person), url(story))
        assert "密封中" in page
        assert story.city.park.short_name not in page


def test_units_that_do_not_bid_get_no_form(story: Story, sign_in: SignIn, clock: Any) -> None:
    story.until("publish")
    clock(BID)
    owner = sign_in(story.city.person("unit_leader", story.city.transport))
    assert owner.get(url(story, "bid/")).status_code == 404
    contact = sign_in(story.city.person("contact", story.city.park))
    assert contact.get(url(story, "bid/")).status_code == 404


def test_a_bid_is_withdrawn_by_its_unit(story: Story, sign_in: SignIn, clock: Any) -> None:
    story.until("bid")
    clock(BID)
    bid = story.bids[story.city.park.pk]
    part = f"bids/{bid.pk}/withdraw/"
    assert (
        sign_in(story.city.person("unit_leader", story.city.west)).get(url(story, part)).status_code
        == 404
    )
    leader = sign_in(story.city.person("unit_leader", story.city.park))
    assert leader.post(url(story, part)).status_code == 302
    assert Bid.objects.get(pk=bid.pk).state == "withdrawn"


def test_two_holders_open_on_their_own_pages(story: Story, sign_in: SignIn, clock: Any) -> None:
    story.until("bid")
    first, second = (sign_in(person) for person in story.holding)
    clock(OPENS)
    early = first.post(url(story, "open/"), {"key": story.keys[1]})
    assert early.status_code == 422
    assert "还没有到开标时间" in early.content.decode()
    clock(OPENED)
    wrong = first.post(url(story, "open/"), {"key": story.keys[2]})
    assert wrong.status_code == 422
    assert "不是本榜的密钥" in wrong.content.decode()
    assert first.post(url(story, "open/"), {"key": story.keys[1]}).status_code == 302
    assert story.again().state == "bidding"
    assert second.post(url(story, "open/"), {"key": story.keys[2]}).status_code == 302
    assert story.again().state == "evaluating"
    bid = story.bids[story.city.park.pk]
    judge = sign_in(story.judging[1])
    assert SECRET in text(judge, url(story, f"bids/{bid.pk}/"))
    other = sign_in(story.city.person("unit_leader", story.city.west))
    assert other.get(url(story, f"bids/{bid.pk}/")).status_code == 404
