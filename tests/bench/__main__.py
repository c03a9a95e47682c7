"""``make bench``: every figure of this machine, with versions and commit."""

import platform
import subprocess
import sys
from itertools import chain

import django

from tests.bench import extraction, site
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
    show(chain(extraction.figures(), site.figures()))


if __name__ == "__main__":
    main()
