"""Figures of an earlier time under today's units: each with the rule by which it passed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum

from luoshi.core.errors import Invalid
from luoshi.core.lineage.events import Event, Kind
from luoshi.core.node import Node

EXACT = Context(prec=80)
RATE = Decimal("0.0001")
"""Rates are rounded to four places, halves up; amounts are never rounded."""


class Nature(StrEnum):
    """What a figure is: an amount that adds up, a rate of something, a place among others."""

    ADDITIVE = "additive"
    RATE = "rate"
    RANK = "rank"


class Method(StrEnum):
    """How a figure passes."""

    KEEP = "keep"
    SUM = "sum"
    WEIGHTED = "weighted"
    SHARES = "shares"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class CarryRule:
    """For one nature of figure and one kind of event, the method; the field's words beside it."""

    key: str
    nature: Nature
    kind: Kind
    method: Method
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure, and for a rate what it is a rate of (None where that is not known)."""

    value: Decimal
    base: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """A figure under a later unit.

    ``value`` is None where it is not comparable. ``rules`` are the keys of the rules it passed
    by, in the order of the events; none where nothing happened. ``sources`` are the units that
    counted it, with what each gave (of a rate: its own rate), by unit.
    """

    value: Decimal | None
    rules: tuple[str, ...] = ()
    sources: tuple[tuple[str, Decimal], ...] = ()
    base: Decimal | None = None


Rules = Mapping[tuple[Nature, Kind], CarryRule]


def carry_rules_from(data: Mapping[str, object], path: str = "lineage") -> Rules:
    """The rules by nature and kind, from a mapping of rule data.

    Every nature needs a rule for every kind. Raises Invalid with the ``path`` at fault:
    ``rule-…`` as ``Node``, ``carry-rule-missing`` or ``carry-rule-twice``.
    """
    found: dict[tuple[Nature, Kind], CarryRule] = {}
    for key, entry in data.items():
        rule = _rule(key, entry, f"{path}.{key}")
        if (rule.nature, rule.kind) in found:
            raise Invalid("carry-rule-twice", path=f"{path}.{key}")
        found[rule.nature, rule.kind] = rule
    for nature in Nature:
        for kind in Kind:
            if (nature, kind) not in found:
                raise Invalid("carry-rule-missing", path=f"{path}.{nature.value}-{kind.value}")
    return found


def _rule(key: str, data: object, path: str) -> CarryRule:
    keys = ("zh", "en", "nature", "event", "method", "text", "text_en", "tag", "source", "note")
    node = Node.of(data, path, keys)
    nature = Nature(node.choice("nature", list(Nature)))
    kind = Kind(node.choice("event", list(Kind)))
    method = Method(node.choice("method", list(Method)))
    if method not in _fitting(nature, kind):
        raise Invalid("carry-method", path=node.at("method"))
    return CarryRule(key, nature, kind, method, node.text("text"), node.text("source"))


def _fitting(nature: Nature, kind: Kind) -> set[Method]:
    """The methods that make sense: no rate is added, no amount is averaged."""
    if kind in (Kind.RENAME, Kind.MOVE):
        return {Method.KEEP}
    fitting = {
        (Nature.ADDITIVE, Kind.MERGE): Method.SUM,
        (Nature.ADDITIVE, Kind.SPLIT): Method.SHARES,
        (Nature.RATE, Kind.MERGE): Method.WEIGHTED,
    }
    return {Method.NONE} | ({fitting[nature, kind]} if (nature, kind) in fitting else set())


def carried(
    measures: Mapping[str, Measure],
    events: Iterable[Event],
    *,
    nature: Nature,
    rules: Rules,
    measured_on: date,
    until: date,
) -> dict[str, Carried]:
    """The figures by the units of ``until``, by key.

    ``measures`` were taken by unit on ``measured_on``. Events after that day and up to
    ``until`` apply in their order; of an event on or before it, only to figures of units that
    it closed (a unit may have reported under its old name a little longer). Amounts keep their
    total: what is summed or shared out adds up to the last digit. A rate of a merged unit is
    Σ(rate x base) / Σ base and needs value and base of every predecessor; without them, after
    a split without shares, and by a rule that says so, the value is None.
    """
    held = {
        unit: Carried(each.value, (), ((unit, each.value),), each.base)
        for unit, each in sorted(measures.items())
    }
    for event in sorted(events, key=lambda event: event.on):
        if event.on <= until:
            leaving = event.closing if event.on <= measured_on else event.predecessors
            _pass(held, event, leaving, rules[nature, event.kind])
    return dict(sorted(held.items()))


def _pass(held: dict[str, Carried], event: Event, leaving: Sequence[str], rule: CarryRule) -> None:
    if rule.method is Method.KEEP or not any(unit in held for unit in leaving):
        return
    if event.kind is Kind.SPLIT:
        part = held.pop(leaving[0])
        for heir in event.heirs:
            _join(held, heir.unit, _shared(part, heir.share, rule))
        return
    heir = event.heirs[0]
    joining = {*leaving} if heir in event.founded else {*leaving, heir.unit}
    parts = [held.pop(unit) for unit in sorted(joining) if unit in held]
    held[heir.unit] = _merged(parts, rule, complete=len(parts) == len(joining))


def _join(held: dict[str, Carried], unit: str, part: Carried) -> None:
    """What a split gives to a unit that has figures of its own is added to them."""
    own = held.get(unit)
    if own is None:
        held[unit] = part
        return
    value = None if own.value is None or part.value is None else _sum([own.value, part.value])
    held[unit] = Carried(value, _keys(own, part), _sources(own, part))


def _merged(parts: Sequence[Carried], rule: CarryRule, *, complete: bool) -> Carried:
    rules, sources = _keys(*parts, rule=rule), _sources(*parts)
    known = [part.value for part in parts if part.value is not None]
    if len(known) < len(parts) or rule.method is Method.NONE:
        return Carried(None, rules, sources)
    if rule.method is Method.SUM:
        return Carried(_sum(known), rules, sources)
    bases = [part.base for part in parts if part.base is not None]
    base = _sum(bases)
    if not complete or len(bases) < len(parts) or base <= 0:
        return Carried(None, rules, sources)
    weighted = _sum(map(EXACT.multiply, known, bases))
    return Carried(EXACT.divide(weighted, base).quantize(RATE, ROUND_HALF_UP), rules, sources, base)


def _shared(part: Carried, share: Decimal | None, rule: CarryRule) -> Carried:
    rules = _keys(part, rule=rule)
    if part.value is None or share is None or rule.method is Method.NONE:
        return Carried(None, rules, part.sources)
    given = tuple((unit, EXACT.multiply(value, share)) for unit, value in part.sources)
    return Carried(EXACT.multiply(part.value, share), rules, given)


def _keys(*parts: Carried, rule: CarryRule | None = None) -> tuple[str, ...]:
    """The rules of the parts, each once, and the one at hand."""
    keys = [key for part in parts for key in part.rules]
    return tuple(dict.fromkeys([*keys, *([rule.key] if rule else ())]))


def _sources(*parts: Carried) -> tuple[tuple[str, Decimal], ...]:
    return tuple(sorted(source for part in parts for source in part.sources))


def _sum(values: Iterable[Decimal]) -> Decimal:
    total = Decimal(0)
    for value in values:
        total = EXACT.add(total, value)
    return total
