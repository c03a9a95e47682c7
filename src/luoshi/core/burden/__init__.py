"""What requests for data cost those who answer, and whether they ask for what is known."""

from luoshi.core.burden.budget import BurdenRule, burden_rule_from, over_budget, week_of
from luoshi.core.burden.naming import normal_name
from luoshi.core.burden.repeats import Asked, Known, Repeat, repeats
from luoshi.core.burden.year import Cost, YearRow, median_minutes, year_rows

__all__ = [
    "Asked",
    "BurdenRule",
    "Cost",
    "Known",
    "Repeat",
    "YearRow",
    "burden_rule_from",
    "median_minutes",
    "normal_name",
    "over_budget",
    "repeats",
    "week_of",
    "year_rows",
]
