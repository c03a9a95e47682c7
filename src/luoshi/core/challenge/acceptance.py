"""验榜: the written test decides, test by test; effort is not a result."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one outsider found for one test (numbered from 0)."""

    acceptor: int
    test: int
    passed: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """Tests by number: every outsider passed it, one failed it, or somebody has yet to speak."""

    passed: tuple[int, ...]
    failed: tuple[int, ...]
    open: tuple[int, ...]

    @property
    def is_decided(self) -> bool:
        """Whether every outsider has spoken on every test."""
        return not self.open

    @property
    def is_passed(self) -> bool:
        """Whether every outsider passed every test, of which there is at least one."""
        return bool(self.passed) and not self.failed and not self.open


def outcome(verdicts: Iterable[Verdict], *, acceptors: Sequence[int], tests: int) -> Outcome:
    """What the outsiders' verdicts come to. A test stands when all of them pass it; a verdict of
    anybody who is not one of them does not count.
    """
    said = {(each.acceptor, each.test): each.passed for each in verdicts}
    found: dict[str, list[int]] = {"passed": [], "failed": [], "open": []}
    for test in range(tests):
        votes = [said.get((acceptor, test)) for acceptor in acceptors]
        if not votes or None in votes:
            found["open"].append(test)
        else:
            found["passed" if all(votes) else "failed"].append(test)
    return Outcome(tuple(found["passed"]), tuple(found["failed"]), tuple(found["open"]))
