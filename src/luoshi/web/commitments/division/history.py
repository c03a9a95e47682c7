"""What units achieved in earlier years with the same metric."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from luoshi.web.commitments.models import Commitment

Results = Mapping[tuple[int, str, str], Mapping[int, Decimal]]
"""By unit, metric and measure: the result of each year."""


def results_of(metrics: Collection[str], units: Collection[int]) -> Results:
    """What was verified, else what was said and accepted, of the year in which it was due.

    Of several of one year the largest counts: a stage is part of the year. One query.
    """
    rows = Commitment.objects.filter(
        metric__in=[metric for metric in metrics if metric], lead_unit__in=units
    ).exclude(state__in=("draft", "withdrawn"))
    told = rows.filter(progress__said_value__isnull=False).values_list(
        "lead_unit_id", "metric", "unit_of_measure", "due_on",
        "progress__achieved_value", "progress__said_value",
    )  # fmt: skip
    found: dict[tuple[int, str, str], dict[int, Decimal]] = {}
    for unit, metric, measure, due_on, achieved, said in told.order_by():
        years = found.setdefault((unit, metric, measure), {})
        value = Decimal(said or 0) if achieved is None else achieved
        years[due_on.year] = max(value, years.get(due_on.year, value))
    return found
