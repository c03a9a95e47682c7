"""The rule of the house as this installation reads it."""

from functools import cache

from luoshi import presets
from luoshi.core.burden import BurdenRule, burden_rule_from, normal_name


@cache
def rule() -> BurdenRule:
    """Budget, what counts as grassroots, and what a line costs where nobody says."""
    return burden_rule_from(presets.load("burden")["default"], "burden.default")


def name_of(text: str) -> str:
    """The name by which two figures are the same."""
    return normal_name(text, rule().fillers)
