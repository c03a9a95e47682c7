"""From the last ballot to the accepted result: seal, tally, two releasers, destroyed tokens."""

import json
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from luoshi.core.errors import DomainError, Forbidden, Refused
from luoshi.core.scoring.canonical import canonical_json, digest
from luoshi.core.tally import read_sealed, tally
from luoshi.web.appraisal import actions
from luoshi.web.appraisal.actions.said import asked_note, asked_remove
from luoshi.web.appraisal.models import (
    PaperBallot,
    Releaser,
    Result,
    SealedList,
    Session,
    SessionStep,
    Token,
    TokenDestruction,
)
from luoshi.web.audit.models import Entry
from luoshi.web.box import box_of
from luoshi.web.messages import message
from tests.factories import NOW, City
from tests.web.appraisal.build import Meeting
from tests.web.appraisal.voted import SEALED, computed, released, releasers, vote

Commit = DjangoCaptureOnCommitCallbacks


def refused(code: str, act: Any, **given: Any) -> DomainError:
    with pytest.raises(DomainError, match=code) as found:
        act(**given)
    return found.value


def paper(held: Meeting, number: int, **entries: Any) -> PaperBallot:
    first, second = held.city.person("assessor"), held.city.person("verifier")
    return PaperBallot.objects.create(
        session=held.session, voter_class="A", number=number,
        first_by=first, second_by=second, **entries,
    )  # fmt: skip


def test_what_is_sealed_is_the_box_and_the_paper_and_the_box_is_gone(
    city: City, django_capture_on_commit_callbacks: Commit
) -> None:
    held = vote(Meeting(city), A=3, B=4)
    contenders = [each["key"] for each in held.session.rules["contenders"]]
    row = {each["key"]: "1" for each in held.session.rules["criteria"]}
    alike = {contenders[0]: row}
    other = {contenders[0]: {**row, "stand": "2"}}
    paper(held, 1, first=alike, second=alike)
    differs = paper(held, 2, first=alike, second=other)
    assert refused("paper-unreconciled", actions.session_seal, **held.who).params == {"n": 1}
    differs.settled, differs.settled_by = other, city.person("supervisor")
    differs.save()
    receipts = {each.receipt for each in box_of(held.session.box).taken()}
    with django_capture_on_commit_callbacks(execute=True):
        sealed = actions.session_seal(**held.who)
        assert len(box_of(held.session.box).taken()) == 7
    found = read_sealed(bytes(sealed.document))
    assert (found.whole, found.computed, len(found.ballots), found.paper) == (
        True, sealed.seal, 9, 2,
    )  # fmt: skip
    assert set(found.receipts) == receipts
    blank = dict.fromkeys(row)
    papers = [each for each in found.ballots if each.marks[contenders[1]] == blank]
    assert sorted(each.marks[contenders[0]]["stand"] or "" for each in papers) == ["1", "2"]
    held.session.refresh_from_db()
    assert held.session.state == "sealed"
    refused("box-missing", box_of, uuid=held.session.box)
    refused("wrong-state", actions.session_seal, **held.who)
    entry = Entry.objects.filter(verb="session.seal").get()
    told = {"state": "sealed", "seal": sealed.seal, "ballots": 9, "paper": 2}
    assert json.loads(entry.after) if isinstance(entry.after, str) else entry.after == told


def test_open_items_and_other_people_cannot_seal(city: City) -> None:
    held = vote(Meeting(city), closed=False, B=2)
    refused("items-open", actions.session_seal, **held.who)
    given = {**held.who, "by": city.actor("assessor")}
    with pytest.raises(Forbidden):
        actions.session_seal(**given)


def test_an_altered_box_is_not_sealed(city: City) -> None:
    held = vote(Meeting(city), B=3)
    box = box_of(held.session.box)
    with box._store.writing() as run:
        run(f"UPDATE {box._store.ballot} SET class = 'A' WHERE key = (SELECT key FROM "
            f"{box._store.ballot} LIMIT 1)")  # fmt: skip
    refused("box-altered", actions.session_seal, **held.who)
    assert not SealedList.objects.exists()


def test_power_cut_between_seal_and_destruction(city: City) -> None:
    """The callback never ran: the next look destroys the box; further looks find nothing to do."""
    held = vote(Meeting(city), B=3)
    actions.box_destroy(held.session)
    assert len(box_of(held.session.box).taken()) == 3
    actions.session_seal(**held.who)
    assert len(box_of(held.session.box).taken()) == 3
    actions.session_compute(**held.who)
    refused("box-missing", box_of, uuid=held.session.box)
    actions.box_destroy(held.session)


def test_the_result_is_that_of_the_sealed_list(city: City) -> None:
    computed(Meeting(city))
    result, sealed = Result.objects.get(), SealedList.objects.get()
    again = tally(read_sealed(bytes(sealed.document)))
    assert canonical_json(again) == canonical_json(result.tally)
    assert result.digest == digest(canonical_json(again))
    assert result.tally["seal"] == sealed.seal
    assert result.advice["seed"] == result.digest
    assert [group["lacking"]["reason"] for group in result.advice["groups"]] == [
        "too-few-contenders"
    ] * 2
    assert len(result.tally["standings"]) == 4
    assert all(Decimal(each["total"]) > 0 for each in result.tally["standings"])
    entry = Entry.objects.get(verb="session.compute")
    assert result.digest in str(entry.after)
    assert "total" not in str(entry.after)


