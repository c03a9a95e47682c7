"""Marks as an array, and whether they are enough to say anything about who gave them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luoshi.core.errors import Invalid
from luoshi.core.node import Node
from luoshi.core.tally import SealedList, verdicts

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
KEYS = ("zh", "en", "raters", "contenders", "marks", "draws", "tag", "source")


@dataclass(frozen=True, slots=True)
class Floor:
    """The fewest raters, contenders and marks of each contender from which a correction is shown;
    ``draws`` is how often ballots are drawn again for intervals."""

    raters: int
    contenders: int
    marks: int
    draws: int


def floor_from(data: Mapping[str, Any], path: str) -> Floor:
    """The floor that a preset's row describes. Raises Invalid with the ``path`` at fault."""
    node = Node.of(data, path, KEYS)
    whole = {name: node.whole(name, 1, 100_000) for name in ("raters", "contenders", "marks")}
    return Floor(**whole, draws=node.whole("draws", 1, 100_000))


def class_marks(sealed: SealedList) -> dict[str, Numbers]:
    """Class → valid ballots × contenders × criteria: the marks, NaN where none was given.

    A row is a ballot and leads to nobody; rows come in the order of the list.
    """
    rules = sealed.rules
    judged = verdicts(rules, sealed.ballots)
    shape = (len(rules.contenders), len(rules.criteria))
    found = {}
    for each in rules.classes:
        rows = [
            verdict.numbers
            for ballot, verdict in zip(sealed.ballots, judged, strict=True)
            if ballot.voter_class == each.key and not verdict.reason
        ]
        found[each.key] = np.array(rows, dtype=np.float64).reshape(len(rows), *shape)
    return found


def not_enough(points: Numbers, floor: Floor) -> dict[str, str | int] | None:
    """What raters × contenders lack to carry a correction, or None when they do: a ``reason`` with
    how many were ``found`` and are ``needed``: ``too-few-raters`` (who compared two or more),
    ``too-few-contenders``, ``too-few-marks`` (of a contender); or ``disconnected`` (two sets of
    contenders no rater compared: 2 found, 1 needed)."""
    there = ~np.isnan(points)
    numbers = (
        ("too-few-raters", int((there.sum(axis=1) > 1).sum()), floor.raters),
        ("too-few-contenders", points.shape[1], floor.contenders),
        ("too-few-marks", int(there.sum(axis=0).min(initial=floor.marks)), floor.marks),
    )
    for reason, found, needed in numbers:
        if found < needed:
            return {"reason": reason, "found": found, "needed": needed}
    if connected(there):
        return None
    return {"reason": "disconnected", "found": 2, "needed": 1}


def connected(there: NDArray[np.bool_]) -> bool:
    """Whether raters × contenders hang together: only then can severities be compared."""
    reached = np.zeros(there.shape[1], np.bool_)
    reached[:1] = True
    while True:
        raters = there[:, reached].any(axis=1)
        further = reached | there[raters].any(axis=0)
        if (further == reached).all():
            return bool(reached.all() and raters.all())
        reached = further


def need_connected(there: Flags) -> None:
    """Raises Invalid("raters-disconnected"), also for a rater or contender without a mark."""
    if not there.size or not connected(there):
        raise Invalid("raters-disconnected")
