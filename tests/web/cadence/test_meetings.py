"""Meetings prepare themselves, remember what was not answered, and keep what lay on the table."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from luoshi.core.errors import DomainError, Forbidden
from luoshi.web.accounts.models import Appointment
from luoshi.web.cadence import actions
from luoshi.web.cadence.actions import Plan, Record
from luoshi.web.cadence.models import Cadence, Hearing, Meeting, Question
from luoshi.web.cadence.queries.meetings import overview, questions_on
from luoshi.web.cadence.queries.sheet import sheet_facts
from luoshi.web.cadence.tasks import prepare_meetings
from luoshi.web.calendars.queries import work_calendar
from luoshi.web.commitments.models import Commitment
from luoshi.web.delivery.actions import progress_refresh
from luoshi.web.delivery.models import Round
from tests.factories import NOW, TODAY, City, make_list
from tests.web.cadence.build import THURSDAY, WEEK, ask, at_ten, cadence, promise, verbs, weekly


def test_meeting_and_round_open_once_in_the_name_of_the_keeper(city: City) -> None:
    running, meeting, item = weekly(city)
    assert (meeting.on, meeting.period_start, meeting.period_end) == (
        THURSDAY, date(2026, 3, 2), date(2026, 3, 8),
    )  # fmt: skip
    opened = Round.objects.get()
    assert (meeting.round_id, opened.due_on, opened.title) == (
        opened.pk, date(2026, 3, 4), "2026年3月2日至3月8日一周",
    )  # fmt: skip
    assert opened.opened_by_id == meeting.prepared_by_id == running.keeper_id
    assert prepare_meetings(NOW) == []
    assert prepare_meetings(at_ten(date(2026, 3, 8))) == []
    (following,) = prepare_meetings(at_ten(date(2026, 3, 9)))
    assert following.on == THURSDAY + WEEK
    assert [verbs().count(verb) for verb in ("round.open", "meeting.prepare")] == [2, 2]
    assert item.reports.count() == 2


def test_without_a_round_the_meeting_says_why_and_without_a_keeper_there_is_none(
    city: City,
) -> None:
    running = cadence(city)
    (meeting,) = prepare_meetings(NOW)
    assert (meeting.round, meeting.no_round) == (None, "round-empty")
    Appointment.objects.filter(user=running.keeper).update(to_on=TODAY)
    assert prepare_meetings(NOW + WEEK) == []
    deputy = city.actor("supervisor", username="deputy")
    actions.cadence_keep(cadence=running, by=deputy, at=NOW)
    assert len(prepare_meetings(NOW + WEEK)) == 1
    actions.cadence_stop(cadence=running, by=deputy, at=NOW)
    assert prepare_meetings(NOW + 2 * WEEK) == []


def test_question_left_open_comes_again_until_a_meeting_hears_the_answer(city: City) -> None:
    desk, asked = city.actor("supervisor"), "卡在哪里？"
    _running, first, _item = weekly(city)
    question = ask(city, first, asked)
    assert isinstance(question, Question)
    seen = []
    meeting = first
    for answer in ("", "", "用地手续下周办结。", ""):
        found = questions_on(desk, meeting)
        seen.append([(each.text, each.left) for each in found])  # type: ignore[attr-defined]
        told = Record(held_on=meeting.on, chair="市长", answers={question.pk: answer})
        actions.meeting_record(meeting=meeting, told=told, by=desk, at=at_ten(meeting.on))
        (meeting,) = prepare_meetings(at_ten(meeting.on) + WEEK * 4 / 7)
    assert seen == [[(asked, 0)], [(asked, 1)], [(asked, 2)], []]
    heard = Hearing.objects.order_by("pk").values_list("answered", flat=True)
    assert list(heard) == [False, False, True]
    again = questions_on(desk, Meeting.objects.get(on=THURSDAY + WEEK))
    assert [(each.text, each.left) for each in again] == [(asked, 1)]  # type: ignore[attr-defined]


def test_answer_in_writing_before_the_next_meeting_stands_on_its_sheet(city: City) -> None:
    desk = city.actor("supervisor")
    _running, first, _item = weekly(city)
    question = ask(city, first)
    assert isinstance(question, Question)
    told = Record(held_on=first.on)
    actions.meeting_record(meeting=first, told=told, by=desk, at=at_ten(first.on))
    stranger = city.actor("contact", city.west)
    with pytest.raises(Forbidden, match="question-unit-only"):
        actions.question_answer(question=question, text="与我无关", by=stranger, at=NOW)
    contact = city.actor("contact", city.east)
    actions.question_answer(question=question, text="已开工。", by=contact, at=at_ten(first.on))
    (second,) = prepare_meetings(at_ten(date(2026, 3, 9)))
    assert [each.answer for each in questions_on(desk, second)] == ["已开工。"]


def test_decision_becomes_a_dispatched_commitment_and_stands_on_the_next_sheet(
    city: City,
) -> None:
    desk = city.actor("supervisor")
    _running, first, item = weekly(city)
    made = actions.meeting_resolve(
        meeting=first, within=make_list(city, title="会议交办"), text="下周四前拿出方案",
        lead_unit=city.health, due_on=THURSDAY + WEEK, leader="", by=desk, at=NOW,
    )  # fmt: skip
    assert Commitment.objects.get(pk=made.commitment_id).state == "assigned"
    assert verbs()[-3:] == ["commitment.create", "commitment.dispatch", "meeting.resolve"]
    told = Record(held_on=first.on)
    actions.meeting_record(meeting=first, told=told, by=desk, at=at_ten(first.on))
    (second,) = prepare_meetings(at_ten(date(2026, 3, 9)))
    facts = sheet_facts(second, second.on)
    assert [line["pk"] for line in facts["resolved"]] == [made.commitment_id]
    assert [line["pk"] for line in facts["warned"]] == [item.pk]
    assert facts["warned"][0]["ask"] == "silent"


def test_what_lay_on_the_table_stays_as_it_was(city: City) -> None:
    _running, meeting, item = weekly(city)
    Commitment.objects.filter(pk=item.pk).update(due_on=date(2026, 2, 20))
    progress_refresh(ids={item.pk}, on=TODAY)
    told = Record(held_on=meeting.on)
    desk = city.actor("supervisor")
    kept = actions.meeting_record(meeting=meeting, told=told, by=desk, at=at_ten(meeting.on))
    before = sheet_facts(kept, TODAY)
    assert [line["light"] for line in before["warned"]] == ["yellow"]
    Commitment.objects.filter(pk=item.pk).update(due_on=date(2026, 12, 31))
    progress_refresh(ids={item.pk}, on=TODAY)
    fresh = Meeting.objects.select_related("cadence__list", "round").get(pk=kept.pk)
    assert sheet_facts(fresh, date(2026, 12, 1)) == before


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("meeting_record", {"told": Record(held_on=None)}, "meeting-reason-missing"),
    ("meeting_record", {"told": Record(held_on=None, reason="防汛")}, "meeting-early"),
    ("meeting_record", {"told": Record(held_on=date(2026, 3, 3))}, "meeting-held-later"),
    ("remark_note", {"text": " ", "said_by": "市长"}, "remark-text-missing"),
    ("remark_note", {"text": "好", "said_by": ""}, "remark-speaker-missing"),
    ("judges_invite", {"names": ["代表"]}, "meeting-other-sheet"),
]


@pytest.mark.parametrize(("verb", "given", "code"), REFUSED)
def test_meeting_refuses(city: City, verb: str, given: dict[str, Any], code: str) -> None:
    _running, meeting, _item = weekly(city)
    before = verbs()
    with pytest.raises(DomainError, match=code):
        getattr(actions, verb)(meeting=meeting, by=city.actor("supervisor"), at=NOW, **given)
    assert verbs() == before


def test_recorded_meeting_takes_nothing_more(city: City, other_city: City) -> None:
    running, meeting, item = weekly(city)
    desk, at = city.actor("supervisor"), at_ten(meeting.on)
    with pytest.raises(DomainError, match="question-unit-elsewhere"):
        ask(city, meeting, unit=other_city.east)
    elsewhere = promise(city, make_list(city), city.east)
    with pytest.raises(DomainError, match="item-elsewhere"):
        actions.items_call(meeting=meeting, commitments=[item, elsewhere], by=desk, at=at)
    missed = Record(held_on=None, reason="防汛应急")
    actions.meeting_record(meeting=meeting, told=missed, by=desk, at=at)
    with pytest.raises(DomainError, match="meeting-recorded"):
        ask(city, meeting)
    plan = Plan.of_kind(running.kind, "再来", TODAY)
    with pytest.raises(DomainError, match="cadence-exists"):
        actions.cadence_create(lst=running.list, plan=plan, by=desk, at=NOW)
    assert Cadence.objects.count() == 1


def test_tour_keeps_marks_and_orders_nothing(city: City) -> None:
    running = cadence(city, "quarterly-tour")
    desk = city.actor("supervisor")
    (meeting,) = prepare_meetings(at_ten(date(2026, 3, 6)))
    item = promise(city, running.list, city.east)
    with pytest.raises(DomainError, match="item-no-project"):
        actions.items_call(meeting=meeting, commitments=[item], by=desk, at=NOW)
    stop = meeting.items.create(commitment=item, position=1)
    judges = actions.judges_invite(
        meeting=meeting, names=["人大代表", "企业代表 "], by=desk, at=NOW
    )
    marks = {(stop.pk, "progress"): Decimal(41)}
    with pytest.raises(DomainError, match="mark-range"):
        actions.marks_enter(judge=judges[0], marks=marks, by=desk, at=NOW)
    marks = {(stop.pk, "progress"): Decimal(40)}
    actions.marks_enter(judge=judges[0], marks=marks, by=desk, at=NOW)
    with pytest.raises(DomainError, match="judge-exists"):
        actions.judges_invite(meeting=meeting, names=["企业代表"], by=desk, at=NOW)
    with pytest.raises(DomainError, match="items-marked"):
        actions.items_call(meeting=meeting, commitments=[], by=desk, at=NOW)


def test_a_meeting_held_early_is_not_to_come_again(city: City) -> None:
    _running, meeting, _item = weekly(city)
    actions.meeting_plan(
        meeting=meeting, on=TODAY, place="", subject="", chair="",
        by=city.actor("supervisor"), at=NOW,
    )  # fmt: skip
    held = Record(held_on=TODAY, chair="市长")
    actions.meeting_record(meeting=meeting, told=held, by=city.actor("supervisor"), at=NOW)
    seen = overview(city.actor("supervisor"), TODAY, work_calendar())
    assert [(row.next_on, row.planned, row.held) for row in seen.rows] == [(THURSDAY + WEEK, [], 1)]
    assert (seen.coming[0].on, seen.late) == (THURSDAY + WEEK, [])
