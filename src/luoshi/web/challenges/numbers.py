"""The rule data of challenges as a value, and words of the presets in the reader's language."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.utils.translation import get_language

from luoshi import presets
from luoshi.core.challenge import ChallengeRule, Criterion, challenge_rule_from, criteria_from


@cache
def rule() -> ChallengeRule:
    """Days, marks, teams, tests and criteria."""
    return challenge_rule_from(presets.load("challenges"))


def source_of(key: str) -> str:
    """Where a number of the rule comes from."""
    return str(presets.load("challenges")[key]["source"])


def hardnesses() -> list[tuple[str, str]]:
    """The classes of hard items, from the list type of challenges, in the reader's language."""
    columns = presets.load("list_types")["challenge"]["columns"]
    choices = next(each["choices"] for each in columns if each["key"] == "hardness")
    return [(each["key"], each[_tongue()]) for each in choices]


def criteria_json() -> list[dict[str, str]]:
    """The criteria as a challenge keeps them from the day its terms are drawn up."""
    return [
        {"key": each.key, "zh": each.zh, "en": each.en, "points": str(each.points)}
        for each in rule().criteria
    ]


def criteria_kept(data: Any) -> Sequence[Criterion]:
    """The criteria that a challenge keeps."""
    return criteria_from(data, "criteria")


def label_of(criterion: Criterion) -> str:
    """A criterion in the reader's language."""
    return criterion.en if _tongue() == "en" else criterion.zh


def _tongue() -> str:
    return "en" if get_language() == "en" else "zh"
