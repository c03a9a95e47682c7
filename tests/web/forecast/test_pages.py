"""Chances on pages: refused with too little history, else with what they rest on."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from luoshi.web.commitments.models import Commitment
from luoshi.web.delivery.models import ProgressReport, Round
from luoshi.web.forecast.actions import forecast_refresh
from luoshi.web.forecast.models import Forecast, ForecastBook, Precedent
from luoshi.web.units.models import Unit
from tests.conftest import SignIn
from tests.factories import NOW, TODAY, City, make_commitment, make_list

DAYS = (date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31))


@pytest.fixture
def desk(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("supervisor"))


def told(city: City, unit: Unit, due_on: date, *, on_time: bool) -> Commitment:
    """A commitment of last year with a report each quarter, ahead all the way or behind."""
    lst = make_list(city, title=f"{due_on}", period_start=date(2025, 1, 1), period_end=due_on)
    made = make_commitment(city, unit, within=lst, starts_on=date(2025, 1, 1), due_on=due_on)
    who = city.person("contact", unit)
    for day in [day for day in DAYS if day <= due_on]:
        period = Round.objects.create(
            list=lst, title=f"{day}", period_start=day.replace(day=1), period_end=day,
            due_on=day, opened_by=who, opened_at=NOW,
        )  # fmt: skip
        gone = Decimal((day - date(2025, 1, 1)).days + 1) / ((due_on - date(2025, 1, 1)).days + 1)
        signs = {f"{verb}_{end}": value for verb in ("submitted", "signed", "accepted")
                 for end, value in (("by", who), ("at", NOW))}  # fmt: skip
        ProgressReport.objects.create(
            round=period, commitment=made, unit=unit, state="accepted",
            value=(100 * gone if on_time else 60 * gone), **signs,
        )  # fmt: skip
    return made


def last_year(city: City, count: int) -> None:
    for number in range(count):
        unit = city.transport if number % 2 else city.health
        due_on = DAYS[2] if number < count * 0.6 else DAYS[3]
        told(city, unit, due_on, on_time=number % 3 > 0)


@pytest.fixture
def running(city: City) -> Commitment:
    """Of this year, with one report that is behind."""
    made = told(city, city.transport, date(2025, 12, 31), on_time=False)
    Commitment.objects.filter(pk=made.pk).update(due_on=date(2026, 12, 31))
    made.reports.update(value=F("value") / 2)
    return made


def test_too_little_history_is_refused_and_says_so(
    city: City, running: Commitment, desk: Client
) -> None:
    last_year(city, 3)
    assert forecast_refresh(on=TODAY) == 1
    assert (Forecast.objects.get().probability, Precedent.objects.count()) == (None, 0)
    for address in (
        "/forecasts/",
        f"/commitments/{running.pk}/",
        f"/commitments/{running.pk}/forecast/",
    ):
        assert "只有 3 个，少于 20 个，不作预测" in desk.get(address).content.decode()


def test_a_chance_names_the_past_it_rests_on_and_how_such_chances_held(
    city: City,
    other_city: City,
    running: Commitment,
    desk: Client,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    last_year(city, 36)
    with django_assert_num_queries(12):
        forecast_refresh(on=TODAY)
    book, found = ForecastBook.objects.get(), Forecast.objects.get()
    assert (book.finished, book.on_time, book.code) == (36, 24, "")
    assert Decimal(book.calibration["brier"]) < Decimal(book.calibration["baseline"]) / 2
    assert found.probability is not None
    assert found.probability < Decimal("0.3")
    assert (found.alike, found.on_time) == (12, 0)
    with django_assert_num_queries(5):
        page = desk.get("/forecasts/").content.decode()
    assert f"{found.probability:.0%}" in page
    assert "Brier 评分" in page
    trace = desk.get(f"/commitments/{running.pk}/forecast/").content.decode()
    assert trace.count("✕ ") == 12
    contact = sign_in(city.person("contact", city.transport))
    own = contact.get(f"/commitments/{running.pk}/forecast/").content.decode()
    assert own.count("✕ ") == 6
    assert "另有 6 个属于其他单位，只计数，不列出" in own
    stranger = sign_in(other_city.person("supervisor"))
    assert stranger.get(f"/commitments/{running.pk}/forecast/").status_code == 404
    assert "Brier" not in stranger.get("/forecasts/").content.decode()
    forecast_refresh(on=TODAY)
    assert (ForecastBook.objects.count(), Forecast.objects.count()) == (1, 1)


def test_nothing_is_locked_while_the_past_is_read(city: City, running: Commitment) -> None:
    last_year(city, 3)
    with CaptureQueriesContext(connection) as asked:
        assert forecast_refresh(on=TODAY) == 1
    lines = [query["sql"] for query in asked.captured_queries]
    begun = next(at for at, sql in enumerate(lines) if sql.startswith("SAVEPOINT"))
    reads = [at for at, sql in enumerate(lines) if 'FROM "delivery_progressreport"' in sql]
    writes = [at for at, sql in enumerate(lines) if sql.startswith(("INSERT", "DELETE"))]
    assert reads
    assert max(reads) < begun < min(writes)
