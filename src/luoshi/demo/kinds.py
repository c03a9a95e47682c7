"""A list of every other kind: rectification, theme and place of the month, a self-check."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from luoshi.core.calendar import WorkCalendar
from luoshi.demo.clock import at_office, month_end
from luoshi.demo.founding import City, read
from luoshi.demo.lists import take_on
from luoshi.demo.rounds import Year, periods
from luoshi.web.commitments.actions import (
    commitment_create,
    commitment_list_in,
    commitment_sign_off,
    list_create,
    sign_off_step_take,
    view_save,
)
from luoshi.web.commitments.drafts import CommitmentDraft
from luoshi.web.commitments.models import Commitment, CommitmentList, ListItem, ListType
from luoshi.web.selfcheck.actions import (
    Said,
    answers_save,
    problem_put_right,
    self_check_open,
)
from luoshi.web.selfcheck.models import SelfCheck

FIRST_QUARTER = 3
"""Until the end of this month most of their items have not begun: nothing is asked."""
NOTICE_DAYS = 6
"""Working days from the notice to the next step."""


def make_kinds(
    city: City, plan: dict[str, Any], calendar: WorkCalendar
) -> Mapping[str, CommitmentList]:
    """Each list as ``kinds.yaml`` tells it, with its quarters, views and sign-offs; by type."""
    data = read("kinds.yaml")
    desk = Kinds(city, calendar, data)
    lists = [desk.make(key, told) for key, told in data["lists"].items()]
    year = Year(city, plan, calendar)
    for period in periods([(lst, 3) for lst in lists], city.today):
        if period.end.month > FIRST_QUARTER:
            year.play(period)
    desk.sign_off()
    desk.check_itself()
    desk.save_views()
    return desk.lists


class Kinds:
    """The supervision office, which keeps these lists."""

    def __init__(self, city: City, calendar: WorkCalendar, data: dict[str, Any]) -> None:
        self.city, self.calendar, self.data = city, calendar, data
        self.year = city.today.year
        self.lists: dict[str, CommitmentList] = {}

    def make(self, key: str, told: Mapping[str, Any]) -> CommitmentList:
        """The list with its items, taken on by their units and frozen."""
        on = min(date(self.year, *told["opened"]), self.city.today - timedelta(days=12))
        at = at_office(on)
        lst = self.lists[key] = self._list(key, told["title"], at)
        for item in told["items"]:
            draft = self._draft(item, lst)
            commitment_create(within=lst, draft=draft, by=self._desk(on), at=at)
        for item in told.get("also", ()):
            commitment_list_in(
                commitment=self._first(item),
                within=lst,
                weight=Decimal(1),
                extra=item["extra"],
                by=self._desk(on),
                at=at,
            )
        take_on(self.city, lst, at)
        return lst

    def sign_off(self) -> None:
        """What stood up to verification is put on notice, filed and signed off."""
        words, found = self.data["signed_off"], self._verified()
        day = self.calendar.add_working_days(self.city.today, -NOTICE_DAYS - 4)
        later = self.calendar.add_working_days(day, NOTICE_DAYS)
        for place, item in enumerate(found):
            take: dict[str, Any] = {"item": item, "by": self._desk(day)}
            sign_off_step_take(
                key="notice", on=day, note=words["notice"], at=at_office(day), **take
            )
            if place:
                continue
            at = at_office(later)
            sign_off_step_take(key="filed", on=later, note=words["filed"], at=at, **take)
            commitment_sign_off(commitment=item.commitment, by=self._desk(later), at=at)

    def check_itself(self) -> None:
        """Five units answer the questions; four problems become commitments."""
        told = self.data["self_check"]
        opened = self._day(told["days"]["opened"])
        at, units = at_office(opened), [self.city.units[code] for code in told["units"]]
        into = self._list("rectification", told["into"], at)
        check = self_check_open(
            lst=self._list("self_check", told["title"], at),
            units=units,
            lists=[into],
            answer_by=self._day(told["days"]["left"]),
            by=self._desk(opened),
            at=at,
        )
        for code in told["units"][:-1]:
            self._answer(check, code, told["found"].get(code, {}))
        for promise in told["promises"]:
            self._promise(check, into, promise)

    def save_views(self) -> None:
        """Shared by the office, for all who see the list."""
        on = self.city.today - timedelta(days=8)
        for told in self.data["views"]:
            view_save(
                lst=self.lists[told["list"]],
                name=told["name"],
                query=told["query"],
                shared=True,
                by=self._desk(on),
                at=at_office(on),
            )

    def _list(self, key: str, title: str, at: datetime) -> CommitmentList:
        return list_create(
            jurisdiction=self.city.unit,
            list_type=ListType.objects.get(jurisdiction=self.city.unit, key=key),
            title=title.format(year=self.year),
            period_start=date(self.year, 1, 1),
            period_end=date(self.year, 12, 31),
            by=self._desk(at.date()),
            at=at,
        )

    def _draft(self, item: Mapping[str, Any], lst: CommitmentList) -> CommitmentDraft:
        unit, measured = self.city.units[item["unit"]], "target" in item
        return CommitmentDraft(
            text=item["text"],
            kind="target" if measured else "qualitative-task",
            modality="确保",
            metric=item.get("metric", ""),
            comparator=">=" if measured else "",
            baseline=Decimal(0) if measured else None,
            target=Decimal(item["target"]) if measured else None,
            unit_of_measure=item.get("unit_of_measure", ""),
            starts_on=date(self.year, item["since"], 1),
            due_on=min(month_end(self.year, item["due"]), lst.period_end),
            lead_unit=unit,
            leader=f"{unit.short_name}主要负责人",
            standard="现场核验通过，资料齐全",
            extra=item["extra"],
        )

    def _first(self, item: Mapping[str, Any]) -> Commitment:
        """The first commitment of a unit in a frozen list of that kind."""
        rows = Commitment.objects.filter(
            lead_unit=self.city.units[item["unit"]],
            items__list__list_type__key=item["list"],
            items__list__frozen_at__isnull=False,
        )
        return rows.order_by("pk")[0]

    def _verified(self) -> list[ListItem]:
        rows = ListItem.objects.filter(
            list=self.lists["rectification"], commitment__state="verified"
        )
        return list(rows.select_related("commitment").order_by("number"))

    def _answer(self, check: SelfCheck, code: str, found: Mapping[str, list[str]]) -> None:
        on = self._day(self.data["self_check"]["days"]["answered"])
        unit = self.city.units[code]
        said = {key: Said("clear") for key in _questions(check)}
        said |= {key: Said(*words) for key, words in found.items()}
        by = self.city.contact(unit, on)
        answers_save(check=check, unit=unit, said=said, by=by, at=at_office(on, 15))

    def _promise(self, check: SelfCheck, into: CommitmentList, told: Mapping[str, Any]) -> None:
        on = self._day(self.data["self_check"]["days"]["promised"])
        unit = self.city.units[told["unit"]]
        answer = check.answers.get(unit=unit, question=told["question"], current=True)
        draft = CommitmentDraft(
            text=told["text"],
            kind="qualitative-task",
            starts_on=on,
            due_on=on + timedelta(days=told["days"]),
            lead_unit=unit,
            leader=f"{unit.short_name}主要负责人",
            extra={"origin": "other", "problem": answer.words, "acceptor": "市政府督查室"},
        )
        by = self.city.leader(unit, on)
        problem_put_right(answer=answer, within=into, draft=draft, by=by, at=at_office(on, 16))

    def _desk(self, on: date) -> Any:
        return self.city.actor("supervisor", on)

    def _day(self, offset: int) -> date:
        return self.calendar.add_working_days(self.city.today, offset)


def _questions(check: SelfCheck) -> Iterator[str]:
    for area in check.list.list_type.definition["questions"]:
        for question in area["ask"]:
            yield question["key"]
