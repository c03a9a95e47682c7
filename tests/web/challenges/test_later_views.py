"""The pages from 评榜 to 奖榜."""

from typing import Any

from luoshi.web.challenges import actions
from luoshi.web.challenges.models import Challenge
from luoshi.web.challenges.queries import evaluators_of
from tests.conftest import SignIn
from tests.web.challenges.build import (
    CALLED,
    CHOSEN,
    FOUND,
    GOOD,
    JUDGED,
    POOR,
    SECRET,
    Story,
)
from tests.web.challenges.pages import acts, text, url


def test_an_evaluator_declares_then_marks(story: Story, sign_in: SignIn, clock: Any) -> None:
    story.until("open")
    clock(JUDGED)
    judge = sign_in(story.judging[1])
    assert acts(text(judge, url(story))) == ["申明利害关系"]
    assert judge.get(url(story, "marks/")).status_code == 403
    assert judge.post(url(story, "declare/"), {"has_interest": "no"}).status_code == 302
    assert acts(text(judge, url(story))) == ["打分"]
    marks = {
        f"mark_{bid.pk}_{key}": points
        for bid in story.bids.values()
        for key, points in GOOD.items()
    }
    name = next(iter(marks))
    wrong = judge.post(url(story, "marks/"), marks | {name: "99"})
    assert wrong.status_code == 422
    assert f'id="id_{name}_error"' in wrong.content.decode()
    assert judge.post(url(story, "marks/"), marks).status_code == 302
    assert evaluators_of(story.challenge)[1].marked_at == JUDGED
    assert sign_in(story.city.person("auditor")).get(url(story, "marks/")).status_code == 404


def test_means_appear_when_all_have_marked(story: Story, sign_in: SignIn, clock: Any) -> None:
    story.until("judge")
    clock(CHOSEN)
    page = text(sign_in(story.city.person("supervisor")), url(story))
    assert "86.00" in page
    story.challenge.evaluators.filter(person=story.judging[0]).update(marked_at=None)
    page = text(sign_in(story.city.person("supervisor")), url(story))
    assert "86.00" not in page


def test_the_principal_chooses_and_the_notice_is_there(
    story: Story, sign_in: SignIn, clock: Any
) -> None:
    story.until("judge")
    clock(CHOSEN)
    mayor = sign_in(story.city.person("principal"))
    assert acts(text(mayor, url(story)))[-1] == "评定中榜"
    park, west = (story.bids[unit.pk].pk for unit in (story.city.park, story.city.west))
    wrong = mayor.post(url(story, "select/"), {"winners": [west]})
    assert wrong.status_code == 422
    assert "不能越过它" in wrong.content.decode()
    form = {"winners": [park], "reserve": west}
    assert mayor.post(url(story, "select/"), form).status_code == 302
    contact = sign_in(story.city.person("contact", story.city.health))
    page = text(contact, url(story, "notice/"))
    assert [word in page for word in ("86.00", "候补", "2026年3月19日至2026年3月26日")] == [
        True
    ] * 3
    assert SECRET not in page
    filed = contact.post(url(story, "object/"), {"text": "计分有误", "bid": park})
    assert filed.status_code == 302
    objection = story.challenge.objections.get()
    assert objection.bid_id == park
    answer = url(story, f"objections/{objection.pk}/")
    assert mayor.get(answer).status_code == 403
    assessor = sign_in(story.city.person("assessor", username="assessor-2"))
    assert answer in text(assessor, url(story))
    given = assessor.post(answer, {"upheld": "no", "answer": "核对无误"})
    assert given.status_code == 302
    assert "核对无误" in text(contact, url(story))


def test_no_notice_before_one_was_given(story: Story, sign_in: SignIn) -> None:
    story.until("judge")
    client = sign_in(story.city.person("supervisor"))
    assert client.get(url(story, "notice/")).status_code == 404


def test_a_pledge_is_downloaded_and_signed_by_both(
    story: Story, sign_in: SignIn, clock: Any
) -> None:
    story.until("conclude")
    pledge = story.pledges[0]
    leader = sign_in(story.city.person("unit_leader", story.city.park))
    word = leader.get(url(story, f"pledges/{pledge.pk}/word/"))
    assert word.content.startswith(b"PK")
    assert "attachment" in word.headers["Content-Disposition"]
    sign, counter = (url(story, f"pledges/{pledge.pk}/{verb}/") for verb in ("sign", "countersign"))
    mayor = sign_in(story.city.person("principal"))
    assert mayor.get(sign).status_code == 404
    assert leader.post(sign).status_code == 302
    assert counter in text(mayor, url(story))
    assert mayor.post(counter).status_code == 302
    assert story.pledges[0].sha256
    assert leader.get(url(story, f"pledges/{pledge.pk}/nonsense/")).status_code == 404


