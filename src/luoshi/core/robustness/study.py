"""How firm one group's ranking is, and what it hangs on. Advice beside the official result."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from luoshi.core.errors import Invalid
from luoshi.core.robustness.choices import SCALES, reach_of, rescaled
from luoshi.core.robustness.levers import Decider, Lever, deciders, levers
from luoshi.core.robustness.plan import Plan
from luoshi.core.robustness.spreads import Band, Dirichlet, Numbers, Spread
from luoshi.core.robustness.trees import Tree, points_of, tree_of
from luoshi.core.robustness.trials import BLOCK, MOST_UNITS, Trials, ranks_of, rng_of
from luoshi.core.scoring import Result, Scheme, UnitResult

INSIDE = 0.9
PLACES = 4
CAUSES = ("band", "weights", "scale", "mean", "error")
"""What is varied: weights in a band, weights near the stated ones, the scale of the indicators,
arithmetic or geometric mean, and the numbers themselves."""


@dataclass(frozen=True, slots=True)
class Placing:
    """One unit: its official ``rank``; the places ``low`` to ``high`` between which 90 % of all
    draws put it, and ``median``; the same when only weights move in the band; the shares (0-1) of
    all draws in which it is in the first ``top``, first, and last."""

    unit: str
    rank: Decimal
    low: int
    median: int
    high: int
    band_low: int
    band_high: int
    top: Decimal
    first: Decimal
    last: Decimal


@dataclass(frozen=True, slots=True)
class Study:
    """One group's ranked units, best first. ``ahead`` (units × units, per mille) is how often a row
    stands before a column, level draws counting half. ``tiers`` are runs of units no two
    of which can be told apart firmly. ``shifts``: by cause, and for ``all`` together, the mean
    number of places a unit moves. ``kept`` are branches that were taken as they are."""

    group: str
    units: tuple[Placing, ...]
    ahead: tuple[tuple[int, ...], ...]
    tiers: tuple[tuple[str, ...], ...]
    shifts: tuple[tuple[str, Decimal], ...]
    levers: tuple[Lever, ...]
    first: Decider | None
    last: Decider | None
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Field:
    """The numbers of one group and how they may move."""

    tree: Tree
    points: Numbers
    down: Numbers
    up: Numbers
    plan: Plan

    def ranks(self, causes: Sequence[str], seed: str) -> Trials:
        """Ranks in every draw, with only the ``causes`` moving."""
        rng, plan = rng_of(f"{seed}:{'+'.join(causes)}"), self.plan
        sizes = [len(part) for part in np.array_split(np.arange(plan.draws), plan.scenarios)]
        found = np.empty((self.points.shape[1], plan.draws), np.int16)
        few, done = max(1, BLOCK // sizes[0]), 0
        for at in range(0, plan.scenarios, few):
            scores = [self._scenario(size, causes, rng) for size in sizes[at : at + few]]
            ranks = ranks_of(np.concatenate(scores)).T
            found[:, done : done + ranks.shape[1]] = ranks
            done += ranks.shape[1]
        return Trials(found)

    def unmoved(self) -> Numbers:
        """The rank of each unit with nothing moved."""
        scores = self.tree.root.scores(self.points, 1, Band(0), np.random.default_rng(0))
        ranks: Numbers = ranks_of(scores)[0].astype(np.float64)
        return ranks

    def _scenario(self, draws: int, causes: Sequence[str], rng: np.random.Generator) -> Numbers:
        """Draws × units: the scores under one scale, one kind of mean and one set of errors."""
        points, root = self.points, self.tree.root
        if "error" in causes:
            off = rng.uniform(-1, 1, points.shape)
            points = points + np.where(off < 0, off * self.down, off * self.up)
        if "scale" in causes:
            points = rescaled(points, self.tree.scaled, list(SCALES)[rng.integers(len(SCALES))])
        if "mean" in causes and rng.integers(2):
            root = root.multiplied()
        return root.scores(points, draws, self._spread(causes, rng), rng)

    def _spread(self, causes: Sequence[str], rng: np.random.Generator) -> Spread:
        near = Dirichlet(float(self.plan.strength))
        band = Band(float(self.plan.band))
        if "weights" in causes and "band" in causes:
            return near if rng.integers(2) else band
        if "weights" in causes:
            return near
        return band if "band" in causes else Band(0)


def study(scheme: Scheme, result: Result, plan: Plan, *, seed: str) -> Study:
    """The ranked units of ``result`` under everything that could have been chosen otherwise.

    ``seed`` is any text; the same seed gives the same study. Shares have four decimals.

    Raises: Invalid as ``tree_of``; Invalid("units-unusable") for none ranked or more than 10,000.
    Source: Saisana, Saltelli & Tarantola (2005), JRSS A 168; OECD/JRC (2008), Handbook on
    Constructing Composite Indicators, step 7; domain.md §4 no. 4.
    """
    ranked = [unit for unit in result.standing() if unit.rank is not None]
    if len(ranked) > MOST_UNITS:
        raise Invalid("units-unusable")
    tree = tree_of(scheme, ranked)
    points = points_of(ranked, tree.leaves)
    down, up = reach_of(scheme, ranked, tree.leaves, plan.error)
    field = _Field(tree, points, down, up, plan)
    official = [unit.rank or Decimal(0) for unit in ranked]
    narrow = field.ranks(("band",), seed)
    whole = field.ranks(CAUSES, seed)
    alone = [(cause, field.ranks((cause,), seed)) for cause in CAUSES[1:]]
    ahead, unmoved = whole.ahead(), field.unmoved()
    first, last = deciders(tree, points, official)
    return Study(
        group=result.group,
        units=_placings(ranked, whole, narrow, plan),
        ahead=tuple(tuple(int(share) for share in np.rint(row * 1000)) for row in ahead),
        tiers=_tiers([unit.unit for unit in ranked], ahead, float(plan.firm)),
        shifts=tuple(
            (cause, _number(_shift(found, unmoved)))
            for cause, found in (("band", narrow), *alone, ("all", whole))
        ),
        levers=levers(tree, points, plan, seed=seed),
        first=first,
        last=last,
        kept=tree.kept,
    )


def _shift(found: Trials, official: Numbers) -> float:
    return float(np.abs(found.ranks - official[:, None]).mean())


def _placings(
    ranked: Sequence[UnitResult], whole: Trials, narrow: Trials, plan: Plan
) -> tuple[Placing, ...]:
    wide, thin = _reached(whole), _reached(narrow)
    worst = whole.ranks.max(axis=0)
    tail = (1 - INSIDE) / 2
    return tuple(
        Placing(
            unit.unit,
            unit.rank or Decimal(0),
            _place(row, tail),
            _place(row, 0.5),
            _place(row, 1 - tail),
            _place(small, tail),
            _place(small, 1 - tail),
            _number(float(row[min(plan.top, len(row)) - 1])),
            _number(float(row[0])),
            _number(float((own == worst).mean())),
        )
        for unit, row, small, own in zip(ranked, wide, thin, whole.ranks, strict=True)
    )


def _reached(found: Trials) -> Numbers:
    """Units × places: the share of draws at this place or before it."""
    reached: Numbers = np.cumsum(found.acceptance(), axis=1) / found.ranks.shape[1]
    return reached


def _place(reached: Numbers, share: float) -> int:
    return int(np.searchsorted(reached, share - 1e-12)) + 1


def _tiers(units: Sequence[str], ahead: Numbers, firm: float) -> tuple[tuple[str, ...], ...]:
    """From the top: a unit that one of the tier is firmly ahead of begins the next tier, so that no
    two of a tier can be told apart."""
    tiers: list[list[int]] = []
    for at in range(len(units)):
        if tiers and all(ahead[one, at] < firm for one in tiers[-1]):
            tiers[-1].append(at)
        else:
            tiers.append([at])
    return tuple(tuple(units[at] for at in tier) for tier in tiers)


def _number(share: float) -> Decimal:
    return Decimal(str(round(share, PLACES)))
