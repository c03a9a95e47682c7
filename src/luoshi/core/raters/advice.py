"""All advice on one session as plain data, to be kept and shown beside the official number."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from luoshi.core.errors import Invalid
from luoshi.core.ranking import rank
from luoshi.core.raters.intervals import rank_intervals
from luoshi.core.raters.marks import Floor, Numbers, class_marks, not_enough
from luoshi.core.raters.patterns import blocs, far_marks, order_effect
from luoshi.core.raters.rasch import MOST_STEPS, many_facet_rasch
from luoshi.core.raters.twoway import TwoWay, two_way
from luoshi.core.scoring.canonical import plain
from luoshi.core.tally import SealedList, Standing, Tally, withheld
from luoshi.core.tally.rules import TallyRules

METHOD = "luoshi.advice/1"
FEWEST_GIVEN = 10
MOST_CELLS = 150_000
"""Marks × steps up to which the Rasch model is fitted to all ballots; above, to every n-th."""
Plain = dict[str, Any]


def advice(
    sealed: SealedList, found: Tally, floor: Floor, *, turns: Mapping[str, int], seed: str
) -> Plain:
    """What may be said beside the result ``found`` of a sealed list, group by group, as plain data.

    ``turns``: contender → its place in the order of speaking. ``seed``: any text, such as the
    digest of the result; the same input gives the same output. Points are text with two decimals,
    shares are whole per cent.

    A group below the ``floor`` has ``lacking`` (``reason``, ``found``, ``needed``) and nothing
    else. Otherwise ``contenders`` (the ``corrected`` total and its rank, were all raters of a class
    equally strict, and the 90 % interval of places), ``severity`` (quartiles of raters, means of
    classes), ``far``, ``blocs``, ``order`` and ``rasch`` (with ``reason`` where it says nothing).
    Nothing tells of fewer marks than the rules' ``shown_from``: such a number is null, and such
    classes, with what would give them away, are left out.
    """
    marks = class_marks(sealed) if found.standings else {}
    groups = sealed.rules.groups if found.standings else ()
    rows = [_Group(sealed.rules, found, marks, each).told(floor, turns, seed) for each in groups]
    return {"method": METHOD, "seed": seed, "groups": rows}


class _Group:
    """The ranked contenders of one group and what each class marked them."""

    def __init__(
        self, rules: TallyRules, found: Tally, marks: Mapping[str, Numbers], group: str
    ) -> None:
        self.rules, self.group = rules, group
        self.standings = [
            each for each in found.standings if each.group == group and each.total is not None
        ]
        places = {each.key: at for at, each in enumerate(rules.contenders)}
        columns = [places[each.contender] for each in self.standings]
        weights = np.array([float(each.weight) for each in rules.criteria])
        self.marks = {key: _compared(rows[:, columns]) for key, rows in marks.items()}
        self.points = {key: rows @ weights for key, rows in self.marks.items()}
        self.all = np.concatenate([*self.points.values()])
        self.numbers = {key: len(rows) for key, rows in self.points.items()}

    def told(self, floor: Floor, turns: Mapping[str, int], seed: str) -> Plain:
        lacking = not_enough(self.all, floor)
        if lacking is not None:
            return {"group": self.group, "lacking": lacking}
        fit = two_way(self.all)
        return {
            "group": self.group,
            "lacking": None,
            "contenders": self._contenders(fit, floor.draws, seed),
            "severity": self._severity(fit),
            "far": self._far(fit),
            "blocs": self._blocs(fit),
            "order": self._order(fit, turns, floor.draws, seed),
            "rasch": self._rasch(),
        }

    def _contenders(self, fit: TwoWay, draws: int, seed: str) -> list[Plain]:
        corrected = self._corrected(fit)
        places = {each.key: each.rank for each in rank(corrected, places=self.rules.rounding.total)}
        intervals = rank_intervals(self.points, self._weights(), draws=draws, seed=seed)
        return [
            {
                "key": one.contender,
                "corrected": _text(corrected[one.contender]),
                "rank": _text(places[one.contender]),
                "low": each.low,
                "high": each.high,
                "first": _percent(each.first),
                "last": _percent(each.last),
            }
            for one, each in zip(self.standings, intervals, strict=True)
        ]

    def _weights(self) -> dict[str, float]:
        added = self.rules.combine == "sum"
        return {
            each.key: float(each.weight) * (self.numbers[each.key] if added else 1)
            for each in self.rules.classes
        }

    def _corrected(self, fit: TwoWay) -> dict[str, Decimal]:
        """Every mark with its rater's severity added, combined as in the tally without trimming,
        on the level of the official totals."""
        weights = self._weights()
        means, whole = np.zeros(len(self.standings)), np.zeros(len(self.standings))
        for key, rows in self._split(self.all + fit.severity[:, None]).items():
            there = ~np.isnan(rows)
            numbers = there.sum(axis=0)
            sums = np.where(there, rows, 0.0).sum(axis=0)
            means += np.where(numbers, weights[key] * sums / np.maximum(numbers, 1), 0.0)
            whole += np.where(numbers, weights[key], 0.0)
        found = means if self.rules.combine == "sum" else means / np.maximum(whole, 1e-300)
        found = found + np.mean([float(_total(one)) for one in self.standings]) - found.mean()
        places = self.rules.rounding.total
        return {
            one.contender: Decimal(f"{value:.{places}f}")
            for one, value in zip(self.standings, found.tolist(), strict=True)
        }

    def _split(self, rows: Numbers) -> dict[str, Numbers]:
        """Rows over all classes, class by class."""
        cuts = np.cumsum([*self.numbers.values()])[:-1]
        return dict(zip(self.numbers, np.split(rows, cuts), strict=True))

    def _hidden(self) -> tuple[str, ...]:
        """Classes of few ballots, and one more where the others would give it away: severities
        are 0 on average."""
        equal = dict.fromkeys(self.numbers, Decimal(1))
        return withheld(self.numbers, equal, self.rules.shown_from)

    def _severity(self, fit: TwoWay) -> Plain:
        low, high = np.quantile(fit.severity, [0.25, 0.75]).tolist()
        return {
            "spread": _points(fit.spread),
            "low": _points(low),
            "high": _points(high),
            "classes": self._means(self._split(fit.severity)),
        }

    def _means(self, rows: Mapping[str, Numbers]) -> list[Plain]:
        hidden = self._hidden()
        return [
            {"key": key, "mean": _points(float(each.mean()))}
            for key, each in rows.items()
            if len(each) and key not in hidden
        ]

    def _far(self, fit: TwoWay) -> list[Plain]:
        return [
            {
                "key": self.standings[each.contender].contender,
                "above": self._enough(each.above),
                "below": self._enough(each.below),
            }
            for each in far_marks(fit)
        ]

    def _enough(self, number: int) -> int | None:
        return number if not number or number >= self.rules.shown_from else None

    def _blocs(self, fit: TwoWay) -> list[Plain]:
        return [
            {
                "contenders": [self.standings[at].contender for at in each.contenders],
                "ballots": each.ballots,
                "expected": _points(each.expected),
            }
            for each in blocs(fit)
            if each.ballots >= self.rules.shown_from
        ]

    def _order(self, fit: TwoWay, turns: Mapping[str, int], draws: int, seed: str) -> Plain | None:
        """None where fewer than three are known to have spoken, one after another."""
        spoke = [
            (turns[one.contender], points)
            for one, points in zip(self.standings, fit.contender.tolist(), strict=True)
            if one.contender in turns
        ]
        if len(spoke) < 3:
            return None
        found = order_effect(np.array([each for _, each in sorted(spoke)]), draws=draws, seed=seed)
        return {"slope": _points(found.slope), "chance": _percent(found.chance)}

    def _rasch(self) -> Plain:
        levels = _levels(self.rules)
        if levels is None:
            return {"reason": "no-common-steps"}
        low, step, number = levels
        steps = np.concatenate([np.round((rows - low) / step) for rows in self.marks.values()])
        every = -(-steps.size * number // MOST_CELLS)
        classes = np.repeat(np.arange(len(self.numbers)), [*self.numbers.values()])[::every]
        try:
            fit = many_facet_rasch(_merged(steps[::every]))
        except Invalid as refusal:
            return {"reason": refusal.code}
        return {
            "reason": "",
            "ballots": len(classes),
            "contenders": {
                one.contender: _points(value)
                for one, value in zip(self.standings, fit.ability.tolist(), strict=True)
            },
            "criteria": {
                one.key: _points(value)
                for one, value in zip(self.rules.criteria, fit.difficulty.tolist(), strict=True)
            },
            "spread": _points(float(fit.severity.std())),
            "classes": self._means(
                {key: fit.severity[classes == at] for at, key in enumerate(self.numbers)}
            )
            if every == 1
            else [],
        }


def _compared(marks: Numbers) -> Numbers:
    """Without the ballots that mark nobody on every criterion: they tell nothing."""
    whole = ~np.isnan(marks).any(axis=2)
    found: Numbers = marks[whole.sum(axis=1) > 0]
    return found


def _levels(rules: TallyRules) -> tuple[Numbers, Numbers, int] | None:
    """Lowest mark and step of each criterion where all have as many steps, and how many."""
    stepped = [(each, each.step) for each in rules.criteria if each.step is not None]
    numbers = {Fraction(one.maximum - one.minimum) / Fraction(step) for one, step in stepped}
    if len(stepped) < len(rules.criteria) or len(numbers) != 1:
        return None
    number = numbers.pop()
    if number.denominator != 1 or number > MOST_STEPS:
        return None
    low = np.array([float(one.minimum) for one, _ in stepped])
    return low, np.array([float(step) for _, step in stepped]), int(number) + 1


def _merged(steps: Numbers) -> Numbers:
    """0, 1, 2 … with neighbouring steps merged until each was given ten times: thresholds of
    rarer ones cannot be told. Source: Linacre, Optimizing Rating Scale Category Effectiveness,
    J. Applied Measurement 3 (2002)."""
    there = ~np.isnan(steps)
    given, numbers = np.unique(steps[there], return_counts=True)
    codes, held = [0] * len(given), 0
    for at, number in enumerate(numbers.tolist()):
        codes[at] = codes[at - 1] if at else 0
        if held >= FEWEST_GIVEN:
            codes[at], held = codes[at] + 1, 0
        held += number
    if held < FEWEST_GIVEN:
        codes = [min(code, max(codes[-1] - 1, 0)) for code in codes]
    code = np.array(codes, np.float64)
    return np.where(there, code[np.searchsorted(given, np.where(there, steps, given[0]))], np.nan)


def _total(standing: Standing) -> Decimal:
    return standing.total or Decimal(0)


def _points(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}"


def _percent(share: float) -> int:
    return round(100 * share)


def _text(number: Decimal) -> str:
    return str(plain(number))
