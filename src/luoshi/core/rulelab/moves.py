"""Who moves between two results, and which nodes make the difference: parts that add up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from luoshi.core.scoring import Node, NodeResult, Result, Scheme, UnitResult

Ruled = tuple[Scheme, Mapping[str, Result]]
"""A scheme with its results by group."""
ZERO = Fraction(0)
WHOLE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Part:
    """What one node adds to the difference of a unit's points, exactly.

    ``path`` is that of the lowest node to which points can be traced: a leaf, or a node whose
    members do not simply add up (a function, a minimum, a cap or rounding of its own).
    """

    path: str
    title: str
    points: Fraction


@dataclass(frozen=True, slots=True)
class Move:
    """One unit under both rules; points and ranks are None where the unit has no total.

    ``parts`` sum to ``after - before`` without any rest, an absent total counting as 0; they stand
    in the order of the new scheme, then of the old one.
    """

    unit: str
    group: str
    before: Decimal | None
    after: Decimal | None
    rank_before: Decimal | None
    rank_after: Decimal | None
    parts: tuple[Part, ...]

    @property
    def points(self) -> Decimal | None:
        """Points gained; None where a side has none."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    @property
    def places(self) -> Decimal | None:
        """Places gained (above 0: better); None where a side has no rank."""
        if self.rank_before is None or self.rank_after is None:
            return None
        return self.rank_before - self.rank_after


def moves(old: Ruled, new: Ruled) -> tuple[Move, ...]:
    """Every unit of both, those that move most places first, then most points, then by key."""
    before, after = dict(_units(old)), dict(_units(new))
    found = [_move(unit, old, new, before.get(unit), after.get(unit)) for unit in before | after]
    return tuple(sorted(found, key=_far))


Stood = tuple[str, UnitResult]


def _units(ruled: Ruled) -> Iterator[tuple[str, Stood]]:
    for group, result in ruled[1].items():
        yield from ((unit.unit, (group, unit)) for unit in result.units)


def _far(move: Move) -> tuple[Decimal, Decimal, str]:
    return -abs(move.places or Decimal(0)), -abs(move.points or Decimal(0)), move.unit


def _move(unit: str, old: Ruled, new: Ruled, before: Stood | None, after: Stood | None) -> Move:
    lost = contributions(old[0], before[1]) if before else {}
    won = contributions(new[0], after[1]) if after else {}
    titles = _titles(old[0]) | _titles(new[0])
    deltas = {path: won.get(path, ZERO) - lost.get(path, ZERO) for path in won | lost}
    parts = tuple(Part(path, titles[path], delta) for path, delta in deltas.items() if delta)
    one, other = before[1] if before else None, after[1] if after else None
    return Move(
        unit=unit,
        group=(after or before or ("", None))[0],
        before=one.points if one else None,
        after=other.points if other else None,
        rank_before=one.rank if one else None,
        rank_after=other.rank if other else None,
        parts=parts,
    )


def _titles(scheme: Scheme) -> dict[str, str]:
    return {path: node.title for path, node in scheme.root.walk()}


def contributions(scheme: Scheme, unit: UnitResult) -> dict[str, Fraction]:
    """By path, what each node adds to the unit's points: they sum to the points exactly.

    Weighted means and sums pass on to their members; what a node makes of its own (a function,
    cap, floor, rounding, any other aggregate) stays at the node.
    """
    found: dict[str, Fraction] = {}
    if unit.points is not None:
        _share(unit.total, WHOLE, dict(scheme.root.walk()), found)
    return found


def _share(
    result: NodeResult, factor: Fraction, nodes: Mapping[str, Node], found: dict[str, Fraction]
) -> None:
    rest = Fraction(result.points or 0)
    for child, share in _shares(nodes[result.path], result):
        rest -= share * Fraction(child.points or 0)
        _share(child, factor * share, nodes, found)
    if rest:
        found[result.path] = factor * rest


def _shares(node: Node, result: NodeResult) -> list[tuple[NodeResult, Fraction]]:
    """The members that add up to the node, each with its share; none where they do not."""
    there = [child for child in result.children if child.points is not None]
    if node.function.name != "identity" or not there:
        return []
    if node.aggregate == "sum":
        return [(child, WHOLE) for child in there]
    if node.aggregate != "weighted_mean":
        return []
    zero = result.gap is not None and result.gap.effect == "zero"
    counted = result.children if zero else there
    whole = sum((Fraction(child.weight or 0) for child in counted), ZERO)
    return [(child, Fraction(child.weight or 0) / whole) for child in there] if whole else []


def shown_parts(parts: Sequence[Part], places: int = 2) -> list[tuple[Part, Decimal]]:
    """The parts rounded so that they still add up to their rounded sum, those of 0 left out.

    Each is rounded down; what is then missing goes, one last digit each, to the largest
    remainders, equal ones in order. Source: Hamilton's method of largest remainders.
    """
    unit = Decimal(1).scaleb(-places)
    scale = 10**places
    exact = [part.points * scale for part in parts]
    floors = [number.__floor__() for number in exact]
    missing = round(sum(exact, ZERO)) - sum(floors)
    order = sorted(range(len(parts)), key=lambda i: (floors[i] - exact[i], i))
    for i in order[:missing]:
        floors[i] += 1
    rows = [(part, Decimal(n) * unit) for part, n in zip(parts, floors, strict=True)]
    return [(part, points) for part, points in rows if points]
