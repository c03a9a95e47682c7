"""Whether the chances hold: fitted on what was due before a day, tried on what came later."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

from luoshi.core.errors import Refused
from luoshi.core.forecast.history import Past, snapshots
from luoshi.core.forecast.rule import ForecastRule
from luoshi.core.forecast.table import fit

FOUR = Decimal("0.0001")
LATER = Fraction(1, 3)
"""At least this part of the finished commitments is kept for trying."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """Chances from ``low`` to ``high``: how many were given, their mean, what came true."""

    low: Decimal
    high: Decimal
    given: int
    mean: Decimal
    came_true: Decimal


@dataclass(frozen=True, slots=True)
class Calibration:
    """``brier`` is the mean square of chance less outcome: 0 is perfect. ``baseline`` is that of
    always giving the share done on time before ``cut`` (climatology). ``tried`` chances were
    given for ``later`` commitments; ``earlier`` ones were fitted. Brier, G. W. (1950)."""

    cut: date
    earlier: int
    later: int
    tried: int
    base: Decimal
    brier: Decimal
    baseline: Decimal
    rows: tuple[Reliability, ...]

    @property
    def skill(self) -> Decimal:
        """What part of the baseline's error is gone; 0 and below: no better than the mean."""
        if not self.baseline:
            return Decimal(0)
        return (1 - self.brier / self.baseline).quantize(FOUR, ROUND_HALF_UP)


def calibrate(rule: ForecastRule, past: Sequence[Past]) -> Calibration:
    """Out of time: no chance that is tried saw an outcome of its day or later.

    Raises Refused ``forecast-no-later`` where what is finished does not part in two by time, and
    as ``fit`` does for the earlier part.
    """
    cut = _cut(past)
    if cut is None:
        raise Refused("forecast-no-later")
    table = fit(rule, [each for each in past if each.due_on <= cut])
    later = [each for each in past if each.due_on > cut]
    tried = [
        (table.chances[shot.place], each)
        for each in later
        for shot in snapshots(rule, each)
        if shot.on >= cut
    ]
    if not tried:
        raise Refused("forecast-no-later")
    pairs = [(chance, Fraction(each.on_time)) for chance, each in tried]
    return Calibration(
        cut=cut,
        earlier=table.finished,
        later=len({each.key for _, each in tried}),
        tried=len(pairs),
        base=_four(table.base),
        brier=_four(_brier(pairs)),
        baseline=_four(_brier([(table.base, outcome) for _, outcome in pairs])),
        rows=_rows(rule, pairs),
    )


def _cut(past: Sequence[Past]) -> date | None:
    """The latest due day after which a third is still due."""
    days = sorted(each.due_on for each in past)
    for day in sorted(set(days), reverse=True):
        if len(days) - bisect_right(days, day) >= LATER * len(days):
            return day
    return None


def _brier(pairs: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    return sum(((chance - outcome) ** 2 for chance, outcome in pairs), Fraction(0)) / len(pairs)


def _rows(
    rule: ForecastRule, pairs: Sequence[tuple[Fraction, Fraction]]
) -> tuple[Reliability, ...]:
    limits = [Decimal(0), *rule.shown_bands, Decimal(1)]
    found = []
    for low, high in pairwise(limits):
        inside = [
            pair
            for pair in pairs
            if Fraction(low) <= pair[0] and (pair[0] < Fraction(high) or high == limits[-1])
        ]
        if inside:
            mean = sum((chance for chance, _ in inside), Fraction(0)) / len(inside)
            came = sum((outcome for _, outcome in inside), Fraction(0)) / len(inside)
            found.append(Reliability(low, high, len(inside), _four(mean), _four(came)))
    return tuple(found)


def _four(share: Fraction) -> Decimal:
    return (Decimal(share.numerator) / share.denominator).quantize(FOUR, ROUND_HALF_UP)
