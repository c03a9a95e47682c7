"""The table of chances: how many in each place were done on time, drawn towards the wider group.

Where few are alike the wider group counts more (an empirical Bayes shrinkage towards the same
reach at any time, and that towards all); a larger reach never has the smaller chance (pooling of
adjacent violators: Ayer et al. 1955).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from luoshi.core.errors import Refused
from luoshi.core.forecast.history import Past, Place, Snapshot, snapshots
from luoshi.core.forecast.rule import ForecastRule

PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Chance:
    """``probability`` 0 … 1, two places; ``alike`` finished commitments, ``on_time`` of them done.

    ``whole_time``: too few stood there at that time, so those of any time are named.
    """

    probability: Decimal
    alike: tuple[Snapshot, ...]
    on_time: int
    whole_time: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Chances by place, with the snapshots behind them. ``base``: done on time among all."""

    rule: ForecastRule
    chances: Mapping[Place, Fraction]
    stood: Mapping[Place, tuple[Snapshot, ...]]
    finished: int
    on_time: int

    @property
    def base(self) -> Fraction:
        """The share of all that were done on time."""
        return Fraction(self.on_time, self.finished)

    def chance(self, place: Place) -> Chance:
        """The chance there. Raises Refused ``forecast-few-alike``."""
        alike, whole = self.stood.get(place, ()), False
        if len(alike) < self.rule.least_alike:
            alike, whole = self._of_reach(place.reach), True
        if len(alike) < self.rule.least_alike:
            raise Refused("forecast-few-alike", n=len(alike), least=self.rule.least_alike)
        done = sum(each.on_time for each in alike)
        return Chance(rounded(self.chances[place]), alike, done, whole)

    def _of_reach(self, reach: int) -> tuple[Snapshot, ...]:
        """The last of each commitment."""
        latest = {
            each.key: each
            for place in sorted(self.stood, key=lambda place: place.time)
            for each in self.stood[place]
            if place.reach == reach
        }
        return tuple(latest.values())


def fit(rule: ForecastRule, past: Sequence[Past]) -> Table:
    """The table of these finished commitments.

    Raises Refused ``forecast-history-short`` (n, least) and ``forecast-one-sided`` (n, least).
    """
    told = {each.key: tuple(snapshots(rule, each)) for each in past}
    known = [each for each in past if told[each.key]]
    if len(known) < rule.least_finished:
        raise Refused("forecast-history-short", n=len(known), least=rule.least_finished)
    done = sum(each.on_time for each in known)
    fewer = min(done, len(known) - done)
    if fewer < rule.least_each:
        raise Refused("forecast-one-sided", n=fewer, least=rule.least_each)
    stood: dict[Place, tuple[Snapshot, ...]] = {}
    for each in sorted(known, key=lambda past: (past.due_on, past.key)):
        for shot in told[each.key]:
            stood[shot.place] = (*stood.get(shot.place, ()), shot)
    chances = _chances(rule, stood, Fraction(done, len(known)))
    return Table(rule, chances, stood, len(known), done)


def rounded(share: Fraction) -> Decimal:
    """Two places, half up."""
    return (Decimal(share.numerator) / share.denominator).quantize(PLACES, ROUND_HALF_UP)


def _chances(
    rule: ForecastRule, stood: Mapping[Place, Sequence[Snapshot]], base: Fraction
) -> dict[Place, Fraction]:
    reaches = range(len(rule.reach_bands) + 1)
    by_reach: dict[int, list[Snapshot]] = {reach: [] for reach in reaches}
    for place, shots in stood.items():
        by_reach[place.reach] += shots
    wider = {reach: _drawn(rule, shots, base) for reach, shots in by_reach.items()}
    found: dict[Place, Fraction] = {}
    for time in range(len(rule.time_bands) + 1):
        cells = [stood.get(Place(time, reach), ()) for reach in reaches]
        own = [_drawn(rule, cell, wider[reach]) for reach, cell in enumerate(cells)]
        rising = _rising(own, [len(cell) + rule.prior for cell in cells])
        found |= {Place(time, reach): chance for reach, chance in enumerate(rising)}
    return found


def _drawn(rule: ForecastRule, cell: Iterable[Snapshot], towards: Fraction) -> Fraction:
    shots = list(cell)
    return (sum(s.on_time for s in shots) + rule.prior * towards) / (len(shots) + rule.prior)


def _rising(values: Sequence[Fraction], weights: Sequence[Fraction]) -> list[Fraction]:
    blocks: list[tuple[Fraction, Fraction, int]] = []
    for value, weight in zip(values, weights, strict=True):
        block = (value, weight, 1)
        while blocks and blocks[-1][0] > block[0]:
            mean, heavy, count = blocks.pop()
            total = heavy + block[1]
            block = ((mean * heavy + block[0] * block[1]) / total, total, count + block[2])
        blocks.append(block)
    return [value for value, _, count in blocks for _ in range(count)]
