"""Forecasts: all that are open with how well they hold, and one with what it rests on."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from luoshi.web.commitments.queries import commitment_for
from luoshi.web.commitments.rows import claims_of, shown_of
from luoshi.web.commitments.views.accounts import told_of as accounts_of
from luoshi.web.forecast.queries import (
    MOST,
    behind,
    books_for,
    forecast_for,
    forecasts_visible_to,
)
from luoshi.web.forecast.words import rule_words, told_of, tried_of
from luoshi.web.http import Request, page


@require_safe
def every(request: Request) -> HttpResponse:
    """What is open, the least likely first; whether such chances held so far."""
    found = list(forecasts_visible_to(request.actor)[:MOST])
    rows = [(row, told_of(row), shown_of(row.commitment)) for row in found]
    context = {
        "books": [tried_of(book) for book in books_for(request.actor)],
        "rows": [each for each in rows if each[1].chance],
        "untold": [each for each in rows if not each[1].chance],
        "most": MOST if len(found) == MOST else 0,
        "rule": rule_words(),
    }
    return page(request, "forecast/forecasts.html", context)


@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    """The chance of one commitment: its own history, and the past commitments behind it."""
    commitment = commitment_for(request.actor, pk)
    forecast = forecast_for(commitment)
    told = accounts_of(request.actor, commitment)
    context = {
        "commitment": commitment,
        "forecast": forecast,
        "told": told_of(forecast),
        "accounts": [line for line in told if line.stands],
        "shown": shown_of(commitment),
        "claims": claims_of(commitment),
        "behind": behind(request.actor, forecast) if forecast.probability is not None else None,
        "rule": rule_words(),
        "tried": tried_of(forecast.book),
    }
    return page(request, "forecast/forecast.html", context)
