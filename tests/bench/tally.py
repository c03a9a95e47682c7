"""A full hall: 5,000 ballots of four classes over 40 contenders, and 500 judges of 300 units."""

import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from luoshi.core.raters import two_way
from luoshi.core.tally import Ballot, read_sealed, sealed_bytes, tally
from tests.bench.figures import Figure, middle

BALLOTS, CONTENDERS, ROUNDS = 5_000, 40, 3
CLASSES = "abcd"


def sealed(criteria: int) -> bytes:
    """A list with that many criteria, the marks drawn; one mark in fifty is 不了解."""
    rng = np.random.default_rng(1)
    marks = rng.integers(60, 101, (BALLOTS, CONTENDERS, criteria)).tolist()
    unknown = (rng.random((BALLOTS, CONTENDERS, criteria)) < 0.02).tolist()
    ballots = (
        Ballot(
            CLASSES[at % 4],
            {
                f"u{one}": {
                    f"k{which}": "abstain" if unknown[at][one][which] else str(mark)
                    for which, mark in enumerate(row)
                }
                for one, row in enumerate(sheet)
            },
        )
        for at, sheet in enumerate(marks)
    )
    return sealed_bytes(rules(criteria), ballots, paper=BALLOTS)


def rules(criteria: int) -> dict[str, Any]:
    """Rules with trimming, quorum and all the reasons for being void."""
    return {
        "title": "bench",
        "contenders": [
            {"key": f"u{at}", "name": f"u{at}", "group": "gh"[at % 2]} for at in range(CONTENDERS)
        ],
        "criteria": [{"key": f"k{at}", "name": f"k{at}", "maximum": 100} for at in range(criteria)],
        "classes": [
            {"key": key, "name": key, "weight": 25, "size": BALLOTS, "quorum": "0.2"}
            for key in CLASSES
        ],
        "validity": {"all_same": True, "blanks": "0.5", "top_from": "0.9", "top_share": "0.5"},
        "trim": {"drop": 1, "least": 6},
        "rounding": {"total": 2, "mode": "half_up"},
        "quorum": "0.2",
        "shown_from": 5,
    }


def figures() -> Iterator[Figure]:
    """Processor time to read a list and check its seal, and to tally it."""
    for criteria in (1, 4):
        data, reading, counting = sealed(criteria), [], []
        for _ in range(ROUNDS):
            start = time.process_time()
            found = read_sealed(data)
            middle_at = time.process_time()
            tally(found)
            reading.append(middle_at - start)
            counting.append(time.process_time() - middle_at)
        size = f"{BALLOTS:,} × {CONTENDERS} × {criteria}"
        for what, times, goal in (("tally", counting, "< 1"), ("read and check", reading, "")):
            ours, note = middle(times)
            yield Figure("tally", f"{what}, {size}, CPU s", ours, goal, note=note)
    yield from severities()


def severities() -> Iterator[Figure]:
    """Processor time of the two-way fit to 90,000 marks; lme4 takes 1.4 s (benchmarks of peers)."""
    rng = np.random.default_rng(1)
    points = rng.normal(80, 5, (500, 300))
    points[rng.random(points.shape) < 0.4] = np.nan
    for robust, goal in ((False, "≤ 14"), (True, "")):
        times = []
        for _ in range(ROUNDS):
            start = time.process_time()
            two_way(points, robust=robust)
            times.append((time.process_time() - start) * 1e3)
        ours, note = middle(times)
        what = "robust" if robust else "least squares"
        yield Figure("raters", f"two-way fit, {what}, 500 × 300, CPU ms", ours, goal, note=note)
