"""评榜: declarations, marks, and a choice that follows the ranks."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from luoshi.core.errors import DomainError, Forbidden, Invalid, Refused
from luoshi.web.challenges import actions
from luoshi.web.challenges.models import Bid, Evaluator, Mark, StepTaken
from luoshi.web.challenges.queries import evaluators_of, standings_of
from luoshi.web.units.models import Unit
from tests.web.challenges.build import CHOSEN, FAIR, GOOD, JUDGED, OPENED, POOR, Story, verbs


def declare(story: Story, place: int, *, interest: bool = False, text: str = "") -> Evaluator:
    evaluator = evaluators_of(story.challenge)[place]
    actions.interest_declare(
        evaluator=evaluator,
        has_interest=interest,
        text=text,
        by=story.of(evaluator.person),
        at=JUDGED,
    )
    return evaluator


def mark(story: Story, evaluator: Evaluator, **change: Any) -> None:
    marks = {
        (bid.pk, key): Decimal(points)
        for bid in Bid.objects.filter(challenge=story.challenge)
        for key, points in (FAIR | change).items()
        if points is not None
    }
    actor = story.of(evaluator.person)
    actions.marks_give(evaluator=evaluator, marks=marks, remark="", by=actor, at=JUDGED)


def chosen(story: Story, winners: Sequence[Unit], **more: Any) -> str:
    try:
        story.choose(winners, **more)
    except DomainError as refusal:
        return refusal.code
    return ""


def test_an_interest_is_declared_before_marks_are_given(story: Story) -> None:
    story.until("open")
    evaluator = evaluators_of(story.challenge)[0]
    with pytest.raises(Forbidden) as refused:
        mark(story, evaluator)
    assert refused.value.code == "evaluator-undeclared"
    mark(story, declare(story, 0))
    assert Mark.objects.count() == 10


def test_who_has_an_interest_does_not_mark(story: Story) -> None:
    story.until("open")
    with pytest.raises(Invalid) as refused:
        declare(story, 0, interest=True, text=" ")
    assert refused.value.code == "interest-missing"
    evaluator = declare(story, 0, interest=True, text="其弟任职于揭榜单位")
    with pytest.raises(Forbidden):
        mark(story, evaluator)
    assert Mark.objects.count() == 0


def test_it_is_declared_once(story: Story) -> None:
    story.until("open")
    declare(story, 0, interest=True, text="同学")
    with pytest.raises(Refused) as refused:
        declare(story, 0)
    assert refused.value.code == "evaluator-declared"


def test_the_record_says_that_there_is_an_interest_but_not_which(story: Story) -> None:
    from luoshi.web.audit.models import Entry

    story.until("open")
    declare(story, 0, interest=True, text="其弟任职于揭榜单位")
    entry = Entry.objects.get(verb="challenge.declare")
    assert entry.after["interest"] is True
    assert "其弟" not in str(entry.after)


@pytest.mark.parametrize("where", ["park", "town"])
def test_an_evaluator_of_a_bidding_unit_or_partner_is_kept_away(story: Story, where: str) -> None:
    """The lead unit 高新区, or the town that is its partner."""
    story.until("open")
    person = story.city.person("unit_leader", getattr(story.city, where))
    actions.evaluator_add(challenge=story.challenge, person=person, by=story.desk, at=OPENED)
    evaluator = declare(story, 3)
    with pytest.raises(Forbidden) as refused:
        mark(story, evaluator)
    assert refused.value.code == "evaluator-of-bidder"


def test_the_unit_above_a_partner_is_kept_away_too(story: Story) -> None:
    story.until("open")
    person = story.city.person("unit_leader", story.city.east)
    actions.evaluator_add(challenge=story.challenge, person=person, by=story.desk, at=OPENED)
    with pytest.raises(Forbidden) as refused:
        mark(story, declare(story, 3))
    assert refused.value.code == "evaluator-of-bidder"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"plan": None}, "marks-incomplete"),
        ({"plan": "35.01"}, "mark-outside"),
        ({"risk": "-1"}, "mark-outside"),
    ],
)
def test_marks_are_whole_and_within_the_criterion(
    story: Story, change: dict[str, Any], code: str
) -> None:
    story.until("open")
    evaluator = declare(story, 0)
    with pytest.raises(Invalid) as refused:
        mark(story, evaluator, **change)
    assert refused.value.code == code
    assert Mark.objects.count() == 0


def test_marks_are_given_once(story: Story) -> None:
    story.until("open")
    evaluator = declare(story, 0)
    mark(story, evaluator)
    with pytest.raises(Refused) as refused:
        mark(story, evaluator, plan="35")
    assert refused.value.code == "evaluator-marked"
    assert verbs(story.challenge).count("challenge.mark") == 1


def test_standings_are_the_mean_of_the_judges(story: Story) -> None:
    story.until("judge")
    first, second = standings_of(story.challenge)
    assert (first.bid, first.total, second.total) == (
        story.bids[story.city.park.pk].pk, Decimal("86.00"), Decimal("71.00"),
    )  # fmt: skip


def test_nobody_is_chosen_before_all_have_marked(story: Story) -> None:
    story.until("open")
    declare(story, 0)
    assert chosen(story, [story.city.park]) == "evaluation-open"


def test_the_recused_are_not_waited_for_but_enough_must_be_left(story: Story) -> None:
    story.until("open")
    for place in (0, 1):
        mark(story, declare(story, place))
    declare(story, 2, interest=True, text="同学")
    assert chosen(story, [story.city.park], note="并列") == "evaluation-thin"
    person = story.city.person("assessor", username="judge-4")
    actions.evaluator_add(challenge=story.challenge, person=person, by=story.desk, at=JUDGED)
    assert chosen(story, [story.city.park], note="并列") == "evaluation-open"
    mark(story, declare(story, 3))
    assert chosen(story, [story.city.park], note="并列") == ""


def test_a_better_bid_is_not_passed_over(story: Story) -> None:
    story.until("judge")
    assert chosen(story, [story.city.west]) == "winner-out-of-order"
    assert story.again().state == "evaluating"


def test_a_tie_is_decided_by_a_person_with_a_reason(story: Story) -> None:
    story.until("open")
    story.judge_with(GOOD, GOOD)
    assert chosen(story, [story.city.west]) == "tie-reason-missing"
    assert chosen(story, [story.city.west], note="工期更短") == ""
    assert StepTaken.objects.get(verb="select").note == "工期更短"


def test_the_choice_is_kept_as_it_was_found(story: Story) -> None:
    story.until("judge")
    story.choose([story.city.park], reserve=story.city.west)
    facts = StepTaken.objects.get(verb="select").facts
    park, west = story.bids[story.city.park.pk].pk, story.bids[story.city.west.pk].pk
    assert (facts["winners"], facts["reserve"]) == ([park], west)
    assert [(row["bid"], row["total"]) for row in facts["standings"]] == [
        (park, "86.00"), (west, "71.00"),
    ]  # fmt: skip
    challenge = story.again()
    assert (challenge.noticed_on.isoformat(), challenge.notice_until.isoformat()) == (
        "2026-03-19", "2026-03-26",
    )  # fmt: skip


def test_only_a_principal_chooses(story: Story) -> None:
    story.until("judge")
    with pytest.raises(Forbidden):
        actions.challenge_select(
            challenge=story.challenge,
            winners=[story.bids[story.city.park.pk]],
            reserve=None,
            note="",
            by=story.desk,
            at=CHOSEN,
        )


def lapse(story: Story, note: str = "无人及格") -> str:
    try:
        actions.challenge_lapse(challenge=story.challenge, note=note, by=story.mayor, at=CHOSEN)
    except DomainError as refusal:
        return refusal.code
    return ""


def test_it_lapses_when_no_bid_is_good_enough(story: Story) -> None:
    story.until("open")
    assert lapse(story) == "evaluation-open"
    story.judge_with(POOR, POOR)
    assert lapse(story, note="") == "reason-missing"
    assert lapse(story) == ""
    assert story.again().state == "lapsed"


def test_it_does_not_lapse_while_a_bid_is_acceptable(story: Story) -> None:
    story.until("judge")
    assert lapse(story) == "acceptable-bids-left"


def test_it_lapses_when_nobody_bid(story: Story) -> None:
    story.until("publish")
    actions_before = lambda: actions.challenge_lapse(  # noqa: E731
        challenge=story.challenge, note="无人揭榜", by=story.mayor, at=JUDGED.replace(day=10)
    )
    with pytest.raises(Refused) as refused:
        actions_before()
    assert refused.value.code == "challenge-has-bids"
    assert lapse(story) == ""


def test_a_sealed_bid_is_opened_not_lapsed(story: Story) -> None:
    story.until("bid")
    assert lapse(story) == "challenge-has-bids"
