"""``python -m tests.reliability kill|power|race|token|guess|anonymity [HOW-MANY [DATABASE-URL]]``:
what the ballot box withstands, printed as JSON; exit 1 where a ballot is lost, doubled, altered or
traced. On this machine only; on PostgreSQL (not ``power``) in databases of its own beside the one
that is named.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import Any

from tests.reliability.databases import database

MANY = {"kill": 200, "power": 100, "race": 1000, "token": 1000, "guess": 10_000, "anonymity": 600}
BAD = (
    "lost",
    "lost by marks",
    "twice",
    "of no token",
    "late",
    "refused inside",
    "missing",
    "added",
    "refused right",
    "uncounted",
    "box changed",
    "missed",
)


def main() -> int:
    """Run one of them."""
    what = sys.argv[1] if len(sys.argv) > 1 else ""
    if what not in MANY:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    many = int(sys.argv[2]) if len(sys.argv) > 2 else MANY[what]
    server = sys.argv[3] if len(sys.argv) > 3 else ""
    with tempfile.TemporaryDirectory(prefix="luoshi-reliability-") as name, ExitStack() as stack:

        def fresh(part: str) -> str:
            made = database(server, f"luoshi_reliability_{part}") if server else nullcontext("")
            return stack.enter_context(made)

        runs = list(_runs(what, Path(name), many, fresh))
    for found, _ in runs:
        sys.stdout.write(json.dumps({"what": what, **found}, ensure_ascii=False) + "\n")
    return 0 if all(is_good for _, is_good in runs) else 1


Fresh = Callable[[str], str]
"""The address of a new database of that name; empty for SQLite."""


def _runs(what: str, folder: Path, many: int, fresh: Fresh) -> list[tuple[dict[str, Any], bool]]:
    if what == "kill":
        from tests.reliability.kill import kill

        found = kill(folder, many, fresh(what))
        return [(found, _is_clean(found))]
    if what == "token":
        from tests.reliability.token import token

        found = token(folder, many, database=fresh(what))
        same = {found[name] for name in ("tokens", "stands", "ballots", "receipts told")}
        return [(found, len(same) == 1 and not found["errors"])]
    if what == "guess":
        from tests.reliability.guess import guess

        found = guess(folder, many, database=fresh(what))
        known = {"token-unknown", "too-many-wrong"}
        return [(found, _is_clean(found) and known.issuperset(found["told"]))]
    if what == "race":
        os.environ["LUOSHI_DATA_DIR"] = str(folder)
        if address := fresh(what):
            os.environ["LUOSHI_DATABASE_URL"] = address
        from luoshi.commands.site import start_site

        start_site()
        from tests.reliability.race import race

        found = race(folder, many)
        return [(found, _is_clean(found))]
    return _with_control(what, folder, many, fresh)


def _with_control(
    what: str, folder: Path, many: int, fresh: Fresh
) -> list[tuple[dict[str, Any], bool]]:
    """Beside what must hold, what must be found out."""
    if what == "power":
        from django.conf import settings

        settings.configure(SECRET_KEY="of a trial", DATABASES={})
        from tests.reliability.power import power

        full, normal = power(folder / "full", many), power(folder / "normal", many, "NORMAL")
        return [(full, not full["lost"]), (normal, bool(normal["lost"]))]
    from tests.reliability.anonymity import anonymity, leaks

    ours = anonymity(folder / "ours", many, database=fresh("ours"))
    leaky = anonymity(folder / "leaky", many, leaky=True, database=fresh("leaky"))
    return [(ours, not leaks(ours)), ({"control": True, **leaky}, bool(leaks(leaky)))]


def _is_clean(found: dict[str, Any]) -> bool:
    return not any(found.get(name) for name in BAD)


if __name__ == "__main__":
    sys.exit(main())
