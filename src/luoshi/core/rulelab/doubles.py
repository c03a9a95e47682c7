"""One fact that counts at two leaves."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from luoshi.core.scoring import NodeResult, Result


@dataclass(frozen=True, slots=True)
class Double:
    """Two leaves at which the same facts count, in the scheme's order.

    ``same`` says whether both ask the same source: then the same number pays twice. Otherwise the
    two leaves ask different things of the same commitment. ``facts`` counts facts, ``units`` the
    units that have any; ``example`` is the key of the first of them.
    """

    first: str
    second: str
    titles: tuple[str, str]
    same: bool
    facts: int
    units: int
    example: str


def doubles(results: Mapping[str, Result]) -> tuple[Double, ...]:
    """Every pair of leaves with a fact in common, same sources first, then the most facts.

    A fact without a number, or set aside because it counts elsewhere, counts nowhere twice.
    """
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    leaves: dict[str, NodeResult] = {}
    for unit in (unit for result in results.values() for unit in result.units):
        counted: dict[str, list[str]] = defaultdict(list)
        for leaf in unit.total.walk():
            leaves.setdefault(leaf.path, leaf)
            for key in _counted(leaf):
                counted[key].append(leaf.path)
        for key, paths in counted.items():
            for pair in combinations(paths, 2):
                found[pair].append((unit.unit, key))
    rows = [_double(leaves[a], leaves[b], hits) for (a, b), hits in found.items()]
    return tuple(sorted(rows, key=lambda row: (not row.same, -row.facts, row.first, row.second)))


def _counted(leaf: NodeResult) -> Iterator[str]:
    aside = {one.key for one in leaf.set_aside}
    for fact in leaf.facts:
        if fact.value is not None and fact.weight and fact.key not in aside:
            yield fact.key


def _double(first: NodeResult, second: NodeResult, hits: list[tuple[str, str]]) -> Double:
    return Double(
        first=first.path,
        second=second.path,
        titles=(first.title, second.title),
        same=first.source == second.source,
        facts=len(hits),
        units=len({unit for unit, _key in hits}),
        example=min(key for _unit, key in hits),
    )
