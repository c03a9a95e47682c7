"""Periods offered for a round, and what a new round is preset to."""

from datetime import date

import pytest
from django.utils import timezone

from luoshi.web.commitments.models import CommitmentList
from luoshi.web.delivery.periods import periods_offered, recent_periods, year_so_far
from luoshi.web.delivery.queries import round_suggested
from tests.conftest import SignIn
from tests.factories import City, make_commitment, make_list
from tests.web.delivery.build import make_round, supervisor


def test_a_year_has_twelve_months_and_four_quarters() -> None:
    offered = periods_offered(date(2026, 4, 1))
    assert len(offered) == 16
    assert (offered[0].title, offered[3].title) == ("2026年1月", "2026年一季度")
    assert (offered[-1].start, offered[-1].end) == (date(2026, 10, 1), date(2026, 12, 31))


@pytest.mark.parametrize("month", [1, 3])
def test_the_end_of_last_year_is_offered_until_april(month: int) -> None:
    titles = [span.title for span in periods_offered(date(2026, month, 15))]
    assert titles[:5] == [
        "2025年10月", "2025年11月", "2025年12月", "2025年四季度", "2026年1月",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("on", "quarterly", "ends"),
    [
        (date(2026, 1, 1), False, [date(2025, 12, 31), date(2026, 1, 31)]),
        (date(2026, 3, 31), False, [date(2026, 2, 28), date(2026, 3, 31)]),
        (date(2026, 1, 1), True, [date(2025, 12, 31), date(2026, 3, 31)]),
        (date(2026, 12, 31), True, [date(2026, 9, 30), date(2026, 12, 31)]),
    ],
)
def test_the_last_period_over_and_the_present_one(
    on: date, quarterly: bool, ends: list[date]
) -> None:
    assert [span.end for span in recent_periods(on, quarterly=quarterly)] == ends


@pytest.mark.parametrize(
    ("on", "title", "end"),
    [
        (date(2026, 3, 31), "2025年度", date(2025, 12, 31)),
        (date(2026, 4, 1), "2026年一季度", date(2026, 3, 31)),
        (date(2026, 9, 30), "2026年上半年", date(2026, 6, 30)),
        (date(2026, 12, 31), "2026年前三季度", date(2026, 9, 30)),
    ],
)
def test_the_part_of_the_year_that_is_over(on: date, title: str, end: date) -> None:
    span = year_so_far(on)
    assert (span.title, span.start, span.end) == (title, date(end.year, 1, 1), end)


def delivered(city: City, **fields: object) -> CommitmentList:
    lst = make_list(city, **fields)  # type: ignore[arg-type]
    make_commitment(city, city.transport, within=lst)
    return lst


@pytest.mark.django_db
def test_the_next_round_is_suggested(city: City) -> None:
    on, by = date(2026, 4, 2), supervisor(city)
    assert round_suggested(city.actor("assessor"), on) == (
        None,
        recent_periods(on, quarterly=False)[1],
    )
    make_list(city, title="空")
    lst = delivered(city)
    make_list(city, period_start=date(2025, 1, 1), period_end=date(2025, 12, 31))
    found = round_suggested(by, on)
    assert (found[0], found[1].end) == (lst, date(2026, 3, 31))
    lst.list_type.definition = {**lst.list_type.definition, "cadence": "quarterly"}
    lst.list_type.save()
    assert round_suggested(by, on)[1].start == date(2026, 1, 1)


@pytest.mark.django_db
def test_what_is_open_is_not_suggested_again(city: City) -> None:
    by, lst = supervisor(city), delivered(city)
    for month, end in ((3, date(2026, 3, 31)), (4, date(2026, 4, 30))):
        found = round_suggested(by, date(2026, 4, 2))
        assert (found[0], found[1].end) == (lst, end)
        opened = make_round(city, lst, month=month)
        opened.period_end = end
        opened.save()
    assert round_suggested(by, date(2026, 4, 2))[0] is None


@pytest.mark.django_db
def test_a_new_round_comes_filled_in(city: City, sign_in: SignIn) -> None:
    today = timezone.localdate()
    whole = {"period_start": date(today.year - 1, 1, 1), "period_end": date(today.year, 12, 31)}
    lst = delivered(city, **whole)
    page = sign_in(city.person("supervisor")).get("/rounds/new/").content.decode()
    span = recent_periods(today, quarterly=False)[0]
    for chosen in (str(lst.pk), span.key):
        assert f'<option value="{chosen}" selected>' in page
