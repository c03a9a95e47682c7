"""From a hard item to the board: what is fixed, by whom, and when."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from luoshi.core.errors import DomainError, Forbidden, Invalid
from luoshi.web.challenges import actions
from luoshi.web.challenges.drafts import Proposal, TermsDraft
from luoshi.web.challenges.models import Challenge, KeyHolder, StepTaken
from tests.factories import City
from tests.web.challenges.build import OPENS, PROPOSED, PUBLISHED, TERMS, Story, verbs


def code_of(act: Any) -> str:
    """What the act was refused for; empty when it was not."""
    try:
        act()
    except DomainError as refusal:
        return refusal.code
    return ""


def proposal(city: City, **change: Any) -> Proposal:
    values = {"title": "题", "problem": "难", "hardness": "ice", "owner_unit": city.health}
    return Proposal(**(values | change))


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("supervisor", True),
        ("contact", True),
        ("unit_leader", True),
        ("principal", False),
        ("assessor", False),
        ("verifier", False),
        ("auditor", False),
        ("admin", False),
    ],
)
def test_who_may_propose(city: City, role: str, may: bool) -> None:
    act = lambda: actions.challenge_propose(  # noqa: E731
        jurisdiction=city.unit, proposal=proposal(city), by=city.actor(role, city.east), at=PROPOSED
    )
    assert code_of(act) == ("" if may else "challenge-proposers-only")
    assert Challenge.objects.count() == may


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": " "}, "bid-part-missing"),
        ({"problem": ""}, "bid-part-missing"),
        ({"hardness": "soft"}, "challenge-hardness"),
    ],
)
def test_a_proposal_says_what_is_hard(city: City, change: dict[str, Any], code: str) -> None:
    act = lambda: actions.challenge_propose(  # noqa: E731
        jurisdiction=city.unit,
        proposal=proposal(city, **change),
        by=city.actor("supervisor"),
        at=PROPOSED,
    )
    assert code_of(act) == code


def test_the_problem_is_of_the_own_jurisdiction(city: City, other_city: City) -> None:
    act = lambda: actions.challenge_propose(  # noqa: E731
        jurisdiction=city.unit,
        proposal=proposal(city, owner_unit=other_city.health),
        by=city.actor("supervisor"),
        at=PROPOSED,
    )
    assert code_of(act) == "unit-elsewhere"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"tests": ("好",) * 13}, "challenge-tests-many"),
        ({"tests": ("好" * 301,)}, "bid-part-long"),
        ({"teams": 0}, "challenge-teams-many"),
        ({"teams": 4}, "challenge-teams-many"),
        ({"due_on": date(2026, 3, 31)}, "challenge-due-before-start"),
        ({"opens_at": PROPOSED}, "challenge-opens-past"),
        ({"starts_on": date(2026, 3, 15)}, "challenge-starts-before-opening"),
    ],
)
def test_terms_do_not_contradict_themselves(
    story: Story, change: dict[str, Any], code: str
) -> None:
    story.until("propose")
    before = story.challenge.stop_loss
    act = lambda: actions.terms_set(  # noqa: E731
        challenge=story.challenge,
        proposal=proposal(story.city),
        terms=replace(TERMS, **change, stop_loss="改"),
        by=story.desk,
        at=PROPOSED,
    )
    assert code_of(act) == code
    assert story.again().stop_loss == before


def test_the_notice_is_never_shorter_than_the_rule(story: Story) -> None:
    story.terms = replace(TERMS, notice_days=2)
    assert story.until("propose").challenge.notice_days == 5
    story.terms = replace(TERMS, notice_days=7)
    assert story.until("propose").challenge.notice_days == 7


LACKS = {
    "tests": ({"tests": ()}, "验榜标准"),
    "stop-loss": ({"stop_loss": " "}, "止损条件"),
    "reward": ({"reward": None, "reward_text": ""}, "奖励"),
    "budget": ({"budget": None}, "预算上限"),
    "period": ({"due_on": None}, "攻坚起止日期"),
    "opening": ({"opens_at": None}, "开标时间"),
}


@pytest.mark.parametrize("what", LACKS)
def test_nothing_is_left_open_before_publication(story: Story, what: str) -> None:
    change, words = LACKS[what]
    story.terms = replace(TERMS, **change)  # type: ignore[arg-type]
    story.until("propose")
    with pytest.raises(Invalid) as refused:
        story.submit()
    assert refused.value.code == "challenge-terms-missing"
    assert refused.value.params == {"missing": words}
    assert story.again().state == "collecting"


def test_people_are_named_before_publication(story: Story) -> None:
    story.until("propose")
    story.challenge.holders.all().delete()
    with pytest.raises(Invalid) as refused:
        story.submit()
    assert refused.value.params == {"missing": "两位密钥保管人"}


def name(story: Story, holders: list[Any], evaluators: list[Any]) -> str:
    return code_of(
        lambda: actions.people_name(
            challenge=story.challenge,
            holders=holders,
            evaluators=evaluators,
            by=story.desk,
            at=PROPOSED,
        )
    )


def test_nobody_has_two_parts(story: Story) -> None:
    story.until("propose")
    one, other = story.holding
    assert name(story, [one, one], story.judging) == "challenge-people-twice"
    assert name(story, [one, other], [other, *story.judging]) == "challenge-people-twice"
    assert name(story, [other, one], story.judging) == ""
    assert [holder.person for holder in KeyHolder.objects.order_by("place")] == [other, one]


@pytest.mark.parametrize("role", ["contact", "unit_leader", "verifier", "admin"])
def test_who_bids_or_administers_holds_no_key(story: Story, role: str) -> None:
    story.until("propose")
    person = story.city.person(role, story.city.east)
    named = name(story, [story.holding[0], person], story.judging)
    assert named == "challenge-people-elsewhere"


def test_evaluators_come_from_the_jurisdiction(story: Story, other_city: City) -> None:
    story.until("propose")
    stranger = other_city.person("verifier", other_city.health)
    assert name(story, story.holding, [*story.judging, stranger]) == "challenge-people-elsewhere"


def test_who_handed_it_in_does_not_approve_it(story: Story) -> None:
    story.until("submit")
    StepTaken.objects.update(decided_by=story.mayor.user_id)
    with pytest.raises(Forbidden) as refused:
        story.approve()
    assert refused.value.code == "challenge-own-proposal"
    other = story.city.actor("principal", username="deputy")
    actions.challenge_approve(challenge=story.challenge, by=other, at=PROPOSED)
    assert story.again().state == "publishing"


@pytest.mark.parametrize("last", ["submit", "approve", "publish"])
def test_after_it_was_handed_in_nothing_changes_the_terms(story: Story, last: str) -> None:
    story.until(last)
    before = Challenge.objects.filter(pk=story.challenge.pk).values().get()
    edit = lambda: actions.terms_set(  # noqa: E731
        challenge=story.challenge,
        proposal=proposal(story.city),
        terms=replace(TERMS, reward=Decimal(1)),
        by=story.desk,
        at=PROPOSED,
    )
    assert code_of(edit) == "wrong-state"
    assert name(story, story.holding, story.judging) == "wrong-state"
    assert Challenge.objects.filter(pk=story.challenge.pk).values().get() == before


def test_terms_are_in_the_record_as_they_were_approved(story: Story) -> None:
    story.until("approve")
    terms = StepTaken.objects.get(verb="approve").facts["terms"]
    assert (terms["stop_loss"], terms["reward"]) == (TERMS.stop_loss, "50.00")
    assert terms["tests"] == list(TERMS.tests)


def test_sent_back_the_keys_are_void(story: Story) -> None:
    story.until("approve")
    story.take_keys()
    actions.challenge_return(
        challenge=story.challenge, note="开标太晚", by=story.mayor, at=PUBLISHED
    )
    assert story.again().state == "collecting"
    assert list(story.challenge.holders.values_list("public_key", "taken_at")) == [(None, None)] * 2
    assert verbs(story.challenge)[-1] == "challenge.return"


@pytest.mark.parametrize("act", ["challenge_return", "challenge_decline"])
def test_sending_back_needs_a_reason(story: Story, act: str) -> None:
    story.until("submit")
    refuse = getattr(actions, act)
    given = {"challenge": story.challenge, "by": story.mayor, "at": PUBLISHED}
    assert code_of(lambda: refuse(note=" ", **given)) == "reason-missing"
    assert code_of(lambda: refuse(note="不成熟", **given)) == ""


def test_both_keys_are_taken_before_publication(story: Story) -> None:
    story.until("approve")
    publish = lambda at=PUBLISHED: actions.challenge_publish(  # noqa: E731
        challenge=story.challenge, by=story.desk, at=at
    )
    assert code_of(publish) == "keys-not-taken"
    story.take_keys()
    assert code_of(lambda: publish(OPENS + timedelta(seconds=1))) == "challenge-opens-past"
    assert code_of(lambda: publish(OPENS - timedelta(days=6))) == "challenge-bid-days-short"
    assert code_of(lambda: publish(OPENS - timedelta(days=7))) == ""


def test_only_the_desk_publishes(story: Story) -> None:
    story.until("approve")
    story.take_keys()
    with pytest.raises(Forbidden):
        actions.challenge_publish(challenge=story.challenge, by=story.mayor, at=PUBLISHED)
    assert story.again().state == "publishing"


def test_an_evaluator_is_added_only_while_bids_are_judged(story: Story) -> None:
    story.until("open")
    add = lambda person: code_of(  # noqa: E731
        lambda: actions.evaluator_add(
            challenge=story.challenge, person=person, by=story.desk, at=PUBLISHED
        )
    )
    assert add(story.judging[0]) == "evaluator-known"
    assert add(story.holding[1]) == "challenge-people-twice"
    assert add(story.city.person("admin")) == "challenge-people-elsewhere"
    assert add(story.city.person("principal", username="judge-4")) == ""
    assert story.challenge.evaluators.count() == 4


def test_an_empty_draft_has_no_terms() -> None:
    assert TermsDraft().columns()["tests"] == []
