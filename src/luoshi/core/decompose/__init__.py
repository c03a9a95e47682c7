"""A commitment divided to units and periods: does it add up, and is it possible."""

from luoshi.core.decompose.aggregation import Aggregation, aggregation_of
from luoshi.core.decompose.cover import Cover, Figure, cover_of, part_share
from luoshi.core.decompose.flags import CODES, Flag, FlagRule, flag_rule_from
from luoshi.core.decompose.lineage import DEEPEST, check_parent
from luoshi.core.decompose.listing import Entry, Span, list_flags
from luoshi.core.decompose.parts import Part, SumCheck, Whole, stage_faults, sum_check
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
    "Span",
    "SumCheck",
    "Whole",
    "accumulated",
    "aggregation_of",
    "check_parent",
    "cover_of",
    "flag_rule_from",
    "list_flags",
    "part_share",
    "proportional",
    "split",
    "stage_faults",
    "step_of",
    "sum_check",
    "trend",
]
