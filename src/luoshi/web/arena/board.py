"""The scoreboard of a season: released results side by side, moves between them, never a sum.

Ranks are those of the sessions' own groups, ties and all; beside each stands the interval of places
that the ballots allow, where there were enough of them to say one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from luoshi.web.appraisal.models import Session
from luoshi.web.arena.models import Bout, Season
from luoshi.web.arena.queries import RELEASED, bouts_of, units_in
from luoshi.web.units.models import Unit

LATER = 10**6
"""Behind every rank: who has none."""


@dataclass(frozen=True, slots=True)
class Score:
    """What one session says of a unit: no rank without a total, and then why. ``session``: whose
    result it is; ``places``: decimals in which its rules publish a total."""

    rank: Decimal | None
    total: Decimal | None
    shared_by: int
    reason: str
    low: int | None
    high: int | None
    criteria: Mapping[str, Decimal]
    session: int
    places: int

    @property
    def tied(self) -> bool:
        """Whether others hold the same rank."""
        return self.shared_by > 1

    @property
    def published(self) -> str:
        """The total as it is published."""
        return "" if self.total is None else f"{self.total:.{self.places}f}"

    @property
    def place(self) -> str:
        """The rank as it is written: whole, or with its half."""
        return "" if self.rank is None else f"{self.rank.normalize():f}"


@dataclass(frozen=True, slots=True)
class Row:
    """A unit over the released sessions; ``scores`` has None where it was not there."""

    unit: Unit
    group: str
    scores: Sequence[Score | None]

    @property
    def last(self) -> Score | None:
        """Of the latest released session."""
        return self.scores[-1] if self.scores else None

    @property
    def before(self) -> Score | None:
        """Of the one before it."""
        return self.scores[-2] if len(self.scores) > 1 else None

    @property
    def gained(self) -> Decimal | None:
        """Ranks gained (+) or lost since the session before; None unless it was ranked in both."""
        now, then = self.last, self.before
        if now is None or then is None or now.rank is None or then.rank is None:
            return None
        return then.rank - now.rank

    @property
    def firm(self) -> bool | None:
        """Whether the two intervals of places lie apart; None where either is unknown."""
        now, then = self.last, self.before
        if now is None or then is None or self.gained is None:
            return None
        if now.low is None or now.high is None or then.low is None or then.high is None:
            return None
        return now.high < then.low or then.high < now.low

    @property
    def level(self) -> str:
        """Up, down or flat, as the mark of a move."""
        gained = self.gained or 0
        return "up" if gained > 0 else "down" if gained < 0 else "flat"

    @property
    def steps(self) -> str:
        """How many places, without a sign."""
        return "" if self.gained is None else f"{abs(self.gained).normalize():f}"


@dataclass(frozen=True, slots=True)
class Group:
    """Units that are ranked against each other: never across groups."""

    name: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Board:
    """A season with all its sessions, of which ``released`` have results to be shown."""

    season: Season
    bouts: Sequence[Bout]
    released: Sequence[Bout]
    groups: Sequence[Group]

    @property
    def rows(self) -> list[Row]:
        """Of all groups."""
        return [row for group in self.groups for row in group.rows]


def board_of(season: Season) -> Board:
    """The scoreboard: two queries."""
    bouts = bouts_of(season)
    released = [bout for bout in bouts if bout.session.state in RELEASED]
    told = [scores_of(bout) for bout in released]
    units = units_in(released)
    groups: dict[str, list[Row]] = {}
    for key in dict.fromkeys(key for each in reversed(told) for key in each):
        found = [each.get(key) for each in told]
        if (unit := units.get(key)) is None:
            continue
        group = next(one[0] for one in reversed(found) if one)
        row = Row(unit, group, [one[1] if one else None for one in found])
        groups.setdefault(group, []).append(row)
    shown = [Group(name, sorted(rows, key=_order)) for name, rows in groups.items()]
    return Board(season, bouts, released, shown)


def _order(row: Row) -> tuple[Decimal, int, str]:
    rank = row.last.rank if row.last and row.last.rank is not None else Decimal(LATER)
    return rank, row.unit.position, row.unit.code


def scores_of(bout: Bout) -> dict[int, tuple[str, Score]]:
    """By unit its group and score in a released session, in the order of the result."""
    result = bout.session.result
    spans = _intervals(result.advice)
    return {
        _unit(each["contender"]): (
            each["group"],
            _score(each, spans.get(each["contender"]), bout.session),
        )
        for each in result.tally["standings"]
    }


def _unit(key: str) -> int:
    """The unit of a contender's key: ``u12``."""
    return int(key.removeprefix("u"))


def _score(told: Mapping[str, Any], span: tuple[int, int] | None, session: Session) -> Score:
    low, high = span or (None, None)
    return Score(
        rank=_number(told["rank"]),
        total=_number(told["total"]),
        shared_by=told["shared_by"],
        reason=told["reason"],
        low=low,
        high=high,
        criteria={key: Decimal(value) for key, value in told["criteria"].items()},
        session=session.pk,
        places=session.rules["rounding"]["total"],
    )


def _number(told: str | None) -> Decimal | None:
    return None if told is None else Decimal(told)


def _intervals(advice: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """Of the groups of which the advice says anything."""
    return {
        one["key"]: (one["low"], one["high"])
        for group in advice.get("groups", ())
        for one in group.get("contenders", ())
    }
