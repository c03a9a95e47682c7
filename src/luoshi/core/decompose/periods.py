"""The days on which the quarters and months of a commitment end."""

from datetime import date, timedelta

MONTHS = {"quarter": 3, "month": 1}
"""How many months a period has."""
MOST = 36


def stage_days(starts_on: date, due_on: date, period: str) -> tuple[date, ...]:
    """The last days of the periods that end after the start and before the due day, in order.

    On the due day the whole is owed. At most 36; none for a ``period`` that is neither
    ``quarter`` nor ``month``.
    """
    step = MONTHS.get(period)
    if step is None:
        return ()
    found: list[date] = []
    year, month = starts_on.year, starts_on.month
    while len(found) < MOST:
        last = _month_end(year, month)
        if last >= due_on:
            break
        if month % step == 0 and last > starts_on:
            found.append(last)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return tuple(found)


def _month_end(year: int, month: int) -> date:
    following = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return following - timedelta(days=1)
