"""A commitment divided to units and periods: does it add up, and is it possible."""

from luoshi.core.decompose.aggregation import Aggregation, aggregation_of
from luoshi.core.decompose.cover import Cover, Figure, cover_of, part_share
from luoshi.core.decompose.flags import CODES, Flag, FlagRule, flag_rule_from
from luoshi.core.decompose.lineage import DEEPEST, check_parent
from luoshi.core.decompose.listing import Entry, Span, list_flags
from luoshi.core.decompose.parts import (
    Part,
    SumCheck,
    Whole,
    check_excess,
    exceeds,
    stage_faults,
    sum_check,
)
from luoshi.core.decompose.pasted import Pasted, pasted_rows
from luoshi.core.decompose.periods import stage_days
from luoshi.core.decompose.splitting import accumulated, proportional, split, step_of
from luoshi.core.decompose.trend import trend

__all__ = [
    "CODES",
    "DEEPEST",
    "Aggregation",
    "Cover",
    "Entry",
    "Figure",
    "Flag",
    "FlagRule",
    "Part",
    "Pasted",
    "Span",
    "SumCheck",
    "Whole",
    "accumulated",
    "aggregation_of",
    "check_excess",
    "check_parent",
    "cover_of",
    "exceeds",
    "flag_rule_from",
    "list_flags",
    "part_share",
    "pasted_rows",
    "proportional",
    "split",
    "stage_days",
    "stage_faults",
    "step_of",
    "sum_check",
    "trend",
]
