"""What the reading of a document proposes to a person."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Kind = Literal["target", "project", "qualitative-task"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One promise found in a text, not yet confirmed by anybody.

    ``start`` and ``end`` (exclusive) are code points of the raw text and
    ``text == raw[start:end]``; ``clean_text`` is the same place repaired. ``value`` is in the
    text's own ``unit`` (6 and 万平方米). ``period_start`` and ``period_end`` are inclusive.
    ``responsible`` names the lead unit first. ``confidence`` is 0 to 1 with two places,
    half up, and ``reasons`` say in a few words what raised or lowered it.
    """

    start: int
    end: int
    text: str
    clean_text: str
    kind: Kind
    metric: str | None
    comparator: str
    value: Decimal | None
    unit: str | None
    period: str | None
    period_start: date | None
    period_end: date | None
    recurrence: str | None
    responsible: tuple[str, ...]
    modality: str | None
    confidence: Decimal
    reasons: tuple[str, ...]


def to_record(candidate: Candidate, doc: str) -> dict[str, object]:
    """The candidate as one object of the JSON Lines contract; what is unknown is None.

    ``value`` and ``confidence`` are an int where the number is whole, else a float, since
    the contract is read by programs without decimals; dates are ISO 8601.
    """
    return {
        "doc": doc,
        "start": candidate.start,
        "end": candidate.end,
        "text": candidate.text,
        "kind": candidate.kind,
        "metric": candidate.metric,
        "comparator": candidate.comparator,
        "value": _number(candidate.value),
        "unit": candidate.unit,
        "period": candidate.period,
        "period_start": _iso(candidate.period_start),
        "period_end": _iso(candidate.period_end),
        "recurrence": candidate.recurrence,
        "responsible": ";".join(candidate.responsible) or None,
        "modality": candidate.modality,
        "confidence": _number(candidate.confidence),
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
