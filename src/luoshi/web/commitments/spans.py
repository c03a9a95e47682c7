"""From–to filters on the numbers and days that a list's own columns hold."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Case, DecimalField, QuerySet, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.core.errors import Invalid
from luoshi.core.listtype import CellType, read_cell
from luoshi.core.listtype.definition import MAX_COLUMNS
from luoshi.web.commitments.columns import Column, columns_of
from luoshi.web.commitments.kinds import kind_of_list
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.forms import written_date

MEASURED = (CellType.NUMBER, CellType.DATE)
"""Kinds of columns of which a span is asked for."""
LOW, HIGH = "from_", "to_"
NAME = re.compile(f"(?:{LOW}|{HIGH})([a-z][a-z0-9_]{{0,39}})")
LONGEST = 24
"""Characters of a bound."""
NUMBER = r"^-?[0-9]+(\.[0-9]+)?$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
DECIMAL = DecimalField(max_digits=30, decimal_places=6)
Bound = Decimal | date | None


@dataclass(frozen=True, slots=True)
class Span:
    """The bounds of one column as they were typed; an empty one bounds nothing."""

    key: str
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class SpanField:
    """One column of numbers or days with what was typed for it, as the form shows it."""

    key: str
    label: str
    low: str
    high: str
    is_day: bool


def spans_of(query: Mapping[str, str]) -> tuple[Span, ...]:
    """From an address: ``from_`` and ``to_`` with the key of a column, by key."""
    keys = {found[1] for name in query if query[name].strip() and (found := NAME.fullmatch(name))}
    return tuple(
        Span(
            key,
            query.get(LOW + key, "").strip()[:LONGEST],
            query.get(HIGH + key, "").strip()[:LONGEST],
        )
        for key in sorted(keys)[:MAX_COLUMNS]
    )


def asked(spans: Sequence[Span]) -> dict[str, str]:
    """The same as values of an address."""
    return {
        prefix + span.key: text
        for span in spans
        for prefix, text in ((LOW, span.low), (HIGH, span.high))
        if text
    }


def known(spans: Sequence[Span], lst: CommitmentList | None) -> tuple[Span, ...]:
    """Those of columns of numbers and days that the list has."""
    keys = {column.key for column in _measured(lst)} if spans else ()
    return tuple(span for span in spans if span.key in keys)


def span_fields(lst: CommitmentList | None, spans: Sequence[Span]) -> list[SpanField]:
    """Every column of the list that holds numbers or days, with what was typed."""
    typed = {span.key: span for span in spans}
    none = Span("")
    return [
        SpanField(
            column.key,
            column.head,
            typed.get(column.key, none).low,
            typed.get(column.key, none).high,
            column.kind == CellType.DATE,
        )
        for column in _measured(lst)
    ]


def unread(lst: CommitmentList | None, spans: Sequence[Span]) -> list[str]:
    """What was typed and means no number or day, in a sentence each: it narrows nothing."""
    columns = {column.key: column for column in _measured(lst)} if spans else {}
    return [
        _("“%(typed)s”认不出，没有按“%(column)s”筛选。") % {"typed": text, "column": column.label}
        for span in spans
        if (column := columns.get(span.key))
        for text in (span.low, span.high)
        if text and _bound(column, text) is None
    ]


def within(
    rows: QuerySet[Commitment], lst: CommitmentList, spans: Sequence[Span]
) -> QuerySet[Commitment]:
    """The rows of ``ledger.scope`` in one list that lie in every span, its ends included.

    A row whose cell is empty, or holds what the column would not take, lies in none.
    """
    columns = {column.key: column for column in _measured(lst)}
    for at, span in enumerate(spans):
        if column := columns.get(span.key):
            bounds = {"gte": _bound(column, span.low), "lte": _bound(column, span.high)}
            name = f"span_{at}"
            rows = rows.alias(**{f"{name}_text": _text(span.key)})
            rows = rows.alias(**{name: _measure(column, f"{name}_text")})
            rows = rows.filter(
                **{
                    f"{name}__{sign}": bound.isoformat() if isinstance(bound, date) else bound
                    for sign, bound in bounds.items()
                    if bound is not None
                }
            )
    return rows


def _measured(lst: CommitmentList | None) -> Iterator[Column]:
    if lst is not None:
        yield from (one for one in columns_of(kind_of_list(lst)) if one.kind in MEASURED)


def _bound(column: Column, text: str) -> Bound:
    """The number or day that was typed; None where it is none."""
    if column.kind == CellType.DATE:
        try:
            return written_date(text, timezone.localdate().year)
        except ValueError:
            return None
    try:
        value = read_cell(replace(column.takes, required=False, low=None, high=None), text)
    except Invalid:
        return None
    return value if isinstance(value, Decimal) else None


def _measure(column: Column, name: str) -> Case:
    if column.kind == CellType.DATE:
        day = When(**{f"{name}__regex": DAY}, then=name)
        return Case(day, default=Value(None), output_field=TextField())
    number = When(**{f"{name}__regex": NUMBER}, then=Cast(name, DECIMAL))
    return Case(number, default=Value(None), output_field=DECIMAL)


def _text(key: str) -> Cast:
    return Cast(KeyTextTransform(key, "place__extra"), TextField())
