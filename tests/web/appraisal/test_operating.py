"""The day itself: gates, marks, handed-in tokens and power cuts, over a real box."""

from collections.abc import Callable
from typing import Any

import pytest

from luoshi.core.errors import DomainError
from luoshi.core.tally import read_sealed
from luoshi.core.voting import Submission, read_token
from luoshi.web.appraisal import actions
from luoshi.web.appraisal.actions.operate import HandedIn
from luoshi.web.appraisal.kinds import frozen_rules
from luoshi.web.appraisal.models import Item, PaperBallot, Session
from luoshi.web.appraisal.paper import final_marks, reconciled, unreconciled
from luoshi.web.audit.models import Entry
from luoshi.web.box import Box, box_of
from tests.factories import NOW, City
from tests.web.appraisal.build import Meeting

FULL = {"stand": "20", "focus": "15", "means": "15", "effect": "30"}


def started(city: City, **changed: Any) -> Meeting:
    held = Meeting(city, changed).issued()
    actions.voting_start(**held.who)
    return held


def box_in(held: Meeting) -> Box:
    return box_of(held.session.box)


def vote(held: Meeting, token: str, item: Item, number: int = 1) -> Any:
    """What the voter's phone sends: the same marks for each contender of the item."""
    letters = read_token(token)
    marks = {each.key: FULL for each in item.contenders.all()}
    given = Submission(item.pk, item.turn, number, f"sending-{number}", marks)
    return box_in(held).cast(box_in(held).key(letters), "A", given)


def act_on(held: Meeting, act: Callable[..., Item], number: int = 1, **more: Any) -> Item:
    item = held.session.items.get(number=number)
    return act(item=item, by=held.desk, at=NOW, **more)


def test_nothing_begins_without_order_and_tokens(city: City) -> None:
    held = Meeting(city).frozen()
    with pytest.raises(DomainError, match="order-not-drawn"):
        actions.voting_start(**held.who)
    actions.order_draw(**held.who)
    with pytest.raises(DomainError, match="tokens-none"):
        actions.voting_start(**held.who)


def test_a_ballot_is_taken_while_its_item_is_open_and_void_marks_are_gone(city: City) -> None:
    held = started(city)
    waiting = held.session.items.get()
    token = held.tokens["A"][0]
    with pytest.raises(DomainError, match="item-closed"):
        vote(held, token, waiting)
    opened = act_on(held, actions.item_open)
    kept = vote(held, token, opened)
    assert box_in(held).counts(opened.pk) == {"A": 1}
    closed = act_on(held, actions.item_close)
    assert Entry.objects.latest("seq").after["ballots"] == {"A": 1}
    with pytest.raises(DomainError, match="item-closed"):
        vote(held, token, closed, 2)
    assert [ballot.receipt for ballot in box_in(held).taken()] == [kept.receipt]
    with pytest.raises(DomainError, match="session-reason-missing"):
        act_on(held, actions.item_void, note="")
    void = act_on(held, actions.item_void, note="麦克风故障，有人没听到")
    assert (void.state, void.voids.get().turn) == ("waiting", 1)
    assert box_in(held).counts(void.pk) == {}
    again = act_on(held, actions.item_open)
    assert again.turn == 2
    with pytest.raises(DomainError, match="item-anew"):
        vote(held, token, opened)
    vote(held, token, again)
    assert box_in(held).counts(again.pk) == {"A": 1}


@pytest.mark.parametrize(("item", "ballots"), [(0, 1), (1, 2), (2, 2)])
def test_a_ballot_whose_marks_are_all_void_is_returned_only_when_sent_anew(
    city: City, item: int, ballots: int
) -> None:
    """``item``: in which the second voter marks again, if in any."""
    held = started(city, at_once=False)
    one, other = held.tokens["A"][:2]
    opened = act_on(held, actions.item_open)
    kept = [vote(held, token, opened).receipt for token in (one, other)]
    act_on(held, actions.item_void, note="话筒故障")
    for number in range(1, held.session.items.count() + 1):
        opened = act_on(held, actions.item_open, number)
        for token in (one, other) if number == item else (one,):
            vote(held, token, opened)
        act_on(held, actions.item_close, number)
    sealed = read_sealed(bytes(actions.session_seal(**held.who).document))
    assert sorted(sealed.receipts) == sorted(kept[:ballots])
    blanks = [sum(row["stand"] is None for row in b.marks.values()) for b in sealed.ballots]
    assert sorted(blanks) == [0, 3][:ballots]


