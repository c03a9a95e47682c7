"""Forecasts a person sees: of commitments that the person sees."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.http import Http404

from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.queries import visible_to
from luoshi.web.forecast.models import Forecast, ForecastBook, Precedent
from luoshi.web.prepared import prepared

SEES = ("supervisor", "assessor", "principal", "contact", "unit_leader")
MOST = 50
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Behind:
    """The finished commitments behind a number; ``hidden``: how many the person may not open."""

    rows: Sequence[Precedent]
    more: int
    hidden: int


def books_for(actor: Actor) -> list[ForecastBook]:
    """The reckonings of the person's jurisdictions."""
    areas = actor.jurisdictions(*SEES)
    books = ForecastBook.objects.filter(jurisdiction__in=areas).select_related("jurisdiction")
    return list(books.order_by("jurisdiction"))


def forecasts_visible_to(actor: Actor) -> QuerySet[Forecast]:
    """The least likely first, then those of which nothing can be said."""
    seen = visible_to(actor).order_by().values("pk")
    rows = Forecast.objects.filter(commitment__in=seen)
    related = ("commitment__lead_unit", "commitment__progress")
    least = F("probability").asc(nulls_last=True)
    return rows.select_related(*related).order_by(least, "commitment__due_on", "pk")


def forecast_of(commitment: Commitment) -> Forecast | None:
    """That of a commitment which the caller has shown to be seen: one query."""
    return next(iter(_forecast(commitment.pk)), None)


@prepared
def _forecast(commitment: int) -> QuerySet[Forecast]:
    return Forecast.objects.filter(commitment=commitment).select_related("book")


def forecast_for(commitment: Commitment) -> Forecast:
    """The same. Raises Http404."""
    if found := forecast_of(commitment):
        return found
    raise Http404


def behind(actor: Actor, forecast: Forecast) -> Behind:
    """What the number rests on, the latest first: two queries."""
    stood = {"place_reach": forecast.place_reach}
    if not forecast.whole_time:
        stood["place_time"] = forecast.place_time
    rows = Precedent.objects.filter(book=forecast.book_id, **stood)
    seen = visible_to(actor).order_by().values("pk")
    open_to = rows.filter(commitment__in=seen).select_related("commitment__lead_unit")
    latest: dict[int, Precedent] = {}
    for row in open_to[: 3 * SHOWN]:
        latest.setdefault(row.commitment_id, row)
    shown = list(latest.values())[:SHOWN]
    count = open_to.order_by().values("commitment").distinct().count()
    return Behind(shown, count - len(shown), forecast.alike - count)
