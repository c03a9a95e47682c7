"""The many-facet Rasch model: contenders, criteria and raters on one scale of logits."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luoshi.core.errors import Invalid
from luoshi.core.raters.marks import Flags, Numbers, need_connected

EXTREME = 0.3
"""What is taken off a perfect score, and added to an empty one, so that it has a finite place."""
MOST_ROUNDS, SETTLED, LONGEST_STEP = 500, 1e-4, 1.0
MOST_STEPS = 50


@dataclass(frozen=True, slots=True)
class Rasch:
    """Logits. ``ability`` of contenders; ``difficulty`` of criteria, ``severity`` of raters and
    ``thresholds`` between neighbouring marks, each 0 on average. ``rounds`` it took."""

    ability: Numbers
    difficulty: Numbers
    severity: Numbers
    thresholds: Numbers
    rounds: int


def many_facet_rasch(marks: Numbers) -> Rasch:
    """The fit to raters × contenders × criteria of whole marks 0, 1, 2 … (NaN: none), by joint
    maximum likelihood: log P(x) ÷ P(x−1) = ability − difficulty − severity − threshold x.

    Raises: Invalid("raters-disconnected"), Invalid("marks-not-whole") for other than 0 … 50,
    Invalid("mark-never-given") where one between 0 and the greatest was never given (merge the
    steps first), Invalid("fit-not-settled") after 500 rounds.
    Source: Linacre, Many-Facet Rasch Measurement (1989); Wright & Masters, Rating Scale Analysis
    (1982), for the steps of the iteration and the correction of extreme scores.
    """
    there = ~np.isnan(marks)
    for axis in (1, 2):
        compared: Flags = np.any(there, axis=axis)
        need_connected(compared)
    given = marks[there]
    if ((given != np.floor(given)) | (given < 0) | (given > MOST_STEPS)).any():
        raise Invalid("marks-not-whole")
    steps = int(given.max())
    if not steps or (np.bincount(given.astype(np.int64), minlength=steps + 1) == 0).any():
        raise Invalid("mark-never-given")
    return _Fit(np.where(there, marks, 0.0), there, steps).run()


class _Fit:
    def __init__(self, marks: Numbers, there: NDArray[np.bool_], steps: int) -> None:
        self.there = there
        self.steps = np.arange(steps + 1)
        self.facets = [np.zeros(size) for size in there.shape]
        self.scores = [self._scores(marks, axis, steps) for axis in range(3)]
        self.reached = np.array([(marks[there] >= step).sum() for step in self.steps[1:]])
        self.thresholds = np.zeros(steps)

    def run(self) -> Rasch:
        for rounds in range(1, MOST_ROUNDS + 1):
            moved = max(*(self._facet(axis) for axis in range(3)), self._thresholds())
            if moved < SETTLED:
                severity, ability, difficulty = self.facets
                return Rasch(ability, -difficulty, -severity, self.thresholds, rounds)
        raise Invalid("fit-not-settled")

    def _scores(self, marks: Numbers, axis: int, steps: int) -> Numbers:
        others = tuple(each for each in range(3) if each != axis)
        most = self.there.sum(axis=others) * steps
        found: Numbers = np.clip(marks.sum(axis=others), EXTREME, most - EXTREME)
        return found

    def _chances(self) -> Numbers:
        """Each mark's chance, with one more axis for the marks."""
        severity, ability, difficulty = self.facets
        place = severity[:, None, None] + ability[None, :, None] + difficulty[None, None, :]
        logits = place[..., None] * self.steps - np.concatenate(([0.0], np.cumsum(self.thresholds)))
        logits -= logits.max(axis=-1, keepdims=True)
        chances = np.exp(logits)
        found: Numbers = chances / chances.sum(axis=-1, keepdims=True)
        return found * self.there[..., None]

    def _facet(self, axis: int) -> float:
        """One Newton step for all members of a facet; how far the farthest moved."""
        others = tuple(each for each in range(3) if each != axis)
        chances = self._chances()
        expected = chances @ self.steps
        variance = chances @ self.steps**2 - expected**2
        step = (self.scores[axis] - expected.sum(axis=others)) / variance.sum(axis=others)
        step = np.clip(step, -LONGEST_STEP, LONGEST_STEP)
        before = self.facets[axis]
        after = before + step
        if axis != 1:
            after -= after.mean()
        self.facets[axis] = after
        return float(np.abs(after - before).max())

    def _thresholds(self) -> float:
        chances = self._chances()
        beyond = np.cumsum(chances[..., ::-1], axis=-1)[..., ::-1][..., 1:]
        expected = beyond.sum(axis=(0, 1, 2))
        variance = (beyond * (1 - beyond)).sum(axis=(0, 1, 2))
        step = np.clip((expected - self.reached) / variance, -LONGEST_STEP, LONGEST_STEP)
        after = self.thresholds + step
        after -= after.mean()
        moved = float(np.abs(after - self.thresholds).max())
        self.thresholds = after
        return moved
