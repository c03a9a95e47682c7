"""签榜、攻榜: words given by both sides, and what becomes of them."""

import pytest

from luoshi.core.errors import DomainError, Forbidden, Invalid, Refused
from luoshi.web import blobs
from luoshi.web.challenges import actions
from luoshi.web.challenges.models import ExemptionClaim, Pledge, PledgeState, StepTaken
from luoshi.web.challenges.paper import pledge_docx
from luoshi.web.commitments.actions import commitments_accept
from luoshi.web.commitments.models import Commitment, CommitmentList
from tests.factories import make_list
from tests.web.challenges.build import CONCLUDED, STARTED, Story, verbs


def code_of(act: object, **given: object) -> str:
    try:
        act(**given)  # type: ignore[operator]
    except DomainError as refusal:
        return refusal.code
    return ""


def with_reserve(story: Story) -> Story:
    story.until("judge")
    story.choose([story.city.park], reserve=story.city.west)
    story.conclude()
    return story


def test_the_leader_of_the_unit_signs_first(story: Story) -> None:
    story.until("conclude")
    first = story.pledges[0]
    given = {"pledge": first, "at": CONCLUDED}
    assert code_of(actions.pledge_countersign, by=story.mayor, **given) == "pledge-not-open"
    other = story.leader(story.city.west)
    assert code_of(actions.pledge_sign, by=other, **given) == "pledge-unit-leader-only"
    leader = story.leader(story.city.park)
    assert code_of(actions.pledge_sign, by=leader, **given) == ""
    assert code_of(actions.pledge_sign, by=leader, **given) == "pledge-not-open"
    assert code_of(actions.pledge_countersign, by=story.desk, **given) == "challenge-principal-only"
    assert code_of(actions.pledge_countersign, by=story.mayor, **given) == ""


def test_the_pledge_is_kept_as_it_was_countersigned(story: Story) -> None:
    story.until("sign")
    pledge = Pledge.objects.select_related("challenge__jurisdiction", "bid__unit").first()
    assert pledge
    assert blobs.read(pledge.sha256) == pledge_docx(pledge)
    assert pledge.state == PledgeState.COUNTERSIGNED


def test_who_forgoes_makes_room_for_the_reserve(story: Story) -> None:
    with_reserve(story)
    first, reserve = story.pledges
    promote = {"challenge": story.challenge, "by": story.desk, "at": CONCLUDED}
    assert code_of(actions.reserve_promote, **promote) == "reserve-none"
    leader = story.leader(story.city.park)
    forgo = {"pledge": first, "by": leader, "at": CONCLUDED}
    assert code_of(actions.pledge_forgo, reason=" ", **forgo) == "reason-missing"
    assert code_of(actions.pledge_forgo, reason="资金不到位", **forgo) == ""
    assert code_of(actions.reserve_promote, **promote) == ""
    assert code_of(actions.reserve_promote, **promote) == "reserve-none"
    story.sign_one(Pledge.objects.get(pk=reserve.pk))
    assert [made.lead_unit for made in story.start()] == [story.city.west]


def test_when_all_forgo_it_lapses(story: Story) -> None:
    with_reserve(story)
    lapse = {"challenge": story.challenge, "note": "无人签榜", "by": story.mayor, "at": CONCLUDED}
    assert code_of(actions.challenge_lapse, **lapse) == "pledge-not-open"
    for pledge in story.pledges:
        leader = story.leader(pledge.bid.unit)
        actions.pledge_forgo(pledge=pledge, reason="条件不具备", by=leader, at=CONCLUDED)
    assert code_of(actions.challenge_lapse, **lapse) == ""
    assert story.again().state == "lapsed"


def test_nobody_sets_out_before_all_have_signed(story: Story) -> None:
    story.until("conclude")
    with pytest.raises(Refused) as refused:
        story.start()
    assert refused.value.code == "pledges-unsigned"
    story.sign_one(story.pledges[0])
    with pytest.raises(Refused):
        story.start()
    assert Commitment.objects.count() == 0


def test_a_reserve_alone_does_not_set_out(story: Story) -> None:
    with_reserve(story)
    leader = story.leader(story.city.park)
    actions.pledge_forgo(pledge=story.pledges[0], reason="无力", by=leader, at=CONCLUDED)
    with pytest.raises(Refused) as refused:
        story.start()
    assert refused.value.code == "pledges-none"


@pytest.mark.parametrize("frozen", [False, True])
def test_the_list_is_one_of_challenges_and_open(story: Story, frozen: bool) -> None:
    story.until("sign")
    within = story.board if frozen else make_list(story.city)
    if frozen:
        CommitmentList.objects.filter(pk=within.pk).update(
            frozen_at=STARTED, frozen_by=story.city.person("supervisor")
        )
    with pytest.raises(Invalid) as refused:
        actions.challenge_start(challenge=story.challenge, within=within, by=story.desk, at=STARTED)
    assert refused.value.code == "challenge-list-wrong"
    assert story.again().state == "signing"


def stop(story: Story, place: int) -> None:
    actions.pledge_stop(pledge=story.pledges[place], reason="用地未批", by=story.mayor, at=STARTED)


def test_one_team_stops_and_the_other_goes_on(story: Story) -> None:
    story.until("start")
    first = story.pledges[0].commitment
    assert first
    commitments_accept(commitments=[first], by=story.leader(story.city.park), at=STARTED)
    stop(story, 0)
    assert story.again().state == "underway"
    assert Commitment.objects.get(pk=first.pk).state == "failed"
    assert [pledge.state for pledge in story.pledges] == ["stopped", "countersigned"]


def test_the_last_team_that_stops_ends_it(story: Story) -> None:
    story.until("start")
    stop(story, 0)
    stop(story, 1)
    assert story.again().state == "delisted"
    assert list(StepTaken.objects.values_list("verb", flat=True))[-3:] == ["stop", "stop", "delist"]


def test_only_a_principal_stops_and_says_why(story: Story) -> None:
    story.until("start")
    given = {"pledge": story.pledges[0], "at": STARTED}
    assert code_of(actions.pledge_stop, reason="止", by=story.desk, **given) == (
        "challenge-principal-only"
    )
    assert code_of(actions.pledge_stop, reason="", by=story.mayor, **given) == "reason-missing"


@pytest.mark.parametrize(("last", "before"), [("conclude", True), ("start", False)])
def test_an_exemption_says_whether_it_was_filed_before_acting(
    story: Story, last: str, before: bool
) -> None:
    story.until(last)
    actions.exemption_file(
        pledge=story.pledges[0],
        text="首次采用新工法，已论证",
        by=story.leader(story.city.park),
        at=CONCLUDED,
    )
    claim = ExemptionClaim.objects.get()
    assert claim.before_acting is before
    assert verbs(story.challenge)[-1] == "challenge.exempt"


def test_an_exemption_is_filed_by_the_unit_itself(story: Story) -> None:
    story.until("start")
    with pytest.raises(Forbidden):
        actions.exemption_file(pledge=story.pledges[0], text="代报", by=story.desk, at=STARTED)
    assert ExemptionClaim.objects.count() == 0
