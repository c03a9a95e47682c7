"""Who asked whom for which data: reused, asked again, too much for a week, remarked on."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from luoshi.core.calendar import WorkCalendar
from luoshi.demo.clock import at_office
from luoshi.demo.founding import City, read
from luoshi.web.burden.actions import (
    approval_ask,
    minutes_state,
    remark_appeal,
    remark_raise,
    remark_reply,
    remark_rule,
    repeats_decide,
    request_answer,
    request_ask,
    request_send,
    rounds_enter,
)
from luoshi.web.burden.drafts import Item, RequestDraft
from luoshi.web.burden.models import DataRequest
from luoshi.web.units.models import Unit


def make_requests(city: City, calendar: WorkCalendar, today: date) -> None:
    """The rounds of the year by the rule; then what departments asked beside them."""
    rounds_enter(at=at_office(today))
    plan = read("burden.yaml")
    for entry in plan["requests"]:
        on = calendar.add_working_days(today, -entry["days_ago"])
        made = _ask(city, entry, calendar, on)
        _say(city, made, entry, on)


def _ask(city: City, entry: Mapping[str, Any], calendar: WorkCalendar, on: date) -> DataRequest:
    asker = city.units[entry["asker"]]
    due = calendar.add_working_days(on, entry["days"])
    draft = RequestDraft(
        asker=asker,
        title=entry["title"],
        basis=entry["basis"],
        minutes=entry["minutes"],
        period_start=date(on.year, 1, 1),
        period_end=on,
        due_on=due,
        expires_on=due + timedelta(days=entry.get("expires", 7)),
        items=[Item(text, measure) for text, measure in entry["items"]],
        units=_asked(city, entry),
    )
    by = city.contact(asker, on)
    made = request_ask(draft=draft, by=by, at=at_office(on, 9))
    for choice in entry.get("repeats", ()):
        rows = made.repeats.filter(choice="").order_by("pk")
        ids = list(rows.values_list("pk", flat=True)[: choice.get("first")])
        repeats_decide(
            request=made, ids=ids, choice=choice["choice"], words=choice.get("words", ""), by=by,
            at=at_office(on, 10),
        )  # fmt: skip
    if entry.get("repeats"):
        made = request_send(request=made, by=by, at=at_office(on, 10))
    if entry.get("approver"):
        approver = city.people[entry["approver"]]
        made = approval_ask(request=made, approver=approver, by=by, at=at_office(on, 10))
    return made


def _asked(city: City, entry: Mapping[str, Any]) -> list[Unit]:
    units = [city.units[code] for code in entry.get("units", ())]
    kinds = entry.get("kinds", ())
    below = Unit.objects.filter(kind__in=kinds, jurisdiction=city.unit).without_tree_fields()
    return [*units, *(below if kinds else ())]


def _say(city: City, made: DataRequest, entry: Mapping[str, Any], on: date) -> None:
    """What the units answered, how long it took them, and what they had to say."""
    rows = made.units.select_related("unit__parent").order_by("unit__code")
    for at, row in enumerate(rows[: entry.get("answered", 0)]):
        contact = city.contact(_contact_of(city, row.unit), on)
        values = {item.pk: str(3 + (at * 7 + item.position * 5) % 40) for item in made.items.all()}
        when = at_office(on, 15)
        request_answer(asked=row, values=values, by=contact, at=when)
        if at < entry.get("stated", 0):
            took = made.minutes + (at * 13) % 40
            minutes_state(asked=row, minutes=took, by=contact, at=when)
    for told in entry.get("remarks", ()):
        _remark(city, made, told, on)


def _remark(city: City, made: DataRequest, told: Mapping[str, str], on: date) -> None:
    row = made.units.select_related("unit__parent").get(unit=city.units[told["unit"]])
    contact = city.contact(_contact_of(city, row.unit), on)
    when = at_office(on, 16)
    said = remark_raise(asked=row, kind=told["kind"], words=told["words"], by=contact, at=when)
    if "reply" in told:
        asker, upheld = city.contact(made.asker, on), told["upheld"] == "yes"
        remark_reply(remark=said, upheld=upheld, words=told["reply"], by=asker, at=when)
    if "appeal" in told:
        remark_appeal(remark=said, words=told["appeal"], by=contact, at=when)
    if "ruling" in told:
        office = city.actor("supervisor", on)
        remark_rule(remark=said, for_unit=True, words=told["ruling"], by=office, at=when)


def _contact_of(city: City, unit: Unit) -> Unit:
    """A town has no contact of its own: its county's answers for it."""
    return unit if unit.code in city.units else city.units[unit.parent.code]
