"""Which facts count at a leaf: those with proof, each once, and those carried over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from luoshi.core.scoring.facts import Fact, Frozen
from luoshi.core.scoring.result import SetAside
from luoshi.core.scoring.scheme import ROOT, Node, child_path
from luoshi.core.scoring.sources import SOURCES, split_source

NO_PROOF = "no-proof"
SAID = ("report", "amendment", "reason")
"""Kinds of refs that prove nothing: the unit's own words, and changes of what it is measured by."""
KINDS = ("score", "addition", "deduction")
Aside = Mapping[tuple[str, str], tuple[SetAside, ...]]


@dataclass(frozen=True, slots=True)
class _Scope:
    """A leaf with its path and the addition or deduction it belongs to, if it does."""

    path: str
    leaf: Node
    within: str | None
    proof: bool


def set_asides(root: Node, inputs: Frozen) -> Aside:
    """By leaf path and unit, the facts that do not count there.

    Below an addition or a deduction a fact counts once, where its number is largest in size
    (the first such leaf of the scheme's order), and only with a document behind it.
    """
    scopes = [scope for scope in _scopes(root, ROOT, None) if scope.proof]
    found: dict[tuple[str, str], tuple[SetAside, ...]] = {}
    for unit in inputs if scopes else ():
        homes = _homes(scopes, inputs[unit])
        for scope in scopes:
            facts = inputs[unit].get(scope.leaf.source or "", ())
            aside = [_aside(fact, scope, homes) for fact in facts]
            found[scope.path, unit] = tuple(one for one in aside if one is not None)
    return found


def counted(facts: tuple[Fact, ...], aside: tuple[SetAside, ...]) -> tuple[Fact, ...]:
    """The facts that count: one without proof keeps its weight and loses its number, so that the
    policy for missing numbers decides; one that counts elsewhere is gone."""
    reasons = {one.key: one.reason for one in aside}
    return tuple(
        replace(fact, value=None) if fact.key in reasons else fact
        for fact in facts
        if reasons.get(fact.key, NO_PROOF) == NO_PROOF
    )


def carried_over(facts: tuple[Fact, ...], earlier: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """The earlier facts that stand in: by key for those without a number now; all of them where
    there is no fact now, or a single one without a number that none of them is named like."""
    alone = len(facts) == 1 and facts[0].value is None
    if not facts or (alone and all(fact.key != facts[0].key for fact in earlier)):
        return earlier
    absent = {fact.key: fact.weight for fact in facts if fact.value is None}
    return tuple(
        replace(fact, weight=absent[fact.key])
        for fact in earlier
        if fact.key in absent and fact.value is not None
    )


def _scopes(node: Node, path: str, within: str | None) -> Iterator[_Scope]:
    if within is None and node.kind != "score":
        within = path
    if node.source is not None:
        documented = SOURCES.get(split_source(node.source)[0])
        proof = within is not None or node.proof or bool(documented and documented.proof)
        yield _Scope(path, node, within, proof)
    for child in node.children:
        yield from _scopes(child, child_path(path, child.key), within)


def _homes(
    scopes: list[_Scope], sources: Mapping[str, tuple[Fact, ...]]
) -> dict[tuple[str, str], str]:
    """By addition and fact, the leaf where it counts."""
    sizes: dict[tuple[str, str], Decimal] = {}
    homes: dict[tuple[str, str], str] = {}
    for scope in scopes:
        for fact in sources.get(scope.leaf.source or "", ()):
            if scope.within is None or not _documented(fact) or fact.value is None:
                continue
            place = (scope.within, fact.key)
            if place not in sizes or abs(fact.value) > sizes[place]:
                sizes[place], homes[place] = abs(fact.value), scope.path
    return homes


def _documented(fact: Fact) -> bool:
    """Whether a document, evidence or a finding stands behind it."""
    return any(ref.partition(":")[0] not in SAID for ref in fact.refs)


def _aside(fact: Fact, scope: _Scope, homes: Mapping[tuple[str, str], str]) -> SetAside | None:
    if fact.value is None:
        return None
    if not _documented(fact):
        return SetAside(fact.key, NO_PROOF)
    home = homes.get((scope.within or "", fact.key), scope.path)
    return None if home == scope.path else SetAside(fact.key, "counted-elsewhere", home)
