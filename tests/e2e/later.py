"""云川市 without its story, served with a clock that a test moves: a process of its own.

The clock stands in a file of the data folder and runs on from when that file was written.
"""

import os
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from pkgutil import resolve_name
from socketserver import ThreadingMixIn
from typing import Any
from unittest.mock import patch
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.utils import timezone

CLOCK = "clock.txt"


def set_clock(folder: Path, at: datetime) -> None:
    """Move the clock of the city whose data lie there."""
    fresh = folder / f"{CLOCK}.new"
    fresh.write_text(at.isoformat())
    fresh.replace(folder / CLOCK)


def told(folder: Path) -> datetime:
    """What that clock says now."""
    file = folder / CLOCK
    passed = time.time() - file.stat().st_mtime
    return datetime.fromisoformat(file.read_text()) + timedelta(seconds=passed)


def command(port: int, filling: str = "") -> list[str]:
    """For ``tests.served.served``; ``filling`` names a function that takes the city."""
    return [sys.executable, "-m", "tests.e2e.later", str(port), *filling.split()]


class Threaded(ThreadingMixIn, WSGIServer):
    """One thread for each request."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Says nothing of what it serves."""

    def log_message(self, *args: Any) -> None:
        """Nothing."""


def main() -> None:
    """Found the city as of the clock, then serve it until told to end."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    folder = Path(os.environ["LUOSHI_DATA_DIR"])
    with patch.object(timezone, "now", lambda: told(folder)):
        import django

        django.setup()
        from luoshi.web.tables import make_tables

        make_tables()
        city = _found()
        for filling in sys.argv[2:]:
            resolve_name(filling)(city)
        from luoshi.web.wsgi import application

        make_server("127.0.0.1", int(sys.argv[1]), application, Threaded, Quiet).serve_forever()


def _found() -> Any:
    """Units and people in office since New Year's Day; each of them may sign in."""
    from luoshi.demo.clock import at_office
    from luoshi.demo.founding import found
    from luoshi.demo.logins import PASSWORD
    from luoshi.web.accounts.models import User
    from luoshi.web.calendars.actions import year_seed

    today = timezone.localdate()
    begun = today.replace(month=1, day=1)
    city = found(on=begun, today=today, at=at_office(begun))
    year_seed(year=today.year, by=city.admin, at=at_office(begun))
    for person in city.people.values():
        person.set_password(PASSWORD)
    User.objects.bulk_update(city.people.values(), ["password"])
    return city


if __name__ == "__main__":
    main()