def test_a_list_changed_after_the_seal_is_not_counted(city: City) -> None:
    held = vote(Meeting(city), B=12)
    sealed = actions.session_seal(**held.who)
    document = json.loads(bytes(sealed.document))
    document["paper"], document["receipts"] = 1, document["receipts"][1:]
    SealedList.objects.update(document=json.dumps(document).encode())
    refused("seal-broken", actions.session_compute, **held.who)


def test_two_release_each_by_an_own_act(city: City) -> None:
    held = computed(Meeting(city))
    first, second = releasers(held)
    with pytest.raises(Forbidden):
        actions.result_release(session=held.session, by=held.desk, at=SEALED)
    actions.result_release(session=held.session, by=first, at=SEALED)
    assert Session.objects.get().state == "computed"
    refused("released-by-you", actions.result_release, session=held.session, by=first, at=SEALED)
    refused("session-reason-missing", actions.result_refuse,
            session=held.session, note=" ", by=second, at=SEALED)  # fmt: skip
    actions.result_refuse(session=held.session, note="票数有疑问", by=second, at=SEALED)
    assert Session.objects.get().state == "computed"
    step = SessionStep.objects.filter(verb="refuse").get()
    assert (step.note, step.decided_by_id) == ("票数有疑问", second.user_id)
    actions.result_refuse(session=held.session, note="再看一看", by=first, at=SEALED)
    assert not Releaser.objects.exclude(released_at=None).exists()
    actions.result_release(session=held.session, by=second, at=SEALED)
    actions.result_release(session=held.session, by=first, at=SEALED)
    assert Session.objects.get().state == "released"
    refused("wrong-state", actions.result_refuse,
            session=held.session, note="迟了", by=first, at=SEALED)  # fmt: skip


def test_a_result_that_was_changed_is_not_released(city: City) -> None:
    held = computed(Meeting(city))
    result = Result.objects.get()
    result.tally["standings"][0]["total"] = "100"
    result.digest = digest(canonical_json(result.tally))
    result.save()
    refused("result-differs", actions.result_release,
            session=held.session, by=releasers(held)[0], at=SEALED)  # fmt: skip


def test_without_a_quorum_that_is_the_result_and_it_is_voted_again(city: City) -> None:
    held = released(Meeting(city), A=2, B=3)
    failures = Result.objects.get().tally["failures"]
    assert (failures[0]["reason"], failures[0]["found"]) == ("quorum", 5)
    again = actions.session_repeat(**held.who)
    old = held.session
    assert (again.state, again.repeats_id, again.digest) == ("frozen", old.pk, old.digest)
    assert (again.seed, again.rules) == (old.seed, old.rules)
    assert again.box != old.box
    order = [(each.unit_id, each.position) for each in again.contenders.all()]
    assert order == [(each.unit_id, each.position) for each in old.contenders.all()]
    assert [each.person_id for each in again.releasers.all()] == [
        each.person_id for each in old.releasers.all()
    ]
    items = [list(each.contenders.values_list("unit", flat=True)) for each in again.items.all()]
    assert sorted(items[0]) == sorted(unit for unit, _ in order)
    assert not again.tokens.exists()
    refused("repeated-already", actions.session_repeat, **held.who)


def test_a_result_that_stands_is_not_voted_again(city: City) -> None:
    held = released(Meeting(city))
    refused("result-stands", actions.session_repeat, **held.who)


def test_accepting_destroys_the_tokens_and_says_so(city: City) -> None:
    held = released(Meeting(city))
    assert Token.objects.count() == 48
    made = actions.session_accept(**held.who)
    assert (made.tokens, Token.objects.count()) == (48, 0)
    assert Session.objects.get().state == "accepted"
    assert TokenDestruction.objects.get().erased_at is None
    assert not actions.tokens_erase(made, at=NOW), "not inside a transaction"
    refused("wrong-state", actions.session_accept, **held.who)


def test_cancelling_destroys_tokens_and_box(
    city: City, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    held = vote(Meeting(city), A=3, closed=False)
    assert box_of(held.session.box).counts() == {"A": 3}
    with django_capture_on_commit_callbacks(execute=True):
        actions.session_cancel(note="停电", **held.who)
    assert (TokenDestruction.objects.get().tokens, Token.objects.count()) == (3, 0)
    with pytest.raises(Refused, match="box-missing"):
        box_of(held.session.box)
    refused("wrong-state", actions.session_cancel, note="再取消", **held.who)


def test_accepting_waits_for_an_owner_of_each_question(city: City) -> None:
    held = released(Meeting(city))
    told = {"session": held.session, "contender": None, "asked_by": "市长", "owner": None}
    asked = asked_note(text="钱从哪里来", by=held.desk, at=NOW, **told)
    with pytest.raises(Refused, match="asked-unowned") as refusal:
        actions.session_accept(**held.who)
    assert "钱从哪里来" in message(refusal.value)
    assert Token.objects.count() == 48
    asked_remove(asked=asked, by=held.desk, at=NOW)
    actions.session_accept(**held.who)


def test_refused_is_refused(city: City) -> None:
    held = vote(Meeting(city), B=2)
    with pytest.raises(Refused):
        actions.session_compute(**held.who)
    with pytest.raises(Refused):
        actions.result_release(session=held.session, by=releasers(held)[0], at=SEALED)
