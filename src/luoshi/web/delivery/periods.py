"""Months and quarters for which a round may be opened, and the part of a year that is over."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from luoshi.web.quarters import quarter_text

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
                quarter_text(year, month // QUARTER),
                date(year, month - QUARTER + 1, 1),
                _last(year, month),
            )


def periods_offered(on: date) -> list[Period]:
    """This year's, and until April the last quarter's of the year before."""
    before = list(periods_of(on.year - 1))[-QUARTER - 1 :] if on.month <= QUARTER else []
    return [*before, *periods_of(on.year)]


def recent_periods(on: date, *, quarterly: bool) -> tuple[Period, Period]:
    """The month (or quarter) that ended last before a day, and the one the day is in."""
    spans = [*periods_of(on.year - 1), *periods_of(on.year)]
    kind = [span for span in spans if (span.start.month != span.end.month) == quarterly]
    now = next(at for at, span in enumerate(kind) if span.start <= on <= span.end)
    return kind[now - 1], kind[now]


def year_so_far(on: date) -> Period:
    """From new year to the end of the last quarter that is over; the last year until April."""
    over = (on.month - 1) // QUARTER
    titles = {
        2: gettext("%(year)s年上半年"),
        3: gettext("%(year)s年前三季度"),
    }
    year = on.year if over else on.year - 1
    title = titles.get(over, gettext("%(year)s年度")) % {"year": year}
    title = quarter_text(year, 1) if over == 1 else title
    return Period(title, date(year, 1, 1), _last(year, over * QUARTER or MONTHS))


def _last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
