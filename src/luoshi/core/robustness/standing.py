"""What the draws say of each unit, beside its official rank."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from luoshi.core.robustness.spreads import Numbers, Spread
from luoshi.core.robustness.trees import points_of, tree_of
from luoshi.core.robustness.trials import trials
from luoshi.core.scoring import Result, Scheme

INSIDE = 0.9


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """One unit: its official ``rank``; the ``median`` place and the places ``low`` to ``high``
    between which 90 % of the draws put it; ``top`` the share (0-1) of draws in the first k."""

    unit: str
    rank: Decimal | None
    low: int
    median: int
    high: int
    top: float


@dataclass(frozen=True, slots=True)
class Robustness:
    """Units in the order of the official ranking; ``acceptance`` (units × places, counts) and
    ``ahead`` (units × units, 0-1) stand in the same order. It is advice beside the result."""

    units: tuple[UnitStanding, ...]
    draws: int
    top: int
    acceptance: NDArray[np.int64]
    ahead: Numbers

    def surely_ahead(self, one: str, other: str, share: float = 0.95) -> bool:
        """Whether ``one`` stands before ``other`` in at least ``share`` of the draws."""
        at = {unit.unit: n for n, unit in enumerate(self.units)}
        return bool(self.ahead[at[one], at[other]] >= share)


def robustness(
    scheme: Scheme,
    result: Result,
    spread: Spread,
    *,
    seed: str,
    draws: int = 10_000,
    top: int = 3,
) -> Robustness:
    """The ranked units of ``result`` under drawn weights; the points of its leaves stay.

    Raises: Invalid as ``tree_of`` and ``trials``.
    Source: Lahdelma & Salminen (2001), Operations Research 49 (rank acceptability); domain.md §4
    no. 4 (rank interval, P(top k)).
    """
    ranked = [unit for unit in result.standing() if unit.rank is not None]
    tree = tree_of(scheme, ranked)
    points = points_of(ranked, tree.leaves)
    found = trials(tree.root, points, spread, draws=draws, seed=seed)
    acceptance = found.acceptance()
    reached = np.cumsum(acceptance, axis=1) / draws
    tail = (1 - INSIDE) / 2
    units = tuple(
        UnitStanding(
            unit.unit,
            unit.rank,
            _place(row, tail),
            _place(row, 0.5),
            _place(row, 1 - tail),
            float(row[min(top, len(row)) - 1]),
        )
        for unit, row in zip(ranked, reached, strict=True)
    )
    return Robustness(units, draws, top, acceptance, found.ahead())


def _place(reached: Numbers, share: float) -> int:
    """The first place by which ``share`` of the draws are reached."""
    return int(np.searchsorted(reached, share - 1e-12)) + 1
