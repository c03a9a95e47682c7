"""公示: working days, objections, and who may answer them."""

from datetime import datetime, timedelta

import pytest

from luoshi.core.errors import DomainError, Forbidden, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.challenges import actions
from luoshi.web.challenges.models import Bid, Evaluator, Mark, Objection, Pledge, StepTaken
from tests.web.challenges.build import CONCLUDED, GOOD, LAST_DAY, Story, verbs


def conclude(story: Story, at: datetime = CONCLUDED) -> str:
    try:
        actions.challenge_conclude(challenge=story.challenge, by=story.desk, at=at)
    except DomainError as refusal:
        return refusal.code
    return ""


def test_nobody_signs_while_the_notice_runs(story: Story) -> None:
    story.until("select")
    assert conclude(story, LAST_DAY) == "notice-running"
    assert conclude(story, LAST_DAY + timedelta(hours=13)) == "notice-running"
    assert conclude(story) == ""
    assert [pledge.state for pledge in story.pledges] == ["offered", "offered"]


def test_the_reserve_gets_a_pledge_in_waiting(story: Story) -> None:
    story.until("judge")
    story.choose([story.city.park], reserve=story.city.west)
    assert conclude(story) == ""
    assert [(p.bid.unit, p.state) for p in story.pledges] == [
        (story.city.park, "offered"), (story.city.west, "reserve"),
    ]  # fmt: skip


def test_an_objection_holds_it_until_it_is_answered(story: Story) -> None:
    story.until("select")
    objection = story.object()
    assert conclude(story) == "objections-open"
    story.answer(objection, upheld=False)
    assert conclude(story) == ""


def test_objections_are_taken_to_the_end_of_the_last_day(story: Story) -> None:
    story.until("select")
    story.object(at=LAST_DAY + timedelta(hours=13))
    with pytest.raises(Refused) as refused:
        story.object(at=CONCLUDED)
    assert refused.value.code == "objection-late"
    assert Objection.objects.count() == 1


@pytest.mark.parametrize("role", ["supervisor", "principal", "auditor", "admin", "verifier"])
def test_units_object(story: Story, role: str) -> None:
    story.until("select")
    actor = story.city.actor(role, story.city.health)
    with pytest.raises(Forbidden):
        actions.objection_file(
            challenge=story.challenge, text="有误", bid=None, by=actor, at=LAST_DAY
        )


def answered_by(story: Story, objection: Objection, actor: Actor) -> str:
    try:
        actions.objection_answer(
            objection=objection, upheld=False, answer="核过", by=actor, at=LAST_DAY
        )
    except DomainError as refusal:
        return refusal.code
    return ""


def test_somebody_answers_who_had_no_part(story: Story) -> None:
    story.until("select")
    objection = story.object()
    judge = story.of(story.judging[0])
    assert answered_by(story, objection, judge) == "objection-involved"
    assert answered_by(story, objection, story.mayor) == "objection-involved"
    contact = story.city.actor("contact", story.city.west)
    assert answered_by(story, objection, contact) == "objection-answerers-only"
    assert answered_by(story, objection, story.desk) == ""
    assert answered_by(story, objection, story.desk) == "objection-answered"


def test_upheld_against_one_bid_only_that_bid_is_barred(story: Story) -> None:
    story.until("select")
    park = story.bids[story.city.park.pk]
    story.answer(story.object(park), upheld=True)
    challenge = story.again()
    assert (challenge.state, challenge.notice_until) == ("evaluating", None)
    assert Bid.objects.get(pk=park.pk).barred
    assert Mark.objects.filter(bid__unit=story.city.west).count() == 15
    story.choose([story.city.west])
    assert StepTaken.objects.filter(verb="select").last().facts["winners"] == [
        story.bids[story.city.west.pk].pk
    ]


def test_upheld_against_the_whole_everybody_marks_again(story: Story) -> None:
    story.until("select")
    story.answer(story.object(), upheld=True)
    assert story.again().state == "evaluating"
    assert Mark.objects.count() == 0
    assert list(Evaluator.objects.values_list("marked_at", flat=True)) == [None] * 3
    kept = StepTaken.objects.get(verb="reopen").facts["marks"]
    assert len(kept) == 30
    story.judge_with(GOOD, GOOD)
    assert Mark.objects.count() == 30


def test_a_barred_bid_cannot_win(story: Story) -> None:
    story.until("select")
    story.answer(story.object(story.bids[story.city.park.pk]), upheld=True)
    with pytest.raises(DomainError) as refused:
        story.choose([story.city.park])
    assert refused.value.code == "winner-not-acceptable"


def test_after_the_notice_nothing_is_objected_or_answered(story: Story) -> None:
    story.until("select")
    objection = story.object()
    story.answer(objection, upheld=False)
    story.conclude()
    with pytest.raises(Refused):
        story.object()
    assert Pledge.objects.count() == 2
    assert verbs(story.challenge)[-1] == "challenge.conclude"
