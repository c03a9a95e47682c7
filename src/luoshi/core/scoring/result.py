"""What a run yields: points, ranks, and for every number the way it came about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from luoshi.core.errors import Invalid
from luoshi.core.ranking import Band, Filled
from luoshi.core.scoring.canonical import (
    LATER,
    Plain,
    Written,
    canonical_json,
    canonical_text,
    members,
    plain,
)
from luoshi.core.scoring.facts import Fact
from luoshi.core.scoring.missing import Gap

NO_CHILDREN = '"children":[]'


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the function that was the unit's own number, with the facts behind it."""

    name: str
    source: str
    value: Decimal | None
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A fact that does not count here: ``no-proof`` or ``counted-elsewhere``, at ``where``."""

    key: str
    reason: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Triggered:
    """A veto that held on the day, with the facts behind it and the quotas it bars from."""

    key: str
    title: str
    basis: str
    level: str
    expires: str
    bars: tuple[str, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class NodeResult:
    """One node of one unit.

    ``weight`` is the weight inside the parent that held for this group. ``value`` is the aggregate
    of the members, ``points`` what function, cap, floor and rounding made of it; both None where
    the node has no number (``gap`` says why). ``formulas`` are the steps from members to points
    with the numbers put in. ``set_aside`` names the facts that do not count, ``carried`` holds
    those of an earlier period that do.
    """

    path: str
    title: str
    weight: Decimal | None
    source: str | None
    value: Decimal | None
    points: Decimal | None
    formulas: tuple[str, ...]
    facts: tuple[Fact, ...]
    parameters: tuple[Parameter, ...]
    gap: Gap | None
    children: tuple["NodeResult", ...]
    set_aside: tuple[SetAside, ...] = field(default=(), metadata=LATER)
    carried: tuple[Fact, ...] = field(default=(), metadata=LATER)

    def walk(self) -> Iterator["NodeResult"]:
        """This node and all below it, parents first, in the scheme's order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class UnitResult:
    """One unit: ``points`` as published and ``rank`` in the group; both None without a total.

    ``vetoes`` change neither; they stand beside them.
    """

    unit: str
    points: Decimal | None
    rank: Decimal | None
    total: NodeResult
    vetoes: tuple[Triggered, ...] = field(default=(), metadata=LATER)


@dataclass(frozen=True, slots=True)
class QuotaResult:
    """A quota of the scheme, filled for this group without the units that a veto bars."""

    key: str
    title: str
    filled: Filled
    barred: tuple[str, ...] = field(default=(), metadata=LATER)


@dataclass(frozen=True, slots=True)
class Result:
    """A group's result: units by key, ties best first, and the digests of what went in.

    ``on`` is the day (YYYY-MM-DD) for which vetoes were looked at, where the scheme has any.
    """

    scheme_digest: str
    inputs_digest: str
    group: str
    units: tuple[UnitResult, ...]
    ties: tuple[Band, ...]
    quotas: tuple[QuotaResult, ...]
    on: str | None = field(default=None, metadata=LATER)

    def unit(self, key: str) -> UnitResult:
        """The unit named ``key``. Raises: Invalid("unit-unknown")."""
        for unit in self.units:
            if unit.unit == key:
                return unit
        raise Invalid("unit-unknown", unit=key)

    def standing(self) -> tuple[UnitResult, ...]:
        """The units best first, keys ascending inside a tie; those without a total at the end."""
        return tuple(sorted(self.units, key=lambda u: (u.rank is None, u.rank or 0, u.unit)))


def result_bytes(result: Result) -> bytes:
    """``result`` in canonical JSON: the bytes a re-run must reproduce."""
    return canonical_json(result)


@dataclass(frozen=True, slots=True)
class Told:
    """Results by group as bytes, with the pieces that they are made of.

    ``text`` is their canonical JSON. ``nodes`` holds by unit the canonical JSON of every node by
    itself, ``children`` empty, parents first.
    """

    text: bytes
    nodes: Mapping[str, tuple[str, ...]]


def told(results: Mapping[str, Result]) -> Told:
    """Each node is written once: a large result holds most of its bytes there."""
    nodes: dict[str, tuple[str, ...]] = {}
    groups = {
        group: members(result) | {"units": [_unit(unit, nodes) for unit in result.units]}
        for group, result in results.items()
    }
    return Told(canonical_json(groups), nodes)


def _unit(unit: UnitResult, nodes: dict[str, tuple[str, ...]]) -> dict[str, object]:
    own: list[str] = []
    total = Written(_node(unit.total, own))
    nodes[unit.unit] = tuple(own)
    return members(unit) | {"total": total}


def _node(node: NodeResult, own: list[str]) -> str:
    """The node with all below it. No quoted text holds the mark: its quotes would be escaped."""
    text = canonical_text(replace(node, children=()) if node.children else node)
    own.append(text)
    if not node.children:
        return text
    head, tail = text.split(NO_CHILDREN, 1)
    below = ",".join([_node(child, own) for child in node.children])
    return f'{head}"children":[{below}]{tail}'


def trace(result: Result, unit: str) -> Plain:
    """Everything behind one unit's number as plain values, Decimals as text.

    Raises: Invalid("unit-unknown").
    """
    return plain(result.unit(unit))
