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


def class_points(sealed: SealedList, group: str) -> dict[str, Numbers]:
    """Class → valid ballots × contenders of the ``group``: weighted points, NaN without a full row.

    A row is a ballot and leads to nobody; rows come in the order of the list.
    """
    rules = sealed.rules
    weights = np.array([float(each.weight) for each in rules.criteria])
    members = [at for at, each in enumerate(rules.contenders) if each.group == group]
    judged = verdicts(rules, sealed.ballots)
    shape = (len(rules.contenders), len(rules.criteria))
    found = {}
    for each in rules.classes:
        rows = [
            verdict.numbers
            for ballot, verdict in zip(sealed.ballots, judged, strict=True)
            if ballot.voter_class == each.key and not verdict.reason
        ]
        marks = np.array(rows, dtype=np.float64).reshape(len(rows), *shape)
        found[each.key] = (marks @ weights)[:, members]
    return found


def not_enough(points: Numbers, floor: Floor) -> str:
    """Why raters × contenders do not carry a correction, or "" when they do: ``too-few-raters``,
    ``too-few-contenders``, ``too-few-marks`` (of a contender), ``disconnected`` (two sets of
    contenders no rater compared)."""
    there = ~np.isnan(points)
    if (there.sum(axis=1) > 1).sum() < floor.raters:
        return "too-few-raters"
    if points.shape[1] < floor.contenders:
        return "too-few-contenders"
    if there.sum(axis=0).min() < floor.marks:
        return "too-few-marks"
    return "" if connected(there) else "disconnected"


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
