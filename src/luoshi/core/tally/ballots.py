"""Which ballots count, and why the others do not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from luoshi.core.tally.rules import Criterion, TallyRules, VoterClass
from luoshi.core.tally.sealed import Ballot

ABSTAIN = "abstain"
REASONS = (
    "class-unknown",
    "contender-unknown",
    "criterion-unknown",
    "mark-missing",
    "mark-not-due",
    "mark-not-number",
    "mark-outside",
    "mark-off-step",
    "too-many-blanks",
    "all-same",
    "too-many-top",
)
"""Why a ballot is void, in the order in which it is asked."""

_MARK = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark as read: a ``number``, or None for 不了解, a blank or a ``fault``."""

    number: Decimal | None
    blank: bool = False
    top: bool = False
    fault: str = ""


MISSING = "\0"
NOT_DUE = Mark(None)
NOT_TEXT = Mark(None, fault="mark-not-number")


@dataclass(frozen=True, slots=True)
class Verdict:
    """``reason`` is empty for a valid ballot; else ``contender`` and ``criterion`` say where, if it
    is at one place. ``numbers`` are those of a valid ballot, criteria within contenders."""

    reason: str
    contender: str = ""
    criterion: str = ""
    numbers: tuple[Decimal | None, ...] = ()


class Reader:
    """Reads ballots under one set of rules; each different mark is understood once."""

    def __init__(self, rules: TallyRules) -> None:
        self.rules = rules
        self._classes = {each.key: each for each in rules.classes}
        self._keys = frozenset(each.key for each in rules.contenders)
        self._criteria: list[tuple[str, dict[object, Mark], Criterion]]
        self._criteria = [(each.key, {}, each) for each in rules.criteria]
        groups = [each.group for each in rules.contenders]
        width = len(rules.criteria)
        self._columns = [
            [at * width + offset for at, each in enumerate(groups) if each == group]
            for group in rules.groups
            for offset in range(width)
        ]

    def verdict(self, ballot: Ballot) -> Verdict:
        """Whether the ballot counts; a blank counts for nothing, and never as a low mark."""
        its_class = self._classes.get(ballot.voter_class)
        if its_class is None:
            return Verdict("class-unknown")
        extra = next((key for key in ballot.marks if key not in self._keys), None)
        if extra is not None:
            return Verdict("contender-unknown", extra)
        marks, wrong = self._marks(ballot, its_class)
        if wrong is not None:
            return wrong
        reason = self._invalid(marks)
        return Verdict(reason) if reason else Verdict("", numbers=tuple(m.number for m in marks))

    def _marks(self, ballot: Ballot, its_class: VoterClass) -> tuple[list[Mark], Verdict | None]:
        found: list[Mark] = []
        for contender in self.rules.contenders:
            key = contender.key
            row = ballot.marks.get(key)
            if key in its_class.recused:
                if row is not None:
                    return [], Verdict("mark-not-due", key)
                found += [NOT_DUE] * len(self._criteria)
            elif row is None:
                return [], Verdict("mark-missing", key)
            else:
                wrong = self._row(key, row, found)
                if wrong is not None:
                    return [], wrong
        return found, None

    def _row(
        self, contender: str, row: Mapping[str, str | None], found: list[Mark]
    ) -> Verdict | None:
        for key, memo, criterion in self._criteria:
            text = row.get(key, MISSING)
            try:
                mark = memo[text]
            except (KeyError, TypeError):
                mark = self._understood(text, memo, criterion)
            if mark.fault:
                return Verdict(mark.fault, contender, key)
            found.append(mark)
        if len(row) == len(self._criteria):
            return None
        known = {key for key, _, _ in self._criteria}
        extra = next(key for key in row if key not in known)
        return Verdict("criterion-unknown", contender, extra)

    def _understood(self, text: object, memo: dict[object, Mark], criterion: Criterion) -> Mark:
        if text is not None and not isinstance(text, str):
            return NOT_TEXT
        memo[text] = _read(text, criterion, self.rules.validity.top_from)
        return memo[text]

    def _invalid(self, marks: Sequence[Mark]) -> str:
        validity = self.rules.validity
        if validity.blanks is not None:
            due = len([mark for mark in marks if mark is not NOT_DUE])
            if len([mark for mark in marks if mark.blank]) > validity.blanks * due:
                return "too-many-blanks"
        if validity.all_same and self._all_same(marks):
            return "all-same"
        if validity.top_share is not None:
            given = len([mark for mark in marks if mark.number is not None])
            if len([mark for mark in marks if mark.top]) > validity.top_share * given:
                return "too-many-top"
        return ""

    def _all_same(self, marks: Sequence[Mark]) -> bool:
        compared = False
        for column in self._columns:
            given = [number for at in column if (number := marks[at].number) is not None]
            if len(given) > 1:
                compared = True
                if given.count(given[0]) != len(given):
                    return False
        return compared


def mark_fault(number: Decimal, criterion: Criterion) -> str:
    """Why a number makes its ballot void: ``mark-outside``, ``mark-off-step``, or nothing."""
    if not criterion.minimum <= number <= criterion.maximum:
        return "mark-outside"
    above = number - criterion.minimum
    return "mark-off-step" if criterion.step is not None and above % criterion.step else ""


def _read(text: str | None, criterion: Criterion, top_from: Decimal) -> Mark:
    if text is None:
        return Mark(None, blank=True)
    if text == ABSTAIN:
        return Mark(None)
    if text == MISSING:
        return Mark(None, fault="mark-missing")
    if not _MARK.fullmatch(text):
        return NOT_TEXT
    number = Decimal(text)
    if fault := mark_fault(number, criterion):
        return Mark(None, fault=fault)
    above, span = number - criterion.minimum, criterion.maximum - criterion.minimum
    return Mark(number, top=above >= top_from * span)
