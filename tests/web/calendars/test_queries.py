"""The calendar is read from the database and is right after every edit."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from luoshi.core.errors import Refused
from luoshi.web.calendars.actions import special_day_remove, special_day_set, year_seed
from luoshi.web.calendars.models import SpecialDay, Year
from luoshi.web.calendars.published import exceptions_of, published_years, source_of
from luoshi.web.calendars.queries import months_of, special_days, work_calendar, years_to_seed
from tests.factories import NOW, City

NATIONAL_DAY = date(2026, 10, 1)


@pytest.fixture
def seeded(city: City) -> City:
    year_seed(year=2026, by=city.actor("admin"), at=NOW)
    return city


def test_calendar_of_an_empty_database_refuses(db: None) -> None:
    with pytest.raises(Refused, match="calendar-not-covered"):
        work_calendar().is_working(NATIONAL_DAY)


def test_calendar_knows_seeded_days(seeded: City) -> None:
    calendar = work_calendar()
    assert calendar.years == {2026}
    assert not calendar.is_working(NATIONAL_DAY)
    assert calendar.is_working(date(2026, 10, 10))  # Saturday, made up for the holiday
    assert not calendar.is_working(date(2026, 10, 11))


def test_year_without_exceptions_is_known(db: None) -> None:
    Year.objects.create(year=2026, source="通知")
    assert work_calendar().is_working(NATIONAL_DAY)


def test_calendar_is_built_once_for_the_same_rows(seeded: City) -> None:
    assert work_calendar() is work_calendar()


@pytest.mark.parametrize("years", [1, 3])
def test_calendar_costs_one_query(
    city: City, years: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for year in range(2026 - years + 1, 2027):
        year_seed(year=year, by=city.actor("admin"), at=NOW)
    with django_assert_num_queries(1):
        work_calendar()


def test_every_edit_is_seen_at_once(seeded: City) -> None:
    by = seeded.actor("admin")
    assert not work_calendar().is_working(NATIONAL_DAY)
    day = SpecialDay.objects.get(on=NATIONAL_DAY)
    special_day_remove(day=day, by=by, at=NOW)
    assert work_calendar().is_working(NATIONAL_DAY)
    special_day_set(on=NATIONAL_DAY, is_working=False, name="国庆节", by=by, at=NOW)
    assert not work_calendar().is_working(NATIONAL_DAY)
    saturday = date(2026, 10, 17)
    special_day_set(on=saturday, is_working=True, name="值守", by=by, at=NOW)
    assert work_calendar().is_working(saturday)
    SpecialDay.objects.filter(on=saturday).update(is_working=False)
    assert not work_calendar().is_working(saturday)


def test_published_years_end_with_the_last_notice() -> None:
    assert published_years()[-1] == 2026
    assert 2027 not in published_years()
    assert "国务院办公厅关于2026年部分节假日安排的通知" in source_of(2026)


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_exceptions_differ_from_their_weekday(year: int) -> None:
    days = exceptions_of(year)
    assert days == sorted(days, key=lambda day: day.on)
    assert {day.on.year for day in days} == {year}
    assert [day for day in days if day.working == (day.on.weekday() < 5)] == []


def test_known_years_are_not_offered_again(seeded: City) -> None:
    assert years_to_seed()[0] == 2025


def test_months_mark_every_day_and_count_the_worked(seeded: City) -> None:
    months = months_of(2026, special_days(2026))
    october = months[9]
    cells = {cell.on: cell for week in october.weeks for cell in week if cell}
    assert len(cells) == 31
    assert (cells[NATIONAL_DAY].mark, cells[NATIONAL_DAY].name) == ("off", "国庆节")
    assert (cells[date(2026, 10, 10)].mark, cells[date(2026, 10, 10)].working) == ("worked", True)
    assert (cells[date(2026, 10, 3)].mark, cells[date(2026, 10, 3)].working) == ("", False)
    calendar = work_calendar()
    assert october.working_days == calendar.working_days_between(
        date(2026, 10, 1), date(2026, 10, 31)
    )
