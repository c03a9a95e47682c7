"""How many projects of a cohort have come how far: 履约率 → 开工率 → 投产率 → 达效率."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from luoshi.core.projects.stage import LATER, Stage, Standing

SHARE = Decimal("0.0001")


def rate_of(part: int, whole: int) -> Decimal | None:
    """``part`` of ``whole`` as a share: four places, half up; None of nothing."""
    return (Decimal(part) / whole).quantize(SHARE, ROUND_HALF_UP) if whole else None


@dataclass(frozen=True, slots=True)
class Member:
    """One project of a cohort. ``dropped``: moved out for an objective cause, by decision."""

    standing: Standing
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """Projects by the three claims, none of which stands for another."""

    said: int
    did: int
    achieved: int

    def at(self, claim: str) -> int:
        """The count of one claim."""
        return {"said": self.said, "did": self.did, "achieved": self.achieved}[claim]


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of a funnel: how many of ``of`` reached it, and how many the stage ``before``."""

    stage: Stage
    count: Count
    of: int
    before: Count

    def rate(self, claim: str) -> Decimal | None:
        """The share of the cohort that reached the stage; None for an empty cohort."""
        return rate_of(self.count.at(claim), self.of)

    def passed(self, claim: str) -> Decimal | None:
        """The share of those at the stage before that reached this one; None of nothing."""
        return rate_of(self.count.at(claim), self.before.at(claim))


@dataclass(frozen=True, slots=True)
class Funnel:
    """The stages from fulfilled to capacity under both denominators.

    ``whole``: of everything signed. ``kept``: without those moved out, neither above nor below
    the line.
    """

    whole: tuple[Step, ...]
    kept: tuple[Step, ...]
    size: int
    dropped: int

    def pair(self, stage: Stage) -> tuple[Step, Step]:
        """One stage under the whole and under the lessened denominator."""
        at = LATER.index(stage)
        return self.whole[at], self.kept[at]


def funnel(members: Iterable[Member]) -> Funnel:
    """The funnel of a cohort, under both denominators.

    Source: domain.md §1.14: the cohort stays as it was signed; projects blocked by objective
    causes may be moved out once a year, so both rates are reported.
    """
    all_of = list(members)
    kept = [member for member in all_of if not member.dropped]
    return Funnel(_steps(all_of), _steps(kept), len(all_of), len(all_of) - len(kept))


def _steps(members: Sequence[Member]) -> tuple[Step, ...]:
    size = len(members)
    before, steps = Count(size, size, size), []
    for stage in LATER:
        count = Count(*(_reached(members, claim, stage) for claim in ("said", "did", "achieved")))
        steps.append(Step(stage, count, size, before))
        before = count
    return tuple(steps)


def _reached(members: Sequence[Member], claim: str, stage: Stage) -> int:
    return sum(member.standing.reached(claim, stage) for member in members)
