"""The meetings of the city: weekly comment, monthly arena, tour, theme and place of the month."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from luoshi.core.cadence import Occurrence, occurrences
from luoshi.core.calendar import WorkCalendar
from luoshi.demo.clock import at_office
from luoshi.demo.founding import City, read
from luoshi.demo.story import chosen, drawn
from luoshi.web.cadence import actions
from luoshi.web.cadence.actions import Plan, Record
from luoshi.web.cadence.kinds import criteria_of, kinds
from luoshi.web.cadence.models import Cadence, Meeting, Question
from luoshi.web.cadence.queries.meetings import due_to_prepare
from luoshi.web.commitments.actions import commitments_accept, list_create
from luoshi.web.commitments.models import Commitment, CommitmentList, ListType

WEEKS = 5
MISSED = 3
"""The meeting so many weeks ago was not held."""


REVIEWED = 2
"""Items of earlier months that a meeting of the month hears beside its own."""


def make_cadences(
    city: City,
    growth: CommitmentList,
    report: CommitmentList,
    monthly: Mapping[str, CommitmentList],
    calendar: WorkCalendar,
) -> CommitmentList:
    """Each kind with what was, and what is prepared for the days to come; the list of what was
    decided in them. ``monthly``: the lists of themes and of places, by the key of their type."""
    desk = Desk(city, calendar, read("cadences.yaml"))
    weekly = desk.arrange("weekly-comment", report, WEEKS * 7)
    arena = desk.arrange("monthly-arena", growth, 75)
    tour = desk.arrange("quarterly-tour", growth, 100)
    theme = desk.arrange("monthly-theme", monthly["monthly_theme"], 75)
    place = desk.arrange("monthly-place", monthly["monthly_place"], 75)
    desk.weeks(weekly)
    desk.arenas(arena)
    desk.tours(tour)
    for cadence in (theme, place):
        desk.subjects(cadence)
    for cadence in (weekly, arena, tour, theme, place):
        desk.prepare_next(cadence)
    for cadence in (theme, place):
        for meeting in cadence.meetings.filter(state="planned"):
            desk.tell_subject(meeting)
    return desk.decided


class Desk:
    """The supervision office at its meetings."""

    def __init__(self, city: City, calendar: WorkCalendar, data: dict[str, Any]) -> None:
        self.city, self.calendar, self.data = city, calendar, data
        self.today = city.today
        self.decided = self._list_of_decisions()

    def _list_of_decisions(self) -> CommitmentList:
        """An open list for what meetings decide."""
        on = self.calendar.add_working_days(self.today, -40)
        return list_create(
            jurisdiction=self.city.unit,
            list_type=ListType.objects.get(jurisdiction=self.city.unit, key="key_tasks"),
            title=f"{self.today.year}年会议和现场交办清单",
            period_start=date(self.today.year, 1, 1),
            period_end=self.today + timedelta(days=200),
            by=self.city.actor("supervisor", on),
            at=at_office(on, 9),
        )

    def arrange(self, kind: str, lst: CommitmentList, days: int) -> Cadence:
        """A cadence that began so many days ago, by the preset; no round beside the monthly."""
        on = self.today - timedelta(days=days)
        plan = Plan.of_kind(kind, kinds()[kind].zh, on)
        plan = replace(plan, opens_round=False, place=self.data["rooms"].get(kind, ""))
        by = self.city.actor("supervisor", on)
        return actions.cadence_create(lst=lst, plan=plan, by=by, at=at_office(on, 8))

    def past(self, cadence: Cadence) -> Iterator[Meeting]:
        """Its meetings until yesterday, each prepared when it was time."""
        found = occurrences(cadence.rhythm, cadence.starts_on, self.today, self.calendar)
        for due in found:
            if due.on and cadence.starts_on <= due.on < self.today:
                yield self._prepare(cadence, due, due.on)

    def _prepare(self, cadence: Cadence, due: Occurrence, on: date) -> Meeting:
        day = self.calendar.add_working_days(on, -cadence.ahead)
        by = self.city.actor("supervisor", day)
        at = at_office(day, 9)
        return actions.meeting_prepare(
            cadence=cadence, due=due, calendar=self.calendar, by=by, at=at
        )

    def prepare_next(self, cadence: Cadence) -> None:
        """As the worker does this morning; the next one early, so that it can be looked at."""
        by = self.city.actor("supervisor", self.today)
        early = replace_ahead(cadence, 30)
        for due in due_to_prepare(early, self.today, self.calendar)[:1]:
            actions.meeting_prepare(
                cadence=cadence, due=due, calendar=self.calendar, by=by,
                at=at_office(self.today, 8),
            )  # fmt: skip

    def weeks(self, cadence: Cadence) -> None:
        """Questions asked, answered and left open; a decision or two; one that was not held."""
        meetings = list(self.past(cadence))
        for number, meeting in enumerate(meetings):
            if number == len(meetings) - MISSED:
                self._record(meeting, Record(held_on=None, reason=self.data["missed"]))
                continue
            about = self._worst(cadence.list, 3 + number)
            self._speak(meeting, about[number % 3 :][:2], number)
            decisions = self.data["decisions"]
            self._decide(meeting, decisions[number % len(decisions)], accepted=number % 2 == 0)
            self._record(meeting, self._heard(meeting))

    def _worst(self, lst: CommitmentList, many: int) -> list[Commitment]:
        rows = Commitment.objects.filter(items__list=lst, progress__light__in=("red", "yellow"))
        found = rows.select_related("lead_unit").order_by("progress__light", "pk")
        return list(found[:many]) or list(
            Commitment.objects.filter(items__list=lst).select_related("lead_unit")[:many]
        )

    def _speak(self, meeting: Meeting, about: Sequence[Commitment], number: int) -> None:
        by, at = self.city.actor("principal", meeting.on), at_office(meeting.on, 10)
        for each in about:
            if each.lead_unit is None:
                continue
            asked = chosen(self.data["questions"], meeting.on, each.pk, "asked")
            actions.question_ask(
                meeting=meeting, unit=each.lead_unit, text=asked, asked_by="市长",
                commitment=each, by=by, at=at,
            )  # fmt: skip
        remark = self.data["remarks"][number % len(self.data["remarks"])]
        item = about[0] if about else None
        actions.remark_note(
            meeting=meeting, text=remark, said_by="市长", commitment=item, by=by, at=at
        )

    def _decide(self, meeting: Meeting, told: Mapping[str, str], *, accepted: bool) -> None:
        by, at = self.city.actor("supervisor", meeting.on), at_office(meeting.on, 11)
        made = actions.meeting_resolve(
            meeting=meeting,
            within=self.decided,
            text=told["text"],
            lead_unit=self.city.units[told["unit"]],
            due_on=self.calendar.add_working_days(meeting.on, 10),
            leader="",
            by=by,
            at=at,
        )
        if accepted:
            leader = self.city.leader(self.city.units[told["unit"]], meeting.on)
            commitments_accept(commitments=[made.commitment], by=leader, at=at + timedelta(hours=4))

    def _heard(self, meeting: Meeting) -> Record:
        rows = Question.objects.filter(meeting__cadence=meeting.cadence, answered_at=None)
        answers = {
            each.pk: chosen(self.data["answers"], each.pk, "answer")
            for each in rows
            if int(drawn(each.pk, meeting.on, low="0", high="99")) < 55
        }
        return Record(held_on=meeting.on, chair="市长", answers=answers)

    def _record(self, meeting: Meeting, told: Record) -> None:
        by = self.city.actor("supervisor", meeting.on)
        actions.meeting_record(meeting=meeting, told=told, by=by, at=at_office(meeting.on, 17))

    def arenas(self, cadence: Cadence) -> None:
        """Five units called to each."""
        for number, meeting in enumerate(self.past(cadence)):
            by = self.city.actor("supervisor", meeting.on)
            items = list(cadence.list.items.order_by("number")[number * 3 :][:5])
            called = Commitment.objects.filter(items__in=items).order_by("pk")
            at = at_office(self.calendar.add_working_days(meeting.on, -1), 15)
            actions.items_call(meeting=meeting, commitments=list(called), by=by, at=at)
            self._record(meeting, Record(held_on=meeting.on, chair="市长"))

    def tours(self, cadence: Cadence) -> None:
        """Six building sites, seven judges; the sheets of one were not handed in."""
        for meeting in self.past(cadence):
            self._route(meeting)
            by, at = self.city.actor("supervisor", meeting.on), at_office(meeting.on, 16)
            names = self.data["judges"]
            judges = actions.judges_invite(meeting=meeting, names=names, by=by, at=at)
            items = list(meeting.items.all())
            for judge in judges[:-1]:
                marks = {
                    (item.pk, each.key): Decimal(int(drawn(
                        judge.pk, item.pk, each.key,
                        low=str(each.most * 6 // 10), high=str(each.most),
                    )))
                    for item in items
                    for each in criteria_of(cadence.kind)
                }  # fmt: skip
                actions.marks_enter(judge=judge, marks=marks, by=by, at=at)
            self._record(meeting, Record(held_on=meeting.on, chair="市长"))

    def _route(self, meeting: Meeting) -> None:
        by = self.city.actor("supervisor", meeting.on)
        begun = Commitment.objects.filter(project__said__in=("started", "producing"))
        sites = list(begun.order_by("pk")[:24:4])
        at = at_office(self.calendar.add_working_days(meeting.on, -3), 10)
        actions.items_call(meeting=meeting, commitments=sites, by=by, at=at)

    def subjects(self, cadence: Cadence) -> None:
        """What each month was about; the last meeting decided something."""
        meetings = list(self.past(cadence))
        for number, meeting in enumerate(meetings):
            self._speak(meeting, self.tell_subject(meeting), number)
            if meeting == meetings[-1]:
                self._decide(meeting, self.data["settled"][cadence.kind], accepted=True)
            self._record(meeting, replace(self._heard(meeting), chair=""))

    def tell_subject(self, meeting: Meeting) -> list[Commitment]:
        """The item of the month gives subject, place and chair; it is called before those of
        earlier months that stand worst."""
        items = list(meeting.cadence.list.items.select_related("commitment").order_by("number"))
        months = {item.commitment_id: int(item.extra["month"]) for item in items}
        now = meeting.on.month
        own = [item for item in items if months[item.commitment_id] == now] or items[-1:]
        rows = self._worst(meeting.cadence.list, len(items))
        earlier = [row for row in rows if months[row.pk] < now and row != own[0].commitment]
        extra = own[0].extra
        by = self.city.actor("supervisor", meeting.prepared_at.date())
        at = meeting.prepared_at + timedelta(hours=1)
        actions.meeting_plan(
            meeting=meeting, on=meeting.on, place=extra.get("place", meeting.place),
            subject=own[0].commitment.text, chair=extra.get("chair", "分管副市长"), by=by, at=at,
        )  # fmt: skip
        called = [item.commitment for item in own] + earlier[:REVIEWED]
        actions.items_call(meeting=meeting, commitments=called, by=by, at=at)
        return called


def replace_ahead(cadence: Cadence, days: int) -> Cadence:
    """The cadence in memory as if it were prepared so many working days before."""
    found = Cadence.objects.select_related("list").get(pk=cadence.pk)
    found.ahead = days
    return found
