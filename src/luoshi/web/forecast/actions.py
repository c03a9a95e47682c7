"""Reckoning the forecasts of every jurisdiction anew."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from luoshi.core.errors import Refused
from luoshi.core.forecast import Calibration, ForecastRule, Past, Table, calibrate, fit, place_of
from luoshi.web.commitments.models import Commitment
from luoshi.web.forecast.history import History, forecast_rule, histories
from luoshi.web.forecast.models import Forecast, ForecastBook, Precedent

BATCH = 2000


def forecast_refresh(*, on: date) -> int:
    """What is likely as of a day, for every jurisdiction; how many open commitments were told of.

    Safe to repeat; not audited, for it decides nothing.
    """
    areas = Commitment.objects.order_by("jurisdiction_id").values_list("jurisdiction_id", flat=True)
    return sum(_refresh(area, on) for area in areas.distinct())


def _refresh(area: int, on: date) -> int:
    """Reckoned before anything is written: over very many commitments that takes minutes, in which
    SQLite would let nobody else write."""
    rule = forecast_rule()
    found = list(histories(area))
    past = [each for history in found if (each := history.past(rule, on))]
    book = ForecastBook(jurisdiction_id=area, as_of=on, finished=len(past))
    book.on_time = sum(each.on_time for each in past)
    table = _fitted(book, rule, past)
    _tried(book, rule, past)
    told = [_forecast(book, rule, table, each) for each in found if each.is_open(on)]
    _write(book, list(_precedents(book, table)) if table else [], told)
    return len(told)


@transaction.atomic
def _write(book: ForecastBook, precedents: list[Precedent], told: list[Forecast]) -> None:
    """In place of the reckoning before."""
    ForecastBook.objects.filter(jurisdiction=book.jurisdiction_id).delete()
    book.save()
    Precedent.objects.bulk_create(precedents, batch_size=BATCH)
    Forecast.objects.bulk_create(told, batch_size=BATCH)


def _fitted(book: ForecastBook, rule: ForecastRule, past: Sequence[Past]) -> Table | None:
    try:
        return fit(rule, past)
    except Refused as refusal:
        book.code, book.params = refusal.code, dict(refusal.params)
        return None


def _tried(book: ForecastBook, rule: ForecastRule, past: Sequence[Past]) -> None:
    """A table that is no better than the mean says nothing."""
    try:
        found = calibrate(rule, past)
    except Refused as refusal:
        book.calibration_code = refusal.code
        book.calibration = {"params": dict(refusal.params)}
        return
    book.calibration = _plain(found)
    if not book.code and found.skill <= 0:
        book.code = "forecast-no-skill"


def _plain(found: Calibration) -> dict[str, object]:
    return {
        "cut": found.cut.isoformat(),
        **{name: getattr(found, name) for name in ("earlier", "later", "tried")},
        **{name: str(getattr(found, name)) for name in ("base", "brier", "baseline", "skill")},
        "rows": [
            [str(row.low), str(row.high), row.given, str(row.mean), str(row.came_true)]
            for row in found.rows
        ],
    }


def _precedents(book: ForecastBook, table: Table) -> Iterator[Precedent]:
    for place, shots in table.stood.items():
        for shot in shots:
            yield Precedent(
                book=book,
                commitment_id=shot.key,
                on=shot.on,
                place_time=place.time,
                place_reach=place.reach,
                reached=shot.reached,
                on_time=shot.on_time,
            )


def _forecast(
    book: ForecastBook, rule: ForecastRule, table: Table | None, history: History
) -> Forecast:
    made = Forecast(commitment=history.commitment, book=book, code=book.code, params=book.params)
    if not history.points:
        made.code, made.params = "forecast-no-report", {}
        return made
    held = history.commitment
    place, reached = place_of(rule, held.starts_on, held.due_on, history.points)
    made.place_time, made.place_reach, made.reached = place.time, place.reach, reached
    if table and not book.code:
        try:
            chance = table.chance(place)
        except Refused as refusal:
            made.code, made.params = refusal.code, dict(refusal.params)
            return made
        made.probability = Decimal(chance.probability)
        made.alike, made.on_time = len(chance.alike), chance.on_time
        made.whole_time = chance.whole_time
    return made
