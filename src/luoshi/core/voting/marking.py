"""Whether the marks of one item are such as its rules ask for."""

from collections.abc import Collection
from dataclasses import replace

from luoshi.core.errors import Invalid
from luoshi.core.tally import Ballot, TallyRules
from luoshi.core.tally.ballots import Reader
from luoshi.core.tally.rules import Contender
from luoshi.core.voting.casting import Marks

VOIDING = ("too-many-blanks", "all-same", "too-many-top")
"""Reasons for which a ballot is void although each of its marks is right: it is taken all the same,
for its voter may change it, or mean it."""

READINGS = 20_000
"""Ballots after which what was remembered of single marks is dropped: the memory stays bounded."""


class Sheet:
    """What is marked in one item: the rules with its contenders only.

    ``whole``: the item has all contenders, so that a verdict on it is one on the ballot.
    """

    def __init__(self, rules: TallyRules, contenders: Collection[str]) -> None:
        asked = tuple(each for each in rules.contenders if each.key in contenders)
        self.rules = replace(rules, contenders=asked)
        self.whole = len(asked) == len(rules.contenders)
        self._reader, self._read = Reader(self.rules), 0

    def due(self, voter_class: str) -> tuple[Contender, ...]:
        """Those whom the class marks: none of which it stands aside from as a whole."""
        aside = {key for c in self.rules.classes if c.key == voter_class for key in c.recused}
        return tuple(each for each in self.rules.contenders if each.key not in aside)

    def check(self, voter_class: str, marks: Marks) -> str:
        """Why the item alone would be void, one of ``VOIDING``, or nothing.

        Raises: Invalid("mark-refused") with ``reason`` (of ``luoshi.core.tally.REASONS``),
        ``contender`` and ``criterion``, for marks that are missing, not asked for or out of range.
        """
        self._read += 1
        if self._read > READINGS:
            self._reader, self._read = Reader(self.rules), 0
        found = self._reader.verdict(Ballot(voter_class, marks))
        if found.reason and found.reason not in VOIDING:
            place = {"contender": found.contender, "criterion": found.criterion}
            raise Invalid("mark-refused", field="marks", reason=found.reason, **place)
        return found.reason
