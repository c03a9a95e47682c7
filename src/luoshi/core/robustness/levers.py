"""What the ranking hangs on: each indicator's weight, its absence, its power to tell apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from luoshi.core.robustness.plan import Plan
from luoshi.core.robustness.spreads import Band, Dirichlet, Numbers
from luoshi.core.robustness.trees import Tree
from luoshi.core.robustness.trials import ranks_of, rng_of

DRAWS, BINS = 4_000, 20
PLACES = 4


@dataclass(frozen=True, slots=True)
class Lever:
    """One indicator. ``weight`` is its part (0-1) of the whole as written. ``index`` (0-1) is the
    first-order part of what the ranking moves that its weight explains. Without it units move
    ``moved`` places on average, and ``new_first`` or ``new_last`` say that another unit would be
    first or last. ``level`` is the greatest part (0-1) of the units on one and the same score, and
    ``crowded`` that it ranks hardly anybody."""

    path: str
    weight: Decimal
    index: Decimal
    moved: Decimal
    new_first: bool
    new_last: bool
    level: Decimal
    crowded: bool


@dataclass(frozen=True, slots=True)
class Decider:
    """The indicator that keeps one place from the next: with the other unit's score there, the
    gap of ``gap`` points would shrink by ``part`` of them."""

    path: str
    gap: Decimal
    part: Decimal


def levers(tree: Tree, points: Numbers, plan: Plan, *, seed: str) -> tuple[Lever, ...]:
    """Every column of ``points`` (leaves × units), heaviest first and by path.

    Source of ``index``: Saltelli et al. (2008), Global Sensitivity Analysis, ch. 1, estimated from
    given data as in Plischke, Borgonovo & Smith (2013), EJOR 226; the output is the mean shift in
    ranks of Saisana, Saltelli & Tarantola (2005).
    """
    stated = tree.root.weights(1, len(tree.leaves), Band(0), np.random.default_rng(0))[0]
    official = _ranks(tree.root.scores(points, 1, Band(0), np.random.default_rng(0)))[0]
    indices = _indices(tree, points, official, plan, f"{seed}:levers")
    found = []
    for at, path in enumerate(tree.leaves):
        left = tree.root.without(at).scores(points, 1, Band(0), np.random.default_rng(0))
        ranks = _ranks(left)[0]
        level = _level(points[at])
        found.append(
            Lever(
                path,
                _number(float(stated[at])),
                _number(float(indices[at])),
                _number(float(np.abs(ranks - official).mean())),
                new_first=_others(ranks, official, least=True),
                new_last=_others(ranks, official, least=False),
                level=_number(level),
                crowded=points.shape[1] > 1 and level >= float(plan.crowded),
            )
        )
    return tuple(sorted(found, key=lambda lever: (-lever.weight, lever.path)))


def deciders(
    tree: Tree, points: Numbers, ranks: Sequence[Decimal]
) -> tuple[Decider | None, Decider | None]:
    """What keeps the first from the next, and the one before from the last; None for a tie of
    everybody. ``ranks`` are the official ones, best first."""
    behind = next((n for n, rank in enumerate(ranks) if rank > ranks[0]), None)
    if behind is None:
        return None, None
    before = next(n for n in range(len(ranks) - 1, -1, -1) if ranks[n] < ranks[-1])
    return (
        _decider(tree, points, 0, behind),
        _decider(tree, points, before, len(ranks) - 1),
    )


def _decider(tree: Tree, points: Numbers, better: int, worse: int) -> Decider | None:
    """Score the better unit once for each leaf, with the worse unit's points there."""
    own, other = points[:, better], points[:, worse]
    variants = np.tile(own[:, None], (1, len(own) + 2))
    swapped = [at for at in range(len(own)) if not np.isnan(own[at]) and not np.isnan(other[at])]
    variants[swapped, swapped] = other[swapped]
    variants[:, -1] = other
    scores = tree.root.scores(variants, 1, Band(0), np.random.default_rng(0))[0]
    lost = scores[-2] - scores[:-2]
    if not swapped or not np.isfinite(scores).all():
        return None
    most = max(swapped, key=lambda at: lost[at])
    if lost[most] <= 0:
        return None
    return Decider(
        tree.leaves[most], _number(float(scores[-2] - scores[-1])), _number(float(lost[most]))
    )


def _indices(tree: Tree, points: Numbers, official: Numbers, plan: Plan, seed: str) -> Numbers:
    """For each leaf V(E(shift | weight)) ÷ V(shift), with the bias of the bins taken off."""
    spread, leaves = Dirichlet(float(plan.strength)), len(tree.leaves)
    weights = tree.root.weights(DRAWS, leaves, spread, rng_of(seed))
    ranks = _ranks(tree.root.scores(points, DRAWS, spread, rng_of(seed)))
    shift = np.abs(ranks - official).mean(axis=1)
    spread_of_shift = shift.var()
    if spread_of_shift <= 0:
        return np.zeros(leaves)
    means = shift[np.argsort(weights, axis=0)].reshape(BINS, -1, leaves).mean(axis=1)
    raw = means.var(axis=0) / spread_of_shift - (BINS - 1) / DRAWS
    moved = weights.max(axis=0) - weights.min(axis=0) > 1e-12
    found: Numbers = np.clip(raw, 0, 1) * moved
    return found


def _ranks(scores: Numbers) -> Numbers:
    return ranks_of(scores).astype(np.float64)


def _others(ranks: Numbers, official: Numbers, *, least: bool) -> bool:
    """Whether the units at that end are none of those that are there officially."""
    end = np.min if least else np.max
    return not ((ranks == end(ranks)) & (official == end(official))).any()


def _level(points: Numbers) -> float:
    """The greatest share of the units with a number that have the same."""
    there = np.round(points[~np.isnan(points)], 9)
    return float(np.unique(there, return_counts=True)[1].max() / len(there)) if len(there) else 1.0


def _number(share: float) -> Decimal:
    return Decimal(str(round(share, PLACES)))
