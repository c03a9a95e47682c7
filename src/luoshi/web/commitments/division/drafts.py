"""A division before it is saved, and the parts there are as the form last read them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from luoshi.web.commitments.models import Commitment, Milestone
from luoshi.web.commitments.terms import plain_value
from luoshi.web.units.models import Unit

SEEN_BYTES = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PartDraft:
    """What one unit is to take over; ``pk`` of the part that is changed, None for a new one.

    ``stages``: cumulative figures by the last day of a period.
    """

    unit: Unit
    due_on: date
    target: Decimal | None = None
    weight: Decimal | None = None
    stages: Mapping[date, Decimal] = field(default_factory=dict)
    pk: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """Everything that the form says. ``stages`` of the whole; None leaves them alone."""

    parts: Sequence[PartDraft]
    aggregation: str = ""
    stages: Mapping[date, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """One part as somebody saw it, everything as plain text."""

    pk: int
    unit: int
    target: str
    weight: str
    due_on: str
    stages: str


def seen_of(part: Commitment, steps: Iterable[Milestone]) -> Seen:
    """The part as it is now."""
    stages = (f"{m.due_on}={plain_value(m.value)}" for m in steps if m.value is not None)
    return Seen(
        part.pk,
        part.lead_unit_id or 0,
        plain_value(part.target),
        plain_value(part.part_weight),
        part.due_on.isoformat(),
        " ".join(sorted(stages)),
    )


def stamp_of(seen: Iterable[Seen]) -> str:
    """The parts in one text for the form to carry; equal texts, equal parts."""
    rows = sorted(seen, key=lambda each: each.pk)
    return ";".join(
        ",".join([str(row.pk), str(row.unit), row.target, row.weight, row.due_on, row.stages])
        for row in rows
    )


def read_stamp(text: str) -> dict[int, Seen]:
    """The parts by key that a text carries; what cannot be read is left out."""
    found: dict[int, Seen] = {}
    for piece in text[:SEEN_BYTES].split(";"):
        cells = piece.split(",")
        if len(cells) == 6 and cells[0].isdecimal() and cells[1].isdecimal():
            pk = int(cells[0][:18])
            found[pk] = Seen(pk, int(cells[1][:18]), *cells[2:])
    return found
