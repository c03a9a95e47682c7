"""Leaders on site: what was raised, what became of it, and a desk that is still open."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from luoshi.core.calendar import WorkCalendar
from luoshi.demo.clock import at_office
from luoshi.demo.founding import City, read
from luoshi.web.commitments.actions import commitments_accept
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.delivery.actions import progress_refresh
from luoshi.web.visits import actions
from luoshi.web.visits.models import Answer, Raised, Visit


def make_visits(city: City, calendar: WorkCalendar) -> None:
    """Each as ``visits.yaml`` tells it; days are working days counted from today."""
    for told in read("visits.yaml")["visits"]:
        _play(city, calendar, told)
    own = Raised.objects.filter(commitment__isnull=False).values_list("commitment_id", flat=True)
    progress_refresh(ids=[pk for pk in own if pk], on=city.today)


def _play(city: City, calendar: WorkCalendar, told: Mapping[str, Any]) -> None:
    on = calendar.add_working_days(city.today, told["day"])
    by = city.actor("supervisor", on)
    visit = actions.visit_create(
        jurisdiction=city.unit,
        kind=told["kind"],
        on=on,
        place=told["place"],
        leader=told["leader"],
        host=city.units.get(told.get("host", "")),
        firm=told.get("firm", ""),
        by=by,
        at=at_office(on, 9),
    )
    for one in told["raised"]:
        _raise(city, calendar, visit, one, on)
    if not told.get("open"):
        actions.visit_end(visit=visit, by=by, at=at_office(on, 17))
    for raised, one in zip(visit.raised.order_by("number"), told["raised"], strict=True):
        for later in one.get("later", ()):
            _later(city, raised, later, calendar.add_working_days(on, later["after"]))


def _raise(
    city: City, calendar: WorkCalendar, visit: Visit, told: Mapping[str, Any], on: date
) -> None:
    by, at = city.actor("supervisor", on), at_office(on, 10)
    raised = actions.raised_note(visit=visit, text=told["text"], asker=told["asker"], by=by, at=at)
    if "spot" in told:
        moment = at + timedelta(minutes=5)
        actions.answer_give(raised=raised, text=told["spot"], until=None, by=by, at=moment)
    if "unit" not in told:
        return
    unit = city.units[told["unit"]]
    within = CommitmentList.objects.filter(
        jurisdiction=city.unit, frozen_at=None, title__contains="现场交办"
    ).get()
    given = actions.raised_assign(
        raised=raised,
        within=within,
        lead_unit=unit,
        due_on=calendar.add_working_days(on, told.get("days", 15)),
        by=by,
        at=at + timedelta(minutes=10),
    )
    if told.get("accepted", True) and given.commitment:
        leader = city.leader(unit, on)
        commitments_accept(commitments=[given.commitment], by=leader, at=at_office(on, 16))


def _later(city: City, raised: Raised, told: Mapping[str, Any], on: date) -> None:
    """An answer of the owner, or a rating that was asked for."""
    at, desk = at_office(on, 11), city.actor("supervisor", on)
    if "answer" in told:
        owner = Raised.objects.select_related("commitment__lead_unit").get(pk=raised.pk).commitment
        by = city.contact(owner.lead_unit, on) if owner and owner.lead_unit else desk
        until = on + timedelta(days=told["still"]) if "still" in told else None
        actions.answer_give(raised=raised, text=told["answer"], until=until, by=by, at=at)
        return
    answer = Answer.objects.filter(raised=raised).select_related("raised__visit").latest("pk")
    comment = told.get("comment", "")
    if told.get("how", "link") == "link":
        secret = actions.link_make(answer=answer, by=desk, at=at)
        actions.rating_give(secret=secret, verdict=told["verdict"], comment=comment, at=at)
    else:
        actions.rating_note(
            answer=answer, verdict=told["verdict"], how=told["how"], comment=comment, by=desk, at=at
        )