@pytest.mark.parametrize(
    ("record", "turn", "gate", "stands"),
    [("open", 1, False, "open"), ("open", 0, False, "closed"), ("waiting", 1, True, "waiting")],
    ids=["opening cut off", "closing cut off", "gate left open"],
)
def test_after_a_power_cut_record_and_gate_agree_again(
    city: City, record: str, turn: int, gate: bool, stands: str
) -> None:
    held = started(city)
    item = act_on(held, actions.item_open)
    box_in(held).set_gate(item.pk, turn=1, is_open=gate)
    Item.objects.update(state=record, turn=1 + turn)
    (found,) = actions.items_now(held.session, NOW)
    assert found.state == stands
    (now,) = box_in(held).gates()
    assert now.is_open == (stands == "open")
    assert now.turn == (2 if stands == "open" else 1)
    assert actions.items_now(held.session, NOW) == [found]


def test_one_speaks_at_a_time(city: City) -> None:
    held = started(city)
    one, other = held.session.contenders.all()[:2]
    for each in (one, other):
        actions.speaker_call(contender=each, by=held.desk, at=NOW)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.left_stage_at, other.on_stage_at, other.left_stage_at) == (NOW, NOW, None)
    actions.speaker_finish(**held.who)
    with pytest.raises(DomainError, match="nobody-speaks"):
        actions.speaker_finish(**held.who)


def test_a_token_handed_in_counts_once_on_paper(city: City) -> None:
    held = started(city)
    item = act_on(held, actions.item_open)
    token, other = held.tokens["A"][:2]
    vote(held, token, item)
    vote(held, other, item)
    typed = token.lower().replace("-", " ")
    assert actions.token_replace(code=typed, **held.who) == HandedIn("A", again=False)
    assert actions.token_replace(code=token, **held.who) == HandedIn("A", again=True)
    assert box_in(held).counts() == {"A": 1}
    with pytest.raises(DomainError, match="token-replaced"):
        vote(held, token, item, 2)
    with pytest.raises(DomainError, match="token-elsewhere"):
        actions.token_replace(code="0000-0000-0000-0000", **held.who)
    told = [entry.after for entry in Entry.objects.filter(verb="session.replace")]
    assert told == [{"class": "A"}]


def test_paper_is_entered_by_two_and_settled_by_somebody_who_looked(city: City) -> None:
    held = started(city)
    rows = {each.key: dict(FULL) for each in held.session.contenders.all()}
    first = city.actor("assessor")
    given = {"session": held.session, "voter_class": "A", "number": 1, "at": NOW}
    with pytest.raises(DomainError, match="paper-not-yet"):
        actions.paper_enter(marks=rows, by=first, **given)
    act_on(held, actions.item_open)
    act_on(held, actions.item_close)
    paper = actions.paper_enter(marks=rows, by=first, **given)
    with pytest.raises(DomainError, match="paper-entered-by-you"):
        actions.paper_enter(marks=rows, by=first, **given)
    key = next(iter(rows))
    typed = {**rows, key: {**FULL, "focus": "51", "means": "abstain", "stand": ""}}
    paper = actions.paper_enter(marks=typed, by=held.desk, **given)
    assert final_marks(paper) is None
    assert unreconciled(PaperBallot.objects.all()) == [paper]
    with pytest.raises(DomainError, match="paper-unreconciled"):
        reconciled(held.session)
    with pytest.raises(DomainError, match="paper-mark"):
        actions.paper_settle(paper=paper, marks={key: {"focus": "十五"}}, by=first, at=NOW)
    settled = {**rows, key: {**FULL, "means": "abstain", "stand": "20.0"}}
    actions.paper_settle(paper=paper, marks=settled, by=first, at=NOW)
    (ballot,) = reconciled(held.session)
    assert ballot.marks[key] == {**FULL, "means": "abstain"}
    with pytest.raises(DomainError, match="paper-begun"):
        act_on(held, actions.item_void, note="太晚了")
    with pytest.raises(DomainError, match="paper-number"):
        actions.paper_enter(marks=rows, by=first, **{**given, "number": 11})
    actions.paper_remove(paper=paper, note="票种写错", by=held.desk, at=NOW)
    assert reconciled(Session.objects.get()) == []


def test_no_more_ballots_than_people_expected(city: City) -> None:
    """More of them under seal would leave the session without a result."""
    held = started(city)
    rows = {each.key: dict(FULL) for each in held.session.contenders.all()}
    size = next(each.size for each in frozen_rules(held.session).classes if each.key == "A")
    item = act_on(held, actions.item_open)
    tokens = held.tokens["A"]
    for token in tokens[:2]:
        vote(held, token, item)
    act_on(held, actions.item_close)
    given = {"session": held.session, "voter_class": "A", "by": held.desk, "at": NOW}
    for number in range(1, size - 1):
        actions.paper_enter(number=number, marks=rows, **given)
    with pytest.raises(DomainError, match="paper-beyond"):
        actions.paper_enter(number=size - 1, marks=rows, **given)
    actions.paper_enter(number=1, marks=rows, **{**given, "by": city.actor("assessor")})
