"""The official run of a province: from statistics in the database to traces stored and shown."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure
from tests.bench.officialrun import BRANCHES, EACH, MONTHS, UNITS
from tests.served import environment_of
from tests.shared_data import ROOT

SIZE = f"{UNITS} units × {BRANCHES * EACH} indicators × {MONTHS} months"


def figures() -> Iterator[Figure]:
    """Seconds to score and store, ms of a trace page; each beside its bare anchor."""
    with tempfile.TemporaryDirectory(prefix="luoshi-scores-") as name:
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.officialrun", name],
            cwd=ROOT,
            env=environment_of(Path(name)),
            capture_output=True,
            text=True,
            check=True,
        )
    told = json.loads(done.stdout.splitlines()[-1])
    yield Figure(
        "scores", f"run of {SIZE}, traces stored, s", round(told["run_s"], 2), "< 10",
        "its rows into bare SQLite", round(told["bare_run_s"], 2),
        round(told["run_s"] / told["bare_run_s"], 1), f"{told['nodes']:,} rows of traces",
    )  # fmt: skip
    yield Figure(
        "scores", "trace page, ms", round(told["trace_ms"], 1), "< 100", "its rows read",
        round(told["bare_trace_ms"], 1), round(told["trace_ms"] / told["bare_trace_ms"], 1),
    )  # fmt: skip
