"""The start rate (开工率) at the end of each quarter, held against its targets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from luoshi.core.node import Node
from luoshi.core.projects.funnel import Count, rate_of
from luoshi.core.projects.stage import Change, Stage, standing

QUARTERS = ("1", "2", "3", "4")
KEYS = ("zh", "en", "quarters", "tag", "source", "note")


@dataclass(frozen=True, slots=True)
class Opening:
    """A project that is to start: when it was planned to, what was told of it, since ``base``."""

    planned_on: date | None
    changes: Sequence[Change] = ()
    dropped: bool = False
    base: Stage = Stage.SIGNED

    def started(self, claim: str, on: date) -> bool:
        """Whether that claim stood at started or beyond at the end of a day."""
        return standing(self.base, self.changes, on).reached(claim, Stage.STARTED)


@dataclass(frozen=True, slots=True)
class Quarter:
    """How many of the year's programme had started by ``on``, under both denominators.

    ``on`` is the end of the quarter, or the day of the account while it runs (``running``).
    ``target`` is a share 0 … 1, None where the rule sets none.
    """

    number: int
    on: date
    running: bool
    whole: Count
    of_whole: int
    kept: Count
    of_kept: int
    target: Decimal | None

    def rate(self, claim: str) -> Decimal | None:
        """The share of the whole programme."""
        return rate_of(self.whole.at(claim), self.of_whole)

    def rate_kept(self, claim: str) -> Decimal | None:
        """The share of the programme less what was moved out."""
        return rate_of(self.kept.at(claim), self.of_kept)

    def met(self, claim: str) -> bool | None:
        """Whether the whole programme meets the target; None without one, or of nothing."""
        rate = self.rate(claim)
        return None if rate is None or self.target is None else rate >= self.target


def targets_from(data: object, path: str) -> Mapping[int, Decimal]:
    """Quarter → least share started, of a mapping of rule data. Raises Invalid with ``path``."""
    quarters = Node.of(data, path, KEYS).child("quarters", QUARTERS)
    return {int(key): quarters.number(key, "0", "1") for key in quarters.data}


def quarters(
    projects: Iterable[Opening], year: int, targets: Mapping[int, Decimal], today: date
) -> tuple[Quarter, ...]:
    """The quarters of ``year`` that have begun by ``today``, the first one first.

    The programme of a year is what was planned to start in it; what has no planned day is in
    no programme. Source: a city's two-stage target, 一季度开工率 ≥ 90 %, 上半年全部开工.
    """
    programme = [each for each in projects if each.planned_on and each.planned_on.year == year]
    kept = [each for each in programme if not each.dropped]
    found = []
    for number in range(1, 5):
        starts_on, ends_on = _span(year, number)
        if starts_on > today:
            break
        on = min(ends_on, today)
        found.append(
            Quarter(
                number,
                on,
                today < ends_on,
                _count(programme, on),
                len(programme),
                _count(kept, on),
                len(kept),
                targets.get(number),
            )
        )
    return tuple(found)


def _count(programme: Sequence[Opening], on: date) -> Count:
    said, did, achieved = (
        sum(each.started(claim, on) for each in programme) for claim in ("said", "did", "achieved")
    )
    return Count(said, did, achieved)


def _span(year: int, number: int) -> tuple[date, date]:
    following = date(year + number // 4, number % 4 * 3 + 1, 1)
    return date(year, number * 3 - 2, 1), following - timedelta(days=1)
