"""How firm a ranking is: 300 units × 200 indicators in a hierarchy × 10,000 draws."""

import resource
import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from luoshi.core.robustness import Branch, Dirichlet, trials
from tests.bench.figures import Figure, middle

UNITS, LEAVES, BRANCHES, DRAWS, ROUNDS = 300, 200, 10, 10_000, 3
SIZE = f"{UNITS} × {LEAVES} × {DRAWS:,}"
EACH = LEAVES // BRANCHES


def figures() -> Iterator[Figure]:
    """A B A B: the bare product and ranks, then ours; medians of one run."""
    points = np.random.default_rng(1).random((LEAVES, UNITS))
    parts = (Branch(tuple(range(a, a + EACH)), (1 / EACH,) * EACH) for a in range(0, LEAVES, EACH))
    tree = Branch(tuple(parts), (1 / BRANCHES,) * BRANCHES)
    bare, drawn, whole = [], [], []
    for _ in range(ROUNDS):
        bare.append(_timed(lambda: _limit(points)))
        start = time.perf_counter()
        found = trials(tree, points, Dirichlet(), draws=DRAWS, seed="bench")
        drawn.append((time.perf_counter() - start) * 1e3)
        found.acceptance()
        found.ahead()
        whole.append((time.perf_counter() - start) * 1e3)
    limit, spread = middle(bare)
    for what, times, goal in (
        ("draws and ranks", drawn, "≤ 3 ×"),
        ("draws, ranks, places and pairs", whole, "≤ 10 ×"),
    ):
        ours, note = middle(times)
        ratio = round(ours / limit, 2)
        yield Figure(
            "robustness", f"{what}, {SIZE}, ms", ours, goal, "bare numpy", limit, ratio, note
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    yield Figure("robustness", f"memory of the process, {SIZE}, MB", peak, "≤ 250", note=spread)


def _limit(points: Any) -> Any:
    """Draws, one product and the order of each row, as bare as numpy does them."""
    rng = np.random.default_rng(1)
    weights = rng.standard_exponential((DRAWS, LEAVES), dtype=np.float32)
    weights /= weights.sum(axis=1, keepdims=True)
    scores = weights @ points.astype(np.float32)
    order = np.argsort(scores, axis=1)
    ranks = np.empty(order.shape, np.int16)
    np.put_along_axis(ranks, order, np.arange(UNITS, 0, -1, dtype=np.int16)[None], axis=1)
    return ranks


def _timed(act: Any) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1e3
