"""The part of a scheme in which weights matter, and the scores it gives for drawn weights."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from luoshi.core.errors import Invalid
from luoshi.core.robustness.spreads import Numbers, Spread
from luoshi.core.scoring import ROOT, Group, Node, Scheme


@dataclass(frozen=True, slots=True)
class Branch:
    """A node that adds its children up: by weight (``shares`` add up to 1) or plainly (None).

    A child is a branch or the column of a leaf's points. ``cap`` and ``floor`` cut the outcome.
    """

    children: tuple["Branch | int", ...]
    shares: tuple[float, ...] | None = None
    cap: float | None = None
    floor: float | None = None

    def scores(
        self, points: Numbers, draws: int, spread: Spread, rng: np.random.Generator
    ) -> Numbers:
        """``draws`` × units, out of leaves × units; NaN where nothing of the unit is there.

        Children without a number leave their weight to the others.
        """
        if self.is_linear and not np.isnan(points).any():
            weights = np.zeros((draws, points.shape[0]))
            self._fill(weights, np.ones((draws, 1)), spread, rng)
            return weights @ points
        return self._step_by_step(points, draws, spread, rng)

    @property
    def is_linear(self) -> bool:
        """Whether no cap or floor cuts anything, so that one product does."""
        free = self.cap is None and self.floor is None
        return free and all(c.is_linear for c in self.children if isinstance(c, Branch))

    def _weights(self, draws: int, spread: Spread, rng: np.random.Generator) -> Numbers:
        if self.shares is None:
            return np.ones((draws, len(self.children)))
        return spread.draw(np.array(self.shares), draws, rng)

    def _fill(
        self, found: Numbers, above: Numbers, spread: Spread, rng: np.random.Generator
    ) -> None:
        """Put into draws × leaves, for each leaf, the product of the weights above it."""
        weights = self._weights(len(found), spread, rng)
        weights *= above
        columns = [child for child in self.children if not isinstance(child, Branch)]
        at = [n for n, child in enumerate(self.children) if not isinstance(child, Branch)]
        found[:, columns] = weights[:, at]
        for n, child in enumerate(self.children):
            if isinstance(child, Branch):
                child._fill(found, weights[:, n, None], spread, rng)

    def _step_by_step(
        self, points: Numbers, draws: int, spread: Spread, rng: np.random.Generator
    ) -> Numbers:
        """Branch by branch, where something is missing or cut."""
        weights = self._weights(draws, spread, rng)
        total = np.zeros((draws, points.shape[1]))
        carried = np.zeros((draws, points.shape[1]))
        self._add_leaves(points, weights, total, carried)
        for at, child in enumerate(self.children):
            if isinstance(child, Branch):
                below = child._step_by_step(points, draws, spread, rng)
                there = ~np.isnan(below[0])
                total[:, there] += weights[:, at, None] * below[:, there]
                carried[:, there] += weights[:, at, None]
        if self.shares is not None:
            total /= np.where(carried > 0, carried, 1.0)
        total[carried <= 0] = np.nan
        return _cut(total, self.cap, self.floor)

    def _add_leaves(
        self, points: Numbers, weights: Numbers, total: Numbers, carried: Numbers
    ) -> None:
        """All leaves in one product."""
        at = [n for n, child in enumerate(self.children) if not isinstance(child, Branch)]
        columns = [child for child in self.children if not isinstance(child, Branch)]
        if columns:
            own, drawn = points[columns], np.ascontiguousarray(weights[:, at])
            total += drawn @ np.nan_to_num(own)
            absent = np.isnan(own)
            if absent.any():
                carried += drawn @ (~absent).astype(np.float64)
            else:
                carried += drawn.sum(axis=1, keepdims=True)


def tree_of(scheme: Scheme, group: Group) -> tuple[Branch, tuple[str, ...]]:
    """The scheme's branches with the weights of ``group``, and the paths of its leaves in the
    order of the columns. A branch is taken with its cap and floor, without its rounding.

    Raises: Invalid("robustness-node", node) for a branch that is no weighted mean and no sum, or
    has a function of its own.
    """
    leaves: list[str] = []
    root = _branch(scheme.root, ROOT, group.weights, leaves)
    return root, tuple(leaves)


def _branch(node: Node, path: str, own: Mapping[str, Decimal], leaves: list[str]) -> Branch:
    plain = node.function.name == "identity" and node.weighting == "stated"
    if not plain or node.aggregate not in ("weighted_mean", "sum"):
        raise Invalid("robustness-node", node=path)
    children: list[Branch | int] = []
    weights: list[float] = []
    for child in node.children:
        below = child.key if path == ROOT else f"{path}.{child.key}"
        weights.append(float(own.get(below, child.weight or Decimal(0))))
        if child.children:
            children.append(_branch(child, below, own, leaves))
        else:
            children.append(len(leaves))
            leaves.append(below)
    whole = sum(weights)
    shares = tuple(w / whole for w in weights) if node.aggregate == "weighted_mean" else None
    return Branch(tuple(children), shares, _float(node.cap), _float(node.floor))


def _float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


def _cut(scores: Numbers, cap: float | None, floor: float | None) -> Numbers:
    if cap is None and floor is None:
        return scores
    return np.clip(scores, floor, cap)
