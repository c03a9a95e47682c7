"""Many rows at once, without an object for each."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import connection, models

BATCH = 1_000


def insert_rows(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert ``rows``, each the values of the fields ``names``: keys of rows for relations, JSON as
    text, Decimals of any scale; every other value as the database takes it.

    Defaults and signals of the model do not act; constraints of the database do.
    """
    known = {field.name: field for field in model._meta.concrete_fields}
    fields = [known[name] for name in names]
    decimals = {
        place: (field.max_digits, field.decimal_places)
        for place, field in enumerate(fields)
        if isinstance(field, models.DecimalField)
    }
    quote, adapt = connection.ops.quote_name, connection.ops.adapt_decimalfield_value

    def adapted(row: Sequence[Any]) -> list[Any]:
        values = list(row)
        for place, (digits, places) in decimals.items():
            number: Decimal | None = values[place]
            values[place] = None if number is None else adapt(number, digits, places)
        return values

    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"
    coming = map(adapted, rows)
    with connection.cursor() as cursor:
        while batch := list(islice(coming, BATCH)):
            cursor.executemany(statement, batch)
