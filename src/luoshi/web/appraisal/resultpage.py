"""A result as a page, a paper or a slide shows it: names in place of keys, numbers as published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from luoshi.core.tally import TallyRules
from luoshi.web.appraisal.kinds import frozen_rules
from luoshi.web.appraisal.models import Result, Session
from luoshi.web.appraisal.resultwords import EVERYBODY, FAILURES, TOGETHER, UNFOUND, UNRANKED, VOID


@dataclass(frozen=True, slots=True)
class Line:
    """One contender. ``rank`` is empty without a total; ``criteria``: name and number;
    ``classes``: name → total of those shown; ``withheld`` and ``absent``: names of classes."""

    key: str
    name: str
    rank: str
    tied: int
    total: str
    reason: str
    criteria: tuple[tuple[str, str], ...]
    classes: Mapping[str, str]
    withheld: tuple[str, ...]
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The contenders of one group from first to last."""

    title: str
    lines: tuple[Line, ...]

    @property
    def withheld(self) -> list[str]:
        """Classes not shown apart for some contender, each once."""
        return list(dict.fromkeys(name for line in self.lines for name in line.withheld))

    @property
    def reveals(self) -> list[list[Line]]:
        """From last to first, those who share a place together; who has none comes before all."""
        steps: dict[str, list[Line]] = {}
        for line in self.lines:
            steps.setdefault(line.rank, []).append(line)
        return list(steps.values())[::-1]


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many ballots of a class came in; None: not told apart."""

    name: str
    size: int
    cast: int | None
    valid: int | None
    void: int | None

    @property
    def row(self) -> tuple[str, ...]:
        """As cells of a table."""
        numbers = (self.size, self.cast, self.valid, self.void)
        return (self.name, *("—" if each is None else str(each) for each in numbers))


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that is published of a result. ``together``: the classes that are not told apart,
    in one."""

    criteria: tuple[str, ...]
    classes: tuple[str, ...]
    groups: tuple[Group, ...]
    turnout: tuple[Turnout, ...]
    together: Turnout | None
    void: tuple[tuple[str, int], ...]
    failures: tuple[str, ...]
    shown_from: int

    @property
    def cast(self) -> int:
        """All ballots handed in."""
        return sum(each.cast or 0 for each in self.rows)

    @property
    def size(self) -> int:
        """All who were to come."""
        return sum(each.size for each in self.turnout)

    @property
    def valid(self) -> int | None:
        """All valid ballots; None where they are too few to tell."""
        if self.together and self.together.valid is None:
            return None
        return sum(each.valid or 0 for each in self.rows)

    @property
    def rows(self) -> tuple[Turnout, ...]:
        """Classes, and behind them those told in one."""
        return (*self.turnout, *([self.together] if self.together else []))


def told_of(session: Session, result: Result) -> Told:
    """What is published of the session's result."""
    rules, tally = frozen_rules(session), result.tally
    classes = {each.key: each.name for each in rules.classes}
    return Told(
        criteria=tuple(each.name for each in rules.criteria),
        classes=tuple(classes.values()),
        groups=tuple(_groups(rules, tally["standings"], classes)),
        turnout=tuple(_turnout(classes[row["key"]], row) for row in tally["classes"]),
        together=_turnout(str(TOGETHER), tally["together"]) if "together" in tally else None,
        void=tuple((VOID[reason], number) for reason, number in tally["void"].items()),
        failures=tuple(_failure(row, classes) for row in tally["failures"]),
        shown_from=rules.shown_from,
    )


def _turnout(name: str, row: Mapping[str, Any]) -> Turnout:
    return Turnout(name, row["size"], row["cast"], row["valid"], row["void"])


def _failure(row: Mapping[str, Any], classes: Mapping[str, str]) -> str:
    where = classes.get(row["where"], str(EVERYBODY))
    words = UNFOUND if row["found"] is None else FAILURES
    return words[row["reason"]] % {**row, "where": where}


def _groups(
    rules: TallyRules, standings: Sequence[Mapping[str, Any]], classes: Mapping[str, str]
) -> list[Group]:
    names = {each.key: each.name for each in rules.contenders}
    rows: dict[str, list[Line]] = {}
    for row in standings:
        line = _line(rules, row, names[row["contender"]], classes)
        rows.setdefault(row["group"], []).append(line)
    return [Group(title, tuple(lines)) for title, lines in rows.items()]


def _line(rules: TallyRules, row: Mapping[str, Any], name: str, classes: Mapping[str, str]) -> Line:
    places = rules.rounding.total

    def published(number: str | None) -> str:
        return "" if number is None else f"{Decimal(number):.{places}f}"

    return Line(
        key=row["contender"],
        name=name,
        rank=row["rank"] or "",
        tied=row["shared_by"],
        total=published(row["total"]),
        reason=UNRANKED[row["reason"]] if row["reason"] else "",
        criteria=tuple(
            (each.name, published(row["criteria"].get(each.key))) for each in rules.criteria
        ),
        classes={classes[each["key"]]: published(each["total"]) for each in row["classes"]},
        withheld=tuple(classes[key] for key in row["withheld"]),
        absent=tuple(classes[key] for key in row["absent"]),
    )
