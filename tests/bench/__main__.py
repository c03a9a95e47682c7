"""``make bench``: every figure of this machine, with versions and commit.

``make bench SCALE=100k``: pages over so many commitments instead; ``python -m tests.bench ballots
[DATABASE-URL]``: a hall that votes, alone.
"""

import platform
import subprocess
import sys
from itertools import chain

import django

from tests.bench import ballots, exchange, extraction, robustness, scale, scores, site, tally
from tests.bench.figures import show
from tests.shared_data import ROOT


def main() -> None:
    """Measure and print."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    sys.stdout.write(
        f"commit {commit}, Python {platform.python_version()}, Django {django.__version__}\n"
    )
    everyday = chain(
        robustness.figures(), extraction.figures(), scores.figures(), tally.figures(),
        exchange.figures(), site.figures(), ballots.figures(),
    )  # fmt: skip
    wanted = sys.argv[1:]
    if wanted[:1] == ["ballots"]:
        show(ballots.figures(*wanted[1:2]))
    else:
        show(scale.figures(wanted[0]) if wanted else everyday)


if __name__ == "__main__":
    main()
