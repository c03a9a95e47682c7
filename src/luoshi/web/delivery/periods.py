"""The months and quarters of a year for which a round may be opened."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

MONTHS = 12
QUARTER = 3


@dataclass(frozen=True, slots=True)
class Period:
    """A span with its name; ``key`` is its first and last day."""

    title: str
    start: date
    end: date

    @property
    def key(self) -> str:
        """What a form sends."""
        return f"{self.start.isoformat()}/{self.end.isoformat()}"


def periods_of(year: int) -> Iterator[Period]:
    """Each month, and after each third its quarter."""
    for month in range(1, MONTHS + 1):
        yield Period(
            gettext("%(year)s年%(month)s月") % {"year": year, "month": month},
            date(year, month, 1),
            _last(year, month),
        )
        if month % QUARTER == 0:
            yield Period(
                gettext("%(year)s年第%(quarter)s季度")
                % {"year": year, "quarter": month // QUARTER},
                date(year, month - QUARTER + 1, 1),
                _last(year, month),
            )


def _last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
