"""A list of 10,000 rows out into Excel and back with a merge, in a database of its own.

Run as a module it fills a database in ``LUOSHI_DATA_DIR`` and prints the seconds as JSON.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

from tests.bench.figures import Figure
from tests.shared_data import ROOT

ROWS, CHANGED = 10_000, 1_000


def figures() -> Iterator[Figure]:
    """Seconds out, and seconds back: read, merged, shown and written."""
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as folder:
        told = subprocess.run(
            [sys.executable, "-m", "tests.bench.exchange"],
            cwd=ROOT,
            env=os.environ
            | {"LUOSHI_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "tests.settings"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    found = json.loads(told.splitlines()[-1])
    note = f"{ROWS} rows, {found['columns']} columns, {found['bytes']} bytes"
    yield Figure("excel", f"out of {ROWS} rows, s", found["out"], "< 3", note=note)
    note = "read {read}, merged and shown {plan}, written {apply}".format(**found)
    yield Figure("excel", "back in with merge, s", found["back"], "< 8", note=note)


def main() -> None:
    """Fill, measure, print."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.bench.sheets import measure

    sys.stdout.write(json.dumps(measure(ROWS, CHANGED, timed)) + "\n")


def timed(act: Callable[[], Any]) -> tuple[Any, float]:
    """What it gives, and the seconds of the processor that it took."""
    begun = time.process_time()
    found = act()
    return found, round(time.process_time() - begun, 2)


if __name__ == "__main__":
    main()