def test_setting_out_needs_a_list(story: Story, sign_in: SignIn) -> None:
    story.until("sign")
    desk = sign_in(story.city.person("supervisor"))
    assert "请先新建一个" in text(desk, url(story, "start/"))
    within = story.board
    assert desk.post(url(story, "start/"), {"within": within.pk}).status_code == 302
    assert "看事项" in text(desk, url(story))


def test_a_team_is_led_to_its_own_commitment_alone(story: Story, sign_in: SignIn) -> None:
    story.until("start")
    own, other = (pledge.commitment for pledge in story.pledges)
    assert own
    assert other
    page = text(sign_in(story.city.person("unit_leader", story.city.park)), url(story))
    assert [each.get_absolute_url() in page for each in (own, other)] == [True, False]


def test_outsiders_are_called_and_judge(story: Story, sign_in: SignIn, clock: Any) -> None:
    story.until("start")
    clock(CALLED)
    desk = sign_in(story.city.person("supervisor"))
    one, other = story.outsiders
    few = desk.post(url(story, "call/"), {"people": [one.pk]})
    assert few.status_code == 422
    assert desk.post(url(story, "call/"), {"people": [one.pk, other.pk]}).status_code == 302
    clock(FOUND)
    acceptor, desk = sign_in(one), sign_in(story.city.person("supervisor"))
    assert acts(text(acceptor, url(story))) == ["逐条判定"]
    found = {}
    for pledge in story.pledges:
        for test in (0, 1):
            found[f"passed_{pledge.pk}_{test}"] = "yes"
            found[f"evidence_{pledge.pk}_{test}"] = "现场实测"
    name = f"evidence_{story.pledges[0].pk}_1"
    lacking = acceptor.post(url(story, "verdict/"), found | {name: ""})
    assert lacking.status_code == 422
    assert "现场实测" in lacking.content.decode()
    assert acceptor.post(url(story, "verdict/"), found).status_code == 302
    assert "现场实测" not in text(desk, url(story))
    assert sign_in(story.holding[0]).get(url(story, "verdict/")).status_code == 404
    assert sign_in(other).post(url(story, "verdict/"), found).status_code == 302
    assert "现场实测" in text(desk, url(story))
    assert acts(text(desk, url(story))) == ["确认验榜通过"]


def test_rewards_are_proposed_then_approved(story: Story, sign_in: SignIn) -> None:
    story.until("pass")
    desk, mayor = (sign_in(story.city.person(role)) for role in ("supervisor", "principal"))
    passed = story.pledges[0].pk
    over = desk.post(url(story, "award/"), {f"amount_{passed}": "51"})
    assert over.status_code == 422
    assert "奖励合计超过" in over.content.decode()
    assert desk.post(url(story, "award/"), {f"amount_{passed}": "50"}).status_code == 302
    assert "50.00 万元" in text(mayor, url(story, "step/reward/"))
    assert mayor.post(url(story, "step/reward/")).status_code == 302
    assert "奖励 50 万元" in text(mayor, url(story))


def test_what_was_filed_for_exemption_stands_beside_the_decision(
    story: Story, sign_in: SignIn
) -> None:
    story.until("conclude")
    leader = sign_in(story.city.person("unit_leader", story.city.park))
    filed = leader.post(
        url(story, f"pledges/{story.pledges[0].pk}/exempt/"), {"text": "新工法试行"}
    )
    assert filed.status_code == 302
    story.sign()
    story.start()
    page = text(sign_in(story.city.person("principal")), url(story, "step/delist/"))
    assert "事前报备" in page
    assert "新工法试行" in page


def test_lapsed_it_is_published_again_or_assigned(story: Story, sign_in: SignIn) -> None:
    story.until("open")
    story.judge_with(POOR, POOR)
    actions.challenge_lapse(challenge=story.challenge, note="无人及格", by=story.mayor, at=CHOSEN)
    desk = sign_in(story.city.person("supervisor"))
    assert acts(text(desk, url(story))) == ["转为交办", "重新发榜"]
    assert text(desk, url(story, "assign/"))
    assert desk.post(url(story, "step/republish/")).status_code == 302
    again = Challenge.objects.get(supersedes=story.challenge)
    page = text(desk, url(story))
    assert f'href="/challenges/{again.pk}/"' in page
    assert acts(page) == ["转为交办"]
