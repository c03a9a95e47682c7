"""What people see of rounds, reports, evidence, draws and verifications."""

from luoshi.web.delivery.queries.reports import (
    Account,
    Due,
    account_of,
    due_for,
    evidence_for,
    evidence_of_units,
    report_for,
    visible_to,
)
from luoshi.web.delivery.queries.rounds import (
    RoundCounts,
    UnitRow,
    counts_of,
    lists_to_open,
    round_for,
    round_rows,
    rounds_visible_to,
)
from luoshi.web.delivery.queries.verification import (
    Narrowed,
    UnitAccount,
    draw_for,
    draws_visible_to,
    rounds_to_draw,
    sample_for,
    sample_rows,
    samples_of,
    true_account_by_unit,
)

__all__ = [
    "Account",
    "Due",
    "Narrowed",
    "RoundCounts",
    "UnitAccount",
    "UnitRow",
    "account_of",
    "counts_of",
    "draw_for",
    "draws_visible_to",
    "due_for",
    "evidence_for",
    "evidence_of_units",
    "lists_to_open",
    "report_for",
    "round_for",
    "round_rows",
    "rounds_to_draw",
    "rounds_visible_to",
    "sample_for",
    "sample_rows",
    "samples_of",
    "true_account_by_unit",
    "visible_to",
]
