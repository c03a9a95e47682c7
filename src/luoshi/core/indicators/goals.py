"""Targets of indicators, also those whose number is known only once the comparator is."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from luoshi.core.indicators.standing import Measure, standings

SIGNS = (">=", ">", "<=", "<", "=")
TESTS = {
    ">=": lambda gap: gap >= 0,
    ">": lambda gap: gap > 0,
    "<=": lambda gap: gap <= 0,
    "<": lambda gap: gap < 0,
    "=": lambda gap: gap == 0,
}
HUNDRED = Decimal(100)


class GoalKind(StrEnum):
    """What ``Goal.number`` is: a value, a margin over another place or over the own year before,
    a growth in per cent over it, or a rank."""

    VALUE = "value"
    MARGIN = "margin"
    OWN = "own"
    GROWTH = "growth"
    RANK = "rank"


@dataclass(frozen=True, slots=True)
class Goal:
    """A target: ≥ 7.5, 高于全省平均 1 个百分点, 比上年提高 (own), 增长 8%, 前三名 (rank)."""

    kind: GoalKind
    sign: str
    number: Decimal


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where a target stands. ``bound``: the number to be reached, None as long as the comparator
    is not known; ``gap``: the value less the bound, in ranks for a rank (positive: places to
    spare); ``met``: None where either side is not known, and then ``lacks`` says which:
    ``value``, ``comparator`` or ``year-before``.
    """

    bound: Decimal | None
    gap: Decimal | None = None
    met: bool | None = None
    lacks: str = ""


def resolve(
    goal: Goal,
    place: str,
    values: Mapping[str, Decimal],
    measure: Measure,
    *,
    base: Decimal | None = None,
) -> Outlook:
    """The target of ``place`` against ``values``: those of the ranked peers, itself among them.

    ``base`` is the comparator: the other place's value of the same period for ``margin``, the
    own value of the year before for ``own`` and ``growth``. A rank is resolved among all peers with
    a number; its bound is the value of the last of those places as they stand.
    """
    value = values.get(place)
    if goal.kind == GoalKind.RANK:
        return _ranked(goal, place, values, measure)
    if goal.kind == GoalKind.VALUE:
        bound = goal.number
    elif base is None:
        lacks = "comparator" if goal.kind == GoalKind.MARGIN else "year-before"
        return Outlook(None, lacks=lacks)
    elif goal.kind == GoalKind.GROWTH:
        bound = base + abs(base) * goal.number / HUNDRED
    else:
        bound = base + goal.number
    if value is None:
        return Outlook(bound, lacks="value")
    gap = value - bound
    return Outlook(bound, gap, TESTS[goal.sign](gap))


def _ranked(goal: Goal, place: str, values: Mapping[str, Decimal], measure: Measure) -> Outlook:
    order = list(standings(values, measure).values())
    last = int(goal.number)
    bound = order[min(last, len(order)) - 1].value if order else None
    mine = next((one for one in order if one.place == place), None)
    if mine is None:
        return Outlook(bound, lacks="value")
    if len(order) == 1:
        return Outlook(None, lacks="comparator")
    spare = goal.number - mine.rank
    return Outlook(bound, spare, spare >= 0)
