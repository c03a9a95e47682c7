"""Whether what an outsider found done is asked of once more."""

from collections.abc import Iterable
from datetime import date


def asks_again(told_until: date, until: date, targets: Iterable[date]) -> bool:
    """Whether a period that ends ``until`` has a target of its own.

    ``told_until``: the last day of which an accepted account tells; ``targets``: the days on which
    its milestones and open parts are due. Source: docs/rules/cadence.md.
    """
    return any(told_until < day <= until for day in targets)
