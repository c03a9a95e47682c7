"""Finding and sorting the rows of one list by the columns of its own kind.

Their values lie in a JSON field of the place in the list, as ``core.listtype.stored`` writes them.
The index of the places of a list leads to its rows; a list has thousands, so that these columns
need no index of their own.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Case, DecimalField, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from luoshi.core.listtype import CellType
from luoshi.web.commitments.columns import Column, columns_of
from luoshi.web.commitments.kinds import kind_of_list
from luoshi.web.commitments.models import Commitment, CommitmentList

NUMBER = r"^-?[0-9]+(\.[0-9]+)?$"
PICKED = (CellType.CHOICE, CellType.YES_NO)
"""Kinds of columns of which one value is chosen; words in the others are searched for."""
YES_NO = ("yes", "no")


def narrowed(rows: QuerySet[Commitment], own: str) -> QuerySet[Commitment]:
    """The rows of ``ledger.scope`` in one list whose column has the value: ``key:value``."""
    key, _, value = own.partition(":")
    return rows.alias(own_value=_text(key)).filter(own_value=value)


def holding(
    rows: QuerySet[Commitment], lst: CommitmentList, words: str
) -> tuple[QuerySet[Commitment], Q]:
    """The same rows, and the condition that a column of texts holds the words."""
    found = Q()
    for at, column in enumerate(kind_of_list(lst).columns):
        if column.kind == CellType.TEXT:
            rows = rows.alias(**{f"own_text_{at}": _text(column.key)})
            found |= Q(**{f"own_text_{at}__icontains": words})
    return rows, found


def order_of(lst: CommitmentList, key: str) -> Any:
    """By what the column is sorted: numbers by size, choices in their order, else as written.
    None where the kind has no such column."""
    column = kind_of_list(lst).column(key)
    if column is None:
        return None
    written = _text(key)
    if column.kind == CellType.NUMBER:
        number = Cast(written, DecimalField(max_digits=30, decimal_places=6))
        return Case(When(own_sorted__regex=NUMBER, then=number), default=None)
    if column.kind in PICKED:
        keys = [choice.key for choice in column.choices] or YES_NO
        places = (When(own_sorted=each, then=Value(at)) for at, each in enumerate(keys))
        return Case(*places, default=None, output_field=IntegerField())
    return Case(When(own_sorted="", then=None), default=written, output_field=TextField())


def sortable(rows: QuerySet[Commitment], key: str) -> QuerySet[Commitment]:
    """The rows as ``order_of`` needs them."""
    return rows.alias(own_sorted=_text(key))


def options_of(
    lst: CommitmentList | None,
) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """The label of each column of choices, with ``key:value`` and words of each."""
    return list(_options(columns_of(kind_of_list(lst)))) if lst else []


def offered(lst: CommitmentList | None) -> frozenset[str]:
    """Every ``key:value`` of ``options_of``."""
    return frozenset(value for _label, values in options_of(lst) for value, _words in values)


def _options(columns: Sequence[Column]) -> Iterator[tuple[str, Sequence[tuple[str, str]]]]:
    for column in columns:
        if column.kind in PICKED:
            keys = [key for key, _label in column.choices] or YES_NO
            yield column.label, [(f"{column.key}:{key}", column.text(key)) for key in keys]


def _text(key: str) -> Cast:
    """The value as text, to be compared as text and not as JSON."""
    return Cast(KeyTextTransform(key, "place__extra"), TextField())
