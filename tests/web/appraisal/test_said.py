"""A question asked in the room has an owner before the leader leaves; the next session asks."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from luoshi.core.errors import DomainError, Forbidden
from luoshi.web.appraisal.actions.said import (
    Owner,
    asked_assign,
    asked_note,
    asked_remove,
    comment_note,
    comment_remove,
)
from luoshi.web.appraisal.heard import asked_before, comment_lines, unowned
from luoshi.web.appraisal.models import Asked, Comment, Session
from luoshi.web.audit.models import Entry
from luoshi.web.commitments.actions import commitment_advance, commitments_accept
from luoshi.web.commitments.models import Commitment
from tests.conftest import SignIn
from tests.factories import NOW, TODAY, City, make_list
from tests.web.appraisal.room import make_session

DUE = date(2026, 3, 31)


def question(city: City, session: Session, text: str = "何时开工", at: int = 0) -> Asked:
    """Asked of the contender at that place, with its own unit as owner."""
    contender = session.contenders.all()[at]
    owner = Owner(make_list(city), contender.unit, DUE)
    return asked_note(
        session=session, contender=contender, text=text, asked_by="市委书记", owner=owner,
        by=city.actor("supervisor"), at=NOW,
    )  # fmt: skip


def done(city: City, asked: Asked) -> None:
    """Its owner takes it on and says that it is done."""
    promise = Commitment.objects.get(asked_in=asked)
    leader = city.actor("unit_leader", promise.lead_unit)
    commitments_accept(commitments=[promise], by=leader, at=NOW)
    for verb in ("start", "claim_done"):
        commitment_advance(commitment=promise, verb=verb, by=leader, at=NOW)


def test_a_question_becomes_a_commitment_in_one_act(city: City, sign_in: SignIn) -> None:
    session, lst = make_session(city, city.east, city.west), make_list(city)
    desk, page = sign_in(city.person("supervisor")), reverse("session-said", args=[session.pk])
    west = session.contenders.get(unit=city.west)
    typed = {
        "what": "question", "question-contender": west.pk, "question-text": "何时开工",
        "question-asked_by": "市长", "question-within": lst.pk, "question-due_on": "12月31日",
    }  # fmt: skip
    wrong = desk.post(page, typed | {"question-asked_by": ""})
    assert (wrong.status_code, Asked.objects.count()) == (422, 0)
    assert "何时开工" in wrong.content.decode()
    sent = desk.post(page, typed)
    promise = Commitment.objects.get(asked_in__session=session)
    assert (promise.text, promise.state, promise.lead_unit) == ("何时开工", "assigned", city.west)
    assert (promise.leader, promise.due_on.month) == ("市长", 12)
    again = desk.get(sent["Location"]).content.decode()
    assert f'<option value="{west.pk}" selected>' in again
    assert 'value="市长"' in again
    all_of_them = desk.post(page, typed | {"question-contender": ""})
    assert "请选择责任单位" in all_of_them.content.decode()


def test_what_has_no_owner_is_named_until_it_has_one(city: City, sign_in: SignIn) -> None:
    session, desk = make_session(city, city.east), city.actor("supervisor")
    told = {"session": session, "contender": None, "asked_by": "市长", "by": desk, "at": NOW}
    first = asked_note(text="钱从哪来", owner=None, **told)
    second = asked_note(text="打错了", owner=None, **told)
    assert [each.text for each in unowned(session)] == ["钱从哪来", "打错了"]
    asked_remove(asked=second, by=desk, at=NOW)
    assert Entry.objects.latest("seq").before == {"text": "打错了"}
    clerk = sign_in(city.person("supervisor"))
    assert (
        "1 个问题还没有责任单位"
        in clerk.get(reverse("session-said", args=[session.pk])).content.decode()
    )
    seal = clerk.get(f"/sessions/{session.pk}/result/seal/").content.decode()
    assert reverse("asked-assign", args=[first.pk]) in seal
    owner = {"within": make_list(city).pk, "lead_unit": city.health.pk, "due_on": "2026-12-31"}
    assert clerk.post(reverse("asked-assign", args=[first.pk]), owner).status_code == 302
    assert unowned(session) == []
    for again in (
        asked_remove,
        lambda **k: asked_assign(owner=Owner(make_list(city), city.east, DUE), **k),
    ):
        with pytest.raises(DomainError, match="asked-owned"):
            again(asked=first, by=desk, at=NOW)


def test_the_next_session_opens_with_answered_and_unanswered(city: City, sign_in: SignIn) -> None:
    older = make_session(city, city.east, held_on=TODAY - timedelta(days=180), title="上上次")
    last = make_session(city, city.east, city.west, held_on=TODAY - timedelta(days=90))
    now = make_session(city, city.east, city.west)
    settled, pending = question(city, older, "旧账已清"), question(city, older, "旧账未清")
    answered, waiting = question(city, last, "路修好没有"), question(city, last, "桥修好没有", 1)
    question(city, now, "这次问的")
    done(city, settled)
    done(city, answered)
    rows = asked_before(city.actor("supervisor"), now)
    assert [(row.asked, row.answered) for row in rows] == [
        (answered, True), (waiting, False), (pending, False),
    ]  # fmt: skip
    shown = sign_in(city.person("principal")).get(reverse("session-asked", args=[now.pk]))
    text = shown.content.decode()
    assert "还没有答复 2 个" in text
    assert text.index("桥修好没有") < text.index("已经答复 1 个") < text.index("路修好没有")
    assert "这次问的" not in text


def test_units_read_what_was_said_of_them_and_of_all(
    city: City, other_city: City, sign_in: SignIn
) -> None:
    session, desk = make_session(city, city.east, city.west), city.actor("supervisor")
    east, west = session.contenders.all()
    for contender, text in ((west, "西县要快"), (east, "东区很好"), (None, "大家辛苦")):
        told = {"session": session, "contender": contender, "said_by": "市长"}
        comment_note(text=text, **told, by=desk, at=NOW)
    theirs = question(city, session, "西县何时开工", 1)
    assert [(line.unit, line.text) for line in comment_lines(session)] == [
        ("", "大家辛苦"), (city.east.short_name, "东区很好"), (city.west.short_name, "西县要快"),
    ]  # fmt: skip
    page = reverse("session-said", args=[session.pk])
    unit = sign_in(city.person("unit_leader", city.east))
    text = unit.get(page).content.decode()
    assert ("东区很好" in text, "大家辛苦" in text, "西县" in text) == (True, True, False)
    assert unit.get(reverse("asked-assign", args=[theirs.pk])).status_code == 404
    assert unit.post(page, {"what": "comment"}).status_code == 403
    stranger = sign_in(other_city.person("supervisor"))
    assert stranger.get(page).status_code == 404
    west_words = Comment.objects.get(contender=west)
    for name, pk in (("asked-assign", theirs.pk), ("asked-remove", theirs.pk),
                     ("comment-remove", west_words.pk)):  # fmt: skip
        assert stranger.post(reverse(name, args=[pk])).status_code == 404
    with pytest.raises(Forbidden):
        comment_remove(comment=west_words, by=city.actor("principal"), at=NOW)
    sign_in(city.person("supervisor")).post(reverse("comment-remove", args=[west_words.pk]))
    assert not Comment.objects.filter(pk=west_words.pk).exists()
    assert sign_in(city.person("supervisor")).post(page, {"what": "?"}).status_code == 422


@pytest.mark.parametrize("state", ["preparing", "frozen", "accepted", "cancelled"])
def test_nothing_is_noted_before_or_after(city: City, state: str) -> None:
    session = make_session(city, city.east, state=state)
    with pytest.raises(DomainError, match="session-not-in-the-room"):
        question(city, session)


def test_pages_ask_as_many_queries_for_one_as_for_many(
    city: City, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    before = make_session(city, city.east, city.west, held_on=TODAY - timedelta(days=90))
    now = make_session(city, city.east, city.west)
    reader = sign_in(city.person("principal"))
    for _ in range(2):
        for session in (before, now):
            question(city, session)
            question(city, session, at=1)
        with django_assert_num_queries(6):
            assert reader.get(reverse("session-asked", args=[now.pk])).status_code == 200
        with django_assert_num_queries(8):
            assert reader.get(reverse("session-said", args=[now.pk])).status_code == 200
