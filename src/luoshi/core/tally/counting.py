"""The tally: a sealed list in, counts, means, totals and ranks out. The same for everybody."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil

from luoshi.core.ranking import rank
from luoshi.core.scoring.canonical import LATER
from luoshi.core.tally.ballots import REASONS, Reader, Verdict
from luoshi.core.tally.disclosure import uncounted, withheld
from luoshi.core.tally.exact import combined, kept, rounded
from luoshi.core.tally.rules import Contender, Criterion, TallyRules, VoterClass
from luoshi.core.tally.sealed import Ballot, SealedList

METHOD = "luoshi.tally/1"
Cell = tuple[int, Fraction | None]


@dataclass(frozen=True, slots=True)
class ClassCount:
    """Voters and ballots of a class; ``cast`` = ``valid`` + ``void``. None: not told apart."""

    key: str
    size: int
    cast: int | None
    valid: int | None
    void: int | None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no result: ``found`` ballots, where the ``limit`` is the fewest for ``quorum``
    and the most for ``too-many-void`` and ``more-than-voters``; None where it is not told apart.
    ``where`` is a class, or empty for all."""

    reason: str
    where: str
    limit: int
    found: int | None


@dataclass(frozen=True, slots=True)
class ClassResult:
    """What one class gave one contender: the fewest ``marks`` on a criterion, the ``means`` by
    criterion (sums, where the rules add) after trimming, and their weighted ``total``."""

    key: str
    marks: int
    means: Mapping[str, Decimal]
    total: Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a contender stands in its group. ``criteria`` are the numbers over all classes.

    Without a ``total`` there is no ``rank``, and ``reason`` says why: ``no-marks`` (on a criterion
    nobody marked it) or ``too-few-marks``. ``absent`` classes gave no mark on some criterion, where
    the others count alone; ``withheld`` ones are not shown apart.
    """

    contender: str
    group: str
    total: Decimal | None
    rank: Decimal | None
    shared_by: int
    reason: str
    criteria: Mapping[str, Decimal]
    classes: tuple[ClassResult, ...]
    absent: tuple[str, ...]
    withheld: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """The result. ``seal`` is that of the list it was computed from. ``void`` counts void ballots
    by reason. ``standings`` go group by group from first to last, unranked ones behind; there are
    none where something failed. ``together``: the sums (under an empty key) of the ``classes``
    whose numbers are not told apart, if any; where even these are of fewer than ``shown_from``
    ballots, nothing is told of valid and void ones."""

    method: str
    seal: str
    classes: tuple[ClassCount, ...]
    void: Mapping[str, int]
    failures: tuple[Failure, ...]
    standings: tuple[Standing, ...]
    together: ClassCount | None = field(default=None, metadata=LATER)


def tally(sealed: SealedList) -> Tally:
    """The result of a sealed list: nothing but its contents decides it, and no order does.

    Marks of a class are trimmed, averaged (or added) for each contender and criterion, classes are
    weighted, criteria are weighted and added up; fractions are exact until the rounding the rules
    name. Ranks are those of the published totals: ties are ties.
    Source: domain.md §1.16 (票种, 去掉最高最低分); the order of steps is the product's own.
    """
    rules = sealed.rules
    judged = verdicts(rules, sealed.ballots)
    counts = {each.key: _count(each.key, sealed.ballots, judged) for each in rules.classes}
    reasons = Counter(verdict.reason for verdict in judged if verdict.reason)
    failures = tuple(_failures(rules, counts, len(sealed.ballots), sum(reasons.values())))
    casts = {key: cast for key, (cast, _void) in counts.items()}
    hidden = uncounted(casts, {each.key: each.size for each in rules.classes}, rules.shown_from)
    together = _together(rules, counts, hidden) if hidden else None
    silent = {*hidden, ""} if together and together.void is None else {*hidden}
    return Tally(
        method=METHOD,
        seal=sealed.computed,
        classes=tuple(_told(each, *counts[each.key], each.key in hidden) for each in rules.classes),
        void={each: reasons[each] for each in REASONS if reasons[each] and "" not in silent},
        failures=tuple(_unfound(each, silent) for each in failures),
        standings=() if failures else _standings(rules, _cells(rules, sealed.ballots, judged)),
        together=together,
    )


def verdicts(rules: TallyRules, ballots: Sequence[Ballot]) -> tuple[Verdict, ...]:
    """Of each ballot, in the order given, whether it counts."""
    reader = Reader(rules)
    return tuple(map(reader.verdict, ballots))


Numbers = tuple[int, int]
"""Ballots of a class, and how many of them are void."""


def _count(key: str, ballots: Sequence[Ballot], judged: Sequence[Verdict]) -> Numbers:
    of_class = [
        verdict.reason
        for ballot, verdict in zip(ballots, judged, strict=True)
        if ballot.voter_class == key
    ]
    return len(of_class), len(of_class) - of_class.count("")


def _told(each: VoterClass, cast: int, void: int, is_hidden: bool) -> ClassCount:
    if is_hidden:
        return ClassCount(each.key, each.size, None, None, None)
    return ClassCount(each.key, each.size, cast, cast - void, void)


def _together(
    rules: TallyRules, counts: Mapping[str, Numbers], hidden: Collection[str]
) -> ClassCount:
    size = sum(each.size for each in rules.classes if each.key in hidden)
    cast, void = (sum(counts[key][at] for key in hidden) for at in (0, 1))
    if cast < rules.shown_from:
        return ClassCount("", size, cast, None, None)
    return ClassCount("", size, cast, cast - void, void)


def _unfound(failure: Failure, silent: Collection[str]) -> Failure:
    """Without its number where that is not told: of all, the number of ballots always is."""
    told = failure.where not in silent or (not failure.where and failure.reason == "quorum")
    return failure if told else replace(failure, found=None)


def _failures(
    rules: TallyRules, counts: Mapping[str, Numbers], cast: int, void: int
) -> Iterator[Failure]:
    size = sum(each.size for each in rules.classes)
    if cast < rules.quorum * size:
        yield Failure("quorum", "", ceil(rules.quorum * size), cast)
    for each in rules.classes:
        found = counts[each.key][0]
        if found < each.quorum * each.size:
            yield Failure("quorum", each.key, ceil(each.quorum * each.size), found)
        if found > each.size:
            yield Failure("more-than-voters", each.key, each.size, found)
    limit = rules.validity.void_share
    if limit is not None and void > limit * cast:
        yield Failure("too-many-void", "", int(limit * cast), void)


def _cells(
    rules: TallyRules, ballots: Sequence[Ballot], judged: Sequence[Verdict]
) -> dict[str, list[Cell]]:
    """Class → for each contender and criterion, how many marks and what they come to."""
    width = len(rules.contenders) * len(rules.criteria)
    found: dict[str, list[Cell]] = {}
    for each in rules.classes:
        rows = [
            verdict.numbers
            for ballot, verdict in zip(ballots, judged, strict=True)
            if ballot.voter_class == each.key and not verdict.reason
        ]
        columns = zip(*rows, strict=True) if rows else iter([()] * width)
        found[each.key] = [_cell(column, rules) for column in columns]
    return found


def _cell(column: Sequence[Decimal | None], rules: TallyRules) -> Cell:
    marks = [number for number in column if number is not None]
    value = combined(kept(marks, rules.trim), rules.combine)
    places = rules.rounding.means
    if value is not None and places is not None:
        value = Fraction(rounded(value, places, rules.rounding.mode))
    return len(marks), value


def _standings(rules: TallyRules, cells: Mapping[str, list[Cell]]) -> tuple[Standing, ...]:
    width = len(rules.criteria)
    counters = {
        contender.key: _Counter(
            rules, {key: row[at * width : (at + 1) * width] for key, row in cells.items()}
        )
        for at, contender in enumerate(rules.contenders)
    }
    found: list[Standing] = []
    for group in rules.groups:
        members = [each for each in rules.contenders if each.group == group]
        found += _ranked(rules, members, counters)
    return tuple(found)


def _ranked(
    rules: TallyRules, members: Sequence[Contender], counters: Mapping[str, "_Counter"]
) -> Iterator[Standing]:
    totals = {each.key: counters[each.key].total for each in members}
    scores = {key: total for key, total in totals.items() if total is not None}
    breaks = {key: [counters[key].of_class(each) for each in rules.tie_break] for key in scores}
    rounding, group = rules.rounding, members[0].group
    for place in rank(scores, places=rounding.total, mode=rounding.mode, tie_break=breaks):
        yield counters[place.key].standing(place.key, group, place.rank, place.shared_by)
    for key, total in totals.items():
        if total is None:
            yield counters[key].standing(key, group, None, 0)


class _Counter:
    """Puts the cells of one contender (class → criteria) together."""

    def __init__(self, rules: TallyRules, cells: Mapping[str, list[Cell]]) -> None:
        self.rules = rules
        self.cells = cells
        self.values = [self._over_classes(at) for at in range(len(rules.criteria))]
        self.parts = [
            self._part(criterion, value)
            for criterion, value in zip(rules.criteria, self.values, strict=True)
        ]
        self.reason = self._reason()
        self.total = None if self.reason else self._published(sum(self.parts, Fraction(0)))

    def of_class(self, key: str) -> Decimal | None:
        """The weighted total of one class, published; None where a criterion has no mark."""
        values = [value for _, value in self.cells[key]]
        parts = [
            self._part(criterion, value)
            for criterion, value in zip(self.rules.criteria, values, strict=True)
        ]
        return None if None in values else self._published(sum(parts, Fraction(0)))

    def standing(self, key: str, group: str, place: Decimal | None, shared_by: int) -> Standing:
        """What is published of the contender."""
        hidden = self._withheld()
        shown = () if self.reason else tuple(self._shown(hidden))
        values = {} if self.reason else self._named(self.values)
        absent = tuple(
            each for each, row in self.cells.items() if any(number == 0 for number, _ in row)
        )
        return Standing(
            key, group, self.total, place, shared_by, self.reason, values, shown, absent, hidden
        )

    def _shown(self, hidden: Sequence[str]) -> Iterator[ClassResult]:
        for key, row in self.cells.items():
            total = self.of_class(key)
            if key not in hidden and total is not None:
                means = self._named([value for _, value in row])
                yield ClassResult(key, self._fewest(key), means, total)

    def _withheld(self) -> tuple[str, ...]:
        weights = {each.key: each.weight for each in self.rules.classes}
        found: set[str] = set()
        for at in range(len(self.values)):
            numbers = {key: row[at][0] for key, row in self.cells.items()}
            found.update(withheld(numbers, weights, self.rules.shown_from))
        return tuple(key for key in self.cells if key in found)

    def _over_classes(self, at: int) -> Fraction | None:
        found = Fraction(0)
        weights = Fraction(0)
        for each in self.rules.classes:
            value = self.cells[each.key][at][1]
            if value is not None:
                found += Fraction(each.weight) * value
                weights += Fraction(each.weight)
        if not weights:
            return None
        return found if self.rules.combine == "sum" else found / weights

    def _part(self, criterion: Criterion, value: Fraction | None) -> Fraction:
        part = Fraction(criterion.weight) * (value or 0)
        places = self.rules.rounding.parts
        if places is None:
            return part
        return Fraction(rounded(part, places, self.rules.rounding.mode))

    def _fewest(self, key: str) -> int:
        """The fewest marks on a criterion that has any; 0 without any."""
        return min((number for number, _ in self.cells[key] if number), default=0)

    def _reason(self) -> str:
        if None in self.values:
            return "no-marks"
        numbers = [sum(row[at][0] for row in self.cells.values()) for at in range(len(self.values))]
        return "too-few-marks" if min(numbers) < self.rules.shown_from else ""

    def _named(self, values: Sequence[Fraction | None]) -> dict[str, Decimal]:
        return {
            criterion.key: self._published(value)
            for criterion, value in zip(self.rules.criteria, values, strict=True)
            if value is not None
        }

    def _published(self, value: Fraction) -> Decimal:
        return rounded(value, self.rules.rounding.total, self.rules.rounding.mode)
