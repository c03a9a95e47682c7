"""Where commitments stand whose account is given elsewhere than in the reports of a round.

An app's ``standings`` module may hold ``standings_of(ids, on) -> Mapping[int, Standing]``: by
commitment, for those that are its own, in a constant number of queries.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from luoshi.core.sampling import Finding


@dataclass(frozen=True, slots=True)
class Standing:
    """What is planned by the end of a day, said, shown and found; shares are 0 … 1.

    ``planned``: None where no plan was given. ``evidence``: how many files go with the last
    account. ``finding``: of the last account; ``last_found``: of whichever was looked at last,
    and the day of which that one tells. ``expected_on``: the day named in the last account, where
    that one says not done yet. ``in_rounds``: nobody is left to hear the account there, so that
    rounds ask of it as of any other; what is told here stands until the first of theirs.
    """

    planned: Decimal | None
    said_share: Decimal | None
    achieved_share: Decimal | None = None
    evidence: int = 0
    said_done_on: date | None = None
    finding: Finding | None = None
    last_found: Finding | None = None
    last_found_on: date | None = None
    expected_on: date | None = None
    in_rounds: bool = False


Telling = Callable[[Collection[int], date], Mapping[int, Standing]]


@cache
def _tellings() -> tuple[Telling, ...]:
    found: list[Telling] = []
    for app in apps.get_app_configs():
        name = f"{app.name}.standings"
        if app.name.startswith("luoshi.") and find_spec(name):
            found.append(import_module(name).standings_of)
    return tuple(found)


def told_elsewhere(ids: Collection[int], on: date) -> dict[int, Standing]:
    """By commitment, at the end of the day; the others of ``ids`` give account in rounds."""
    return {pk: each for telling in _tellings() for pk, each in telling(ids, on).items()}
