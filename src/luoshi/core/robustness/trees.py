"""The part of a result in which weights matter, and the scores it gives for drawn weights."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

import numpy as np

from luoshi.core.errors import Invalid
from luoshi.core.robustness.spreads import Numbers, Spread
from luoshi.core.scoring import AGGREGATES, ROOT, Node, NodeResult, Scheme, UnitResult, child_path

NOTHING = 1e-300
"""Stands for a number that has no logarithm: a geometric mean with it is next to nothing."""
MEANS = ("weighted_mean", "geometric", "sum")


@dataclass(frozen=True)
class Branch:
    """A node that adds its children up: by weight (``shares`` add up to 1) or plainly (None).

    A child is a branch or the column of a leaf's points. ``cap`` and ``floor`` cut the outcome.
    A child without a number leaves its weight to the others; with ``zero`` it counts as 0.
    ``geometric`` multiplies instead of adding.
    """

    children: tuple["Branch | int", ...]
    shares: tuple[float, ...] | None = None
    cap: float | None = None
    floor: float | None = None
    zero: bool = False
    geometric: bool = False

    def scores(
        self, points: Numbers, draws: int, spread: Spread, rng: np.random.Generator
    ) -> Numbers:
        """``draws`` × units, out of leaves × units; NaN where nothing of the unit is there."""
        if self.is_linear and not np.isnan(points).any():
            return self.weights(draws, points.shape[0], spread, rng) @ points
        return self._step_by_step(points, draws, spread, rng)

    def weights(self, draws: int, leaves: int, spread: Spread, rng: np.random.Generator) -> Numbers:
        """``draws`` × leaves: for each leaf the product of the drawn weights above it."""
        found = np.zeros((draws, leaves))
        self._fill(found, np.ones((draws, 1)), spread, rng)
        return found

    def multiplied(self) -> "Branch":
        """The same with every weighted mean geometric."""
        below = tuple(c.multiplied() if isinstance(c, Branch) else c for c in self.children)
        return replace(self, children=below, geometric=self.shares is not None)

    def without(self, leaf: int) -> "Branch":
        """The same with no weight on that leaf; what lay above nothing else weighs nothing."""
        return self._without(leaf) or replace(self, shares=None, children=())

    def _without(self, leaf: int) -> "Branch | None":
        """None where nothing with a weight is left."""
        kept: list[tuple[Branch | int, float]] = []
        shares = self.shares or (1.0,) * len(self.children)
        for child, share in zip(self.children, shares, strict=True):
            left = child._without(leaf) if isinstance(child, Branch) else child
            if left is not None and left != leaf:
                kept.append((left, share))
        whole = sum(share for _child, share in kept)
        if not kept or whole <= 0:
            return None
        left_shares = tuple(share / whole for _child, share in kept) if self.shares else None
        return replace(self, children=tuple(child for child, _share in kept), shares=left_shares)

    @cached_property
    def is_linear(self) -> bool:
        """Whether no cap or floor cuts anything, so that one product does."""
        free = self.cap is None and self.floor is None and not self.geometric
        return free and all(c.is_linear for c in self.children if isinstance(c, Branch))

    def _weights(self, draws: int, spread: Spread, rng: np.random.Generator) -> Numbers:
        if self.shares is None:
            return np.ones((draws, len(self.children)))
        return spread.draw(self._stated, draws, rng)

    @cached_property
    def _stated(self) -> Numbers:
        return np.array(self.shares)

    @cached_property
    def _leaves(self) -> tuple[list[int], list[int]]:
        """The places of the leaves among the children, and their columns."""
        found = [(n, each) for n, each in enumerate(self.children) if not isinstance(each, Branch)]
        return [n for n, _ in found], [column for _, column in found]

    @cached_property
    def _branches(self) -> list[tuple[int, "Branch"]]:
        """The other children, each with its place."""
        return [(n, each) for n, each in enumerate(self.children) if isinstance(each, Branch)]

    def _fill(
        self, found: Numbers, above: Numbers, spread: Spread, rng: np.random.Generator
    ) -> None:
        weights = self._weights(len(found), spread, rng)
        weights *= above
        at, columns = self._leaves
        found[:, columns] = weights[:, at]
        for n, child in self._branches:
            child._fill(found, weights[:, n, None], spread, rng)

    def _step_by_step(
        self, points: Numbers, draws: int, spread: Spread, rng: np.random.Generator
    ) -> Numbers:
        """Branch by branch, where something is missing, cut or multiplied."""
        weights = self._weights(draws, spread, rng)
        total = np.zeros((draws, points.shape[1]))
        carried = np.zeros((draws, points.shape[1]))
        self._add_leaves(points, weights, total, carried)
        for at, child in self._branches:
            below = self._counted(child._step_by_step(points, draws, spread, rng))
            there = ~np.isnan(below[0])
            total[:, there] += weights[:, at, None] * below[:, there]
            carried[:, there] += weights[:, at, None]
        if self.shares is not None:
            total /= np.where(carried > 0, carried, 1.0)
        if self.geometric:
            total = np.exp(total)
        total[carried <= 0] = np.nan
        return _cut(total, self.cap, self.floor)

    def _add_leaves(
        self, points: Numbers, weights: Numbers, total: Numbers, carried: Numbers
    ) -> None:
        """All leaves in one product."""
        at, columns = self._leaves
        if columns:
            own, drawn = self._counted(points[columns]), np.ascontiguousarray(weights[:, at])
            total += drawn @ np.nan_to_num(own)
            absent = np.isnan(own)
            if absent.any():
                carried += drawn @ (~absent).astype(np.float64)
            else:
                carried += drawn.sum(axis=1, keepdims=True)

    def _counted(self, numbers: Numbers) -> Numbers:
        """The numbers as this branch takes them: what is missing, and logarithms."""
        if self.zero:
            numbers = np.nan_to_num(numbers)
        if self.geometric:
            numbers = np.log(np.maximum(numbers, NOTHING))
        return numbers


@dataclass(frozen=True, slots=True)
class Tree:
    """The branches of a group and the paths of its columns.

    ``kept`` are columns that are branches taken as they are: no sum or mean, or with a function.
    ``scaled`` are the numbers of the columns that count by weight, so that their scale is a choice.
    """

    root: Branch
    leaves: tuple[str, ...]
    kept: tuple[str, ...]
    scaled: tuple[int, ...]


def tree_of(scheme: Scheme, units: Sequence[UnitResult]) -> Tree:
    """The branches of a scored group with the weights that held there. A branch is taken with its
    cap and floor, without its rounding.

    Raises: Invalid("robustness-node", node) where the total itself is no mean and no sum, or has a
    function of its own; Invalid("units-unusable") without units.
    """
    if not units:
        raise Invalid("units-unusable")
    weights = {node.path: node.weight for node in units[0].total.walk()}
    if not _is_plain(scheme.root):
        raise Invalid("robustness-node", node=ROOT)
    leaves: list[str] = []
    kept: list[str] = []
    scaled: list[int] = []

    def branch(node: Node, path: str, *, plus: bool) -> Branch:
        plus = plus or node.kind != "score"
        own = [float(weights[child_path(path, c.key)] or 0) for c in node.children]
        shares = _shares(node, own)
        children: list[Branch | int] = []
        for child in node.children:
            below = child_path(path, child.key)
            if child.children and _is_plain(child):
                children.append(branch(child, below, plus=plus))
                continue
            if shares and not plus and child.kind == "score":
                scaled.append(len(leaves))
            if child.children:
                kept.append(below)
            children.append(len(leaves))
            leaves.append(below)
        zero, geometric = node.missing.policy == "zero", node.aggregate == "geometric"
        cut = _float(node.cap), _float(node.floor)
        return Branch(tuple(children), shares, *cut, zero, geometric)

    root = branch(scheme.root, ROOT, plus=False)
    return Tree(root, tuple(leaves), tuple(kept), tuple(scaled))


def points_of(units: Sequence[UnitResult], leaves: Sequence[str]) -> Numbers:
    """Leaves × units; NaN where a leaf has no number, or a branch above it got none."""
    columns = []
    for unit in units:
        points: dict[str, Decimal | None] = {}
        _collect(unit.total, points, there=True)
        columns.append([float("nan") if (p := points[path]) is None else p for path in leaves])
    return np.array(columns, np.float64).reshape(len(units), len(leaves)).T.copy()


def _collect(node: NodeResult, points: dict[str, Decimal | None], *, there: bool) -> None:
    there = there and node.points is not None
    points[node.path] = node.points if there else None
    for child in node.children:
        _collect(child, points, there=there)


def _is_plain(node: Node) -> bool:
    return bool(node.children) and node.function.name == "identity" and node.aggregate in MEANS


def _shares(node: Node, weights: Sequence[float]) -> tuple[float, ...] | None:
    whole = sum(weights)
    if not AGGREGATES[node.aggregate].weighted or whole <= 0:
        return None
    return tuple(weight / whole for weight in weights)


def _float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


def _cut(scores: Numbers, cap: float | None, floor: float | None) -> Numbers:
    if cap is None and floor is None:
        return scores
    return np.clip(scores, floor, cap)
