"""The inputs of a run: facts per unit and source, frozen in one order."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from luoshi.core.errors import Invalid
from luoshi.core.fields import usable
from luoshi.core.scoring.arithmetic import ONE
from luoshi.core.scoring.canonical import canonical_json


@dataclass(frozen=True, slots=True)
class Fact:
    """One number behind a leaf, usually of one commitment.

    ``key`` names it (unique inside a unit and source), ``weight`` ≥ 0 counts inside the leaf,
    ``value`` is None where the number is absent, ``refs`` name the reports, evidence and
    verifications it rests on.
    """

    key: str
    value: Decimal | None
    weight: Decimal = ONE
    refs: tuple[str, ...] = ()


Inputs = Mapping[str, Mapping[str, Iterable[Fact]]]
Frozen = Mapping[str, Mapping[str, tuple[Fact, ...]]]


def freeze(inputs: Inputs) -> Frozen:
    """``inputs`` with units, sources and facts in ascending order and refs sorted, each once.

    Raises: Invalid("fact-invalid", unit, source, fact, reason) for a weight or value that is
    negative where it must not be, not finite or 10^18 and more, and for a key that stands twice.
    """
    return {
        unit: {
            source: _facts(unit, source, inputs[unit][source]) for source in sorted(inputs[unit])
        }
        for unit in sorted(inputs)
    }


def inputs_bytes(inputs: Inputs) -> bytes:
    """``inputs`` in canonical JSON, the same bytes in whatever order they came; keep these to
    re-run. Raises: as :func:`freeze`."""
    return canonical_json(freeze(inputs))


def inputs_from_bytes(data: bytes) -> Frozen:
    """The inputs that :func:`inputs_bytes` wrote.

    Raises: Invalid("inputs-unreadable") for anything else; as :func:`freeze`.
    """
    try:
        document = json.loads(data)
        return freeze(
            {
                unit: {source: [_fact(row) for row in rows] for source, rows in sources.items()}
                for unit, sources in document.items()
            }
        )
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as error:
        raise Invalid("inputs-unreadable") from error


def _fact(row: Mapping[str, str | list[str] | None]) -> Fact:
    value, weight = row["value"], row["weight"]
    return Fact(
        key=str(row["key"]),
        value=None if value is None else Decimal(str(value)),
        weight=Decimal(str(weight)),
        refs=tuple(row["refs"] or ()),
    )


def _facts(unit: str, source: str, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    ordered = sorted(facts, key=lambda fact: fact.key)
    before = None
    for fact in ordered:
        reason = "duplicate" if fact.key == before else _unusable(fact)
        if reason is not None:
            raise Invalid("fact-invalid", unit=unit, source=source, fact=fact.key, reason=reason)
        before = fact.key
    return tuple(_sorted_refs(fact) for fact in ordered)


def _sorted_refs(fact: Fact) -> Fact:
    refs = tuple(sorted(set(fact.refs)))
    return fact if refs == fact.refs else replace(fact, refs=refs)


def _unusable(fact: Fact) -> str | None:
    if not usable(fact.weight) or fact.weight < 0:
        return "weight"
    if fact.value is None or usable(fact.value):
        return None
    return "number-out-of-range" if fact.value.is_finite() else "number-not-finite"
