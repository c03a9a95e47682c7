"""Years and special days are entered by an administrator, each with its entry in the record."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.audit.models import Entry
from luoshi.web.calendars.actions import (
    special_day_remove,
    special_day_set,
    year_enter,
    year_seed,
)
from luoshi.web.calendars.models import SpecialDay, Year
from luoshi.web.messages import message
from tests.factories import NOW, City

WEEKDAY = date(2026, 3, 4)


def entered(city: City, year: int = 2026) -> Year:
    return year_enter(year=year, source="通知", by=city.actor("admin"), at=NOW)


def test_seed_enters_the_published_year_with_its_source(city: City) -> None:
    year_seed(year=2026, by=city.actor("admin"), at=NOW)
    year = Year.objects.get()
    assert year.source.startswith("国务院办公厅关于2026年")
    assert year.days.count() == SpecialDay.objects.count() > 20
    entry = Entry.objects.get()
    assert (entry.verb, entry.object_id) == ("calendar.seed", "2026")
    assert entry.after == {"source": year.source, "days": year.days.count()}


def test_year_that_is_not_published_is_refused(city: City) -> None:
    with pytest.raises(Refused) as refusal:
        year_seed(year=2027, by=city.actor("admin"), at=NOW)
    assert refusal.value.code == "calendar-year-unpublished"
    assert "2027 年" in message(refusal.value)
    assert (Year.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.parametrize("again", [year_seed, entered])
def test_year_is_entered_once(city: City, again: Callable[..., Year]) -> None:
    year_seed(year=2026, by=city.actor("admin"), at=NOW)
    given: dict[str, Any] = {"year": 2026, "by": city.actor("admin"), "at": NOW}
    with pytest.raises(Refused, match="calendar-year-known"):
        again(city) if again is entered else again(**given)


def test_year_by_hand_keeps_its_source(city: City) -> None:
    entered(city, 2027)
    assert Year.objects.get().source == "通知"
    assert Entry.objects.get().verb == "calendar.enter"


def test_day_is_set_and_corrected(city: City) -> None:
    entered(city)
    by = city.actor("admin")
    special_day_set(on=WEEKDAY, is_working=False, name="放假", by=by, at=NOW)
    special_day_set(on=WEEKDAY, is_working=False, name="临时放假", by=by, at=NOW)
    assert SpecialDay.objects.get().name == "临时放假"
    entry = Entry.objects.first()
    assert entry
    assert entry.before == {"is_working": False, "name": "放假"}
    assert entry.after == {"is_working": False, "name": "临时放假"}


@pytest.mark.parametrize(
    ("on", "is_working", "code"),
    [
        (date(2025, 3, 4), False, "calendar-year-unknown"),
        (WEEKDAY, True, "calendar-day-ordinary"),
        (date(2026, 3, 7), False, "calendar-day-ordinary"),
    ],
    ids=["year not entered", "weekday worked", "Saturday off"],
)
def test_day_that_says_nothing_is_refused(
    city: City, on: date, is_working: bool, code: str
) -> None:
    entered(city)
    with pytest.raises(Invalid, match=code):
        special_day_set(on=on, is_working=is_working, name="x", by=city.actor("admin"), at=NOW)
    assert (SpecialDay.objects.count(), Entry.objects.count()) == (0, 1)


def test_day_removed_leaves_what_it_was_in_the_record(city: City) -> None:
    entered(city)
    by = city.actor("admin")
    day = special_day_set(on=WEEKDAY, is_working=False, name="放假", by=by, at=NOW)
    special_day_remove(day=day, by=by, at=NOW)
    assert not SpecialDay.objects.exists()
    entry = Entry.objects.first()
    assert entry
    assert (entry.verb, entry.object_id) == ("calendar.remove", "2026-03-04")
    assert entry.before == {"is_working": False, "name": "放假"}


def test_only_an_administrator_changes_the_calendar(city: City) -> None:
    day = SpecialDay(on=WEEKDAY, year=entered(city), is_working=False, name="x")
    by = city.actor("supervisor")
    for act in (
        lambda: year_seed(year=2025, by=by, at=NOW),
        lambda: year_enter(year=2025, source="x", by=by, at=NOW),
        lambda: special_day_set(on=WEEKDAY, is_working=False, name="x", by=by, at=NOW),
        lambda: special_day_remove(day=day, by=by, at=NOW),
    ):
        with pytest.raises(Forbidden, match="admin-only"):
            act()
    assert Entry.objects.count() == 1
