"""One challenge through all ten steps, with two teams racing."""

from decimal import Decimal

import pytest

from luoshi.core.challenge import STEPS
from luoshi.web.audit.models import Entry
from luoshi.web.audit.queries import verify
from luoshi.web.challenges.models import StepTaken
from tests.web.challenges.build import ORDER, SECRET, TESTS, Story, verbs
from tests.web.challenges.build import STEPS as MILESTONES

STATES = {
    "propose": "collecting", "submit": "setting", "approve": "publishing", "publish": "bidding",
    "bid": "bidding", "open": "evaluating", "judge": "evaluating", "select": "noticing",
    "conclude": "signing", "sign": "signing", "start": "underway", "call": "testing",
    "find": "testing", "pass": "rewarding", "reward": "rewarded",
}  # fmt: skip


@pytest.mark.parametrize("last", ORDER)
def test_state_after_each(story: Story, last: str) -> None:
    assert story.until(last).challenge.state == STATES[last]


def test_all_ten_steps_are_taken_and_recorded(story: Story) -> None:
    challenge = story.until("reward").challenge
    taken = StepTaken.objects.filter(challenge=challenge)
    steps = [row.verb for row in taken if row.before != row.after]
    assert steps == [step.verb for step in STEPS]
    assert verbs(challenge) == [
        "challenge.propose", "challenge.terms", "challenge.people", "challenge.submit",
        "challenge.approve", "challenge.key", "challenge.key", "challenge.publish",
        "challenge.hand-in", "challenge.open",
        *("challenge.declare", "challenge.mark") * 3,
        "challenge.select", "challenge.conclude",
        *("challenge.sign", "challenge.countersign") * 2,
        "challenge.start", "challenge.call", "challenge.verdict", "challenge.verdict",
        "challenge.pass", "challenge.propose-reward", "challenge.reward",
    ]  # fmt: skip
    assert verify()[1] is None


def test_two_teams_become_two_commitments(story: Story) -> None:
    challenge = story.until("start").challenge
    first, second = (pledge.commitment for pledge in story.pledges)
    assert first
    assert second
    assert first.text == f"打通滨河路断头路（{story.city.park.short_name}队）"
    assert [first.lead_unit, second.lead_unit] == [story.city.park, story.city.west]
    assert list(first.assist_units.all()) == [story.city.town]
    assert first.standard == f"1. {TESTS[0]}\n2. {TESTS[1]}"
    steps = list(first.milestones.values_list("title", "due_on", "planned_share"))
    assert steps == list(MILESTONES)
    assert (first.state, challenge.list) == ("assigned", story.board)
    place = first.items.get()
    assert place.extra["stop_loss"] == "6月底前未取得用地批复即终止"
    assert place.extra["reward"] == "50 万元；优先安排专项资金"


def test_one_team_bears_the_title_alone(story: Story) -> None:
    story.until("judge")
    story.choose([story.city.park])
    story.conclude()
    story.sign()
    assert [made.text for made in story.start()] == ["打通滨河路断头路"]


def test_only_the_result_is_rewarded(story: Story) -> None:
    story.until("reward")
    assert [(p.state, p.reward) for p in story.pledges] == [
        ("passed", Decimal(50)),
        ("failed", None),
    ]


def test_record_never_holds_what_a_bid_says(story: Story) -> None:
    story.until("reward")
    said = "".join(f"{row.before}{row.after}" for row in Entry.objects.all())
    assert "打通滨河路断头路" in said
    assert SECRET not in said
