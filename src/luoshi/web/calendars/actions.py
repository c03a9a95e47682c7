"""Changes to the working calendar."""

from datetime import date, datetime

from django.db import transaction

from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.calendars.models import SpecialDay, Year
from luoshi.web.calendars.published import (
    exceptions_of,
    is_ordinary,
    published_years,
    source_of,
)
from luoshi.web.calendars.rules import can_change_calendar


@transaction.atomic
def year_seed(*, year: int, by: Actor, at: datetime) -> Year:
    """Enter a published year with all its exceptions. Refuses one that is not published."""
    can_change_calendar(by).require()
    if year not in published_years():
        raise Refused("calendar-year-unpublished", year=year)
    entered = _entered(year, source_of(year))
    days = [
        SpecialDay(on=day.on, year=entered, is_working=day.working, name=day.name)
        for day in exceptions_of(year)
    ]
    SpecialDay.objects.bulk_create(days)
    after = {"source": entered.source, "days": len(days)}
    record(by=by, at=at, verb="calendar.seed", obj=entered, after=after)
    return entered


@transaction.atomic
def year_enter(*, year: int, source: str, by: Actor, at: datetime) -> Year:
    """Enter a year by hand, from a notice that the software does not have yet."""
    can_change_calendar(by).require()
    entered = _entered(year, source)
    record(by=by, at=at, verb="calendar.enter", obj=entered, after={"source": source})
    return entered


def _entered(year: int, source: str) -> Year:
    if Year.objects.filter(pk=year).exists():
        raise Refused("calendar-year-known", year=year)
    return Year.objects.create(year=year, source=source)


@transaction.atomic
def special_day_set(
    *, on: date, is_working: bool, name: str, by: Actor, at: datetime
) -> SpecialDay:
    """A day that differs from its weekday, or a correction of one."""
    can_change_calendar(by).require()
    if not Year.objects.filter(pk=on.year).exists():
        raise Invalid("calendar-year-unknown", year=on.year, field="on")
    if is_ordinary(on, working=is_working):
        raise Invalid("calendar-day-ordinary", field="on")
    found = SpecialDay.objects.select_for_update().filter(pk=on).first()
    day, _ = SpecialDay.objects.update_or_create(
        on=on, defaults={"year_id": on.year, "is_working": is_working, "name": name}
    )
    after = {"is_working": is_working, "name": name}
    record(by=by, at=at, verb="calendar.set", obj=day, before=_facts(found), after=after)
    return day


@transaction.atomic
def special_day_remove(*, day: SpecialDay, by: Actor, at: datetime) -> None:
    """The day follows its weekday again."""
    can_change_calendar(by).require()
    record(by=by, at=at, verb="calendar.remove", obj=day, before=_facts(day))
    day.delete()


def _facts(day: SpecialDay | None) -> dict[str, object] | None:
    return {"is_working": day.is_working, "name": day.name} if day else None
