"""Looking back: the half that ended is filled and closed, the next one is open for words."""

from datetime import date, timedelta
from typing import Any

from luoshi.demo.clock import at_office, month_end
from luoshi.demo.founding import City, read
from luoshi.demo.story import Character, chosen
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.lookback.actions import (
    entries_sign,
    entry_save,
    look_back_close,
    look_back_open,
)
from luoshi.web.lookback.models import Entry, LookBack, Span

FIRST = ("YC-JTJ", "YC-FGW", "YC-LJ", "YC-QS")
"""Units that have begun to write."""
SETTLED = timedelta(days=24)
"""After the end of a half, until it was looked back on."""


def look_back(
    city: City, growth: CommitmentList, strive: CommitmentList, last: CommitmentList
) -> None:
    """One look-back filled, signed and closed; one open, on the list that last year had too."""
    today, words = city.today, read("lookbacks.yaml")
    middle = month_end(today.year, 6)
    if middle + SETTLED <= today:
        _closed(city, growth, Span.HALF, middle, words)
        _begun(city, strive, Span.YEAR, month_end(today.year, 12), words)
    else:
        _closed(city, last, Span.YEAR, month_end(today.year - 1, 12), words)
        _begun(city, strive, Span.HALF, middle, words)


def _open(city: City, lst: CommitmentList, span: Span, as_of: date, on: date) -> LookBack:
    return look_back_open(
        lst=lst,
        span=span,
        title=f"{lst.title}{span.label}",
        as_of=as_of,
        fill_by=max(on, as_of) + timedelta(days=12),
        by=city.actor("supervisor", on),
        at=at_office(on, 9),
    )


def _closed(city: City, lst: CommitmentList, span: Span, as_of: date, words: Any) -> None:
    on = min(as_of + timedelta(days=20), city.today - timedelta(days=4))
    made = _open(city, lst, span, as_of, on)
    codes = {unit.pk: code for code, unit in city.units.items()}
    by_unit: dict[str, list[Entry]] = {}
    for entry in made.entries.all():
        by_unit.setdefault(codes[entry.unit_id], []).append(entry)
    for code, entries in by_unit.items():
        for entry in entries:
            _write(city, code, entry, words, on + timedelta(days=1), submit=True)
        leader = city.leader(city.units[code], on + timedelta(days=2))
        entries_sign(entries=entries, by=leader, at=at_office(on + timedelta(days=2), 15))
    end = on + timedelta(days=3)
    look_back_close(look_back=made, by=city.actor("supervisor", end), at=at_office(end, 17))


def _begun(city: City, lst: CommitmentList, span: Span, as_of: date, words: Any) -> None:
    on = city.today - timedelta(days=5)
    made = _open(city, lst, span, as_of, on)
    for code in FIRST:
        mine = made.entries.filter(unit=city.units[code])
        for number, entry in enumerate(mine.order_by("pk")[:2]):
            _write(city, code, entry, words, city.today - timedelta(days=1), submit=number == 0)


def _write(city: City, code: str, entry: Entry, words: Any, on: date, *, submit: bool) -> None:
    tone = "badly" if Character.of(code).pace < 1 else "well"
    told = chosen(words[tone], code, entry.pk, "look back")
    contact = city.contact(city.units[code], on)
    entry_save(entry=entry, words=told, by=contact, at=at_office(on, 10), submit=submit)
