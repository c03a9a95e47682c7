"""The numbers of 揭榜挂帅 as rule data: days, marks, teams, criteria."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from luoshi.core.errors import Invalid
from luoshi.core.node import Node

FULL = Decimal(100)
KEYS = ("zh", "en", "value", "unit", "tag", "source")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing judges mark, with the points it carries."""

    key: str
    zh: str
    en: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class ChallengeRule:
    """Defaults and limits. Days are working days, ``pass_mark`` is of 100 points."""

    notice_days: int
    bid_days: int
    pass_mark: Decimal
    evaluators_least: int
    acceptors_least: int
    teams_most: int
    tests_most: int
    bid_block: int
    criteria: tuple[Criterion, ...]


def challenge_rule_from(data: Mapping[str, Any]) -> ChallengeRule:
    """The rule that the preset's rows describe. Raises Invalid with the ``path`` at fault."""

    def whole(key: str, high: int) -> int:
        return Node.of(data.get(key), f"challenges.{key}", KEYS).whole("value", 1, high)

    mark = Node.of(data.get("pass_mark"), "challenges.pass_mark", KEYS)
    criteria = data.get("criteria")
    rows = criteria.get("rows") if isinstance(criteria, Mapping) else None
    return ChallengeRule(
        notice_days=whole("notice_days", 60),
        bid_days=whole("bid_days", 60),
        pass_mark=mark.number("value", "0", "100"),
        evaluators_least=whole("evaluators_least", 30),
        acceptors_least=whole("acceptors_least", 30),
        teams_most=whole("teams_most", 20),
        tests_most=whole("tests_most", 50),
        bid_block=whole("bid_block", 2**24),
        criteria=criteria_from(rows, "challenges.criteria.rows"),
    )


def criteria_from(rows: object, path: str) -> tuple[Criterion, ...]:
    """The criteria of a list of mappings (key, zh, en, points), in its order.

    Raises Invalid ``criteria-not-100`` unless the points add up to 100, ``criteria-twice``.
    """
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise Invalid("rule-mapping", path=path)
    found = tuple(_criterion(row, f"{path}.{number}") for number, row in enumerate(rows))
    if len({each.key for each in found}) != len(found):
        raise Invalid("criteria-twice", path=path)
    if sum((each.points for each in found), Decimal(0)) != FULL:
        raise Invalid("criteria-not-100", path=path)
    return found


def _criterion(row: object, path: str) -> Criterion:
    node = Node.of(row, path, ("key", "zh", "en", "points"))
    points = node.number("points", "1", "100")
    return Criterion(node.text("key"), node.text("zh"), node.text("en"), points)
