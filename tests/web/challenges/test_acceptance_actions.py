"""验榜、奖榜和各种结局: outsiders, results only, and what comes after an early end."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from luoshi.core.errors import DomainError, Forbidden, Invalid, Refused
from luoshi.web.accounts.models import User
from luoshi.web.challenges import actions
from luoshi.web.challenges.actions import Award, Found
from luoshi.web.challenges.models import Acceptor, Challenge, KeyHolder, TestVerdict
from luoshi.web.challenges.queries import acceptors_of
from luoshi.web.commitments.actions import commitments_accept
from luoshi.web.commitments.models import Commitment
from tests.factories import make_list
from tests.web.challenges.build import CALLED, FOUND, POOR, REWARDED, TESTS, Story


def code_of(act: Any, **given: Any) -> str:
    try:
        act(**given)
    except DomainError as refusal:
        return refusal.code
    return ""


def call(story: Story, *people: User) -> str:
    given = {"challenge": story.challenge, "by": story.desk, "at": CALLED}
    return code_of(actions.challenge_call, people=list(people), **given)


@pytest.mark.parametrize("where", ["park", "west", "town", "transport", "unit", "east"])
def test_acceptors_are_outsiders(story: Story, where: str) -> None:
    """Not of a bidder, a partner, the unit with the problem, nor of one above or below them."""
    story.until("start")
    inside = story.city.person("verifier", getattr(story.city, where))
    assert call(story, story.outsiders[0], inside) == "acceptor-of-party"
    assert Acceptor.objects.count() == 0


def test_acceptors_are_verifiers_and_two_at_least(story: Story) -> None:
    story.until("start")
    one, other = story.outsiders
    assert call(story, one) == "acceptors-few"
    assert call(story, one, story.city.person("assessor")) == "challenge-people-elsewhere"
    assert call(story, one, other) == ""


def found(story: Story, *, passed: bool = True, evidence: str = "实测") -> list[Found]:
    return [
        Found(pledge.pk, test, passed, evidence)
        for pledge in actions.racing(story.challenge)
        for test in range(len(TESTS))
    ]


def give(story: Story, rows: list[Found], place: int = 0) -> str:
    acceptor = acceptors_of(story.challenge)[place]
    actor = story.of(acceptor.person)
    return code_of(actions.verdict_give, acceptor=acceptor, found=rows, by=actor, at=FOUND)


def test_every_test_is_judged_with_evidence_and_once(story: Story) -> None:
    story.until("call")
    assert give(story, found(story)[:-1]) == "verdict-incomplete"
    assert give(story, found(story, evidence=" ")) == "verdict-incomplete"
    assert give(story, [*found(story), Found(999, 0, passed=True, evidence="x")]) == (
        "verdict-incomplete"
    )
    assert give(story, found(story)) == ""
    assert give(story, found(story)) == "verdict-given"
    assert TestVerdict.objects.count() == 4


def test_only_the_named_acceptor_judges(story: Story) -> None:
    story.until("call")
    with pytest.raises(Forbidden):
        actions.verdict_give(
            acceptor=acceptors_of(story.challenge)[0],
            found=found(story),
            by=story.of(story.outsiders[1]),
            at=FOUND,
        )


def test_an_acceptor_who_has_moved_to_a_bidder_is_refused(story: Story) -> None:
    story.until("call")
    person = story.outsiders[0]
    person.appointments.create(
        role="contact",
        unit=story.city.park,
        jurisdiction=story.city.unit,
        from_on=date(2025, 1, 1),
    )
    assert give(story, found(story)) == "acceptor-of-party"


def test_no_outcome_before_all_have_judged(story: Story) -> None:
    story.until("call")
    give(story, found(story))
    for act, by in ((actions.challenge_pass, story.desk), (actions.challenge_delist, story.mayor)):
        more = {} if act is actions.challenge_pass else {"note": "不行"}
        given = {"challenge": story.challenge, "by": by, "at": FOUND, **more}
        assert code_of(act, **given) == "acceptance-open"


def test_one_no_is_enough(story: Story) -> None:
    story.until("call")
    give(story, found(story))
    give(story, [*found(story)[:-1], found(story, passed=False)[-1]], place=1)
    story.pass_()
    assert [pledge.state for pledge in story.pledges] == ["passed", "failed"]


def fail_all(story: Story) -> None:
    story.until("call")
    story.find_with([False, False])


def test_nobody_passed_so_it_goes_on_and_is_called_again(story: Story) -> None:
    fail_all(story)
    assert code_of(story.pass_) == "pledge-none-passed"
    resume = {"challenge": story.challenge, "by": story.mayor, "at": FOUND}
    assert code_of(actions.challenge_resume, note="", **resume) == "reason-missing"
    assert code_of(actions.challenge_resume, note="再给三个月", **resume) == ""
    story.call()
    assert {acceptor.session for acceptor in acceptors_of(story.challenge)} == {2}
    story.find_with([True, True])
    story.pass_()
    assert [pledge.state for pledge in story.pledges] == ["passed", "passed"]


def test_nobody_passed_so_it_is_taken_off_and_its_commitments_failed(story: Story) -> None:
    story.until("start")
    for pledge in story.pledges:
        assert pledge.commitment
        leader = story.leader(pledge.bid.unit)
        commitments_accept(commitments=[pledge.commitment], by=leader, at=CALLED)
    story.call()
    story.find_with([False, False])
    actions.challenge_delist(challenge=story.challenge, note="未达标准", by=story.mayor, at=FOUND)
    assert story.again().state == "delisted"
    assert [pledge.state for pledge in story.pledges] == ["failed", "failed"]
    assert set(Commitment.objects.values_list("state", flat=True)) == {"failed"}


def test_who_passed_is_not_sent_on(story: Story) -> None:
    story.until("find")
    given = {"challenge": story.challenge, "note": "再来", "by": story.mayor, "at": FOUND}
    assert code_of(actions.challenge_resume, **given) == "pledge-passed"
    assert code_of(actions.challenge_delist, **given) == "pledge-passed"


def test_rewards_stay_within_what_was_fixed(story: Story) -> None:
    story.until("pass")
    passed, failed = story.pledges
    propose = {"challenge": story.challenge, "by": story.desk, "at": REWARDED}

    def code(**awards: Any) -> str:
        return code_of(actions.reward_propose, awards=awards["awards"], **propose)

    assert code(awards={passed.pk: Award(Decimal("50.01"))}) == "reward-over"
    assert code(awards={passed.pk: Award(Decimal(-1))}) == "reward-over"
    assert code(awards={failed.pk: Award(Decimal(1))}) == "reward-for-failed"
    assert code(awards={}) == "reward-for-failed"
    assert code(awards={passed.pk: Award(Decimal(50))}) == ""


def test_a_reward_is_proposed_by_one_and_approved_by_another(story: Story) -> None:
    story.until("pass")
    approve = {"challenge": story.challenge, "at": REWARDED}
    assert code_of(actions.challenge_reward, by=story.mayor, **approve) == "reward-missing"
    story.propose_reward()
    assert code_of(actions.challenge_reward, by=story.desk, **approve) == "challenge-principal-only"
    assert code_of(actions.challenge_reward, by=story.mayor, **approve) == ""
    assert story.again().state == "rewarded"


def lapsed(story: Story) -> Story:
    story.until("open")
    story.judge_with(POOR, POOR)
    actions.challenge_lapse(challenge=story.challenge, note="无人及格", by=story.mayor, at=FOUND)
    return story


def test_published_again_it_is_a_new_challenge_with_the_old_terms(story: Story) -> None:
    lapsed(story)
    again = actions.challenge_republish(challenge=story.challenge, by=story.desk, at=FOUND)
    assert (again.supersedes_id, again.state) == (story.challenge.pk, "collecting")
    fresh = Challenge.objects.get(pk=again.pk)
    assert (fresh.tests, fresh.stop_loss) == (list(TESTS), story.terms.stop_loss)
    assert (fresh.reward, fresh.opens_at) == (Decimal(50), None)
    assert KeyHolder.objects.filter(challenge=again).count() == 0
    with pytest.raises(Refused) as refused:
        actions.challenge_republish(challenge=story.challenge, by=story.desk, at=FOUND)
    assert refused.value.code == "challenge-superseded"


@pytest.mark.parametrize("last", ["publish", "start", "reward"])
def test_only_what_ended_early_is_published_again(story: Story, last: str) -> None:
    story.until(last)
    with pytest.raises(Refused) as refused:
        actions.challenge_republish(challenge=story.challenge, by=story.desk, at=FOUND)
    assert refused.value.code == "wrong-state"


def test_lapsed_it_may_be_assigned_in_the_usual_way(story: Story) -> None:
    lapsed(story)
    made = actions.challenge_assign(
        challenge=story.challenge,
        within=story.board,
        lead_unit=story.city.health,
        by=story.desk,
        at=FOUND,
    )
    made.refresh_from_db()
    assert (made.state, made.lead_unit) == ("assigned", story.city.health)
    assert story.again().state == "assigned"


def test_it_is_assigned_within_a_list_of_challenges(story: Story) -> None:
    lapsed(story)
    with pytest.raises(Invalid) as refused:
        actions.challenge_assign(
            challenge=story.challenge,
            within=make_list(story.city),
            lead_unit=story.city.health,
            by=story.desk,
            at=FOUND,
        )
    assert refused.value.code == "challenge-list-wrong"
    assert story.again().state == "lapsed"
