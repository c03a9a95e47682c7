"""Target, dates and owner of a commitment: as they are, as they were frozen, as known at a time.

Only approved amendments change these four after a list is frozen, so what held at any later time
is found by undoing those decided since. Values travel as plain text: a number, an ISO date, the
key of a unit; empty for none.
"""

from collections.abc import Iterable
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from luoshi.web.commitments.models import AmendedField, Amendment, AmendmentState, Commitment

FIELDS = tuple(AmendedField.values)
MEASURED = ("target", "starts_on", "due_on")
"""What lights and scores are measured by; the owner is whom they are given to."""


def plain_term(commitment: Commitment, field: str) -> str:
    """The value of one of the fields as plain text."""
    return plain_value(getattr(commitment, column(field)))


def plain_value(value: object) -> str:
    """A number without trailing zeros, an ISO date, the key of a unit; empty for None."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value.isoformat() if isinstance(value, date) else str(getattr(value, "pk", value))


def typed(field: str, text: str) -> Any:
    """The value that plain text stands for; a unit by its key."""
    if text == "":
        return None
    if field == AmendedField.TARGET:
        return Decimal(text)
    return int(text) if field == AmendedField.LEAD_UNIT else date.fromisoformat(text)


def column(field: str) -> str:
    """The attribute of ``Commitment`` that holds the field."""
    return "lead_unit_id" if field == AmendedField.LEAD_UNIT else field


def is_amended(commitment: Commitment) -> bool:
    """Whether an approved amendment changed its target or dates."""
    return any(field in commitment.original for field in MEASURED)


def as_frozen(commitment: Commitment) -> Commitment:
    """A copy with target and dates as they were frozen; its owner is the present one."""
    return _with(commitment, {f: commitment.original[f] for f in MEASURED if _held(commitment, f)})


def _held(commitment: Commitment, field: str) -> bool:
    return field in commitment.original


def as_known(commitment: Commitment, amendments: Iterable[Amendment], at: datetime) -> Commitment:
    """A copy with what held at that time, given all its approved amendments, oldest first.

    Before the first of them this is what was frozen.
    """
    later = [each for each in amendments if each.decided_at and each.decided_at > at]
    values: dict[str, str] = {}
    for each in later:
        values.setdefault(each.field, each.old)
    found = _with(commitment, values)
    gone = {field for field in values if commitment.original.get(field) == values[field]}
    found.original = {k: v for k, v in commitment.original.items() if k not in gone}
    return found


def as_measured(
    commitment: Commitment, amendments: Iterable[Amendment], at: datetime, *, original: bool
) -> Commitment:
    """What counts for a score or a bulletin of that time: the owner as known then, target and
    dates as known then or, ``original``, as they were frozen."""
    known = as_known(commitment, amendments, at)
    return as_frozen(known) if original else known


def _with(commitment: Commitment, values: dict[str, str]) -> Commitment:
    found = copy(commitment)
    for field, text in values.items():
        setattr(found, column(field), typed(field, text))
    return found


def approved(ids: Iterable[int]) -> dict[int, list[Amendment]]:
    """The approved amendments of these commitments, each in the order of decision: one query."""
    rows = Amendment.objects.filter(commitment__in=list(ids), state=AmendmentState.APPROVED)
    found: dict[int, list[Amendment]] = {}
    for row in rows.order_by("decided_at", "id"):
        found.setdefault(row.commitment_id, []).append(row)
    return found
