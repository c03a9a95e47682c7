"""Old Excel files, read in a process of their own.

A damaged BIFF file can make calamine panic or ask for all memory there is (found by changing
bytes of real files), and neither can be caught in the same process. So ``python -m`` of this
module reads one workbook from standard input, under limits of memory and time, and writes JSON.
"""

import io
import json
import resource
import subprocess
import sys
from dataclasses import astuple

from luoshi.core.errors import Invalid
from luoshi.intake.cells import Sheet, Value, shown_value, visible_sheets
from luoshi.intake.limits import DEFAULT, MEBIBYTE
from luoshi.intake.sheets import PLAIN

MEMORY_BYTES = 1024 * MEBIBYTE
CPU_SECONDS = 20
WAIT_SECONDS = 60


def old_sheets(data: bytes) -> list[Sheet]:
    """The visible sheets of a BIFF workbook; dates come as text.

    Raises: Invalid ``damaged-file``, also where a limit was met.
    """
    command = [sys.executable, "-I", "-m", "luoshi.intake.oldexcel"]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=WAIT_SECONDS, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise Invalid("damaged-file") from error
    return [
        Sheet(at, tuple(start), rows, [(tuple(first), tuple(last)) for first, last in merges], name)
        for at, start, rows, merges, name in json.loads(done.stdout)
    ]


def portable(value: Value) -> str | int | float:
    return value if isinstance(value, str | int | float) else shown_value(value, PLAIN)


def limited(sheet: Sheet) -> Sheet:
    """The sheet with portable values. Raises: Invalid ``text-too-long``."""
    rows = [[portable(value) for value in row] for row in sheet.rows]
    if sum(len(value) for row in rows for value in row if isinstance(value, str)) > (
        DEFAULT.characters
    ):
        raise Invalid("text-too-long", limit=DEFAULT.characters)
    return Sheet(sheet.at, sheet.start, [list(row) for row in rows], sheet.merges, sheet.name)


def main() -> None:
    """Read a workbook from standard input and write its sheets to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    source = io.BytesIO(sys.stdin.buffer.read())
    json.dump([astuple(limited(sheet)) for sheet in visible_sheets(source)], sys.stdout)


if __name__ == "__main__":
    main()
