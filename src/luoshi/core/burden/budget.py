"""The minutes of a week that may be asked of one unit of the grassroots."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from luoshi.core.errors import Invalid
from luoshi.core.node import Node

KEYS = (
    "zh", "en", "weekly_minutes", "grassroots", "minutes_per_line", "minutes_per_question",
    "round_expires_days", "longest_days", "most_minutes", "fillers", "tag", "source",
)  # fmt: skip
WEEK = 7 * 24 * 60


@dataclass(frozen=True, slots=True)
class BurdenRule:
    """The preset as values. ``weekly_minutes`` is for each unit whose kind is ``grassroots``."""

    weekly_minutes: int
    grassroots: tuple[str, ...]
    minutes_per_line: int
    minutes_per_question: int
    round_expires_days: int
    longest_days: int
    most_minutes: int
    fillers: tuple[str, ...]
    source: str


def burden_rule_from(data: object, path: str) -> BurdenRule:
    """The rule that a mapping describes. Raises Invalid with the ``path`` of the node at fault."""
    node = Node.of(data, path, KEYS)
    return BurdenRule(
        weekly_minutes=node.whole("weekly_minutes", 1, WEEK),
        grassroots=_words(node, "grassroots"),
        minutes_per_line=node.whole("minutes_per_line", 1, WEEK),
        minutes_per_question=node.whole("minutes_per_question", 1, WEEK),
        round_expires_days=node.whole("round_expires_days", 1, 3660),
        longest_days=node.whole("longest_days", 1, 3660),
        most_minutes=node.whole("most_minutes", 1, WEEK),
        fillers=_words(node, "fillers"),
        source=node.text("source"),
    )


def _words(node: Node, key: str) -> tuple[str, ...]:
    words = node.data.get(key)
    if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
        raise Invalid("rule-text", path=node.at(key))
    return tuple(words)


def week_of(day: date) -> date:
    """The Monday of the week a day lies in."""
    return day - timedelta(days=day.weekday())


def over_budget(planned: Mapping[int, int], added: Mapping[int, int], limit: int) -> dict[int, int]:
    """By unit, by how many minutes a week would go over the ``limit`` (in minutes) with what is
    ``added``; a unit that is asked nothing more, or stays within, is left out."""
    sums = {unit: planned.get(unit, 0) + more - limit for unit, more in added.items() if more > 0}
    return {unit: over for unit, over in sums.items() if over > 0}
